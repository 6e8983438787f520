"""Business Central (Navision): vendor ledger entries, in which a debt is negative and VAT is inside."""

from __future__ import annotations

from datetime import date

from tests.presets.exported import euro, imported

ENGLISH = [
    ["Posting Date", "Document Type", "Document No.", "External Document No.", "Vendor No.", "Vendor Name", "Description",
     "Currency Code", "Original Amount", "Amount", "Amount (LCY)", "Remaining Amount", "Due Date", "Open", "Entry No."],
    [date(2025, 1, 3), "Invoice", "PI-1012", "F12", "V0012", "ROSSI SRL", "Order 6001", None, -1234.56, -1234.56, -1234.56, 0, date(2025, 2, 3), "No", 2801],
    [date(2025, 1, 14), "Invoice", "PI-1013", "INV-7", "V0013", "SMITH LTD", "Order 6002", "USD", -540, -540, -500, -540, date(2025, 2, 14), "Yes", 2802],
    [date(2025, 1, 20), "Credit Memo", "PCM-3", "NC1", "V0012", "ROSSI SRL", "Return", None, 34.56, 34.56, 34.56, 0, date(2025, 1, 20), "No", 2803],
    [date(2025, 2, 4), "Payment", "BANK-9", None, "V0012", "ROSSI SRL", "Payment F12", None, 1200, 1200, 1200, 0, date(2025, 2, 4), "No", 2804],
    [date(2025, 2, 5), "Refund", "BANK-10", None, "V0012", "ROSSI SRL", "Refund", None, -10, -10, -10, 0, date(2025, 2, 5), "No", 2805],
]  # fmt: skip

ITALIAN = """
Data di registrazione;Tipo di documento;Nr. documento;Nr. documento esterno;Nr. fornitore;Nome fornitore;Descrizione;Importo (VL);Importo residuo (VL);Acquisti (VL);Data scadenza;Nr. movimento
03/01/2025;Fattura;FA-1012;F12;F0012;ROSSI SRL;Ordine 6001;-1.220,00;0,00;-1.000,00;03/02/2025;2801
20/01/2025;Nota di credito;NC-3;NC1;F0012;ROSSI SRL;Reso;122,00;0,00;100,00;20/01/2025;2803
04/02/2025;Pagamento;BANCA-9;;F0012;ROSSI SRL;Pagamento F12;1.098,00;0,00;0,00;04/02/2025;2804
"""


def test_english(tmp_path):
    came = imported(tmp_path, ENGLISH, "Vendor Ledger Entries.xlsx")
    assert came.preset == "business_central"
    assert came.lines == [
        (date(2025, 1, 3), "ROSSI SRL", "F12", "invoice", euro("1234.56")),
        (date(2025, 1, 14), "SMITH LTD", "INV-7", "invoice", euro("500.00")),  # local currency: nothing to convert
        (date(2025, 1, 20), "ROSSI SRL", "NC1", "credit_note", euro("-34.56")),
    ]
    assert came.aside == [(5, "payment", euro("-1200.00")), (6, "payment", euro("10.00"))]
    assert came.preview.mapping.amount_basis == "gross"


def test_italian_with_purchases_without_vat(tmp_path):
    came = imported(tmp_path, ITALIAN)
    assert came.preset == "business_central"
    assert came.preview.mapping.amount_basis == "net"
    assert [(line[2], line[3], line[-1]) for line in came.lines] == [
        ("F12", "invoice", euro("1000.00")),
        ("NC1", "credit_note", euro("-100.00")),
    ]
    assert [(row, reason) for row, reason, _ in came.aside] == [(4, "payment")]
