import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.language import msg
from socialimpact.services.spreadsheet import Column, neutral, workbook

COLUMNS = (
    Column("supplier", msg("Supplier")),
    Column("amount", msg("Amount"), "euro"),
    Column("share", msg("Share"), "share"),
    Column("lines", msg("Lines"), "count"),
    Column("date", msg("Date"), "date"),
)


def opened(rows, **more):
    return openpyxl.load_workbook(io.BytesIO(workbook(COLUMNS, rows, reader="it", **more)))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\x00=1", '=HYPERLINK("http://x")'])
def test_no_text_begins_like_a_formula(text):
    assert neutral(text).startswith("'")


@pytest.mark.parametrize("text", ["Coop Verde", "a=b", "1+1", "", "'quoted"])
def test_other_texts_stay_as_they_are(text):
    assert neutral(text) == text


@given(st.text())
def test_no_text_at_all_becomes_a_formula_or_breaks_the_file(text):
    page = opened([{"supplier": text}]).worksheets[0]
    cell = page["A2"]
    assert cell.data_type != "f"
    assert not str(cell.value or "").startswith(("=", "+", "-", "@"))


def test_cells_keep_their_types_and_cents():
    row = {"supplier": "Coop", "amount": Decimal("1234.56"), "share": 0.056, "lines": 3, "date": date(2025, 3, 1)}
    page = opened([row]).worksheets[0]
    values = [cell.value for cell in page[2]]
    assert values == ["Coop", 1234.56, 0.056, 3, datetime(2025, 3, 1)]  # noqa: DTZ001 - what the reader gives
    assert page["B2"].number_format.startswith("#,##0.00")
    assert page["C2"].number_format == "0.0%"


def test_what_is_not_known_is_an_empty_cell():
    page = opened([{"supplier": None, "amount": None}]).worksheets[0]
    assert [cell.value for cell in page[2]] == [] or all(cell.value is None for cell in page[2])


def test_titles_and_notes_are_in_the_readers_language():
    book = opened([], notes=[msg("Month"), "=cmd"])
    assert book.worksheets[0]["A1"].value == "Fornitore"
    assert [cell.value for cell in book.worksheets[1]["A"]] == ["Mese", "'=cmd"]


def test_messages_and_labels_are_said():
    page = opened([{"supplier": {"it": "Acquisto", "en": "Purchase"}}, {"supplier": msg("Month")}]).worksheets[0]
    assert [page["A2"].value, page["A3"].value] == ["Acquisto", "Mese"]
