"""A report as an Excel workbook: every table typed, native charts that can be edited, and the definitions."""

from __future__ import annotations

import base64
import io
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from socialimpact.language import Euro, Message, Share, msg
from socialimpact.report.clockless import without_clock
from socialimpact.report.document import Bars, Cell, Course, Report, Table, Value, numbered, words
from socialimpact.report.look import Look
from socialimpact.report.safe_cells import neutral, sheet_name

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_FORMATS = {"euro": '#,##0.00\\ "€"', "share": "0.0%", "days": "0.0", "count": "#,##0", "date": "dd/mm/yyyy"}
_WIDEST = 60
_CHART_ROWS = 18
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
    from openpyxl.styles import Font  # noqa: PLC0415 - as above

    sheet = book.create_sheet(sheet_name(msg("Report").to(language)))
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 90
    row = 1
    if report.look.logo:
        picture = Image(io.BytesIO(base64.b64decode(report.look.logo)))
        scale = min(_LOGO[0] / picture.width, _LOGO[1] / picture.height, 1)
        picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
        sheet.add_image(picture, "A1")
        sheet.row_dimensions[1].height = _LOGO[1] * 0.8
        row = 2
    texts = [report.organisation, report.title.to(language), ", ".join(report.companies),
             report.dated().to(language)]  # fmt: skip
    for place, text in enumerate(texts, start=row):
        sheet.cell(place, 1, neutral(text))
    sheet.cell(row + 1, 1).font = Font(bold=True, size=20, color=report.look.accent[1:])


def _sheet(sheet: Worksheet, title: Message, blocks: list[Any], language: str, look: Look) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415 - as above

    sheet.append([neutral(title.to(language))])
    sheet.cell(1, 1).font = Font(bold=True, size=14, color=look.accent[1:])
    place = 3
    for block in blocks:
        sheet.cell(place, 1, neutral(block.caption.to(language))).font = Font(bold=True)
        if isinstance(block, Table):
            place = _table(sheet, block, place + 1, language)
        else:
            place = _chart(sheet, block, place + 1, language, look)


def _table(sheet: Worksheet, block: Table, place: int, language: str) -> int:
    """Write a table from row `place` on; returns the row after it."""
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    for column, title in enumerate(block.titles, start=1):
        head = sheet.cell(place, column, neutral(title.to(language)))
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for row in block.rows:
        place += 1
        for column, cell in enumerate(row, start=1):
            _put(sheet, place, column, cell, language)
    for column in range(1, len(block.titles) + 1):
        letter = get_column_letter(column)
        longest = max([12, *(len(words(row[column - 1], language)) + 2 for row in block.rows)])
        sheet.column_dimensions[letter].width = min(max(longest, sheet.column_dimensions[letter].width), _WIDEST)
    if block.note:
        place += 1
        sheet.cell(place, 1, neutral(block.note.to(language))).font = Font(italic=True)
    return place + 2


def _put(sheet: Worksheet, row: int, column: int, cell: Cell, language: str) -> None:
    """One cell with its type: numbers stay numbers, texts are never formulas."""
    value, form = typed(cell)
    if value is None:
        if cell is not None:
            sheet.cell(row, column, neutral(words(cell, language))).data_type = "s"
        return
    made = sheet.cell(row, column, value)
    if form:
        made.number_format = _FORMATS[form]


def typed(cell: Cell) -> tuple[Any, str | None]:
    """The number or date of a cell and the format it wants; None for what is words."""
    match cell:
        case Value(value=None) | None:
            return None, None
        case Value():
            return cell.value, cell.measure.unit
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


def _chart(sheet: Worksheet, block: Bars | Course, place: int, language: str, look: Look) -> int:
    """The values of a chart and a native chart over them; returns the row after both."""
    from openpyxl.chart import BarChart, LineChart, Reference  # noqa: PLC0415 - as above

    first = place
    if isinstance(block, Bars):
        heads = [msg("Name"), msg("Value")]
        rows: list[tuple[Cell, ...]] = list(zip(block.names, block.values, strict=True))
        chart: Any = BarChart()
        chart.type = "bar"
        is_share = any(value.measure.unit == "share" for value in block.values)
        chart.y_axis.numFmt, chart.gapWidth, chart.legend = "0%" if is_share else '#,##0\\ "€"', 60, None
        chart.x_axis.scaling.orientation = "maxMin"
    else:
        heads = [msg("Month"), msg("Share in the month"), msg("Share in twelve months")]
        rows = [
            (month, value, None if rolling is None else Share(rolling))
            for month, value, rolling in zip(block.months, block.monthly, block.rolling, strict=True)
        ]
        if block.target is not None:
            heads.append(msg("Target"))
            rows = [(*row, Share(block.target)) for row in rows]
        chart = LineChart()
        chart.y_axis.numFmt, chart.x_axis.number_format = "0%", "mmm yy"
        chart.legend.position = "b"
    for column, head in enumerate(heads, start=1):
        sheet.cell(first, column, neutral(head.to(language)))
    for number, row in enumerate(rows, start=first + 1):
        for column, cell in enumerate(row, start=1):
            _put(sheet, number, column, cell, language)
    last = first + len(rows)
    chart.add_data(Reference(sheet, min_col=2, max_col=len(heads), min_row=first, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first + 1, max_row=last))
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.title, chart.width, chart.height = None, 18, 8
    bars, course = (look.accent,), (look.faint, look.accent, look.second)
    colours = bars if isinstance(block, Bars) else course
    for series, colour in zip(chart.series, colours, strict=False):
        series.graphicalProperties.solidFill = colour[1:]
        series.graphicalProperties.line.solidFill = colour[1:]
        series.smooth = False
    sheet.add_chart(chart, f"{chr(ord('A') + len(heads) + 1)}{first}")
    return max(last, first + _CHART_ROWS) + 2


def _definitions(book: Workbook, report: Report, language: str) -> None:
    """What each measure in the report means, and the standards it answers."""
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as above

    sheet = book.create_sheet(sheet_name(msg("Definitions").to(language)))
    sheet.append([msg("Figure").to(language), msg("What it means").to(language), msg("Answers to").to(language)])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    measures = {value.measure.key: value.measure for _, _, value in report.values()}
    for measure in measures.values():
        sheet.append([neutral(measure.name.to(language)), neutral(measure.sentence.to(language)),
                      neutral(", ".join(measure.standards))])  # fmt: skip
    for letter, width in (("A", 36), ("B", 100), ("C", 30)):
        sheet.column_dimensions[letter].width = width
    for (cell,) in sheet.iter_rows(min_row=2, min_col=2, max_col=2):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
