"""A page taken along: slides whose charts are PowerPoint's own, and one tagged sheet; nothing in them is run."""

import base64
import io
import time
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pptx
import pytest
from openxml_audit import OpenXmlValidator
from openxml_audit.errors import ValidationSeverity
from PIL import Image
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pypdf import PdfReader

from socialimpact.charts.style import LIGHT
from socialimpact.report.board import Board, Card, Told, chart, written
from socialimpact.report.board_sheet import _part, fitting, pictures, sheet
from socialimpact.report.look import Look
from socialimpact.report.powerpoint import powerpoint

MONTHS = [date(2024 + n // 12, n % 12 + 1, 1) for n in range(24)]
SHARE = chart(
    "Share rose <b>", "Of spend",
    [Told("Month", "month"), Told("Month alone", "share"), Told("Way", "share", "goal"), Told("Twelve", "share")],
    [[month, 0.02 + n / 1000, 0.06, None if n < 11 else 0.03] for n, month in enumerate(MONTHS)], "en",
)  # fmt: skip
KINDS = chart(
    "Most goes to B", "By kind",
    [Told("Kind", "text"), Told("Counted", "euro"), Told("Share", "share"), Told("Possible", "euro")],
    [["=cmd|' /C calc'!A0", Decimal("-10.50"), 0.5, None], *([f"Name {n}", Decimal(n), None, 1] for n in range(30))],
    "it",
)  # fmt: skip
CARDS = (Card("Social spend", "€1.3 m", "+2 % on 2024", "What goes to social suppliers."),)
WAYS = chart(
    "Gained most", "Each bar is one cause.", [Told("Cause", "text"), Told("Points", "number")],
    [["Gained", 3.0], ["Lost", -1.0], ["Stayed", None], ["Mixed", 0.0]], "en",
)  # fmt: skip


def board(*charts):
    return Board("Overview", "Valdora", "2025 · social enterprises", date(2026, 1, 2), CARDS, tuple(charts))


def test_the_first_columns_of_one_unit_are_the_series():
    assert [series.name for series in KINDS.series] == ["Counted", "Possible"]
    assert (KINDS.over_time, SHARE.over_time, len(KINDS.names), KINDS.rest) == (False, True, 12, 19)
    assert SHARE.names[0] == "01/2024"
    assert KINDS.series[1].values[0] is None
    assert [(series.name, series.goal) for series in SHARE.series] == [
        ("Month alone", False), ("Twelve", False), ("Way", True),
    ]  # fmt: skip
    assert chart("t", "u", [Told("Name", "text"), Told("Why", "text")], [["a", "b"]], "en") is None
    assert chart("t", "u", [Told("Name", "text"), Told("Lines", "count")], [], "en") is None


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [(1234.6, "euro", "1.235 €"), (0.0561, "share", "5,6 %"), (1234, "count", "1.234"), (None, "euro", "–")],
)
def test_values_are_written_as_the_reader_does(value, unit, shown):
    assert written(value, unit, "it").replace("\xa0", " ") == shown


def test_slides_have_charts_of_their_own_with_message_numbers_and_notes():
    deck = pptx.Presentation(io.BytesIO(powerpoint(board(SHARE, KINDS), "en")))
    slides = list(deck.slides)
    assert [slide.shapes.title.text_frame.text for slide in slides] == ["Overview", SHARE.title, KINDS.title]
    assert "What goes to social suppliers." in slides[0].notes_slide.notes_text_frame.text
    for slide, drawn in zip(slides[1:], (SHARE, KINDS), strict=True):
        (shape,) = [each for each in slide.shapes if each.has_chart]
        assert shape._element._nvXxPr.cNvPr.get("descr").startswith(drawn.title)
        plotted = shape.chart.plots[0]
        assert [tuple(series.values) for series in plotted.series] == [series.values for series in drawn.series]
        assert "2025 · social enterprises" in slide.notes_slide.notes_text_frame.text
        # Larger numbers LibreOffice cannot read: it would draw bars without names, in the order from below.
        numbers = [int(part.get("val")) for part in shape.chart._chartSpace.iter() if part.tag.endswith("axId")]
        assert all(0 <= number < 2**31 for number in numbers)
        # What PowerPoint opens when the chart is edited.
        book = openpyxl.load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))
        assert [cell.value for row in book.worksheets[0].iter_rows() for cell in row if cell.data_type == "f"] == []
    (table,) = [each.table for each in slides[2].shapes if each.has_table]
    assert table.cell(0, 0).text == "Kind"
    assert len(table.rows) == 14


def test_bars_below_nothing_go_to_the_left_of_those_above():
    assert [_part(value, WAYS) for value in (3.0, -1.0, None, 0.0)] == [(0.25, 0.75), (0.0, 0.25), (0, 0), (0, 0)]


@pytest.mark.parametrize("number", [0, 1, 4, 9])
def test_whatever_a_page_has_stands_on_one_tagged_sheet(number):
    whole = board(*([SHARE, KINDS] * 5)[:number])
    assert len(pictures(whole, "it", fitting(whole, "it"))) == 1
    made = sheet(whole, "it")
    assert made.startswith(b"%PDF-")
    # The standard for readers that speak: the setter refuses to say so of a file without tags.
    assert b"pdfuaid" in made


def test_it_is_ready_in_five_seconds():
    begun = time.process_time()
    whole = board(*[SHARE, KINDS] * 4)
    powerpoint(whole, "en")
    sheet(whole, "en")
    assert time.process_time() - begun < 5


def test_a_page_too_full_for_large_letters_gets_smaller_ones():
    full = board(*[SHARE, KINDS] * 4)
    assert len(pictures(full, "en")) > 1
    assert sheet(full, "en")


def test_slides_and_sheet_wear_the_organisations_colours_and_logo(tmp_path):
    """As all other documents do."""
    red, blue = "#8a1538", "#1d4f91"
    picture = io.BytesIO()
    Image.new("RGB", (400, 100), red).save(picture, "PNG")
    look = Look(red, blue, base64.b64encode(picture.getvalue()).decode())
    dressed = replace(board(SHARE, KINDS), look=look)
    file = powerpoint(dressed, "it")
    for slide in pptx.Presentation(io.BytesIO(file)).slides:
        logos = [shape for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
        assert [shape._element._nvXxPr.cNvPr.get("descr") for shape in logos] == ["Logo di Valdora"]
        title = slide.shapes.title
        assert title.left + title.width <= logos[0].left
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        charts = b"".join(parts.read(name) for name in parts.namelist() if "/charts/chart" in name)
        slides = b"".join(parts.read(name) for name in parts.namelist() if "/slides/slide" in name)
    assert b"8A1538" in charts
    assert b"1D4F91" in charts
    assert b"8A1538" in slides
    assert LIGHT.accent[1:].upper().encode() not in charts + slides
    path = tmp_path / "slides.pptx"
    path.write_bytes(file)
    found = OpenXmlValidator().validate(path).errors
    assert [each for each in found if each.severity == ValidationSeverity.ERROR] == []
    (page,) = pictures(dressed, "it", fitting(dressed, "it"))
    assert red.encode() in page
    assert LIGHT.accent.encode() not in page
    (printed,) = PdfReader(io.BytesIO(sheet(dressed, "it"))).pages
    assert len(printed.images) == 1
