"""Every figure of a report, in every format and language, is the one that `figures` gives; and every file is valid."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pdfua
import pikepdf
import pytest
from openxml_audit import OpenXmlValidator
from openxml_audit.errors import ValidationSeverity

from socialimpact.report.document import Bars, Change, Course, Headline, Paragraph, Table, Value
from socialimpact.report.excel import excel
from socialimpact.report.pdf import pdf
from socialimpact.report.plain import parsed, written
from socialimpact.report.word import word
from socialimpact.services.goals.initiatives import save_initiative
from socialimpact.services.reporting.reported import figures
from socialimpact.services.reporting.verifying import differing
from tests.report import reading_back
from tests.report.reading_back import number_in
from tests.report.scene_of import LINES, SITES, SUPPLIERS, TAGS, report_on
from tests.store_with import OWNER, workspace_with

# Two companies: one that is new, with a site without a place; a month with more taken back than bought.
GROUP = """
    date       | supplier    | amount      | company  | site   | category     | due        | paid       | nature
    2024-02-01 | Officina    |   900000.00 | Valdora  | Torino | Lavorazioni  | 2024-03-01 | 2024-03-20 |
    2024-12-01 | Coop Verde  |     1000.00 | Valdora  | Torino | Giardinaggio |            |            |
    2025-02-01 | Officina    |  1234567.89 | Valdora  | Torino | Lavorazioni  | 2025-03-01 | 2025-02-20 |
    2025-03-01 | Coop Verde  |    20000.30 | Valdora  | Torino | Giardinaggio | 2025-04-01 | 2025-05-01 |
    2025-04-01 | Coop Blu    |     -999.61 | Valdora  | Torino | Pulizie      |            |            |
    2025-05-01 | Coop Blu    |    11999.60 | Ferrosa  | Asti   | Pulizie      |            |            |
    2025-06-01 | Forse Coop  |      500.00 | Ferrosa  | Asti   | Pulizie      |            |            |
    2025-07-01 | Coop Verde  |      300.00 | Ferrosa  | Asti   |              |            |            | donation
    2025-12-01 | Officina    |    70000.10 | Ferrosa  | Asti   | Lavorazioni  |            |            |
"""
GROUP_SITES = """
    name   | company | municipality
    Torino | Valdora | Torino
    Asti   | Ferrosa |
"""
ONE_LINE = """
    date       | supplier   | amount
    2025-05-01 | Coop Verde | 1234.56
"""
ONE_TAG = """
    supplier   | kind                 | evidence
    Coop Verde | social_cooperative_b | confirmed
"""
TAKEN_BACK = """
    date       | supplier   | amount     | site
    2024-05-01 | Coop Verde |    5000.00 | Torino
    2025-05-01 | Coop Verde | -1234567.8 | Torino
    2025-06-01 | Officina   |     100.00 | Torino
"""
NOTHING_SOCIAL = """
    date       | supplier | amount
    2025-02-01 | Officina | 100.00
    2025-03-01 | Officina | 250.10
"""
SCENES = {
    "small": (LINES, {"suppliers": SUPPLIERS, "sites": SITES, "tags": TAGS}),
    "group": (GROUP, {"suppliers": SUPPLIERS, "sites": GROUP_SITES, "tags": TAGS}),
    "one line": (ONE_LINE, {"tags": ONE_TAG}),
    "taken back": (TAKEN_BACK, {"sites": SITES, "tags": ONE_TAG}),
    "nothing social": (NOTHING_SOCIAL, {}),
}
READ = [("small", "en"), ("group", "it"), ("group", "en"), ("one line", "it"), ("taken back", "it"),
        ("nothing social", "it")]  # fmt: skip
# What a share is shown with: a tenth of a point.
_SHOWN = {"euro": Decimal(0), "count": Decimal(0), "share": Decimal("0.0005"), "days": Decimal("0.05")}


class Made:
    """A report of a scene, and its files in one language, each written once."""

    def __init__(self, ws, language):
        if "Ferrosa" in [name for (name,) in ws.db.rows("select name from company")]:
            begins = date(2025, 3, 1)
            save_initiative(ws, OWNER, name="Orto", begins=begins, story="Come è andata.", suppliers=(2,))
            with ws.db.write(OWNER) as tx:
                for number, year in ((1, 2025), (2, 2026)):
                    tx.execute(
                        "insert into target (target_id, measure, year, value) values (?, 'social_share', ?, 0.06)",
                        [number, year],
                    )
        self.ws, self.language, self.report = ws, language, report_on(ws.db)
        self.word, self.pdf = word(self.report, language), pdf(self.report, language)
        self.excel = excel(self.report, language)

    def blocks(self, *kinds):
        return [block for section in self.report.sections for block in section.blocks if isinstance(block, kinds)]


@pytest.fixture(scope="module", params=READ, ids=lambda each: f"{each[0]}-{each[1]}")
def made(request, tmp_path_factory):
    name, language = request.param
    lines, more = SCENES[name]
    with workspace_with(tmp_path_factory.mktemp("figures") / "home", lines, **more) as ws:
        yield Made(ws, language)


def same(value, text, language):
    """Whether a text says the value: euro to the cent, counts exactly, shares and days as far as they are shown."""
    found = number_in(text, language)
    if value.value is None:
        return found is None
    if found is None:
        return False
    found = found / 100 if value.measure.unit == "share" else found
    return abs(found - Decimal(str(value.value))) <= _SHOWN[value.measure.unit]


def test_the_figures_are_those_of_the_command(made):
    found = figures(parsed(written(made.report, made.language)))
    assert len(found) > 10
    assert differing(made.ws, OWNER, found) == []
    shown = {(value.measure.key, str(value.where), str(value.row)) for _, _, value in made.report.values()}
    assert len(found) == len(shown)


@pytest.mark.parametrize("form", ["word", "pdf"])
def test_every_cell_of_every_table_says_its_figure(made, form):
    read = getattr(reading_back, form)(getattr(made, form))
    tables = made.blocks(Table)
    assert len(read.tables) == len(tables)
    for table, rows in zip(tables, read.tables, strict=True):
        assert len(rows) == len(table.rows) + 1, table.key
        for cells, texts in zip(table.rows, rows[1:], strict=True):
            for cell, text in zip(cells, texts, strict=True):
                if isinstance(cell, Value):
                    assert same(cell, text, made.language), (table.key, cell, text)
                elif isinstance(cell, Change) and cell.size:
                    assert number_in(text, made.language) == abs(Decimal(str(cell.size))) * (-1 if "−" in text else 1)
                    assert ("−" in text) == (cell.size < 0)


@pytest.mark.parametrize("form", ["word", "pdf"])
def test_every_chart_says_its_figures_to_who_does_not_see_it(made, form):
    read = getattr(reading_back, form)(getattr(made, form))
    charts = made.blocks(Bars, Course)
    assert len(read.charts) == len(charts)
    for chart, alt in zip(charts, read.charts, strict=True):
        values = chart.values if isinstance(chart, Bars) else chart.monthly
        texts = alt.removeprefix(f"{chart.caption.to(made.language)}. ").split("; ")
        for value, text in zip(values, texts, strict=True):
            assert same(value, text.rsplit(": ", 1)[1], made.language), (chart.key, value, text)


@pytest.mark.parametrize("form", ["word", "pdf"])
def test_the_figures_written_large_are_those_of_the_table(made, form):
    read = getattr(reading_back, form)(getattr(made, form))
    (headline,) = made.blocks(Headline)
    for (name, value), text in zip(headline.figures, read.large, strict=True):
        assert text.startswith(name.to(made.language))
        is_euro = value.measure.unit == "euro"  # without cents
        shown = replace(value, value=Decimal(value.value).quantize(Decimal(1))) if is_euro else value
        assert same(shown, text.removeprefix(name.to(made.language)), made.language), (value, text)


def test_excel_holds_every_figure_exactly(made):
    sheet = reading_back.excel(made.excel, made.report, made.language)
    blocks = made.blocks(Table, Bars, Course)
    assert len(sheet.blocks) == len(blocks)
    assert sheet.charts == len(made.blocks(Bars, Course))
    for block, rows in zip(blocks, sheet.blocks, strict=True):
        match block:
            case Table():
                cells = [list(row) for row in block.rows]
            case Bars():
                cells = [[None, value] for value in block.values]
            case Course():
                cells = [[None, value] for value in block.monthly]
        for expected, row in zip(cells, rows[1:], strict=True):
            for cell, found in zip(expected, row, strict=False):
                if isinstance(cell, Value) and cell.value is not None:
                    assert exact(cell, found), (block.key, cell, found)
                elif isinstance(cell, Value):
                    assert isinstance(found, str), (block.key, cell, found)


def exact(cell, found):
    if isinstance(cell.value, Decimal) and cell.measure.unit == "euro":
        return Decimal(str(found)).quantize(Decimal("0.01")) == cell.value
    return abs(float(found) - float(cell.value)) < 1e-12


def test_office_files_follow_their_schemas(made, tmp_path):
    """ECMA-376, as Microsoft's own validator holds files against it."""
    for name, file in (("report.docx", made.word), ("report.xlsx", made.excel)):
        path = tmp_path / name
        path.write_bytes(file)
        found = OpenXmlValidator().validate(path).errors
        assert [each for each in found if each.severity == ValidationSeverity.ERROR] == [], name


def test_the_pdf_keeps_the_rules_of_pdf_ua_that_a_program_can_check(made, tmp_path):
    """Typst refuses to write a file against PDF/UA-1; another program looks at what it has written."""
    path = tmp_path / "report.pdf"
    path.write_bytes(made.pdf)
    assert pdfua.validate(str(path)).findings == ()
    with pikepdf.open(io.BytesIO(made.pdf)) as book:
        assert book.check_pdf_syntax() == []
        assert "pdfuaid:part" in book.open_metadata()
        assert book.Root.MarkInfo.Marked
        assert all(page.get("/Tabs") == "/S" for page in book.pages if "/Annots" in page)


def test_sentences_are_in_the_language_of_the_report(made):
    """A sentence without its translation stands in the other language as in this one."""
    said = [block.text for block in made.blocks(Paragraph)] + [block.caption for block in made.blocks(Table)]
    same_in_both = {each.to("it") for each in said if each.to("it") == each.to("en")}
    assert same_in_both <= {"", "Orto", "Come è andata.", "Valdora", "Ferrosa"}
