"""Odoo: vendor bills as the list view exports them."""

from __future__ import annotations

from datetime import date

from tests.presets.exported import cells, euro, imported

ENGLISH = cells("""
Number|Invoice Partner Display Name|Invoice/Bill Date|Reference|Due Date|Tax excluded|Untaxed Amount Signed|Total Signed|Amount Due Signed|Payment Status|Status
BILL/2025/01/0001|Rossi S.r.l.|2025-01-03|F12|2025-02-03|1000|-1000|-1220|0|Paid|Posted
BILL/2025/01/0002|Smith Ltd|2025-01-14|INV-7|2025-02-14|540|-500|-500|-500|Not Paid|Posted
RBILL/2025/01/0001|Rossi S.r.l.|2025-01-20|NC1|2025-01-20|100|100|122|0|Paid|Posted
BILL/2025/01/0003|Verdi|2025-01-22|x||10|-10|-12.2|-12.2|Not Paid|Cancelled
/|Neri|2025-01-23|y||20|-20|-24.4|-24.4|Not Paid|Draft
""")  # noqa: E501 - rows as the export has them

ITALIAN = """
Numero;Fornitore;Data fattura;Riferimento;Imponibile;Imposta;Totale;Valuta;Tipo;Stato;Stato pagamento
FATT/2025/0001;Rossi S.r.l.;03/01/2025;F12;1.000,00;220,00;1.220,00;EUR;Fattura fornitore;Registrato;Non pagato
FATT/2025/0002;Smith Ltd;14/01/2025;INV-7;500,00;0,00;500,00;EUR;Fattura fornitore;Registrato;Non pagato
RFATT/2025/0001;Rossi S.r.l.;20/01/2025;NC1;100,00;22,00;122,00;EUR;Nota di credito fornitore;Registrato;Non pagato
INV/2025/0009;Cliente S.p.A.;21/01/2025;;900,00;198,00;1.098,00;EUR;Fattura cliente;Registrato;Non pagato
"""


def test_signed_amounts_of_bills_and_refunds(tmp_path):
    came = imported(tmp_path, ENGLISH, "Journal Entry (account.move).xlsx")
    assert came.preset == "odoo_bills"
    assert came.lines == [
        (date(2025, 1, 3), "Rossi S.r.l.", "F12", "invoice", euro("1000.00")),
        (date(2025, 1, 14), "Smith Ltd", "INV-7", "invoice", euro("500.00")),
        (date(2025, 1, 20), "Rossi S.r.l.", "NC1", "invoice", euro("-100.00")),
    ]
    assert [(row, reason) for row, reason, _ in came.aside] == [(5, "not_posted"), (6, "not_posted")]
    assert came.preview.mapping.amount_basis == "net"


def test_unsigned_amounts_and_types_in_italian(tmp_path):
    came = imported(tmp_path, ITALIAN)
    assert came.preset == "odoo_bills"
    assert [(line[1], line[-1]) for line in came.lines] == [
        ("Rossi S.r.l.", euro("1000.00")),
        ("Smith Ltd", euro("500.00")),
        ("Rossi S.r.l.", euro("-100.00")),
    ]
    assert [(row, reason) for row, reason, _ in came.aside] == [(5, "not_purchase")]


def test_a_plain_italian_list_with_a_state_is_not_taken_for_odoo(tmp_path):
    came = imported(
        tmp_path,
        """
        Numero;Fornitore;Data fattura;Imponibile;Imposta;Totale;Stato
        12;Rossi S.r.l.;13/01/2025;1.000,00;220,00;1.220,00;Registrata
        """,
    )
    assert (came.preset, came.total) == (None, euro("1000.00"))
