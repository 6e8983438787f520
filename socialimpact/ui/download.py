"""Tables as Excel files: typed cells, and no text that a spreadsheet would run as a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, cast

import streamlit as st

from socialimpact.language import Message, label, msg
from socialimpact.ui import language
from socialimpact.ui.language import say

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Rows = Sequence[Mapping[str, Any]]
Unit = Literal["text", "euro", "share", "count", "number", "date", "month"]
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# OWASP, CSV Injection: what a spreadsheet takes for the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NO_CELL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST_CELL = 32_767
_NUMBER_FORMATS: dict[str, str] = {
    "euro": '#,##0.00\\ "€"',
    "share": "0.0%",
    "count": "#,##0",
    "number": "#,##0.00",
    "date": "dd/mm/yyyy",
    "month": "mmm yyyy",
}
_WIDTHS: dict[str, int] = {"text": 34, "euro": 16, "share": 10, "count": 10, "number": 12, "date": 12, "month": 12}


@dataclass(frozen=True)
class Column:
    """A column of a table on screen and in Excel: its key in the rows, its title, what its values are."""

    key: str
    title: Message
    unit: Unit = "text"


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula, without the characters that a cell cannot hold."""
    clean = _NO_CELL_CHARACTERS.sub("", text)
    return (f"'{clean}" if clean.startswith(_FORMULA_STARTS) else clean)[:_LONGEST_CELL]


def workbook(
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    *,
    reader: str,
    notes: Sequence[Message | str] = (),
) -> bytes:
    """An `.xlsx` file: one sheet with the rows, one with `notes` (what is measured, over what) where there are any.

    `reader` is the language of the titles. Dates and numbers stay dates and numbers; amounts keep their cents.
    """
    import openpyxl  # noqa: PLC0415 - takes 0.2 s, which only a download should pay
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    book = openpyxl.Workbook()
    page = cast("Worksheet", book.active)
    page.title = _sheet_name(msg("Table").to(reader))
    page.append([neutral(column.title.to(reader)) for column in columns])
    for place, column in enumerate(columns, start=1):
        page.cell(1, place).font = Font(bold=True)
        page.column_dimensions[get_column_letter(place)].width = _WIDTHS[column.unit]
    for number, row in enumerate(rows, start=2):
        for place, column in enumerate(columns, start=1):
            value = _cell(row.get(column.key), column.unit, reader)
            if value is None:
                continue
            cell = page.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"
            elif column.unit in _NUMBER_FORMATS:
                cell.number_format = _NUMBER_FORMATS[column.unit]
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    if notes:
        about = book.create_sheet(_sheet_name(msg("Notes").to(reader)))
        about.column_dimensions["A"].width = 100
        for number, note in enumerate(notes, start=1):
            about.cell(number, 1, neutral(str(_plain(note, reader)))).alignment = Alignment(
                wrap_text=True, vertical="top"
            )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _cell(value: Any, unit: Unit, reader: str) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, (date, Decimal, int, float)) and not isinstance(value, bool) and unit != "text":
        return value
    return None if value is None else neutral(str(_plain(value, reader)))


def _plain(value: Any, reader: str) -> Any:
    if isinstance(value, Message):
        return value.to(reader)
    return label(value, reader) if isinstance(value, Mapping) else value


def _sheet_name(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:31].strip() or "1"


def excel_button(
    columns: Sequence[Column],
    rows: Rows | Callable[[], Rows],
    *,
    file_name: str,
    key: str,
    notes: Sequence[Message | str] = (),
) -> None:
    """A button that makes the workbook when it is pressed, not before. `file_name` without its ending.

    `rows` may be a function that fetches them: only a press asks for them.
    """
    reader = language.current()
    st.download_button(
        say(msg("Download as Excel")),
        data=lambda: workbook(columns, rows() if callable(rows) else rows, reader=reader, notes=notes),
        file_name=f"{file_name}-{reader}.xlsx",
        mime=MIME,
        key=key,
        icon=":material/download:",
        on_click="ignore",
        type="tertiary",
    )
