"""Sheets that are more than one header above one list: what a person sees in them is found."""

from __future__ import annotations

from datetime import date

import pytest
from openpyxl import Workbook

from socialimpact.tables.book import Book, read_book
from socialimpact.tables.layout import propose, propose_at
from tests.tables.making import book_of, grid_of, xlsx


def layouts_of(text: str, name: str = "ledger.csv"):
    book = book_of(grid_of(text, "|"))
    return propose(Book(name, book.sha256, "csv", 1, book.grids, (), "utf-8", ";"))


def roles(layout) -> dict[str, str]:
    return {column.header: column.role for column in layout.columns if column.role != "ignore"}


def codes(layouts) -> set[str]:
    return {problem.code for layout in layouts for problem in layout.problems}


# --- several tables ----------------------------------------------------------------------------------------------


def test_a_second_header_with_columns_that_moved_begins_a_second_table():
    layouts = layouts_of("""
Number|Date|Category|Supplier|Class|Amount
1|13/01/2024|Fuel|Alfa Ltd|Goods|10.50
2|14/01/2024|Paper|Beta Ltd|Goods|20.00
Number|Date|Subjective description|Supplier|Amount
3|15/01/2024|Fuel|Alfa Ltd|30.00
4|16/01/2024|Paper|Gamma Ltd|40.00
""")
    assert [(lay.header_row, lay.first_row, lay.last_row, lay.rows, lay.chosen) for lay in layouts] == [
        (1, 2, 3, 2, True),
        (4, 5, 6, 2, True),
    ]
    assert [lay.column("net_amount").index for lay in layouts] == [5, 4]
    assert "several_tables" in codes(layouts)


def test_a_header_that_is_repeated_on_every_page_begins_no_table():
    page = "Data|Fornitore|Importo\n13/01/2024|Rossi srl|1,50\n14/01/2024|Verdi srl|2,50\n|Totale pagina|4,00\n"
    (layout,) = layouts_of(page + "Stampa del 31/01/2024||pag. 2\n" + page + page)
    assert (layout.header_row, layout.last_row, layout.rows) == (1, 13, 12)


def test_a_summary_below_the_ledger_is_a_table_that_is_not_read():
    layouts = layouts_of("""
Data|Fornitore|Descrizione|Imponibile
13/01/2024|Rossi srl|viti|1,50
14/01/2024|Verdi srl|dadi|2,50

Riepilogo
Categoria|Imponibile
viti|1,50
dadi|2,50
""")
    assert [lay.chosen for lay in layouts] == [True, False]
    assert (layouts[0].last_row, layouts[1].header_row) == (3, 6)
    assert "table_left_out" in codes(layouts)


def test_a_ledger_above_a_list_with_better_known_names_is_not_taken_for_its_title():
    layouts = layouts_of("""
Date|Supplier|Amount
13/01/2024|Alfa Ltd|10.50
14/01/2024|Beta Ltd|20.00
15/01/2024|Beta Ltd|21.00

Invoice Number|Invoice Date|Supplier Name|Supplier VAT Number|Description|Net Amount|VAT Amount|Gross Amount
77|16/01/2024|Alfa Ltd|GB123456789|Fuel|30.00|6.00|36.00
78|17/01/2024|Gamma Ltd|GB987654321|Paper|40.00|8.00|48.00
""")
    assert [(lay.header_row, lay.chosen) for lay in layouts] == [(1, True), (6, True)]


# --- headers of several rows -------------------------------------------------------------------------------------


def test_names_of_groups_complete_the_names_below_them():
    (layout,) = layouts_of("""
Registro acquisti 2024
Fornitore|||Documento||Pagamento|Importi|
Codice|Nome|P.IVA|Numero|Data|Data|Netto|IVA
12|Rossi srl|00488410010|7/A|13/01/2024|28/02/2024|100,00|22,00
15|Verdi spa|00905811006|8|14/01/2024|29/02/2024|200,00|44,00
""")
    assert (layout.header_row, layout.first_row) == (3, 4)
    assert [column.role for column in layout.columns] == [
        "supplier_code",
        "supplier_name",
        "supplier_vat",
        "document_number",
        "invoice_date",
        "payment_date",
        "net_amount",
        "vat_amount",
    ]


def test_a_header_of_three_rows():
    (layout,) = layouts_of("""
Data|Fornitore||Importo||Note
documento|Codice|Ragione|senza|con|
||sociale|IVA|IVA|
13/01/2024|12|Rossi srl|100,00|122,00|
14/01/2024|15|Verdi spa|200,00|244,00|x
""")
    assert (layout.header_row, layout.first_row) == (1, 4)
    assert layout.column("supplier_name").index == 2
    assert layout.column("net_amount").index == 3
    assert layout.column("gross_amount").index == 4


# --- suppliers in headings ---------------------------------------------------------------------------------------

PARTITARIO = """
Partitario fornitori dal 01/01/2024 al 31/12/2024
Data reg.|N. doc.|Data doc.|Causale|Dare|Avere|Saldo
Fornitore: 000123 ROSSI S.R.L. - P.IVA 00488410010
01/01/2024|||Saldo iniziale||500,00|500,00
31/01/2024|1/A|29/01/2024|Fattura||100,00|600,00
15/02/2024|||Bonifico|600,00||0,00
|||Totale conto|600,00|600,00|
Fornitore: 000124 VERDI SPA - P.IVA 00905811006
20/02/2024|7|19/02/2024|Fattura||50,00|50,00
|||Totale conto||50,00|
"""

CODES = """
Data|Documento|Descrizione|Importo dare|Importo avere
40.01.0001 ROSSI S.R.L.
31/01/2024|1/A|Fattura 1/A||100,00
15/02/2024|2/A|Fattura 2/A||300,00
40.01.0007 BIANCHI SNC
20/02/2024|7|Fattura 7||50,00
"""

SPREAD = """
Purchase ledger transactions
Date|Reference|Details|Debit|Credit|Balance
A/C: SMI001|Smith & Sons Ltd||||
05/01/2024|INV1|Goods||120.00|120.00
A/C: JON001|Jones Catering||||
11/01/2024|INV9|Lunch||80.00|80.00
18/01/2024|PAY|Payment|80.00||0.00
"""

ONE = """
Scheda contabile fornitore
Fornitore: ROSSI S.R.L. P.IVA 00488410010
Periodo: 01/01/2024 - 31/12/2024
Data|Numero|Causale|Dare|Avere
31/01/2024|1/A|Fattura||100,00
15/02/2024|2/A|Fattura||300,00
"""

NAMES_ALONE = """
Elenco fatture per fornitore
Data|Numero|Imponibile
ROSSI S.R.L.
31/01/2024|1/A|100,00
15/02/2024|2/A|300,00
Totale|400,00
COOPERATIVA ALBA ONLUS
20/02/2024|7|50,00
"""


@pytest.mark.parametrize(
    ("text", "times"), [(PARTITARIO, 2), (CODES, 2), (SPREAD, 2), (ONE, 1), (NAMES_ALONE, 2)],
    ids=["labelled", "codes", "cells", "one supplier", "names alone"],
)  # fmt: skip
def test_the_supplier_of_a_heading_is_found(text, times):
    (layout,) = layouts_of(text)
    assert layout.headings == "supplier"
    assert layout.chosen
    assert layout.column("supplier_name") is None
    (told,) = [problem for problem in layout.problems if problem.code == "supplier_headings"]
    assert (f"{times} times" if times > 1 else "1 time:") in told.message.to("en")


def test_accounts_of_costs_are_no_suppliers():
    (layout,) = layouts_of("""
Data|Numero|Descrizione|Dare|Avere
Conto 66.10.001 Spese telefoniche
31/01/2024|1|canone|100,00|
Conto 66.20.001 Pulizie e manutenzioni
31/01/2024|2|pulizia uffici|50,00|
""")
    assert layout.headings is None


def test_a_ledger_with_a_column_of_suppliers_has_no_headings():
    (layout,) = layouts_of("""
Data|Fornitore|Importo
Fornitore: ROSSI S.R.L.
31/01/2024|ROSSI S.R.L.|100,00
Fornitore: VERDI SPA
15/02/2024|VERDI SPA|300,00
""")
    assert layout.headings is None


# --- cells that mean what stands above ---------------------------------------------------------------------------


def test_rows_that_go_on_with_the_document_above():
    (layout,) = layouts_of("""
Data|Numero|Fornitore|Descrizione|Imponibile
31/01/2024|1/A|Rossi srl|viti|10,00
|||dadi|20,00
|||rondelle|5,00
01/02/2024|2|Verdi spa|molle|5,00
|||ferro|6,00
""")
    assert layout.carried == (0, 1, 2)
    assert "carried_down" in codes([layout])


def test_a_supplier_that_stands_once_above_its_rows():
    (layout,) = layouts_of("""
Fornitore|Data|Numero|Imponibile
Alfa srl|31/01/2024|1/A|10,00
|01/02/2024|2/A|20,00
|03/02/2024|3/A|5,00
Beta spa|01/02/2024|77|5,00
|11/02/2024|78|6,00
""")
    assert layout.carried == (0,)


def test_a_supplier_that_is_withheld_is_not_that_of_the_row_above():
    (layout,) = layouts_of("""
Date|Supplier|Reference|Amount
13/01/2024|Smith Ltd|1|10.00
14/01/2024|Jones Ltd|2|20.00
15/01/2024||3|30.00
16/01/2024|Brown Ltd|4|40.00
17/01/2024||5|50.00
18/01/2024|Smith Ltd|6|60.00
""")
    assert layout.carried == ()


# --- a column a period -------------------------------------------------------------------------------------------


def test_a_column_a_month_with_the_year_in_the_title():
    (layout,) = layouts_of("""
Acquisti per fornitore - anno 2024
Fornitore|P.IVA|Gennaio|Febbraio|Marzo|Aprile|Totale
Rossi srl|00488410010|10,00||30,00|1,00|41,00
Verdi spa|00905811006||5,50|2,00||7,50
""")
    assert layout.header_row == 2
    assert layout.periods == {2: "2024-01", 3: "2024-02", 4: "2024-03", 5: "2024-04"}
    assert layout.chosen
    assert layout.column("net_amount").index == 2
    assert layout.column("gross_amount") is None
    assert "column_a_period" in codes([layout])


def test_months_as_dates_quarters_and_years(tmp_path):
    months = [["Supplier", *(date(2024, month, 1) for month in range(1, 5))],
              ["Smith Ltd", 10.5, None, 3, 4], ["Jones Ltd", 1, 2, None, 8.25]]  # fmt: skip
    (layout,) = propose(read_book(xlsx(tmp_path / "a.xlsx", {"Spend": months})))
    assert (layout.header_row, layout.periods) == (1, {1: "2024-01", 2: "2024-02", 3: "2024-03", 4: "2024-04"})
    (layout,) = layouts_of("Supplier|Q1 2023|Q2 2023|Q3 2023\nSmith Ltd|10.50|1.00|2.00\nJones Ltd|3.00||4.00\n")
    assert list(layout.periods.values()) == ["2023-Q1", "2023-Q2", "2023-Q3"]
    (layout,) = layouts_of("Fornitore|2021|2022|2023\nRossi srl|10,50|1,00|2,00\nVerdi spa|3,00||4,00\n")
    assert list(layout.periods.values()) == ["2021", "2022", "2023"]


def test_months_of_an_unknown_year_ask_for_it():
    (layout,) = layouts_of("Fornitore|Gen|Feb|Mar\nRossi srl|10,50|1,00|2,00\nVerdi spa|3,00||4,00\n")
    assert list(layout.periods.values()) == ["-01", "-02", "-03"]


def test_a_ledger_with_dates_is_not_wide():
    (layout,) = layouts_of("Data|Fornitore|Importo|2022|2023|2024\n13/01/2024|Rossi srl|10,50|1|2|3\n")
    assert layout.periods == {}


# --- what only titles and names say ------------------------------------------------------------------------------


def test_the_month_of_a_list_without_dates_is_in_its_title_or_its_name():
    text = (
        "Payments over £500 - April 2023\nSupplier|Amount|Department\nSmith Ltd|510.00|Parks\nJones Ltd|620.00|Parks\n"
    )
    (layout,) = layouts_of(text)
    assert layout.constants == {"invoice_date": "2023-04-01"}
    assert "date_from_title" in codes([layout])
    (layout,) = layouts_of("\n".join(text.split("\n")[1:]), name="spend_2022-11.csv")
    assert layout.constants == {"invoice_date": "2022-11-01"}


def test_sheets_that_are_months_give_their_dates(tmp_path):
    rows = [["Fornitore", "Importo"], ["Rossi srl", 10.5], ["Verdi spa", 20]]
    cover = [["Acquisti 2024"], ["a cura dell'ufficio"]]
    book = read_book(xlsx(tmp_path / "2024.xlsx", {"Copertina": cover, "Gennaio 2024": rows, "Febbraio 2024": rows}))
    layouts = propose(book)
    assert [layout.chosen for layout in layouts] == [False, True, True]
    assert [layout.constants.get("invoice_date") for layout in layouts[1:]] == ["2024-01-01", "2024-02-01"]
    assert "sheet_left_out" in codes(layouts)


def test_sheets_that_are_companies_name_them(tmp_path):
    rows = [["Data", "Fornitore", "Importo"], [date(2024, 1, 13), "Rossi srl", 10.5], [date(2024, 1, 14), "Verdi", 20]]
    other = [["Data", "Fornitore", "Importo"], [date(2024, 2, 13), "Rossi srl", 11.5], [date(2024, 2, 14), "Neri", 21]]
    layouts = propose(read_book(xlsx(tmp_path / "a.xlsx", {"Alfa Srl": rows, "Beta Spa": other})))
    assert [layout.constants for layout in layouts] == [{"company": "Alfa Srl"}, {"company": "Beta Spa"}]


def test_a_sheet_of_sales_beside_the_purchases_is_not_read(tmp_path):
    rows = [["Data", "Fornitore", "Importo"], [date(2024, 1, 13), "Rossi srl", 10.5], [date(2024, 1, 14), "Verdi", 20]]
    layouts = propose(read_book(xlsx(tmp_path / "a.xlsx", {"Vendite": rows, "Acquisti": rows})))
    assert [layout.chosen for layout in layouts] == [False, True]


def test_a_header_row_that_a_person_says_is_read_with_the_rows_in_which_it_goes_on():
    book = book_of(
        grid_of("a|b|c\nAuthority|Amount||Date|Supplier\n|Gross|Net||\nX|1,20|1,00|13/01/2024|Rossi srl\n", "|")
    )
    layout = propose_at(book, None, 2)
    assert (layout.header_row, layout.first_row, layout.chosen) == (2, 4, True)
    assert roles(layout)["Amount Gross"] == "gross_amount"
    assert layout.column("net_amount").index == 2


def test_a_column_of_months_is_the_date_for_want_of_days():
    (layout,) = layouts_of("Month|Supplier|Amount\nApril 2023|Smith Ltd|510.00\nMay 2023|Jones Ltd|620.00\n")
    assert layout.column("invoice_date").index == 0
    (layout,) = layouts_of(
        "Month|Date|Supplier|Amount\nApril 2023|13/04/2023|Smith Ltd|510.00\nMay 2023|1/5/2023|Jones|6.0\n"
    )
    assert layout.column("invoice_date").index == 1


def test_merged_cells_tell_groups_of_names_and_values_for_several_rows(tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    for row in [
        ["Acquisti 2024"],
        ["Fornitore", None, "Documento", None, "Importo", None],
        ["Codice", "Nome", "Data", "Numero", "Netto", "Lordo"],
        [12, "Rossi srl", date(2024, 1, 13), "1/A", 10.5, 12.81],
        [None, None, date(2024, 1, 14), "2/A", 20, 24.4],
        [15, "Verdi spa", date(2024, 1, 15), "7", 1, 1.22],
        [16, "Neri snc", date(2024, 1, 15), "8", 2, 2.44],
        [17, "Alba", date(2024, 1, 16), "9", 3, 3.66],
    ]:
        sheet.append(row)
    for block in ("A1:F1", "A2:B2", "C2:D2", "E2:F2", "A4:A5", "B4:B5"):
        sheet.merge_cells(block)
    workbook.save(tmp_path / "a.xlsx")
    (layout,) = propose(read_book(tmp_path / "a.xlsx"))
    assert (layout.header_row, layout.first_row) == (3, 4)
    assert [column.role for column in layout.columns] == [
        "supplier_code",
        "supplier_name",
        "invoice_date",
        "document_number",
        "net_amount",
        "gross_amount",
    ]
    assert layout.carried == (0, 1)


def test_blocks_of_months_without_dates_are_tables_of_their_own():
    layouts = layouts_of("""
Gennaio 2024
Fornitore|N.|Importo
Rossi srl|1|10,00
Totale||10,00
Febbraio 2024
Fornitore|N.|Importo
Verdi spa|3|11,00
Totale||11,00
""")
    assert [(lay.header_row, lay.last_row, lay.chosen) for lay in layouts] == [(2, 4, True), (6, 8, True)]
    assert [lay.constants for lay in layouts] == [{"invoice_date": "2024-01-01"}, {"invoice_date": "2024-02-01"}]


def test_an_account_above_each_header():
    (layout,) = layouts_of("""
Conto: 40.001 - ROSSI SRL
Data|Doc|Causale|Dare|Avere
01/02/2024|1|FT|0,00|100,00
Conto: 40.002 - BIANCHI SPA
Data|Doc|Causale|Dare|Avere
03/02/2024|4|FT|0,00|50,00
""")
    assert (layout.headings, layout.header_row) == ("supplier", 2)
    assert layout.amount_basis == "gross"


def test_a_column_of_types_is_known_by_its_cells():
    (layout,) = layouts_of("""
Date|Type|Reference|Supplier|Amount
03/04/2023|Invoice|A1|Smith Ltd|100.00
09/04/2023|Payment|P1|Smith Ltd|-100.00
12/04/2023|Credit note|C1|Smith Ltd|-10.00
""")
    assert layout.column("document_type").index == 1
