"""A cell of a report as Excel holds it: numbers stay numbers, in the format that they want; no text is a formula."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from socialimpact.language import Euro, Share, msg
from socialimpact.report.document import Cell, Change, Digest, Value, words
from socialimpact.report.safe_cells import neutral

if TYPE_CHECKING:
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "Calibri"
MONTH = "mmm yyyy"
_FORMATS = {"euro": '#,##0.00\\ "€"', "share": "0.0%", "days": "0.0", "count": "#,##0", "date": "dd/mm/yyyy",
            "percent": "+0.0%;-0.0%;0.0%", "pieces": "+#,##0;-#,##0;0"}  # fmt: skip


def font(**more: Any) -> Font:
    """A font of the book: one without a name is any that the program likes."""
    from openpyxl.styles import Font as New  # noqa: PLC0415 - only a report should pay for it

    return New(**{"name": FONT, "size": 11, **more})


def put(sheet: Worksheet, row: int, column: int, cell: Cell, language: str) -> None:
    """One cell with its type: numbers stay numbers, texts are never formulas."""
    value, form = typed(cell)
    if value is None:
        if cell is not None:
            said = cell.sha256 if isinstance(cell, Digest) else neutral(words(cell, language))
            sheet.cell(row, column, said).data_type = "s"
        return
    made = sheet.cell(row, column, value)
    if form == "points":
        unit = msg("points").to(language)
        made.number_format = f'+0.0\\ "{unit}";-0.0\\ "{unit}";0.0\\ "{unit}"'
    elif form:
        made.number_format = _FORMATS[form]


def typed(cell: Cell) -> tuple[Any, str | None]:
    """The number or date of a cell and the format it wants; None for what is words."""
    match cell:
        case Value(value=None) | None:
            return None, None
        case Value():
            return cell.value, cell.measure.unit
        case Change(unit="percent"):
            return round(cell.size / 100, 6), "percent"
        case Change():
            return cell.size, cell.unit
        case Euro():
            return cell.value, "euro"
        case Share():
            return cell.value, "share"
        case Decimal():
            return cell, "euro"
        case datetime():
            return cell.replace(tzinfo=None), "date"
        case date():
            return cell, "date"
        case int():
            return cell, "count"
        case float():
            return cell, "days"
        case _:
            return None, None
