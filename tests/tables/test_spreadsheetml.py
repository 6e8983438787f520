"""Excel's XML of 2003, which many programs still write and call .xls."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.errors import FileRefused
from socialimpact.tables.book import read_book
from socialimpact.tables.grid import CellKind
from socialimpact.tables.spreadsheetml import Reader

HEAD = """<?xml version="1.0" encoding="{}"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:html="http://www.w3.org/TR/REC-html40" xmlns:x="urn:schemas-microsoft-com:office:excel">"""


def cell(value: object, kind: str = "String", **attributes: object) -> str:
    given = "".join(f' ss:{key}="{one}"' for key, one in attributes.items())
    return f'<Cell{given}><Data ss:Type="{kind}">{value}</Data></Cell>'


def read(tmp_path, body: str, encoding: str = "utf-8", declared: str | None = None):
    file = tmp_path / "fatture.xls"
    file.write_bytes((HEAD.format(declared or encoding) + body + "</Workbook>").encode(encoding))
    return read_book(file)


def sheet(*rows: str, name: str = "Dati", more: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table>{more}</Worksheet>'


def test_values_keep_their_kinds(tmp_path):
    body = sheet(
        "<Row>" + cell("Fornitore") + cell("Data") + cell("Importo") + cell("Pagata") + cell("Codice") + "</Row>",
        "<Row>"
        + cell("Caff&#232; <html:B>Rossi</html:B>")
        + cell("2024-01-05T00:00:00.000", "DateTime")
        + cell("1234.5", "Number")
        + cell("1", "Boolean")
        + cell("1234567890123456", "Number")
        + "</Row>",
        "<Row>"
        + cell("Bianchi")
        + cell("2024-01-06T10:30:00.000", "DateTime")
        + cell("#N/D", "Error")
        + cell("0", "Boolean")
        + "</Row>",
    )
    book = read(tmp_path, body)
    grid = book.grids[0]
    assert (book.format, grid.sheet) == ("xml", "Dati")
    assert grid.head(3) == [
        ["Fornitore", "Data", "Importo", "Pagata", "Codice"],
        ["Caffè Rossi", "2024-01-05", "1234.5", "TRUE", "1234567890123456"],
        ["Bianchi", "2024-01-06 10:30:00", "#N/D", "FALSE", None],
    ]
    assert [grid.kind(1, column) for column in range(5)] == [
        CellKind.TEXT,
        CellKind.DATE,
        CellKind.NUMBER,
        CellKind.BOOL,
        CellKind.NUMBER,
    ]
    assert grid.kind(2, 2) is CellKind.ERROR
    assert [(p.code, p.row, p.column) for p in book.problems] == [("error_cells", 3, 2), ("digits_lost", 2, 4)]


def test_rows_and_cells_that_are_skipped_or_merged(tmp_path):
    body = sheet(
        '<Row ss:Index="3">' + cell("a", MergeAcross=1) + cell("b") + cell("c", Index=6) + "</Row>",
        "<Row>" + cell("d", MergeDown=1) + cell("e") + "</Row>",
        "<Row>" + cell("f") + "</Row>",
    )
    grid = read(tmp_path, body).grids[0]
    assert grid.cells["row"].to_pylist() == [3, 4, 5]
    assert grid.head(3) == [
        ["a", None, "b", None, None, "c"],
        ["d", "e", None, None, None, None],
        [None, "f", None, None, None, None],
    ]
    assert grid.merged == ((3, 0, 3, 1), (4, 0, 5, 0))


def test_hidden_sheets_rows_and_columns_are_read_and_told(tmp_path):
    rows = (
        '<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>',
        "<Row>" + cell("a") + cell("b") + cell("c") + "</Row>",
        '<Row ss:Hidden="1">' + cell("d") + "</Row>",
    )
    more = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"
    book = read(tmp_path, sheet(*rows) + sheet("<Row>" + cell("x") + "</Row>", name="Altro", more=more))
    assert [(grid.hidden, grid.hidden_rows, grid.hidden_columns) for grid in book.grids] == [
        (False, (2,), (1, 2)),
        (True, (), ()),
    ]
    assert [p.code for p in book.problems] == ["rows_hidden", "columns_hidden", "sheet_hidden"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_accents_in_every_encoding(tmp_path, encoding):
    book = read(tmp_path, sheet("<Row>" + cell("Città") + "</Row>"), encoding)
    assert book.grids[0].head(1) == [["Città"]]
    assert book.problems == ()


def test_a_file_that_declares_another_encoding_than_it_has(tmp_path):
    book = read(tmp_path, sheet("<Row>" + cell("Città") + "</Row>"), "cp1252", declared="utf-8")
    assert book.grids[0].head(1) == [["Città"]]
    assert [p.code for p in book.problems] == ["encoding_guessed"]


def test_control_characters_that_xml_forbids_do_no_harm(tmp_path):
    book = read(tmp_path, sheet("<Row>" + cell("a\x1fb&#x0B;c") + cell("d\x02") + "</Row>"))
    assert book.grids[0].head(1) == [["abc", "d"]]


def test_what_is_no_number_or_date_stays_text(tmp_path):
    body = sheet("<Row>" + cell("12,5", "Number") + cell("nan", "Number") + cell("ieri", "DateTime") + "</Row>")
    assert read(tmp_path, body).grids[0].head(1) == [["12,5", "nan", "ieri"]]


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (HEAD.format("utf-8") + "<Worksheet><Table><Row>", "damaged", "line 4"),
        (
            (
                '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
                '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
                '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet>&c;</Worksheet></Workbook>'
            ),
            "entities",
            "entities",
        ),
        (
            (
                '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
                '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
                '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet>&b;</Worksheet></Workbook>'
            ),
            "entities",
            "entities",
        ),
        (HEAD.format("utf-8") + "</Workbook>", "empty_workbook", "no cells"),
    ],
)
def test_a_broken_or_hostile_document_is_refused_in_words(tmp_path, content, code, said):
    file = tmp_path / "a.xls"
    file.write_text(content)
    with pytest.raises(FileRefused) as refused:
        read_book(file)
    assert refused.value.code == code
    assert said in refused.value.message.to("en")


def test_elements_outside_of_a_sheet_are_no_cells(tmp_path):
    stray = '<Data ss:Type="String">x</Data><Row><Cell/></Row><Visible>SheetHidden</Visible>'
    book = read(tmp_path, stray + sheet('<Data ss:Type="String">y</Data>', "<Row>" + cell("a") + "</Row>"))
    assert [(grid.head(9), grid.hidden) for grid in book.grids] == [([["a"]], False)]


def test_a_cell_at_the_last_corner_is_bounded(tmp_path):
    far = '<Row ss:Index="1048576">' + cell("x", Index=16384) + "</Row>"
    with pytest.raises(FileRefused) as refused:
        read(tmp_path, sheet("<Row>" + cell("a") + "</Row>", far))
    assert refused.value.code == "too_large"


LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")


@given(st.lists(st.lists(st.text(LETTERS, max_size=5), min_size=2, max_size=2), min_size=1, max_size=6))
def test_any_table_reads_back(table):
    body = sheet(*("<Row>" + "".join(cell(escape(text)) for text in row) + "</Row>" for row in table))
    (found,) = Reader(lambda _cells: None).read((HEAD.format("utf-8") + body + "</Workbook>").encode())
    assert found.rows == table
