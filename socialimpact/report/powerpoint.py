"""A page as PowerPoint: one slide a chart, drawn by PowerPoint itself and so editable, its numbers beside it."""

from __future__ import annotations

import io
import re
from typing import Any

from socialimpact.charts.style import LIGHT
from socialimpact.language import msg
from socialimpact.report.board import Board, Card, Chart, written
from socialimpact.report.look import Look
from socialimpact.report.safe_cells import neutral

_WIDTH, _HEIGHT, _EDGE = 13.333, 7.5, 0.6  # inches
_FORMATS = {"euro": '#,##0 "€"', "share": "0.0%", "count": "#,##0", "number": "#,##0.0"}
_CARDS_IN_ROW = 4
_LOGO = (2.2, 0.7)  # inches at most
_SMALL, _TEXT, _TITLE, _LARGE = 11, 14, 26, 30
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def powerpoint(board: Board, language: str) -> bytes:
    """The file: figures first, then a slide a chart; definitions and coverage stand in the notes of each slide."""
    import pptx  # noqa: PLC0415 - only a download should pay for it
    from pptx.util import Inches  # noqa: PLC0415 - as above

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    deck.core_properties.title, deck.core_properties.author = _plain(board.title), _plain(board.organisation)
    deck.core_properties.language = language
    _first(_Slide(deck, board, board.title, board.organisation, language), board, language)
    for chart in board.charts:
        _charted(_Slide(deck, board, chart.title, chart.under, language), chart, language, board.look)
    target = io.BytesIO()
    deck.save(target)
    return target.getvalue()


class _Slide:
    """A slide with its title, what is measured, and at its foot over what."""

    def __init__(self, deck: Any, board: Board, title: str, under: str, language: str) -> None:
        self.slide = deck.slides.add_slide(deck.slide_layouts[5])
        head = self.slide.shapes.title
        logo = self._logo(board, language)
        head.left, head.top, head.width, head.height = _inches(_EDGE, 0.35, _WIDTH - 2 * _EDGE - logo, 0.95)
        self._stripe(board.look.accent)
        self._write(head.text_frame, title, _TITLE, bold=True)
        self.text(under, (_EDGE, 1.25, _WIDTH - 2 * _EDGE, 0.45), _TEXT, LIGHT.muted)
        self.text(board.coverage, (_EDGE, _HEIGHT - 0.62, _WIDTH - 2 * _EDGE, 0.4), _SMALL, LIGHT.muted)
        self.notes([title, under, board.coverage])

    def _logo(self, board: Board, language: str) -> float:
        """The organisation's logo at the right of the title; how much of the title's line it takes."""
        logo = board.logo()
        if logo is None:
            return 0.0
        picture = self.slide.shapes.add_picture(io.BytesIO(logo), *_inches(0, 0.35))
        wide, high = _inches(*_LOGO)
        scale = min(wide / picture.width, high / picture.height)
        picture.width, picture.height = int(picture.width * scale), int(picture.height * scale)
        picture.left = _inches(_WIDTH - _EDGE)[0] - picture.width
        picture._element._nvXxPr.cNvPr.set("descr", board.logo_words(language))  # noqa: SLF001 - no API
        return _LOGO[0] + 0.2

    def _stripe(self, colour: str) -> None:
        """The organisation's colour at the left edge; a surface that says nothing."""
        from pptx.enum.shapes import MSO_SHAPE  # noqa: PLC0415 - as above

        stripe = self.slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *_inches(0, 0.45, 0.16, 0.75))
        stripe.fill.solid()
        stripe.fill.fore_color.rgb = _rgb(colour)
        stripe.line.fill.background()

    def notes(self, texts: list[str]) -> None:
        self.slide.notes_slide.notes_text_frame.text = "\n".join(_plain(text) for text in texts if text)

    def text(self, words: str, place: tuple[float, float, float, float], size: int, colour: str) -> None:
        box = self.slide.shapes.add_textbox(*_inches(*place))
        self._write(box.text_frame, words, size, colour=colour)

    def _write(self, frame: Any, words: str, size: int, *, bold: bool = False, colour: str = LIGHT.text) -> None:
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN  # noqa: PLC0415 - as above
        from pptx.util import Pt  # noqa: PLC0415 - as above

        frame.word_wrap = True
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if bold else MSO_ANCHOR.TOP
        frame.margin_left = frame.margin_right = 0
        paragraph = frame.paragraphs[0]
        paragraph.text, paragraph.alignment = _plain(words), PP_ALIGN.LEFT
        font = paragraph.font
        font.size, font.bold, font.color.rgb = Pt(size), bold, _rgb(colour)


def _first(slide: _Slide, board: Board, language: str) -> None:
    """The figures, four in a row, with their definitions in the notes."""
    width = (_WIDTH - 2 * _EDGE) / _CARDS_IN_ROW
    for place, card in enumerate(board.cards):
        left, top = _EDGE + place % _CARDS_IN_ROW * width, 2.0 + place // _CARDS_IN_ROW * 2.0
        slide.text(card.name, (left, top, width - 0.2, 0.4), _TEXT, LIGHT.muted)
        slide.text(card.value, (left, top + 0.38, width - 0.2, 0.7), _LARGE, board.look.accent)
        slide.text(card.change, (left, top + 1.05, width - 0.2, 0.6), _SMALL + 1, LIGHT.text)
    below = 2.1 + -(-len(board.cards) // _CARDS_IN_ROW) * 2.0 if board.cards else 2.1
    for place, chart in enumerate(board.charts):
        top = below + place * 0.36
        if top < _HEIGHT - 1:
            slide.text(f"– {chart.title}", (_EDGE, top, _WIDTH - 2 * _EDGE, 0.36), _TEXT, LIGHT.text)
    made = msg("Made on {day}", day=board.made_on).to(language)
    slide.notes([board.title, board.coverage, *(_definition(card) for card in board.cards), made])


def _definition(card: Card) -> str:
    return f"{card.name}: {card.value}. {card.sentence}"


def _charted(slide: _Slide, chart: Chart, language: str, look: Look) -> None:
    """The chart, and beside bars their numbers: lines have too many, and keep theirs in the chart's own sheet."""
    top, height = 1.8, _HEIGHT - 1.8 - 0.8
    whole = _WIDTH - 2 * _EDGE
    width = whole if chart.over_time else whole * 0.56
    _native(slide.slide, chart, (_EDGE, top, width, height), look)
    if not chart.over_time:
        _table(slide.slide, chart, (_EDGE + width + 0.3, top + 0.1, whole - width - 0.3), language)


def _native(slide: Any, chart: Chart, place: tuple[float, float, float, float], look: Look) -> None:
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415 - as above
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION  # noqa: PLC0415 - as above
    from pptx.enum.dml import MSO_LINE  # noqa: PLC0415 - as above
    from pptx.util import Pt  # noqa: PLC0415 - as above

    data = CategoryChartData(number_format=_FORMATS[chart.unit])
    # They go into a sheet, too, where a text that begins with = would be a formula.
    data.categories = [neutral(name) for name in chart.names]
    for series in chart.series:
        data.add_series(neutral(series.name), series.values)
    sort = XL_CHART_TYPE.LINE if chart.over_time else XL_CHART_TYPE.BAR_CLUSTERED
    shape = slide.shapes.add_chart(sort, *_inches(*place), data)
    shape._element._nvXxPr.cNvPr.set("descr", f"{_plain(chart.title)}. {_plain(chart.under)}")  # noqa: SLF001 - no API
    drawn = shape.chart
    drawn.font.size, drawn.font.color.rgb = Pt(_SMALL), _rgb(LIGHT.text)
    drawn.has_title = False
    _axes_by_schema(drawn._chartSpace)  # noqa: SLF001 - no API
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    colours = (look.faint, look.accent, LIGHT.muted) if chart.over_time else (look.accent, look.faint, LIGHT.muted)
    own = iter(colours)
    for series, said in zip(drawn.plots[0].series, chart.series, strict=True):
        colour = look.second if said.goal else next(own, look.faint)
        if chart.over_time:
            series.smooth = False
            series.format.line.color.rgb, series.format.line.width = _rgb(colour), Pt(2.25)
            if said.goal:
                series.format.line.dash_style = MSO_LINE.DASH
        else:
            series.invert_if_negative = False
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = _rgb(colour)
    drawn.value_axis.tick_labels.number_format = _FORMATS[chart.unit]
    drawn.value_axis.tick_labels.number_format_is_linked = False
    drawn.value_axis.major_gridlines.format.line.color.rgb = _rgb(LIGHT.grid)
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if not chart.over_time:
        drawn.category_axis.reverse_order = True
        # Unseen, but there: without its other axis some programs forget the names and their order.
        drawn.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        drawn.value_axis.format.line.fill.background()
        drawn.value_axis.has_major_gridlines = False
        drawn.plots[0].gap_width = 60


def _axes_by_schema(space: Any) -> None:
    """python-pptx numbers the axes of bars below nothing, which ECMA-376 (CT_UnsignedInt) does not know; above 2³¹
    LibreOffice does not find them, and their names and order are lost.
    """
    for part in space.iter():
        if str(part.tag).rpartition("}")[2] in {"axId", "crossAx"}:
            part.set("val", str(int(part.get("val")) % 2**31))


def _table(slide: Any, chart: Chart, place: tuple[float, float, float], language: str) -> None:
    from pptx.enum.text import PP_ALIGN  # noqa: PLC0415 - as above
    from pptx.util import Inches, Pt  # noqa: PLC0415 - as above

    left, top, width = place
    rows = [[chart.heading, *(series.name for series in chart.series)]]
    for number, name in enumerate(chart.names):
        values = [written(series.values[number], chart.unit, language) for series in chart.series]
        rows.append([name, *values])
    if chart.rest:
        rows.append([msg("… and {n} more", n=chart.rest).to(language), *("" for _ in chart.series)])
    shape = slide.shapes.add_table(len(rows), len(rows[0]), *_inches(left, top, width, 0.32 * len(rows)))
    table = shape.table
    numbers = min(1.35, width * 0.55 / len(chart.series))
    table.columns[0].width = Inches(width - numbers * len(chart.series))
    for column in range(1, len(rows[0])):
        table.columns[column].width = Inches(numbers)
    for y, row in enumerate(rows):
        table.rows[y].height = Inches(0.32)
        for x, words in enumerate(row):
            cell = table.cell(y, x)
            cell.text = _plain(words)
            cell.margin_top = cell.margin_bottom = Pt(2)
            cell.fill.solid()
            cell.fill.fore_color.rgb = _rgb(LIGHT.grid if y == 0 else LIGHT.background)
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size, paragraph.font.bold = Pt(_SMALL), y == 0
            paragraph.font.color.rgb = _rgb(LIGHT.text)
            paragraph.alignment = PP_ALIGN.RIGHT if x else PP_ALIGN.LEFT


def _inches(*sizes: float) -> tuple[Any, ...]:
    from pptx.util import Inches  # noqa: PLC0415 - as above

    return tuple(Inches(size) for size in sizes)


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor  # noqa: PLC0415 - as above

    return RGBColor.from_string(colour.lstrip("#").upper())


def _plain(text: str) -> str:
    return _NO_XML.sub("", text)
