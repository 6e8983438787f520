"""Several tables on a sheet, and headers of several rows."""

from __future__ import annotations

from socialimpact.tables.book import Book
from socialimpact.tables.proposal import propose
from tests.tables.making import book_of, grid_of


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


def test_a_table_beside_the_purchases_lends_them_no_column():
    (layout,) = layouts_of("""
Fatture ricevute|||||Pagamenti
Data|Fornitore|Imponibile|N.||Data pag.|Fornitore|Importo
13/01/2024|Rossi srl|10,00|1||28/01/2024|Rossi srl|12,20
14/01/2024|Verdi spa|20,00|2||28/01/2024|Verdi spa|24,40
""")
    assert roles(layout) == {"Data": "invoice_date", "Fornitore": "supplier_name", "Imponibile": "net_amount"}
    assert "table_beside" in codes([layout])
