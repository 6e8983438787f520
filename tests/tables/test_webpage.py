"""Pages of HTML that call themselves workbooks, read as a spreadsheet program shows them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.errors import FileRefused
from socialimpact.settings import READING
from socialimpact.tables.book import read_book
from socialimpact.tables.webpage import Sheet


def read(tmp_path, page: str | bytes, encoding: str = "utf-8"):
    file = tmp_path / "fatture.xls"
    file.write_bytes(page if isinstance(page, bytes) else page.encode(encoding))
    return read_book(file)


def rows(page: str) -> list[list[str]]:
    return Sheet().read(page, lambda _cells: None).rows


def test_a_plain_export(tmp_path):
    book = read(
        tmp_path,
        """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"><title>Elenco</title>
        <style>td { mso-number-format:"\\@"; }</style></head><body>
        <table border=1>
        <thead><tr><th>Data<th>Fornitore<th>Importo</tr></thead>
        <tr><td>05/01/2024</td><td>Caff&egrave; &amp; C.&nbsp;</td><td align=right>1.234,56</td></tr>
        <tr><td>06/01/2024<td>Rossi<br>Mario<td>&euro;&#160;12,00
        </table></body></html>""",
    )
    assert (book.format, book.problems) == ("html", ())
    grid = book.grids[0]
    assert grid.head(9) == [
        ["Data", "Fornitore", "Importo"],
        ["05/01/2024", "Caffè & C.", "1.234,56"],
        ["06/01/2024", "Rossi\nMario", "€\u00a012,00"],
    ]
    assert grid.cells["row"].to_pylist() == [1, 2, 3]


def test_cells_that_reach_over_rows_and_columns(tmp_path):
    page = """<table>
        <tr><td rowspan=2>Fornitore<td colspan="2">Importi<td>Note</tr>
        <tr><td>Netto<td>IVA<td>-</tr>
        <tr><td rowspan='3'>Rossi<td>1<td>2<td>a</tr>
        <tr><td>3<td>4<td>b</tr>
        <tr><td>5<td>6<td>c</tr>
        <tr><td>Bianchi<td>7<td>8<td>d</tr>
        </table>"""
    grid = read(tmp_path, page).grids[0]
    assert grid.head(9) == [
        ["Fornitore", "Importi", None, "Note"],
        [None, "Netto", "IVA", "-"],
        ["Rossi", "1", "2", "a"],
        [None, "3", "4", "b"],
        [None, "5", "6", "c"],
        ["Bianchi", "7", "8", "d"],
    ]
    assert grid.merged == ((1, 0, 2, 0), (1, 1, 1, 2), (3, 0, 5, 0))


def test_titles_and_several_tables_stand_under_each_other():
    page = """<h1>Scheda fornitori</h1><p>Anno <b>2024</b></p>
        <h3>Rossi</h3><table><tr><td>1<td>2</table>
        <h3>Bianchi</h3><table><tr><td>3<td>4</table>Totale 10"""
    assert rows(page) == [
        ["Scheda fornitori"],
        ["Anno 2024"],
        ["Rossi"],
        ["1", "2"],
        ["Bianchi"],
        ["3", "4"],
        ["Totale 10"],
    ]


def test_a_table_inside_a_table_has_rows_of_its_own():
    page = """<table><tr><td>Elenco fatture<td>Pagina 1</tr>
        <tr><td colspan=2><table><tr><td>a<td>b</tr><tr><td>c<td>d</tr></table></td></tr>
        <tr><td>Fine</tr></table>"""
    assert rows(page) == [["Elenco fatture", "Pagina 1"], ["a", "b"], ["c", "d"], ["Fine"]]


def test_what_a_browser_does_not_show_is_no_cell():
    page = """<!-- <table><tr><td>no</table> --><script>var t = "<table><tr><td>no</td>";</script>
        <table><tr><td><!--[if gte mso 9]><xml>no</xml><![endif]-->yes<td title="a > b">also</table>"""
    assert rows(page) == [["yes", "also"]]


def test_hidden_rows_are_read_and_told(tmp_path):
    page = "<table><tr><td>a<tr style='display: none'><td>b<tr hidden><td>c<tr><td>d</table>"
    book = read(tmp_path, page)
    assert book.grids[0].head(9) == [["a"], ["b"], ["c"], ["d"]]
    assert book.grids[0].hidden_rows == (2, 3)
    assert [(p.code, [place.row for place in p.located]) for p in book.problems] == [("rows_hidden", [2, 3])]


def test_tags_may_be_left_open_and_written_anyhow():
    assert rows("<TABLE><TR><TD>a<TD>b<TR><TD>c<TD ALIGN=RIGHT>d") == [["a", "b"], ["c", "d"]]
    assert rows("<table><td>a</td><td>b</td></table>") == [["a", "b"]]
    assert rows("<table><tr><td>1 < 2<td>a<b</table>") == [["1 < 2", "a"]]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-16"])
@pytest.mark.parametrize("meta", ["", "<meta http-equiv=Content-Type content='text/html; charset={}'>"])
def test_accents_in_every_encoding(tmp_path, encoding, meta):
    page = f"<html>{meta.format(encoding)}<table><tr><td>Città<td>Perché</table>"
    book = read(tmp_path, page, encoding)
    assert book.grids[0].head(1) == [["Città", "Perché"]]
    guessed = [] if meta or encoding == "utf-16" else ["encoding_guessed"]
    assert [problem.code for problem in book.problems] == guessed


def test_lines_above_the_first_table_that_are_no_title_are_left_out_and_told(tmp_path):
    menu = "".join(f"<p>Voce {n}</p>" for n in range(40))
    book = read(tmp_path, f"<html>{menu}<table><tr><td>a<td>b</table>")
    assert book.grids[0].height == 11
    assert [(p.code, p.message.to("en")[:3]) for p in book.problems] == [("page_text_left_out", "30 ")]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<html><body><h1>Accesso scaduto</h1></body></html>", "without a table"),
        ("<html><frameset><frame src='x_file/sheet001.htm'></frameset></html>", "points to other files"),
    ],
)
def test_a_page_without_a_table_is_refused(tmp_path, page, said):
    with pytest.raises(FileRefused) as refused:
        read(tmp_path, page)
    assert refused.value.code == "html"
    assert said in refused.value.message.to("en")


def test_a_page_of_monstrous_spans_is_bounded(tmp_path):
    page = "<table>" + "<tr><td colspan=99999999 rowspan=99999999>a</tr>" * 5_000 + "</table>"
    with pytest.raises(FileRefused) as refused:
        read(tmp_path, page)
    assert refused.value.code == "too_large"


def test_a_web_page_saved_as_a_single_file_has_a_sheet_for_each_page_with_a_table(tmp_path):
    message = b"""MIME-Version: 1.0\r
X-Document-Type: Workbook\r
Content-Type: multipart/related; boundary="----=_Next"\r
\r
------=_Next\r
Content-Location: file:///C:/a.htm\r
Content-Type: text/html; charset="us-ascii"\r
\r
<html><xml><x:ExcelWorksheet><x:Name>Gennaio</x:Name></x:ExcelWorksheet>\r
<x:ExcelWorksheet><x:Name>Febbraio</x:Name></x:ExcelWorksheet></xml><frameset></frameset></html>\r
------=_Next\r
Content-Location: file:///C:/sheet001.htm\r
Content-Transfer-Encoding: quoted-printable\r
Content-Type: text/html; charset="windows-1252"\r
\r
<table><tr><td>Citt=E0</td><td class=3Dx>1</td></tr></table>\r
------=_Next\r
Content-Location: file:///C:/sheet002.htm\r
Content-Transfer-Encoding: base64\r
Content-Type: text/html; charset="utf-8"\r
\r
PHRhYmxlPjx0cj48dGQ+UGVyY2jDqTwvdGQ+PC90cj48L3RhYmxlPg==\r
------=_Next--\r
"""
    book = read(tmp_path, message)
    assert book.format == "mhtml"
    assert [(grid.sheet, grid.head(1)) for grid in book.grids] == [
        ("Gennaio", [["Città", "1"]]),
        ("Febbraio", [["Perché"]]),
    ]


CELLS = st.text(st.characters(min_codepoint=33, exclude_categories=["Cs", "Zs", "Cc"]), max_size=5)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_any_table_reads_back(table):
    import html  # noqa: PLC0415 - the writer's side only

    body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in table)
    assert rows(f"<table>{body}</table>") == table


@given(st.text(st.sampled_from(list("<>/!-\"'=& abtdrle0123")), max_size=300))
def test_no_page_breaks_the_reader(page):
    Sheet().read("<table>" + page, lambda _cells: None)


def test_reading_limits_hold_for_pages(tmp_path):
    file = tmp_path / "a.xls"
    file.write_text("<table>" + "<tr><td>a<td>b" * 50 + "</table>")
    with pytest.raises(FileRefused) as refused:
        read_book(file, limits=type(READING)(cells=60))
    assert refused.value.code == "too_large"
