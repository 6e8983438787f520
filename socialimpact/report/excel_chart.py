"""A chart of a report in Excel: its values in cells, and a chart over them that can be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from socialimpact.charts.style import LIGHT
from socialimpact.language import Share, msg
from socialimpact.report.document import Bars, Cell, Course
from socialimpact.report.excel_cells import MONTH, font, put
from socialimpact.report.look import Look
from socialimpact.report.safe_cells import neutral

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CHART_ROWS = 18
_THIN, _BOLD = 12_700, 28_575  # of a line, in EMU: 1 and 2.25 points


def chart_over_values(sheet: Worksheet, block: Bars | Course, place: int, language: str, look: Look) -> int:
    """The values of a chart and a native chart over them; returns the row after both."""
    from openpyxl.chart import BarChart, LineChart, Reference  # noqa: PLC0415 - only a report should pay for it
    from openpyxl.chart.axis import ChartLines  # noqa: PLC0415 - as above
    from openpyxl.chart.shapes import GraphicalProperties  # noqa: PLC0415 - as above
    from openpyxl.drawing.line import LineProperties  # noqa: PLC0415 - as above
    from openpyxl.styles import Alignment  # noqa: PLC0415 - as above

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
        made = sheet.cell(first, column, neutral(head.to(language)))
        made.font, made.alignment = font(bold=True), Alignment(horizontal="right" if column > 1 else "left")
    for number, row in enumerate(rows, start=first + 1):
        for column, cell in enumerate(row, start=1):
            put(sheet, number, column, cell, language)
        if isinstance(block, Course):
            sheet.cell(number, 1).number_format = MONTH
            sheet.cell(number, 1).alignment = Alignment(horizontal="left")
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
        if isinstance(block, Course):
            series.graphicalProperties.line.width = _THIN if colour == look.faint else _BOLD
    if isinstance(block, Course) and block.target is not None:
        chart.series[-1].graphicalProperties.line.dashStyle = "dash"
    lines = ChartLines()
    lines.spPr = GraphicalProperties(ln=LineProperties(solidFill=LIGHT.grid[1:]))
    chart.y_axis.majorGridlines = lines
    sheet.add_chart(chart, f"{chr(ord('A') + len(heads) + 1)}{first}")
    return max(last, first + CHART_ROWS) + 2
