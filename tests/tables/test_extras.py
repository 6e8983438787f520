"""Suppliers in rows of their own, and cells that mean what stands above."""

from __future__ import annotations

import pytest

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
