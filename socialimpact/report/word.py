"""A report as a Word file: styles, captions, a table of contents, alternative texts; every word can be edited."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from socialimpact.language import locale, msg
from socialimpact.report.clockless import without_clock
from socialimpact.report.document import (
    Bars,
    Block,
    Bullets,
    Course,
    Paragraph,
    Report,
    Table,
    is_number,
    numbered,
    words,
)  # fmt: skip
from socialimpact.report.layout import alt_text, column_widths, holds_numbers, is_wide
from socialimpact.report.print_chart import drawn

if TYPE_CHECKING:
    from docx.document import Document

_ACCENT = (0x0B, 0x6B, 0x4F)
_LINES = "C9D5CF"
_DIM = (0x55, 0x63, 0x5C)
_FONT = "Calibri"
_TEXT_WIDTH_CM = 17.0


def word(report: Report, language: str) -> bytes:
    """The file, in `language`: also what Word takes for the language of its texts."""
    from docx import Document as new_document  # noqa: N813, PLC0415 - a function by a class's name; slow to load

    document = new_document()
    _look(document, report, language)
    document.add_paragraph(report.organisation, style="Subtitle")
    document.add_paragraph(report.title.to(language), style="Title")
    document.add_paragraph(", ".join(report.companies))
    document.add_paragraph(report.dated().to(language))
    _contents(document, report, language)
    counts: dict[str, int] = {}
    for number, section in numbered(report):
        title = document.add_heading(f"{number}  {section.title.to(language)}", level=1)
        title.paragraph_format.page_break_before = section.annex or number == "1"
        for block in section.blocks:
            _write(document, block, language, counts)
    target = io.BytesIO()
    document.save(target)
    return without_clock(target.getvalue())


def _look(document: Document, report: Report, language: str) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415 - as above

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm((21.0 - _TEXT_WIDTH_CM) / 2)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2.0)
    styles: Any = document.styles
    for name, size, colour in (("Normal", 10.5, None), ("Title", 26, _ACCENT), ("Subtitle", 12, _DIM),
                               ("Heading 1", 16, _ACCENT), ("Caption", 9, _DIM)):  # fmt: skip
        font = styles[name].font
        font.name, font.size, font.italic = _FONT, Pt(size), False
        if name != "Normal":
            font.bold = name not in {"Subtitle", "Caption"}
        if colour:
            font.color.rgb = RGBColor(*colour)
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # the theme would go before the name
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:ascii"), _FONT)
        fonts.set(qn("w:hAnsi"), _FONT)
    _set_language(styles, str(locale(language)).replace("_", "-"))
    about = document.core_properties
    about.title, about.author, about.language = report.title.to(language), report.organisation, language
    about.created = about.modified = datetime.combine(report.made_on, time(12), UTC).replace(tzinfo=None)
    about.comments = about.keywords = ""


def _set_language(styles: Any, code: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    properties = styles["Normal"].element.get_or_add_rPr()
    said = OxmlElement("w:lang")
    said.set(qn("w:val"), code)
    properties.append(said)


def _contents(document: Document, report: Report, language: str) -> None:
    """A table of contents that Word fills in with page numbers; until then it holds the titles."""
    document.add_paragraph(msg("Contents").to(language), style="TOC Heading")
    paragraph = document.add_paragraph()
    titles = [f"{number}  {section.title.to(language)}" for number, section in numbered(report)]
    _field(paragraph, 'TOC \\o "1-1" \\h \\z \\u', titles)


def _field(paragraph: Any, instruction: str, shown: list[str]) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    def mark(kind: str) -> None:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(element)  # noqa: SLF001 - python-docx has no other way to a field

    mark("begin")
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = instruction
    paragraph.add_run()._r.append(code)  # noqa: SLF001 - as above
    mark("separate")
    for place, text in enumerate(shown):
        run = paragraph.add_run(text)
        if place < len(shown) - 1:
            run.add_break()
    mark("end")


def _write(document: Document, block: Block, language: str, counts: dict[str, int]) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - as above

    match block:
        case Paragraph():
            paragraph = document.add_paragraph()
            run = paragraph.add_run(block.text.to(language))
            if block.role == "note":
                _small(run)
        case Bullets():
            for item in block.items:
                document.add_paragraph(item.to(language), style="List Bullet")
        case Table():
            _caption(document, block, language, counts)
            _table(document, block, language)
            if block.note:
                note = document.add_paragraph()
                note.paragraph_format.space_before = Pt(4)
                _small(note.add_run(block.note.to(language)))
        case Bars() | Course():
            _chart(document, block, language)
            _caption(document, block, language, counts)


def _caption(document: Document, block: Table | Bars | Course, language: str, counts: dict[str, int]) -> None:
    """A caption whose number Word counts itself: above a table, below a chart."""
    from docx.shared import Pt  # noqa: PLC0415 - as above

    is_table = isinstance(block, Table)
    kind, what = ("Table", msg("Table")) if is_table else ("Figure", msg("Chart"))
    counts[kind] = counts.get(kind, 0) + 1
    paragraph = document.add_paragraph(f"{what.to(language)} ", style="Caption")
    paragraph.paragraph_format.keep_with_next = is_table
    paragraph.paragraph_format.space_before = Pt(10 if is_table else 2)
    _field(paragraph, f"SEQ {kind} \\* ARABIC", [str(counts[kind])])
    paragraph.add_run(f": {block.caption.to(language)}")


def _table(document: Document, block: Table, language: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - as above
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above
    from docx.shared import Cm, Pt  # noqa: PLC0415 - as above

    size = Pt(7.5 if is_wide(block) else 9)
    table = document.add_table(rows=0, cols=len(block.titles))
    _lines_between(table)
    table.autofit = False
    widths = column_widths(block, language)
    heads = table.add_row()
    for place, title in enumerate(block.titles):
        paragraph = heads.cells[place].paragraphs[0]
        run = paragraph.add_run(title.to(language))
        run.bold, run.font.size = True, size
        if holds_numbers(block, place):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    heads._tr.get_or_add_trPr().append(repeated)  # noqa: SLF001 - python-docx has no other way
    wide = [Cm(_TEXT_WIDTH_CM * width / sum(widths)) for width in widths]
    for column, width in zip(table.columns, wide, strict=True):
        column.width = width
    rows = [(heads, list(heads.cells))]
    for values in block.rows:
        row = table.add_row()
        cells = list(row.cells)  # asked for once: Word's table is searched for them each time
        rows.append((row, cells))
        for place, value in enumerate(values):
            paragraph = cells[place].paragraphs[0]
            paragraph.add_run(words(value, language)).font.size = size
            if is_number(value):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for row, cells in rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - as above
        for place, cell in enumerate(cells):
            cell.width = wide[place]
            spacing = cell.paragraphs[0].paragraph_format
            spacing.space_before = spacing.space_after = Pt(2)
            spacing.line_spacing = 1.0


def _lines_between(table: Any) -> None:
    """Fine lines between the rows, none beside them."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{edge}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _LINES)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001 - python-docx has no other way


def _chart(document: Document, block: Bars | Course, language: str) -> None:
    from docx.shared import Cm  # noqa: PLC0415 - as above

    picture = document.add_picture(io.BytesIO(drawn(block, language, "png")), width=Cm(_TEXT_WIDTH_CM))
    described = picture._inline.docPr  # noqa: SLF001 - python-docx has no other way to a picture's alternative text
    described.set("descr", alt_text(block, language))
    described.set("title", block.caption.to(language))
    document.paragraphs[-1].paragraph_format.keep_with_next = True


def _small(run: Any) -> None:
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 - as above

    run.font.size, run.font.color.rgb = Pt(9), RGBColor(*_DIM)
