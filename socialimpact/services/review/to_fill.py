"""A workbook of questions for a colleague: one row a question, yellow places for the answer and how it is known."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from socialimpact.language import Message, msg
from socialimpact.report.safe_cells import neutral, sheet_name

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

CASE, ANSWER, REASON = msg("Case (do not change)"), msg("Your answer"), msg("How you know")
SORTING = msg("You may sort and filter the rows. Do not change the first column: it says which case a row is.")
SENDING = msg("Save the file and send it back. Nothing is decided before it is uploaded under Review and looked at.")
_ANSWERABLE = (2, 3)
# Excel takes a list that is written into the rule itself only up to this length.
_LONGEST_LIST = 255
# A row may be 409 points high.
_MOST_LINES = 27


@dataclass(frozen=True)
class Asked:
    """A column beside case, answer and reason. `unit`: `euro` and `count` are numbers, all else is text."""

    key: str
    title: Message
    width: int
    unit: str = "text"


@dataclass(frozen=True)
class Questions:
    """What the workbook asks. A row has `case` and the keys of `columns`; `answer` is the title of the yellow column,
    `words` what may be chosen there, in the reader's language; `told` says on a sheet of its own what to do.
    """

    title: Message
    answer: Message
    answer_width: int
    words: Sequence[str]
    columns: Sequence[Asked]
    rows: Sequence[Mapping[str, Any]]
    told: Sequence[Message]


def check_of(*told: object) -> str:
    """Eight signs that change with what a case stood for when it was written."""
    return hashlib.blake2b("|".join(str(part) for part in told).encode(), digest_size=4).hexdigest()


def workbook(asked: Questions, reader: str) -> bytes:
    """The workbook in the language `reader`. Everything but answer and reason is locked, without a password; texts
    are text, never formulas.
    """
    import openpyxl  # noqa: PLC0415 - takes 0.2 s, which only a download should pay

    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet_name(asked.title.to(reader))
    _write(page, asked, reader)
    _help(book.create_sheet(sheet_name(msg("What to do").to(reader))), asked.told, reader)
    choice = _choice(book, asked.words, reader)
    page.add_data_validation(choice)
    choice.add(f"B2:B{max(len(asked.rows) + 1, 2)}")
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write(page: Worksheet, asked: Questions, reader: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection  # noqa: PLC0415 - as openpyxl itself
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    to_fill = PatternFill("solid", fgColor="FFF4CC")
    columns = (Asked("case", CASE, 15), Asked("answer", asked.answer, asked.answer_width), Asked("reason", REASON, 36),
               *(each for each in asked.columns if not asked.rows or any(row.get(each.key) for row in asked.rows))
               )  # fmt: skip
    formats = {"euro": '#,##0.00\\ "€"', "count": "#,##0"}
    for place, column in enumerate(columns, start=1):
        head = page.cell(1, place, neutral(column.title.to(reader)))
        head.font, head.data_type = Font(name="Calibri", size=11, bold=True), "s"
        head.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(place)].width = column.width
    page.row_dimensions[1].height = _height((page.cell(1, at).value, each.width) for at, each in enumerate(columns, 1))
    for number, row in enumerate(asked.rows, start=2):
        for place, column in enumerate(columns, start=1):
            value = row.get(column.key)
            cell = page.cell(number, place)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if place in _ANSWERABLE:
                cell.protection, cell.fill = Protection(locked=False), to_fill
            elif column.unit in formats:
                cell.value, cell.number_format = value, formats[column.unit]
            elif value:
                cell.value = neutral(value.to(reader) if isinstance(value, Message) else str(value))
                cell.data_type = "s"
        page.row_dimensions[number].height = _height(
            (page.cell(number, at).value, each.width) for at, each in enumerate(columns, 1) if each.unit == "text"
        )
    page.freeze_panes = "E2"
    page.auto_filter.ref = page.dimensions
    page.protection.sheet = True
    _on_paper(page, page.PAPERSIZE_A3)
    page.print_title_rows, page.print_options.gridLines = "1:1", True
    # what a locked sheet still lets a person do: look at it in another order, make columns wider
    for allowed in ("sort", "autoFilter", "formatColumns", "formatRows"):
        setattr(page.protection, allowed, False)


def _on_paper(page: Worksheet, size: str) -> None:
    """All columns beside each other on a sheet in landscape, as large as it has room for."""
    from openpyxl.worksheet.page import PageMargins  # noqa: PLC0415 - as openpyxl itself
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415 - as above

    page.page_setup.orientation, page.page_setup.paperSize, page.page_setup.fitToHeight = "landscape", size, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_margins = PageMargins(left=0.3, right=0.3, top=0.4, bottom=0.4)


def _height(cells: Iterable[tuple[object, int]]) -> float:
    """The points that the longest text of a row needs in its column: not every program finds that out by itself."""
    lines = (math.ceil(len(part) * 1.15 / width) for text, width in cells for part in str(text or "").split("\n"))
    return 15.0 * min(max(lines, default=1) or 1, _MOST_LINES)


def _choice(book: Workbook, words: Sequence[str], reader: str) -> DataValidation:
    """The list of answers: in the rule itself where it has room for them, else on a sheet of its own."""
    from openpyxl.utils import quote_sheetname  # noqa: PLC0415 - as openpyxl itself
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above

    written = ",".join(words)
    formula = f'"{written}"'
    if len(formula) > _LONGEST_LIST or len(written.split(",")) != len(words):
        page = book.create_sheet(sheet_name(msg("Answers to choose from").to(reader)))
        page.column_dimensions["A"].width = 60
        for number, word in enumerate(words, start=1):
            page.cell(number, 1, neutral(word)).data_type = "s"
        page.protection.sheet = True
        formula = f"{quote_sheetname(page.title)}!$A$1:$A${len(words)}"
    choice = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
    choice.error = neutral(msg("Choose one of the answers in the list.").to(reader))
    return choice


def _help(page: Worksheet, told: Sequence[Message], reader: str) -> None:
    from openpyxl.styles import Alignment  # noqa: PLC0415 - as openpyxl itself

    page.column_dimensions["A"].width = 100
    _on_paper(page, page.PAPERSIZE_A4)
    for number, message in enumerate(told, start=1):
        cell = page.cell(number, 1, neutral(message.to(reader)))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.protection.sheet = True
