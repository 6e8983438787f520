from datetime import date
from decimal import Decimal

from streamlit.testing.v1 import AppTest

from socialimpact.language import msg
from socialimpact.ui.download import Column
from socialimpact.ui.table_card import as_frame

COLUMNS = (
    Column("name", msg("Supplier")),
    Column("amount", msg("Amount"), "euro"),
    Column("when", msg("Date"), "date"),
)
ROWS = [
    {"name": "Coop", "amount": Decimal("1234.56"), "when": date(2025, 3, 1)},
    {"name": {"it": "Acquisto", "en": "Purchase"}, "amount": None, "when": None},
    {"name": None, "amount": Decimal("-5.00"), "when": None},
]
PAGE = """
import datetime
import decimal

from socialimpact.language import msg
from socialimpact.ui.download import Column
from socialimpact.ui.table_card import table_card

table_card(
    (
        Column("amount", msg("Amount"), "euro"),
        Column("month", msg("Month"), "month"),
        Column("n", msg("Lines"), "count"),
    ),
    [{"amount": decimal.Decimal("1234.56"), "month": datetime.date(2025, 3, 1), "n": 12345}],
    key="t",
    file_name="t",
)
"""


def test_amounts_sort_as_numbers_and_texts_are_said():
    frame = as_frame(COLUMNS, ROWS)
    assert list(frame.columns) == ["Supplier", "Amount", "Date"]
    assert list(frame["Amount"].dropna()) == [1234.56, -5.0]
    assert list(frame["Supplier"]) == ["Coop", "Purchase", ""]


def test_two_columns_of_one_name_are_told_apart():
    frame = as_frame((COLUMNS[0], COLUMNS[0]), ROWS)
    assert list(frame.columns) == ["Supplier", "Supplier (2)"]


def test_no_rows_keep_their_columns():
    assert list(as_frame(COLUMNS, []).columns) == ["Supplier", "Amount", "Date"]


def test_cells_read_in_the_readers_language():
    at = AppTest.from_string(PAGE)
    at.query_params["lang"] = "it"
    at.run()
    assert not at.exception
    assert list(at.dataframe[0].value.columns) == ["Importo", "Mese", "Righe"]
    assert [button.label for button in at.get("download_button")] == ["Scarica in Excel"]
