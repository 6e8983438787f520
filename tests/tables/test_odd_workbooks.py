"""Workbooks as odd programs write them, and as a bad copy leaves them: read right, or refused where they are wrong."""

from __future__ import annotations

import zipfile

import pytest

from socialimpact.errors import FileRefused
from socialimpact.tables.book import read_book
from socialimpact.tables.grid import CellKind
from socialimpact.tables.marks import date_order
from tests.tables.making import MAIN, OFFICE, written, xlsx

STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="6">'
    '<numFmt numFmtId="170" formatCode="gg/mm/aaaa"/><numFmt numFmtId="171" formatCode="[$-410]d mmmm yyyy;@"/>'
    '<numFmt numFmtId="172" formatCode="yyyymmdd"/><numFmt numFmtId="173" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="174" formatCode="&quot;day &quot;0"/><numFmt numFmtId="175" formatCode="TT.MM.JJJJ"/></numFmts>'
    '<cellXfs count="12"><xf/>'
    + "".join(f'<xf numFmtId="{number}"/>' for number in (170, 171, 172, 173, 174, 175, 14, 22, 10, 20))
    + "</cellXfs></styleSheet>"
)


def row(*cells: str, number: int = 1) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def refusal(path) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read_book(path)
    return refused.value


def spoilt(path, part: str, content: bytes | None):
    """A whole workbook of which one part is other than it was, or missing."""
    whole = xlsx(path.with_suffix(".whole"), {"Dati": [["Fornitore", "Importo"], ["Rossi", 1]]})
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
            elif content is not None:
                new.writestr(name, content)
    return path


@pytest.mark.parametrize("before", ["", '<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>'])
def test_what_a_sheet_says_of_its_size_does_not_matter(tmp_path, before):
    cells = ('<c r="A1"><v>1</v></c>', '<c r="C1" t="inlineStr"><is><t>x</t></is></c>')
    file = written(tmp_path / "a.xlsx", row(*cells) + row('<c r="B2"><v>2</v></c>', number=2), before)
    assert read_book(file).grids[0].head(9) == [["1", None, "x"], [None, "2", None]]


def test_rows_and_cells_without_their_places_stand_where_they_are_written(tmp_path):
    data = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    assert read_book(written(tmp_path / "a.xlsx", data)).grids[0].head(9) == [["1", "2"], ["3", None]]


def test_names_with_a_prefix(tmp_path):
    data = '<x:row r="1"><x:c r="A1" t="e"><x:v>#N/A</x:v></x:c><x:c r="B1"><x:v>7</x:v></x:c></x:row>'
    file = written(tmp_path / "a.xlsx", "")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{data}</x:sheetData></x:worksheet>'
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    assert read_book(tmp_path / "b.xlsx").grids[0].head(1) == [["#N/A", "7"]]


def test_a_shared_text_that_does_not_exist_costs_its_cell_only(tmp_path):
    shared = f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><t>Rossi</t></si></sst>'
    data = row('<c r="A1" t="s"><v>0</v></c>', '<c r="B1"><v>5</v></c>')
    assert read_book(written(tmp_path / "a.xlsx", data, sharedStrings=shared)).grids[0].head(1) == [["Rossi", "5"]]
    bad = data + row('<c r="A2" t="s"><v>9</v></c>', '<c r="B2"><v>6</v></c>', number=2)
    book = read_book(written(tmp_path / "b.xlsx", bad, sharedStrings=shared))
    assert book.grids[0].head(9) == [["Rossi", "5"], [None, "6"]]
    assert [problem.code for problem in book.problems] == ["texts_missing"]


@pytest.mark.parametrize(
    ("style", "value", "shown", "kind"),
    [
        (1, "45292", "2024-01-01", CellKind.DATE),
        (2, "45292", "2024-01-01", CellKind.DATE),
        (3, "45292", "2024-01-01", CellKind.DATE),
        (4, "1.25", "30:00:00", CellKind.TEXT),
        (5, "45292", "45292", CellKind.NUMBER),
        (6, "45292", "2024-01-01", CellKind.DATE),
        (7, "45292", "2024-01-01", CellKind.DATE),
        (8, "45292.5", "2024-01-01 12:00:00", CellKind.DATE),
        (9, "0.22", "0.22", CellKind.NUMBER),
        (10, "0.5", "12:00:00", CellKind.TEXT),
        (0, "45292", "45292", CellKind.NUMBER),
    ],
)
def test_dates_times_and_shares_by_their_format(tmp_path, style, value, shown, kind):
    file = written(tmp_path / "a.xlsx", row(f'<c r="A1" s="{style}"><v>{value}</v></c>'), styles=STYLES)
    grid = read_book(file).grids[0]
    assert (grid.head(1), grid.kinds) == ([[shown]], (kind,))


def test_days_are_counted_from_1904_where_the_workbook_says_so(tmp_path):
    data = row('<c r="A1" s="7"><v>43830</v></c>')
    file = written(tmp_path / "a.xlsx", data, book='<workbookPr date1904="1"/>', styles=STYLES)
    assert read_book(file).grids[0].head(1) == [["2024-01-01"]]


@pytest.mark.parametrize("since_1904", [False, True])
def test_day_numbers_without_a_format_count_from_the_workbooks_own_day(tmp_path, since_1904):
    data = "".join(row(f'<c r="A{n}"><v>{45000 + n}</v></c>', number=n) for n in range(1, 9))
    book = '<workbookPr date1904="true"/>' if since_1904 else "<workbookPr/>"
    grid = read_book(written(tmp_path / "a.xlsx", data, book=book)).grids[0]
    assert date_order(grid, 0, 0).order == ("serial1904" if since_1904 else "serial")


@pytest.mark.parametrize(
    ("written_as", "read_as", "told"),
    [
        ("12345678903", "12345678903", False),
        ("1.2345678903E10", "12345678903", False),
        ("1.2345678903E+10", "12345678903", False),
        ("123456789012345", "123456789012345", False),
        ("1234567890123456", "1234567890123456", True),
        ("1.23456789012346E+15", "1234567890123460", True),
        ("1.2345678901234567E+19", "12345678901234567000", True),
        ("0.1", "0.1", False),
        ("0.30000000000000004", "0.30000000000000004", False),
        ("1E-7", "0.0000001", False),
    ],
)
def test_long_numbers_keep_their_digits_and_lost_ones_are_told(tmp_path, written_as, read_as, told):
    book = read_book(written(tmp_path / "a.xlsx", row(f'<c r="A1"><v>{written_as}</v></c>')))
    assert book.grids[0].head(1) == [[read_as]]
    assert [problem.code for problem in book.problems] == (["digits_lost"] if told else [])


def test_text_keeps_its_zeros_and_loses_outer_white_space_only(tmp_path):
    texts = ["00123", "\u00a0Rossi\u00a0Mario \u00a0", "1E5", "TRUE", "=1+1", "' x"]
    cells = "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>' for text in texts)
    book = read_book(written(tmp_path / "a.xlsx", f"<row>{cells}</row>"))
    assert book.grids[0].head(1) == [["00123", "Rossi\u00a0Mario", "1E5", "TRUE", "=1+1", "' x"]]
    assert set(book.grids[0].kinds) == {CellKind.TEXT}


def test_a_very_hidden_sheet_is_read_and_told(tmp_path):
    file = xlsx(tmp_path / "a.xlsx", {"Dati": [["a"]], "Segreto": [["b"]]}, hidden=("Segreto",))
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'state="hidden"', b'state="veryHidden"'))
    book = read_book(tmp_path / "b.xlsx")
    assert [(grid.sheet, grid.hidden) for grid in book.grids] == [("Dati", False), ("Segreto", True)]
    assert [(problem.code, problem.sheet) for problem in book.problems] == [("sheet_hidden", "Segreto")]


def test_a_workbook_in_the_strict_form_of_the_standard(samples):
    strict = read_book(samples / "torture" / "poi4.0.1__SampleSS.strict.xlsx")
    usual = read_book(samples / "torture" / "poi4.0.1__SampleSS.xlsx")
    assert [grid.head(99) for grid in strict.grids] == [grid.head(99) for grid in usual.grids]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("calamine__any_sheets.xls", "calamine__any_sheets.xlsb"),
        ("calamine__any_sheets.xls", "calamine__any_sheets.xlsx"),
        ("calamine__date.xlsx", "calamine__date.xls"),
        ("calamine__date.xlsx", "calamine__date.xlsb"),
        ("calamine__date_1904.xlsx", "calamine__date_1904.xls"),
        ("calamine__date_1904.xlsx", "calamine__date_1904.xlsb"),
        ("calamine__issues.xlsx", "calamine__issues.ods"),
        ("calamine__merge_cells.xlsx", "calamine__merge_cells.xls"),
        ("calamine__merged_range.xlsx", "calamine__merged_range.xls"),
        ("roo__Bibelbund.xlsm", "roo__Bibelbund.ods"),
        ("roo__boolean.xlsm", "roo__boolean.ods"),
        ("roo__datetime.xlsx", "roo__datetime.ods"),
        ("roo__simple_spreadsheet.xlsm", "roo__simple_spreadsheet.ods"),
        ("roo__time-test.xlsm", "roo__time-test.ods"),
        ("roo__whitespace.xlsm", "roo__whitespace.ods"),
    ],
)
def test_the_same_content_reads_alike_in_every_format(samples, first, second):
    one, other = (read_book(samples / "torture" / name) for name in (first, second))
    assert [(grid.sheet, grid.hidden, grid.cells.to_pylist()) for grid in one.grids] == [
        (grid.sheet, grid.hidden, grid.cells.to_pylist()) for grid in other.grids
    ]
    for left, right in zip(one.grids, other.grids, strict=True):
        places = [(place, column) for place in range(left.height) for column in range(left.width)]
        assert [left.kind(*place) for place in places] == [right.kind(*place) for place in places]


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    b"<worksheet><sheetData><row><c><v>&c;</v></c></row></sheetData></worksheet>"
)
SPY = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>'


@pytest.mark.parametrize(
    ("part", "content", "code", "said"),
    [
        (
            "xl/worksheets/sheet1.xml",
            BOMB,
            "entities",
            "“xl/worksheets/sheet1.xml” of the workbook defines XML entities",
        ),
        ("xl/worksheets/sheet1.xml", SPY, "entities", "defines XML entities"),
        ("xl/workbook.xml", SPY, "entities", "defines XML entities"),
        ("xl/workbook.xml", b"<workbook>\n<sheets>\n<sheet", "damaged", "at line 3 of its part “xl/workbook.xml”"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row></c>", "damaged", "at line 1 of its part"),
        ("xl/workbook.xml", None, "damaged", "“xl/workbook.xml” is missing"),
    ],
)
def test_a_spoilt_part_is_named(tmp_path, part, content, code, said):
    refused = refusal(spoilt(tmp_path / "a.xlsx", part, content))
    assert refused.code == code
    assert said in refused.message.to("en")
    assert refused.message.to("it") != refused.message.to("en")


def test_a_part_that_was_changed_on_the_way_is_named(tmp_path):
    file = xlsx(tmp_path / "a.xlsx", {"Dati": [[f"Fornitore {n}", n] for n in range(2000)]})
    with zipfile.ZipFile(file) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    content = bytearray(file.read_bytes())
    content[start + 2000 : start + 2600] = bytes(600)
    file.write_bytes(content)
    refused = refusal(file)
    assert refused.code == "damaged"
    assert "“xl/worksheets/sheet1.xml” cannot be unpacked" in refused.message.to("en")


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_workbook_that_was_not_copied_to_its_end_is_told_so(tmp_path, kept):
    file = xlsx(tmp_path / "a.xlsx", {"Dati": [[f"Fornitore {n}", n] for n in range(2000)]})
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * kept)])
    assert refusal(file).code == "truncated"


@pytest.mark.parametrize("kept", [0.02, 0.3, 0.8])
def test_an_old_workbook_that_was_not_copied_to_its_end_is_told_so(samples, tmp_path, kept):
    content = (samples / "torture" / "calamine__issue444.xls").read_bytes()
    (tmp_path / "a.xls").write_bytes(content[: int(len(content) * kept)])
    assert refusal(tmp_path / "a.xls").code == "truncated"


def test_relations_may_lead_anywhere_inside_the_workbook_only(tmp_path):
    target = "../../../../../../etc/passwd"
    relations = f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="{target}"/></Relationships>'
    refused = refusal(spoilt(tmp_path / "a.xlsx", "xl/_rels/workbook.xml.rels", relations.encode()))
    assert refused.code in {"damaged", "empty_workbook"}
