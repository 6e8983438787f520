"""A report as a Word file: styles, captions, a table of contents, alternative texts; every word can be edited."""

from __future__ import annotations

import base64
import io
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from socialimpact.language import locale, msg
from socialimpact.report.clockless import without_clock
from socialimpact.report.columns import Face, columns, fitting
from socialimpact.report.document import (
    Bars,
    Block,
    Bullets,
    Course,
    Headline,
    Paragraph,
    Report,
    Table,
    is_number,
    numbered,
)  # fmt: skip
from socialimpact.report.layout import alt_text, as_set, holds_numbers, large, passages
from socialimpact.report.look import Look, rgb
from socialimpact.report.print_chart import drawn
from socialimpact.report.safe_cells import printable
from socialimpact.report.word_marks import (
    beside_cells,
    field,
    language_of,
    line_beside,
    lines_between,
    repeated,
    shaded,
    whole,
)  # fmt: skip

if TYPE_CHECKING:
    from docx.document import Document

_LINES = "C9D5CF"
_DIM = (0x55, 0x63, 0x5C)
_FONT = "Calibri"
_TEXT_WIDTH_CM = 17.0
# Of a table's cells: beside each text stands a tenth of a centimetre. Where Calibri is missing, wider letters stand in.
_LINE, _CELL_EDGE = 481.8, 2.85
_FACE = Face((9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0), 1.0, 2 * _CELL_EDGE)
_LARGE = (17.0, 15.0, 13.0, 11.0, 9.0)
_LOGO_CM = (6.0, 2.2)
# The styles of texts that a person wrote, and of their points: a line beside them tells them from the data's.
_OWN, _OWN_POINTS = "Own text", "Own text, points"


def word(report: Report, language: str) -> bytes:
    """The file, in `language`: also what Word takes for the language of its texts."""
    from docx import Document as new_document  # noqa: N813, PLC0415 - a function by a class's name; slow to load

    document = new_document()
    _dress(document, report, language)
    _first_page(document, report, language)
    counts: dict[str, int] = {}
    for number, section in numbered(report):
        title = document.add_heading(f"{number}  {section.title.to(language)}", level=1)
        title.paragraph_format.page_break_before = section.annex or number == "1"
        for block in section.blocks:
            _write(document, block, language, counts, report.look)
    _foot(document, report, language)
    target = io.BytesIO()
    document.save(target)
    return without_clock(target.getvalue())


def _dress(document: Document, report: Report, language: str) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415 - as above

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21.0 - _TEXT_WIDTH_CM) / 2)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2.0)
    styles: Any = document.styles
    accent = rgb(report.look.accent)
    _own_styles(styles, report.look)
    for name, size, colour in (("Normal", 10.5, None), ("Title", 26, accent), ("Subtitle", 12, _DIM),
                               ("Heading 1", 16, accent), ("Heading 2", 12, accent), ("TOC Heading", 12, accent),
                               ("Caption", 9, _DIM), ("Header", 8.5, _DIM), ("Footer", 8.5, _DIM)):  # fmt: skip
        font = styles[name].font
        font.name, font.size, font.italic = _FONT, Pt(size), False
        if name != "Normal":
            font.bold = name not in {"Subtitle", "Caption", "Header", "Footer"}
        if colour:
            font.color.rgb = RGBColor(*colour)
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # the theme would go before the name
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:ascii"), _FONT)
        fonts.set(qn("w:hAnsi"), _FONT)
    _no_line_under(styles["Title"])
    _one_set_of_styles(document)
    language_of(styles["Normal"], str(locale(language)).replace("_", "-"))
    about = document.core_properties
    about.title, about.author = printable(report.title.to(language)), printable(report.organisation)
    about.language = language
    about.created = about.modified = datetime.combine(report.made_on, time(12), UTC).replace(tzinfo=None)
    about.comments = about.keywords = ""


def _own_styles(styles: Any, look: Look) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - as above

    for name, base in ((_OWN, "Normal"), (_OWN_POINTS, "List Bullet")):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style, made.quick_style = styles[base], True
        line_beside(made, look.accent[1:].upper())


def _one_set_of_styles(document: Document) -> None:
    """Word's own template carries its styles a second time, for Word 2007: ours are not among them."""
    for number, part in list(document.part.rels.items()):
        if part.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[number]


def _no_line_under(style: Any) -> None:
    """Word's own template draws a blue line under the title."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    properties = style.element.get_or_add_pPr()
    for borders in properties.findall(qn("w:pBdr")):
        properties.remove(borders)


def _first_page(document: Document, report: Report, language: str) -> None:
    """Whose it is and of when, and what it holds."""
    from docx.shared import Cm, Emu, Pt  # noqa: PLC0415 - as above

    if report.look.logo:
        picture = document.add_picture(io.BytesIO(base64.b64decode(report.look.logo)))
        scale = min(Cm(_LOGO_CM[0]) / picture.width, Cm(_LOGO_CM[1]) / picture.height)
        picture.width, picture.height = Emu(int(picture.width * scale)), Emu(int(picture.height * scale))
        described = picture._inline.docPr  # noqa: SLF001 - python-docx has no other way to an alternative text
        described.set("descr", msg("Logo of {organisation}", organisation=report.organisation).to(language))
        document.paragraphs[-1].paragraph_format.space_after = Pt(36)
    document.add_paragraph(printable(report.organisation), style="Subtitle")
    document.add_paragraph(printable(report.title.to(language)), style="Title")
    if report.companies != (report.organisation,):
        document.add_paragraph(printable(", ".join(report.companies)))
    document.add_paragraph(printable(report.dated().to(language)))
    _contents(document, report, language)


def _foot(document: Document, report: Report, language: str) -> None:
    """The title at the head of each page but the first, its number at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above

    part = document.sections[0]
    part.different_first_page_header_footer = True
    part.header.paragraphs[0].text = printable(f"{report.organisation} · {report.title.to(language)}")
    foot = part.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    field(foot, "PAGE", ["1"])


def _contents(document: Document, report: Report, language: str) -> None:
    """A table of contents that Word fills in with page numbers; until then it holds the titles."""
    document.add_paragraph(msg("Contents").to(language), style="TOC Heading")
    titles = [f"{number}  {section.title.to(language)}" for number, section in numbered(report)]
    field(document.add_paragraph(), 'TOC \\o "1-1" \\h \\z \\u', titles)


def _write(document: Document, block: Block, language: str, counts: dict[str, int], look: Look) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - as above

    match block:
        case Paragraph(role="lead"):
            document.add_heading(printable(block.said(language)), level=2)
        case Paragraph():
            _paragraph(document, block, language)
        case Headline():
            _headline(document, block, language, look)
        case Bullets():
            for item in block.items:
                document.add_paragraph(printable(item.to(language)), style="List Bullet")
        case Table():
            _caption(document, block, language, counts)
            _table(document, block, language)
            if block.note:
                note = document.add_paragraph()
                note.paragraph_format.space_before = Pt(4)
                _small(note.add_run(printable(block.note.to(language))))
        case Bars() | Course():
            _chart(document, block, language, look)
            _caption(document, block, language, counts)


def _paragraph(document: Document, block: Paragraph, language: str) -> None:
    """A text with its paragraphs and points; one that a person wrote has a style of its own."""
    own = block.own(language) is not None
    for part in passages(block.said(language)):
        if isinstance(part, tuple):
            for point in part:
                document.add_paragraph(printable(point), style=_OWN_POINTS if own else "List Bullet")
            continue
        paragraph = document.add_paragraph(style=_OWN if own else "Normal")
        run = paragraph.add_run(printable(part))
        if block.role == "note":
            _small(run)


def _headline(document: Document, block: Headline, language: str, look: Look) -> None:
    """The figures large, side by side; not a table of data, so without a caption."""
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415 - as above

    table = document.add_table(rows=1, cols=len(block.figures))
    table.autofit = False
    beside_cells(table, _CELL_EDGE)
    room = _LINE / len(block.figures) - 2 * _CELL_EDGE
    size = min(fitting(large(value, language), room, _LARGE) for _, value in block.figures)
    for cell, (name, value) in zip(table.rows[0].cells, block.figures, strict=True):
        cell.width = Cm(_TEXT_WIDTH_CM / len(block.figures))
        shaded(cell, look.pale[1:].upper())
        first = cell.paragraphs[0]
        first.paragraph_format.space_before, first.paragraph_format.space_after = Pt(5), Pt(0)
        _small(first.add_run(name.to(language)))
        second = cell.add_paragraph()
        second.paragraph_format.space_after = Pt(6)
        run = second.add_run(large(value, language))
        run.bold, run.font.size, run.font.color.rgb = True, Pt(size), RGBColor(*rgb(look.accent))
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _caption(document: Document, block: Table | Bars | Course, language: str, counts: dict[str, int]) -> None:
    """A caption whose number Word counts itself: above a table, below a chart."""
    from docx.shared import Pt  # noqa: PLC0415 - as above

    is_table = isinstance(block, Table)
    kind, what = ("Table", msg("Table")) if is_table else ("Figure", msg("Chart"))
    counts[kind] = counts.get(kind, 0) + 1
    paragraph = document.add_paragraph(f"{what.to(language)} ", style="Caption")
    paragraph.paragraph_format.keep_with_next = is_table
    paragraph.paragraph_format.space_before = Pt(10 if is_table else 2)
    field(paragraph, f"SEQ {kind} \\* ARABIC", [str(counts[kind])])
    paragraph.add_run(printable(f": {block.caption.to(language)}"))


def _table(document: Document, block: Table, language: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above
    from docx.shared import Pt  # noqa: PLC0415 - as above

    laid = columns(block, language, _LINE, _FACE)
    size = Pt(laid.size)
    table = document.add_table(rows=0, cols=len(block.titles))
    lines_between(table, _LINES)
    table.autofit = False
    beside_cells(table, _CELL_EDGE)
    heads = table.add_row()
    for place, title in enumerate(block.titles):
        paragraph = heads.cells[place].paragraphs[0]
        run = paragraph.add_run(printable(title.to(language)))
        run.bold, run.font.size = True, size
        if holds_numbers(block, place):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    repeated(heads)
    wide = [Pt(width) for width in laid.widths]
    for column, width in zip(table.columns, wide, strict=True):
        column.width = width
    rows = [(heads, list(heads.cells))]
    for number, values in enumerate(block.rows, start=1):
        row = table.add_row()
        cells = list(row.cells)  # asked for once: Word's table is searched for them each time
        rows.append((row, cells))
        for place, value in enumerate(values):
            paragraph = cells[place].paragraphs[0]
            run = paragraph.add_run(printable(as_set(value, language)))
            run.font.size, run.bold = size, block.has_total and number == len(block.rows)
            if is_number(value):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    last = len(rows) - 1
    for number, (row, cells) in enumerate(rows):
        whole(row)
        for place, cell in enumerate(cells):
            cell.width = wide[place]
            spacing = cell.paragraphs[0].paragraph_format
            spacing.space_before = spacing.space_after = Pt(2)
            spacing.line_spacing = 1.0
            # the head stays with the first rows, a last row is not alone on its page, a note is with its table
            spacing.keep_with_next = number in {0, last - 1} or (number == last and block.note is not None)


def _chart(document: Document, block: Bars | Course, language: str, look: Look) -> None:
    from docx.shared import Cm  # noqa: PLC0415 - as above

    picture = document.add_picture(io.BytesIO(drawn(block, language, "png", look)), width=Cm(_TEXT_WIDTH_CM))
    described = picture._inline.docPr  # noqa: SLF001 - python-docx has no other way to a picture's alternative text
    described.set("descr", printable(alt_text(block, language)))
    described.set("title", printable(block.caption.to(language)))
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def _small(run: Any) -> None:
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 - as above

    run.font.size, run.font.color.rgb = Pt(9), RGBColor(*_DIM)
