"""What OpenDocument says besides its values: hidden rows and columns, merged cells."""

from __future__ import annotations

import threading
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.tables.book import read_book
from socialimpact.tables.open_document import look_through
from socialimpact.tables.unsaid import BookUnsaid

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
)
KIND = "application/vnd.oasis.opendocument.spreadsheet"


def ods(path, body: str, name: str = "Dati"):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", KIND)
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{manifest}">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{KIND}"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content {NAMES}><office:body><office:spreadsheet>"
            f'<table:table table:name="{name}">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def test_hidden_rows_and_columns_are_read_and_told(tmp_path):
    body = (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
        + row(cell("a"), cell("b"), cell("c"))
        + row(cell("d"), more=' table:visibility="filter" table:number-rows-repeated="2"')
        + row(cell("e"))
    )
    book = read_book(ods(tmp_path / "a.ods", body))
    grid = book.grids[0]
    assert grid.head(9) == [["a", "b", "c"], ["d", None, None], ["d", None, None], ["e", None, None]]
    assert (grid.hidden_rows, grid.hidden_columns) == ((2, 3), (1, 2))
    assert [problem.code for problem in book.problems] == ["rows_hidden", "columns_hidden"]


def test_merged_cells_say_how_far_they_reach(tmp_path):
    wide = ' table:number-columns-spanned="2" table:number-rows-spanned="1"'
    body = row(cell("x"), cell("Importi", wide), "<table:covered-table-cell/>") + row(cell("y"), cell("1"), cell("2"))
    grid = read_book(ods(tmp_path / "a.ods", body, name="R&amp;D")).grids[0]
    assert grid.merged == ((1, 1, 1, 2),)


def test_merged_cells_of_a_real_file(samples):
    assert read_book(samples / "torture" / "calamine__merged_cells.ods").grids[0].merged


def test_errors_are_known(tmp_path):
    book = read_book(ods(tmp_path / "a.ods", row(cell("Importo")) + row(cell("#N/D"))))
    assert [problem.code for problem in book.problems] == ["error_cells"]


def test_every_open_document_is_looked_through_without_harm(samples):
    for file in sorted((samples / "torture").glob("*.ods")):
        assert isinstance(look_through(file, threading.Event()), BookUnsaid)


@pytest.mark.parametrize("count", ["0", "-1", "x", "99999999", "9999999"])
def test_absurd_counts_are_bounded(tmp_path, count):
    body = row(cell("a"), more=f' table:visibility="collapse" table:number-rows-repeated="{count}"')
    found = look_through(ods(tmp_path / "a.ods", body), threading.Event())
    assert len(found.sheets["Dati"].hidden_rows) <= 1_048_576


@given(st.text(st.sampled_from('<>/ ="tablerowc:-visibility'), max_size=300))
def test_no_content_breaks_the_look(tmp_path_factory, text):
    file = tmp_path_factory.mktemp("ods") / "a.ods"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("content.xml", f'table:visibility="<table:table{text}')
    assert isinstance(look_through(file, threading.Event()), BookUnsaid)
