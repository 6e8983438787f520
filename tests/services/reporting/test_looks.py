"""The organisation's look: colours that can be read, a logo that is a picture and nothing else."""

from __future__ import annotations

import base64
import io
import json

import openpyxl
import pytest
from docx import Document
from PIL import Image, PngImagePlugin
from pypdf import PdfReader

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, Refused
from socialimpact.report.look import Look, contrast
from socialimpact.services.reporting import impact_report, looks
from tests.report.scene_of import LINES, MADE_ON, SITES, SUPPLIERS, TAGS
from tests.store_with import OWNER, workspace_with

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100">'
    b'<rect width="300" height="100" fill="#123456"/></svg>'
)


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    home = tmp_path_factory.mktemp("look") / "home"
    with workspace_with(home, LINES, suppliers=SUPPLIERS, sites=SITES, tags=TAGS) as workspace:
        yield workspace


def png(size=(40, 20), **more):
    target = io.BytesIO()
    Image.new("RGB", size, "#123456").save(target, "PNG", **more)
    return target.getvalue()


def test_contrast_is_that_of_wcag():
    assert contrast("#000000") == pytest.approx(21)
    assert contrast("#777777") == pytest.approx(4.48, abs=0.01)
    assert looks.objection(Look().accent, Look().second) is None


@pytest.mark.parametrize(
    ("accent", "second", "why"),
    [
        ("#ffee00", "#b45309", "too pale to read titles"),
        ("#0b6b4f", "#ffee00", "too pale to see lines"),
        ("#0b6b4f", "#0b6b4f", "equally dark"),
        ("red", "#b45309", "no colour"),
    ],
)
def test_colours_that_cannot_be_read_are_refused_with_the_reason(ws, accent, second, why):
    with pytest.raises(Refused, match=why):
        looks.save_colours(ws, OWNER, accent, second)


def test_documents_wear_colours_and_logo(ws):
    looks.save_colours(ws, OWNER, "#1D3A8A", "#b45309")
    looks.save_logo(ws, OWNER, SVG)
    report = impact_report.made(ws, OWNER, 2025, made_on=MADE_ON)
    assert report.look.accent == "#1d3a8a"
    document = Document(io.BytesIO(impact_report.written_as(OWNER, report, "docx", "it")))
    assert str(document.styles["Heading 1"].font.color.rgb) == "1D3A8A"
    assert 'descr="Logo di ' in document.element.xml
    first = PdfReader(io.BytesIO(impact_report.written_as(OWNER, report, "pdf", "it"))).pages[0]
    assert len(first.images) == 1
    book = openpyxl.load_workbook(io.BytesIO(impact_report.written_as(OWNER, report, "xlsx", "it")))
    assert len(book.worksheets[0]._images) == 1
    event = json.loads(
        ws.db.rows("select after from event where subject = 'document_look' order by event_id desc")[0][0]
    )
    assert len(event["logo_sha256"]) == 64
    looks.remove_logo(ws, OWNER)
    assert looks.look(ws) == Look("#1d3a8a", "#b45309")


def test_a_logo_is_drawn_anew_and_brings_no_passenger(ws):
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "secret")
    made = base64.b64decode(looks.save_logo(ws, OWNER, png((3000, 300), pnginfo=told)).logo)
    with Image.open(io.BytesIO(made)) as picture:
        assert (picture.format, picture.size, picture.info.get("Comment")) == ("PNG", (900, 90), None)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + b"\0" * 40,
        b"%PDF-1.7",
        png()[:60],
        SVG.replace(b"<rect", b"<script>alert(1)</script><rect"),
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG,
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>',
        b"<svg" + b" " * (3 * 1024**2),
    ],
    ids=["empty", "gif", "pdf", "cut", "script", "entity", "air", "large"],
)
def test_what_is_no_plain_picture_is_refused(ws, content):
    with pytest.raises(Refused):
        looks.save_logo(ws, OWNER, content)


def test_a_picture_of_too_many_pixels_is_refused(ws):
    with pytest.raises(Refused):
        looks.save_logo(ws, OWNER, png((12_000, 9_000)))


def test_only_who_may_decide_for_all_chooses_the_look(ws):
    for actor in (Actor("reader"), Actor("one", "editor", frozenset({1}))):
        with pytest.raises(NotAllowed):
            looks.save_colours(ws, actor, "#1d3a8a", "#b45309")
