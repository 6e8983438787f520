"""A report as an Excel workbook: every table typed, native charts that can be edited, and the definitions."""

from __future__ import annotations

import base64
import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from socialimpact.language import Message, msg
from socialimpact.report.clockless import without_clock
from socialimpact.report.document import Bars, Course, Report, Table, is_number, numbered, words
from socialimpact.report.excel_cells import font, put
from socialimpact.report.excel_chart import chart_over_values
from socialimpact.report.layout import holds_numbers
from socialimpact.report.look import Look
from socialimpact.report.safe_cells import neutral, sheet_name

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_WIDEST = 60
_LEAST, _ROW = 12.0, 15.0  # letters, points
_LETTER = 1.1  # of bold and broad ones
_LOGO = (240, 90)  # pixels


def excel(report: Report, language: str) -> bytes:
    """The file: a sheet a section that has tables or charts, then one with the definition of every measure used."""
    import openpyxl  # noqa: PLC0415 - only a report should pay for it

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    _first(book, report, language)
    for number, section in numbered(report):
        blocks = [block for block in section.blocks if isinstance(block, Table | Bars | Course)]
        if blocks:
            sheet = book.create_sheet(sheet_name(f"{number} {section.title.to(language)}"))
            _sheet(sheet, section.title, blocks, language, report.look)
    _definitions(book, report, language)
    about = book.properties
    about.title, about.creator = report.title.to(language), report.organisation
    about.created = about.modified = datetime.combine(report.made_on, datetime.min.time())
    target = io.BytesIO()
    book.save(target)
    return without_clock(target.getvalue())


def _first(book: Workbook, report: Report, language: str) -> None:
    """Whose it is, of when, by which definitions."""
    from openpyxl.drawing.image import Image  # noqa: PLC0415 - as above

    sheet = book.create_sheet(sheet_name(msg("Report").to(language)))
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 90
    _printed(sheet)
    row = 1
    if report.look.logo:
        picture = Image(io.BytesIO(base64.b64decode(report.look.logo)))
        scale = min(_LOGO[0] / picture.width, _LOGO[1] / picture.height, 1)
        picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
        sheet.add_image(picture, "A1")
        sheet.row_dimensions[1].height = _LOGO[1] * 0.8
        row = 2
    companies = ", ".join(report.companies) if report.companies != (report.organisation,) else ""
    texts = [report.organisation, report.title.to(language), companies, report.dated().to(language)]
    for place, text in enumerate((text for text in texts if text), start=row):
        sheet.cell(place, 1, neutral(text)).font = font()
    sheet.cell(row + 1, 1).font = font(bold=True, size=20, color=report.look.accent[1:])
    sheet.row_dimensions[row + 1].height = 2 * _ROW


def _sheet(sheet: Worksheet, title: Message, blocks: list[Any], language: str, look: Look) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    _printed(sheet)
    for column, width in enumerate(_widths(blocks, language), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.append([neutral(title.to(language))])
    sheet.cell(1, 1).font = font(bold=True, size=14, color=look.accent[1:])
    sheet.row_dimensions[1].height = 1.5 * _ROW
    place = 3
    for block in blocks:
        sheet.cell(place, 1, neutral(block.caption.to(language))).font = font(bold=True)
        if isinstance(block, Table):
            place = _table(sheet, block, place + 1, language)
        else:
            place = chart_over_values(sheet, block, place + 1, language, look)


def _widths(blocks: list[Any], language: str) -> list[float]:
    """The widths that the columns of a sheet want, over all its tables."""
    found: dict[int, float] = {}
    for block in blocks:
        if isinstance(block, Table):
            columns = [(title.to(language), [words(row[place], language) for row in block.rows])
                       for place, title in enumerate(block.titles)]  # fmt: skip
        else:
            columns = [("", [name.to(language) for name in block.names] if isinstance(block, Bars) else [])]
        for place, (title, texts) in enumerate(columns):
            word = max((len(part) for part in title.split()), default=0)
            longest = max([word, *(len(text) for text in texts)]) * _LETTER + 3
            found[place] = max(found.get(place, _LEAST), min(longest, _WIDEST))
    return [found[place] for place in sorted(found)]


def _table(sheet: Worksheet, block: Table, place: int, language: str) -> int:
    """Write a table from row `place` on; returns the row after it."""
    from openpyxl.styles import Alignment, Border, Side  # noqa: PLC0415 - as above

    under = Border(bottom=Side(style="thin"))
    for column, title in enumerate(block.titles, start=1):
        head = sheet.cell(place, column, neutral(title.to(language)))
        head.font, head.border = font(bold=True), under
        side = "right" if holds_numbers(block, column - 1) else "left"
        head.alignment = Alignment(wrap_text=True, vertical="bottom", horizontal=side, indent=_indent(column, side))
    _as_high(sheet, place, [(title.to(language), _width(sheet, number)) for number, title in enumerate(block.titles)])
    for number, row in enumerate(block.rows, start=1):
        place += 1
        is_total = block.has_total and number == len(block.rows)
        for column, cell in enumerate(row, start=1):
            put(sheet, place, column, cell, language)
            made = sheet.cell(place, column)
            made.font = font(bold=is_total)
            texts = isinstance(made.value, str)
            side = "right" if is_number(cell) else "left"
            made.alignment = Alignment(wrap_text=texts, vertical="top", horizontal=side, indent=_indent(column, side))
        _as_high(sheet, place, [(words(cell, language), _width(sheet, column)) for column, cell in enumerate(row)])
    if block.note:
        place += 1
        _note(sheet, place, len(block.titles), block.note.to(language))
    return place + 2


def _indent(column: int, side: str) -> int:
    """Words keep off the numbers at their left."""
    return int(side == "left" and column > 1)


def _note(sheet: Worksheet, place: int, columns: int, text: str) -> None:
    """What is to be known of a table, below it and as wide."""
    from openpyxl.styles import Alignment  # noqa: PLC0415 - as above

    made = sheet.cell(place, 1, neutral(text))
    made.font, made.alignment = font(italic=True), Alignment(wrap_text=True, vertical="top")
    if columns > 1:
        sheet.merge_cells(start_row=place, end_row=place, start_column=1, end_column=columns)
    _as_high(sheet, place, [(text, sum(_width(sheet, column) for column in range(columns)))])


def _width(sheet: Worksheet, place: int) -> float:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    return float(sheet.column_dimensions[get_column_letter(place + 1)].width)


def _as_high(sheet: Worksheet, row: int, texts: list[tuple[str, float]]) -> None:
    """A row as high as its longest text wants in its width: programs that only show a book do not work it out."""
    lines = max(-(-len(text) * _LETTER // width) for text, width in texts)
    if lines > 1:
        sheet.row_dimensions[row].height = lines * _ROW


def _printed(sheet: Worksheet) -> None:
    """On paper: A4 across, as wide as one page."""
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415 - as above

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _definitions(book: Workbook, report: Report, language: str) -> None:
    """What each measure in the report means, and the standards it answers."""
    from openpyxl.styles import Alignment  # noqa: PLC0415 - as above

    sheet = book.create_sheet(sheet_name(msg("Definitions").to(language)))
    sheet.append([msg("Figure").to(language), msg("What it means").to(language), msg("Answers to").to(language)])
    for cell in sheet[1]:
        cell.font = font(bold=True)
    measures = {value.measure.key: value.measure for _, _, value in report.values()}
    for measure in measures.values():
        sheet.append([neutral(measure.name.to(language)), neutral(measure.sentence.to(language)),
                      neutral(", ".join(measure.standards))])  # fmt: skip
    for letter, width in (("A", 36), ("B", 100), ("C", 30)):
        sheet.column_dimensions[letter].width = width
    _printed(sheet)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.font, cell.alignment = font(), Alignment(wrap_text=True, vertical="top")
        _as_high(sheet, row[0].row, [(str(cell.value or ""), _width(sheet, place)) for place, cell in enumerate(row)])
