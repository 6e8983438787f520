"""Tables as Excel files: typed cells, and no text that a spreadsheet would run as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from socialimpact.actor import Actor
from socialimpact.language import Message, label, msg
from socialimpact.report.safe_cells import neutral, sheet_name

if TYPE_CHECKING:
    from openpyxl import Workbook

__all__ = ["MIME", "Column", "Sheet", "Unit", "neutral", "table_file", "workbook", "workbook_of"]

# `cell` is a cell of somebody's file: a number or a date where it was one, else text.
Unit = Literal["text", "euro", "share", "count", "number", "date", "month", "cell"]
Role = Literal["", "time", "goal", "change"]
MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_DATE_FORMAT = "dd/mm/yyyy"
_NUMBER_FORMATS: dict[str, str] = {
    "euro": '#,##0.00\\ "€"',
    "share": "0.0%",
    "count": "#,##0",
    "number": "#,##0.00",
    "date": _DATE_FORMAT,
    "month": "mmm yyyy",
}
_WIDTHS: dict[str, int] = {
    "text": 34, "euro": 16, "share": 10, "count": 10, "number": 12, "date": 12, "month": 12, "cell": 20,
}  # fmt: skip


@dataclass(frozen=True)
class Column:
    """A column of a table on screen and in Excel: its key in the rows, its title, what its values are.

    `role` is for charts: a stretch of `time` in words that the rows follow, a `goal` beside what is measured, or a
    `change`, which may be of any size.
    """

    key: str
    title: Message | str
    unit: Unit = "text"
    role: Role = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook. Rows are asked for once, when the workbook is made."""

    title: Message | str
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, Any]]


def table_file(
    actor: Actor,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    *,
    reader: str,
    notes: Sequence[Message | str] = (),
) -> bytes:
    """The `workbook` of a table that was shown. Raises `NotAllowed` where the actor may not download."""
    actor.require_download()
    return workbook(columns, rows, reader=reader, notes=notes)


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
    return workbook_of([Sheet(msg("Table"), columns, rows)], reader=reader, notes=notes)


def workbook_of(sheets: Sequence[Sheet], *, reader: str, notes: Sequence[Message | str] = ()) -> bytes:
    """An `.xlsx` file of several sheets, with `notes` on the last one."""
    import openpyxl  # noqa: PLC0415 - takes 0.2 s, which only a download should pay
    from openpyxl.styles import Alignment  # noqa: PLC0415 - as above

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write(book, sheet, reader)
    if notes:
        about = book.create_sheet(sheet_name(msg("Notes").to(reader)))
        about.column_dimensions["A"].width = 100
        for number, note in enumerate(notes, start=1):
            about.cell(number, 1, neutral(str(_plain(note, reader)))).alignment = Alignment(
                wrap_text=True, vertical="top"
            )
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write(book: Workbook, sheet: Sheet, reader: str) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    page = book.create_sheet(sheet_name(str(_plain(sheet.title, reader))))
    page.append([neutral(str(_plain(column.title, reader))) for column in sheet.columns])
    for place, column in enumerate(sheet.columns, start=1):
        head = page.cell(1, place)
        head.font, head.data_type = Font(bold=True), "s"
        page.column_dimensions[get_column_letter(place)].width = _WIDTHS[column.unit]
    for number, row in enumerate(sheet.rows, start=2):
        for place, column in enumerate(sheet.columns, start=1):
            value = _cell(row.get(column.key), column.unit, reader)
            if value is None:
                continue
            cell = page.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"
            elif column.unit in _NUMBER_FORMATS:
                cell.number_format = _NUMBER_FORMATS[column.unit]
            elif isinstance(value, date):
                cell.number_format = _DATE_FORMAT
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions


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
