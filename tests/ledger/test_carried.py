"""Cells that mean what stands above: merged and continued rows, suppliers in headings, what a whole table shares."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from socialimpact.ledger.cells import SEPARATOR
from tests.ledger.reading import book, mapping, parsed, parsed_as
from tests.ledger.test_lines import amounts

COLUMNS = "invoice_date document_number supplier_name supplier_vat description net_amount"


def test_blank_cells_take_supplier_and_document_from_the_row_above_but_totals_do_not(tmp_path):
    rows = parsed(
        tmp_path,
        """
        Data | Numero | Fornitore | P.IVA | Descrizione | Imponibile
        31/01/2024 | 1/A | Rossi | 00488410010 | viti | 10,00
        | | | | dadi | 20,00
        | | Totale Rossi | | | 30,00
        01/02/2024 | 2 | Verdi | | molle | 5,00
        | 3 | | | ferro | 6,00
        | | | | | 41,00
        """,
        COLUMNS,
        carried=(0, 1, 2, 3),
    )
    assert amounts(rows) == {
        2: (None, 10),
        3: (None, 20),
        4: ("total", 30),
        5: (None, 5),
        6: (None, 6),
        7: ("amount_alone", 41),
    }
    told = [(row["supplier_name"], row["supplier_vat"], row["date"], row["document_number"]) for row in rows]
    assert told[1] == ("Rossi", "00488410010", date(2024, 1, 31), "1/A")
    # Verdi has no VAT number: that of Rossi is not his.
    assert told[3] == ("Verdi", None, date(2024, 2, 1), "2")
    assert told[4] == ("Verdi", None, date(2024, 2, 1), "3")
    assert rows[1]["as_read"].split(SEPARATOR) == ["", "", "", "", "dadi", "20,00"]


LEDGER_BY_ACCOUNT = """
    Partitario fornitori dal 01/01/2024 al 31/12/2024 | | | | |
    Data | Numero | Descrizione | Dare | Avere | Saldo
    Fornitore: 000123 ROSSI S.R.L. P.IVA 00488410010 | | | | |
    01/01/2024 | | Saldo iniziale | | 500,00 | 500,00
    31/01/2024 | 1/A | Fattura 1/A | | 100,00 | 600,00
    15/02/2024 | | Bonifico | 600,00 | | 0,00
    Totale fornitore | | | 600,00 | 600,00 |
    Fornitore: 000124 VERDI SPA | | | | |
    20/02/2024 | 7 | Fattura 7 | | 50,00 | 50,00
    21/02/2024 | 8 | Nota di credito 8 | 5,00 | | 45,00
    Totale generale | | | 605,00 | 650,00 |
    """


def test_movements_take_the_supplier_of_the_heading_above_them(tmp_path):
    rows = parsed(
        tmp_path,
        LEDGER_BY_ACCOUNT,
        "invoice_date document_number description debit credit",
        header_row=2,
        headings="supplier",
    )
    assert amounts(rows) == {
        1: ("title", None),
        3: ("heading", None),
        4: ("balance", 500),
        5: (None, 100),
        6: ("payment", -600),
        7: ("total", 0),
        8: ("heading", None),
        9: (None, 50),
        10: (None, -5),
        11: ("total", 45),
    }
    lines = [row for row in rows if row["reason"] is None]
    assert [(row["supplier_name"], row["supplier_code"], row["supplier_vat"]) for row in lines] == [
        ("ROSSI S.R.L.", "000123", "00488410010"),
        ("VERDI SPA", "000124", None),
        ("VERDI SPA", "000124", None),
    ]


def test_a_column_a_month_gives_a_line_a_month_dated_on_its_first_day(tmp_path):
    rows = parsed(
        tmp_path,
        """
        Fornitore | Gennaio | Febbraio | Marzo | Totale
        Rossi | 10,00 | | 30,00 | 40,00
        Verdi | | | | 0,00
        Neri | 0,00 | 5,00 | x | 5,00
        Totale | 10,00 | 5,00 | 30,00 | 45,00
        """,
        "supplier_name",
        periods={1: "2024-01", 2: "2024-02", 3: "2024-03"},
    )
    told = [(row["row_number"], row["date"], row["euro"], row["reason"]) for row in rows]
    assert told == [
        (2, date(2024, 1, 1), Decimal(10), None),
        (2, date(2024, 3, 1), Decimal(30), None),
        (3, date(2024, 1, 1), None, "amount_missing"),
        (4, date(2024, 2, 1), Decimal(5), None),
        (4, date(2024, 3, 1), None, "amount_unreadable"),
        (5, None, Decimal(10), "total"),
        (5, None, Decimal(5), "total"),
        (5, None, Decimal(30), "total"),
    ]


def test_what_a_whole_table_shares_stands_in_every_line_and_in_no_total(tmp_path):
    rows = parsed(
        tmp_path,
        """
        Fornitore | Importo
        Rossi | 10,00
        Totale | 10,00
        """,
        "supplier_name net_amount",
        constants={"invoice_date": "2024-05-01", "site": "Ivrea"},
    )
    assert [(row["reason"], row["date"], row["site"]) for row in rows] == [
        (None, date(2024, 5, 1), "Ivrea"),
        ("total", None, None),
    ]


def test_several_tables_on_a_sheet_account_for_every_row_once(tmp_path):
    read = book(
        """
        Acquisti
        Data | Fornitore | Importo
        31/01/2024 | Rossi | 10,00

        Riepilogo | |
        Categoria | Totale
        viti | 10,00

        Data | Importo | Fornitore
        01/02/2024 | 20,00 | Verdi
        Totale | 20,00
        """
    )
    first = mapping(read, "invoice_date supplier_name net_amount", header_row=2, last_row=4).tables[0]
    second = mapping(read, "category net_amount", header_row=6, last_row=8, used=False).tables[0]
    third = mapping(read, "invoice_date net_amount supplier_name", header_row=9).tables[0]
    whole = mapping(read, "").__class__((first, second, third))
    rows = parsed_as(tmp_path, read, whole)
    assert amounts(rows) == {
        1: ("title", None),
        3: (None, 10),
        4: ("blank", None),
        5: ("other_table", None),
        6: ("other_table", None),
        7: ("other_table", None),
        8: ("blank", None),
        9: ("header", None),
        10: (None, 20),
        11: ("total", 20),
    }
    assert rows[-2]["supplier_name"] == "Verdi"
