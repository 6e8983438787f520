"""Rows of a ledger become purchase lines, or are set aside with the reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialimpact.ledger import lines, sightings
from socialimpact.ledger.cells import SEPARATOR
from tests.ledger.reading import book, mapping, parsed, rehearsal

ROLES = "invoice_date document_number supplier_name description net_amount"


def amounts(rows):
    return {row["row_number"]: (row["reason"], row["euro"]) for row in rows}


def test_each_row_is_a_line_or_set_aside_with_its_reason(tmp_path):
    rows = parsed(
        tmp_path,
        """
        Registro acquisti 2024 | | | |
        Data | Numero | Fornitore | Descrizione | Imponibile
        31/01/2024 | 1/A | Rossi S.r.l. | viti | 1.234,56
        | | | |
        Data | Numero | Fornitore | Descrizione | Imponibile
        01/02/2024 | 2 | Verdi | dadi | (10,00)
        | | Totale febbraio | | 1.224,56
        | | | nota del contabile |
        02/02/2024 | 3 | Bianchi | molle |
        03/02/2024 | 4 | Neri | ferro | da definire
        | | | | 1.224,56
        """,
        ROLES,
        header_row=2,
    )
    assert amounts(rows) == {
        1: ("title", None),
        3: (None, Decimal("1234.56")),
        4: ("blank", None),
        5: ("header", None),
        6: (None, Decimal("-10.00")),
        7: ("total", Decimal("1224.56")),
        8: ("note", None),
        9: ("amount_missing", None),
        10: ("amount_unreadable", None),
        11: ("amount_alone", Decimal("1224.56")),
    }
    assert rows[1]["date"] == date(2024, 1, 31)
    assert rows[1]["as_read"].split(SEPARATOR) == ["31/01/2024", "1/A", "Rossi S.r.l.", "viti", "1.234,56"]


def test_a_supplier_called_total_is_a_supplier(tmp_path):
    rows = parsed(
        tmp_path,
        """
        Data | Numero | Fornitore | Descrizione | Imponibile
        31/01/2024 | 1 | Total Gas & Power | gas | 10,00
        | 7 | Totalerg S.p.A. | gasolio | 20,00
        """,
        ROLES,
    )
    assert [row["reason"] for row in rows] == [None, None]


def test_totals_of_groups_and_balances_are_no_purchases(tmp_path):
    rows = parsed(
        tmp_path,
        """
        Data | Numero | Fornitore | Descrizione | Imponibile
        01/01/2024 | | | Saldo iniziale | 500,00
        31/01/2024 | 1 | Rossi | viti | 10,00
        | | Rossi Totale | | 10,00
        | | Subtotale Rossi | | 10,00
        01/02/2024 | 2 | Total Gas & Power | gas | 20,00
        | | Total Gas & Power Total | | 20,00
        | 3 | Total Gas & Power | gas | 30,00
        """,
        ROLES,
    )
    assert [row["reason"] for row in rows] == ["balance", None, "total", "total", None, "total", None]


def test_where_no_row_has_a_date_a_supplier_called_total_is_one(tmp_path):
    rows = parsed(
        tmp_path,
        """
        Fornitore | Imponibile
        Total Gas & Power | 20,00
        Totale | 20,00
        """,
        "supplier_name net_amount",
        constants={"invoice_date": "2024-01-01"},
    )
    assert [row["reason"] for row in rows] == [None, "total"]


def test_credit_notes_are_subtracted_once_whatever_their_sign(tmp_path):
    rows = parsed(
        tmp_path,
        """
        Tipo | Data | Fornitore | Descrizione | Imponibile
        TD01 | 01/03/2024 | Rossi | viti | 100,00
        TD04 | 02/03/2024 | Rossi | viti | 30,00
        Nota di credito | 02/03/2024 | Rossi | viti | -20,00
        Fattura | 03/03/2024 | Rossi | Nota di credito per reso | 5,00
        TD17 | 04/03/2024 | Smith Ltd | tools | -7,00
        TD16 | 05/03/2024 | Rossi | integrazione | 100,00
        """,
        "document_type invoice_date supplier_name description net_amount",
    )
    assert [row["euro"] for row in rows] == [Decimal(n) for n in ("100", "-30", "-20", "-5", "-7", "100")]
    assert [row["reason"] for row in rows] == [None, None, None, None, None, "reverse_charge"]


def test_net_is_gross_less_vat_where_no_net_column_stands(tmp_path):
    text = """
        Data | Fornitore | Totale | IVA
        01/03/2024 | Rossi | 122,00 | 22,00
        """
    roles = "invoice_date supplier_name gross_amount vat_amount"
    assert parsed(tmp_path, text, roles)[0]["euro"] == Decimal("100.00")
    assert parsed(tmp_path, text, roles, basis="gross")[0]["euro"] == Decimal("122.00")


def test_in_a_suppliers_account_credits_are_purchases_and_payments_are_not(tmp_path):
    rows = parsed(
        tmp_path,
        """
        Data | Descrizione | Fornitore | Dare | Avere
        01/03/2024 | Fattura 12 | Rossi | | 100,00
        10/03/2024 | Nota di credito 3 | Rossi | 30,00 |
        31/03/2024 | Bonifico fattura 12 | Rossi | 70,00 |
        """,
        "invoice_date description supplier_name debit credit",
    )
    assert amounts(rows) == {2: (None, 100), 3: (None, -30), 4: ("payment", -70)}


def test_in_a_cost_account_debits_are_purchases(tmp_path):
    rows = parsed(
        tmp_path,
        """
        Data | Descrizione | Fornitore | Dare | Avere
        01/03/2024 | Fattura 12 | Rossi | 100,00 |
        01/04/2024 | Fattura 14 | Rossi | 50,00 |
        02/04/2024 | Reso su fattura 14 | Rossi | | 20,00
        """,
        "invoice_date description supplier_name debit credit",
    )
    assert [row["euro"] for row in rows] == [100, 50, -20]


def test_another_currency_needs_a_rate(tmp_path):
    rows = parsed(
        tmp_path,
        """
        Data | Fornitore | Importo | Valuta | Cambio
        01/03/2024 | Smith | 108,00 | USD | 1,08
        01/03/2024 | Jones | 50,00 | GBP |
        01/03/2024 | Rossi | 50,00 | EUR |
        """,
        "invoice_date supplier_name net_amount currency exchange_rate",
    )
    assert amounts(rows) == {
        2: (None, Decimal("100.00")),
        3: ("no_exchange_rate", None),
        4: (None, Decimal("50.00")),
    }


def test_a_rate_counts_with_all_its_decimals_and_halves_round_away_from_zero(tmp_path):
    rows = parsed(
        tmp_path,
        """
        Data | Fornitore | Importo | Valuta | Cambio
        01/03/2024 | Smith | 1.000.000,00 | USD | 1,08345
        01/03/2024 | Jones | -2,01 | USD | 2
        01/03/2024 | Brown | 2,01 | USD | 2
        01/03/2024 | Itou | 123.456.789.012,34 | JPY | 162,35
        """,
        "invoice_date supplier_name net_amount currency exchange_rate",
    )
    assert [row["euro"] for row in rows] == [
        Decimal("922977.53"),
        Decimal("-1.01"),
        Decimal("1.01"),
        Decimal("760436027.18"),
    ]


def test_an_unreadable_date_keeps_the_purchase_without_a_year(tmp_path):
    rows = parsed(
        tmp_path,
        """
        Data | Fornitore | Importo
        boh | Rossi | 1,00
        | Verdi | 2,00
        """,
        "invoice_date supplier_name net_amount",
    )
    assert [(row["reason"], row["date"], row["date_text"]) for row in rows] == [(None, None, "boh"), (None, None, None)]


def test_equal_spellings_of_a_supplier_are_one_sighting(tmp_path):
    read = book(
        """
        Data | Fornitore | P.IVA | Importo
        01/01/2024 | Rossi | 00488410010 | 1,00
        02/01/2024 | Rossi | '00488410010' | 2,00
        03/01/2024 | ROSSI SRL | 00488410010 | 3,00
        """
    )
    with rehearsal(tmp_path) as tx:
        with lines.parsed(tx, read, mapping(read, "invoice_date supplier_name supplier_vat net_amount")):
            tx.execute(sightings.sightings_sql())
        seen = tx.dicts("select sighting, supplier_name, supplier_vat, lines from sighting order by sighting")
    assert seen == [
        {"sighting": 0, "supplier_name": "Rossi", "supplier_vat": "00488410010", "lines": 2},
        {"sighting": 1, "supplier_name": "ROSSI SRL", "supplier_vat": "00488410010", "lines": 1},
    ]


cells = st.sampled_from(["", "x", "Totale", "12,50", "-3", "1.000,00", "31/12/2024", "Imponibile", "nc", "£5", "?"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(cells, min_size=5, max_size=5), min_size=1, max_size=12))
def test_every_row_of_any_table_is_accounted_for(tmp_path_factory, table):
    text = "\n".join(" | ".join(row) for row in [["Data", "Numero", "Fornitore", "Descrizione", "Imponibile"], *table])
    rows = parsed(tmp_path_factory.mktemp("any"), text, ROLES)
    last = max((number for number, row in enumerate(table, start=2) if any(row)), default=1)
    assert [row["row_number"] for row in rows] == list(range(2, last + 1))
