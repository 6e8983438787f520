"""Each format holds the same figures, to the cent, in its reader's language; texts are never run."""

from __future__ import annotations

import io
import json
import re
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from socialimpact.errors import Refused
from socialimpact.report.document import Bars, Course, Table, Value, words
from socialimpact.report.excel import excel
from socialimpact.report.layout import as_set
from socialimpact.report.pdf import pages, pdf
from socialimpact.report.plain import SCHEMA, read, written
from socialimpact.report.print_chart import drawn
from socialimpact.report.word import word
from tests.report.scene_of import LINES, SITES, SUPPLIERS, TAGS, report_on
from tests.store_with import store_with

LANGUAGES = ["it", "en"]
# English words that would betray a sentence without its translation.
ENGLISH = re.compile(r"\b(the|and|spend|supplier|suppliers|what|share|target|year)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def report():
    with store_with(LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS) as db:
        yield report_on(db)


def blocks(report, kind):
    return [block for section in report.sections for block in section.blocks if isinstance(block, kind)]


def squeezed(text: str) -> str:
    """A text without blanks: lines are broken anywhere."""
    return re.sub(r"\s|\u200b", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_has_every_cell_every_caption_and_a_described_picture_a_chart(report, language):
    document = Document(io.BytesIO(word(report, language)))
    tables = blocks(report, Table)
    with_heads = [each for each in document.tables if "w:tblHeader" in each._tbl.xml]
    assert len(document.tables) == len(with_heads) + 1  # the figures written large have no head
    for made, table in zip(with_heads, tables, strict=True):
        cells = [[cell.text for cell in row.cells] for row in made.rows]
        assert cells[0] == [title.to(language) for title in table.titles]
        assert cells[1:] == [[as_set(cell, language) for cell in row] for row in table.rows]
    captions = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    charts = blocks(report, Bars) + blocks(report, Course)
    assert len(captions) == len(tables) + len(charts)
    described = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', document.element.xml)
    assert len(described) == len(document.inline_shapes) == len(charts)
    assert all(len(text) > 40 for text in described)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pdf_is_tagged_speaks_the_language_and_holds_every_figure(report, language):
    made = PdfReader(io.BytesIO(pdf(report, language)))
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    said = squeezed("".join(page.extract_text() for page in made.pages))
    for table in blocks(report, Table):
        for row in table.rows:
            for cell in row:
                if isinstance(cell, Value):
                    assert squeezed(words(cell, language)) in said
    assert "SourceSansPro" in "".join(str(font) for page in made.pages for font in _fonts(page))


def _fonts(page):
    return [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]


def test_an_italian_report_has_no_english_sentence(report):
    said = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(report, "it"))).pages)
    assert ENGLISH.findall(said) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_excel_keeps_numbers_as_numbers_and_draws_charts_of_its_own(report, language):
    book = openpyxl.load_workbook(io.BytesIO(excel(report, language)))
    numbers = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    for table in blocks(report, Table):
        for row in table.rows:
            for cell in row:
                if isinstance(cell, Value) and isinstance(cell.value, Decimal):
                    assert float(cell.value) in numbers
    charts = [chart for sheet in book for chart in sheet._charts]
    assert len(charts) == len(blocks(report, Bars)) + len(blocks(report, Course))
    formulas = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas == []


def test_json_says_of_every_figure_what_was_asked(report):
    document = json.loads(written(report, "en"))
    assert document["schema"] == SCHEMA
    assert document["figures"][0] == {
        "section": "year",
        "block": "year",
        "measure": "addressable_spend",
        "unit": "euro",
        "value": "10500.00",
        "where": {"year": ["2025"], "scope": ["social_enterprises"], "local": ["province"]},
        "row": {},
    }
    packed = {json.dumps([each["measure"], each["where"], each["row"]], sort_keys=True) for each in document["figures"]}
    assert len(packed) == len(document["figures"])


@pytest.mark.parametrize("write", [word, pdf, excel, written], ids=["docx", "pdf", "xlsx", "json"])
def test_the_same_report_is_the_same_file(report, write):
    assert write(report, "it") == write(report, "it")


def test_pages_can_be_looked_at(report):
    made = pages(report, "it")
    assert len(made) >= 4
    assert all(page.startswith(b"\x89PNG") for page in made)


@pytest.mark.parametrize("form", ["svg", "png"])
def test_charts_need_no_browser(report, form):
    chart = blocks(report, Bars)[0]
    made = drawn(chart, "it", form)
    assert made.startswith(b"\x89PNG") if form == "png" else b"<svg" in made


def test_word_is_a_whole_package(report):
    with zipfile.ZipFile(io.BytesIO(word(report, "en"))) as package:
        assert package.testzip() is None
        assert "word/document.xml" in package.namelist()


def test_names_that_look_like_markup_or_formulas_stay_names():
    lines = """
        date       | supplier            | amount
        2025-02-01 | #set page() $x$ *b* | 100.00
        2025-02-01 | =1+1                | 200.00
    """
    tags = """
        supplier            | kind                 | evidence
        #set page() $x$ *b* | social_cooperative_b | confirmed
        =1+1                | social_cooperative_b | confirmed
    """
    with store_with(lines, tags=tags) as db:
        odd = report_on(db)
    said = squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf(odd, "en"))).pages))
    assert squeezed("#set page() $x$ *b*") in said
    book = openpyxl.load_workbook(io.BytesIO(excel(odd, "en")))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if "1+1" in str(cell.value)]
    assert {(cell.value, cell.data_type) for cell in found} == {("'=1+1", "s")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_read_back_from_its_json_and_is_the_same_in_every_format(report, language):
    file = written(report, language)
    again = read(file)
    assert written(again, language) == file
    assert list(again.values()) != []
    assert [(value.measure.key, value.value, value.row) for _, _, value in again.values()] == [
        (value.measure.key, value.value, value.row) for _, _, value in report.values()
    ]
    for write in (word, pdf, excel):
        assert write(again, language) == write(report, language)


@pytest.mark.parametrize("file", [b"\xff", b"[]", b"{}", b'{"schema": "socialimpact-report/1"}', b"[" * 100_000])
def test_what_is_no_report_cannot_be_read(file):
    with pytest.raises(Refused):
        read(file)
