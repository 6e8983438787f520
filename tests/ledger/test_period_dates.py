"""Rows dated by the month, quarter or year that they tell."""

from __future__ import annotations

from datetime import date

from tests.ledger.reading import parsed

MONTHS = """
Anno|Mese|Fornitore|Importo
2023|4|Rossi Srl|12,00
2023|maggio|Verdi Spa|8,50
2024|13|Bianchi Srl|1,00
||Totale|21,50
"""


def test_each_row_is_dated_on_the_first_of_its_month(tmp_path):
    rows = parsed(tmp_path, MONTHS, "year period supplier_name net_amount")
    assert [row["date"] for row in rows if row["reason"] is None] == [date(2023, 4, 1), date(2023, 5, 1), None]


def test_what_is_no_month_is_told_as_it_stands_and_a_total_is_set_aside(tmp_path):
    rows = {row["row_number"]: row for row in parsed(tmp_path, MONTHS, "year period supplier_name net_amount")}
    assert rows[4]["date_text"] == "13"
    assert rows[5]["reason"] == "total"


def test_the_year_that_all_rows_share(tmp_path):
    text = "Mese|Fornitore|Importo\naprile|Rossi Srl|12,00"
    (row,) = parsed(tmp_path, text, "period supplier_name net_amount", constants={"year": "2023"})
    assert row["date"] == date(2023, 4, 1)


def test_a_day_goes_before_the_month(tmp_path):
    text = "Mese|Data|Fornitore|Importo\n04/2023|17/05/2023|Rossi Srl|12,00"
    (row,) = parsed(tmp_path, text, "period posting_date supplier_name net_amount")
    assert row["date"] == date(2023, 5, 17)
