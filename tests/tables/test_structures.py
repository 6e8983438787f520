"""Sheets that are more than one header above one list: what a person sees in them is found."""

from __future__ import annotations

from datetime import date

from openpyxl import Workbook

from socialimpact.tables.book import Book, read_book
from socialimpact.tables.proposal import propose, propose_at
from tests.tables.making import book_of, grid_of, xlsx


def layouts_of(text: str, name: str = "ledger.csv"):
    book = book_of(grid_of(text, "|"))
    return propose(Book(name, book.sha256, "csv", 1, book.grids, (), "utf-8", ";"))


def roles(layout) -> dict[str, str]:
    return {column.header: column.role for column in layout.columns if column.role != "ignore"}


def codes(layouts) -> set[str]:
    return {problem.code for layout in layouts for problem in layout.problems}


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
