"""Tables whose rows tell a month, a quarter or a year instead of a day."""

from __future__ import annotations

import pytest

from socialimpact.tables.book import Book
from socialimpact.tables.proposal import propose
from tests.tables.making import book_of, grid_of

BOTH = {"Anno": "year", "Mese": "period"}


def layout_of(text: str, name: str = "ledger.csv", sheet: str | None = None):
    read = book_of(grid_of(text, "|", sheet))
    (layout,) = propose(Book(name, read.sha256, "csv", 1, read.grids, (), "utf-8", ";"))
    return layout


def when(layout) -> dict[str, str]:
    return {column.header: column.role for column in layout.columns if column.role in {"period", "year"}}


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Mese|Fornitore|Importo\n04/2023|Rossi Srl|12,00\n05/2023|Verdi Spa|8,50", {"Mese": "period"}),
        ("Anno|Mese|Fornitore|Importo\n2023|4|Rossi Srl|12,00\n2023|12|Verdi Spa|8,50", BOTH),
        ("Anno|Mese|Vendor|Amount\n2023|004|Able Ltd|12.00\n2023|005|Baker plc|8.50", BOTH),
        ("Trimestre|Fornitore|Importo\nQ1 2023|Rossi Srl|12,00\nQ2 2023|Verdi Spa|8,50", {"Trimestre": "period"}),
        ("Esercizio|Fornitore|Importo\n2023|Rossi Srl|12,00\n2024|Verdi Spa|8,50", {"Esercizio": "year"}),
    ],
    ids=["month", "year and month", "number of the period", "quarter", "year alone"],
)  # fmt: skip
def test_the_columns_of_periods_stand_for_dates(text, roles):
    layout = layout_of(text)
    assert when(layout) == roles
    assert [problem.code for problem in layout.problems] == ["dated_by_period"]


def test_months_without_a_year_take_it_from_the_name_of_the_file():
    layout = layout_of("Mese|Fornitore|Importo\naprile|Rossi Srl|12,00\nmaggio|Verdi Spa|8,50", "acquisti 2023.csv")
    assert when(layout) == {"Mese": "period"}
    assert layout.constants == {"year": "2023"}


def test_a_sheet_for_each_month_with_the_year_in_a_column():
    layout = layout_of("Anno|Fornitore|Importo\n2023|Rossi Srl|12,00\n2024|Verdi Spa|8,50", sheet="Aprile")
    assert when(layout) == {"Anno": "year"}
    assert layout.constants == {"period": "-04"}


@pytest.mark.parametrize(
    "text",
    [
        "Data|Mese|Fornitore|Importo\n03/04/2023|4|Rossi Srl|12,00\n05/05/2023|5|Verdi Spa|8,50",
        "Mese|Fornitore|Importo\n4|Rossi Srl|12,00\n5|Verdi Spa|8,50",
        "Anno|Trimestre|Fornitore|Importo\n2023|x|Rossi Srl|12,00\n2023|y|Verdi Spa|8,50",
    ],
    ids=["there are days", "no year anywhere", "no periods"],
)
def test_a_month_is_taken_for_nothing_where_days_or_the_year_are_known_otherwise(text):
    assert "period" not in when(layout_of(text)).values()


def test_bare_numbers_of_quarters_are_no_months():
    layout = layout_of("Anno|Trimestre|Fornitore|Importo\n2023|1|Rossi Srl|12,00\n2023|2|Verdi Spa|8,50")
    assert when(layout) == {"Anno": "year"}
