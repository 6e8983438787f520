"""Large sheets are cut into parts and read by two threads: the grid is the same as when they are read as one."""

from __future__ import annotations

import re
import shutil
import zipfile

import pytest

from socialimpact.errors import FileRefused
from socialimpact.tables import sheet_parts, workbook
from socialimpact.tables.book import read_book
from socialimpact.tables.sheet_parts import Uncut, cut

ROWS = 3_000
HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet'
    ' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:D3000"/><sheetData>'
)
TAIL = '</sheetData><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells></worksheet>'


def row(number: int, *, named: bool = True) -> str:
    """A row with a shared text, a number, a day, and, further down, a fourth column."""
    cells = f'<c r="A{number}" t="s"><v>{number % 3}</v></c><c r="B{number}"><v>{number / 4}</v></c>'
    cells += f'<c r="C{number}" s="1"><v>{45000 + number % 700}</v></c>'
    cells += f'<c r="D{number}" t="str"><v>late {number}</v></c>' if number > 2 * ROWS // 3 else ""
    return f'<row r="{number}">{cells}</row>' if named else f"<row>{cells}</row>"


def written(path, rows, *, tail: str = TAIL, sheets: int = 1):
    shared = "".join(f"<si><t>{text}</t></si>" for text in ("Alfa S.r.l.", " Beta &amp; C. ", "Società Gamma"))
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, sheets + 1))
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{of}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    formats = '<xf numFmtId="0"/><xf numFmtId="14"/>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{of}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{of}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships">{related}<Relationship Id="rIds" Type="{of}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rIdt" Type="{of}/styles" Target="styles.xml"/></Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{shared}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}"><cellXfs>{formats}</cellXfs></styleSheet>',
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": HEAD + "".join(rows) + tail for n in range(1, sheets + 1)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


@pytest.fixture
def small_is_large(monkeypatch, tmp_path):
    """Cut from 100 kB on, in this process and in the reader's, with blocks that end anywhere in a row."""
    monkeypatch.setattr(sheet_parts, "LEAST", 100_000)
    monkeypatch.setattr(sheet_parts, "BLOCK", 1_009)
    monkeypatch.setattr(sheet_parts, "HEAD", 500)
    folder = tmp_path / "program" / "socialimpact" / "tables"
    folder.mkdir(parents=True)
    for package in (folder.parent, folder):
        (package / "__init__.py").touch()
    source = workbook.WORKER.read_text(encoding="utf-8").replace("LEAST_IN_PARTS = 1 << 20", "LEAST_IN_PARTS = 0")
    (folder / "worker.py").write_text(source, encoding="utf-8")
    for name in ("frames.py", "part_reader.py", "process_limits.py"):
        shutil.copy(workbook.WORKER.with_name(name), folder)
    source = workbook.WORKER.with_name("sheet_parts.py").read_text(encoding="utf-8")
    for name, value in (("LEAST", 100_000), ("BLOCK", 1_009), ("HEAD", 500)):
        source = re.sub(rf"^{name} = .*$", f"{name} = {value}", source, flags=re.MULTILINE)
    (folder / "sheet_parts.py").write_text(source, encoding="utf-8")
    return folder / "worker.py"


def parts_of(path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheet_parts, "LEAST", 100_000)
        return list(cut(str(path), lambda: None))


def read_both(monkeypatch, worker, path):
    as_one = read_book(path).grids[0]
    monkeypatch.setattr(workbook, "WORKER", worker)
    return as_one, read_book(path).grids[0]


def same(one, other):
    assert other.cells.to_pydict() == one.cells.to_pydict()
    assert [str(kind) for kind in other.kinds] == [str(kind) for kind in one.kinds]
    assert (other.sheet, other.hidden, other.merged) == (one.sheet, one.hidden, one.merged)


@pytest.mark.usefixtures("small_is_large")
def test_the_parts_hold_all_rows_once(tmp_path):
    path = written(tmp_path / "a.xlsx", map(row, range(1, ROWS + 1)))
    found = []
    parts = parts_of(path)
    for part in parts:
        with zipfile.ZipFile(part) as archive:
            assert archive.testzip() is None
            xml = archive.read("xl/worksheets/sheet1.xml").decode()
        assert xml.startswith(HEAD.replace('<dimension ref="A1:D3000"/>', ""))
        assert xml.endswith("</worksheet>")
        found += re.findall(r'<row r="(\d+)">', xml)
    assert len(parts) == sheet_parts.PARTS
    assert found == [str(number) for number in range(1, ROWS + 1)]


@pytest.mark.parametrize("first", [1, 4])
def test_read_in_parts_it_is_the_same(monkeypatch, small_is_large, tmp_path, first):
    numbers = [number for number in range(first, ROWS + 1) if not 1400 < number < 1620]  # blank rows in the middle
    path = written(tmp_path / "a.xlsx", map(row, numbers))
    sent = []
    frames = workbook._frames

    def watched(*given):
        for head, data in frames(*given):
            sent.append((head["frame"], head.get("skip")))
            yield head, data

    monkeypatch.setattr(workbook, "_frames", watched)
    as_one, in_parts = read_both(monkeypatch, small_is_large, path)
    same(as_one, in_parts)
    assert in_parts.cells["row"].to_pylist() == numbers
    assert in_parts.merged == ((1, 0, 1, 1),)
    frames_of_parts = sent[[frame for frame, _ in sent].index("end") + 1 :]
    assert [frame for frame, _ in frames_of_parts].count("chunk") == sheet_parts.PARTS
    assert "again" not in dict(frames_of_parts)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([row(number, named=number < 10) for number in range(1, ROWS + 1)], id="rows without numbers"),
        pytest.param([row(number) for number in range(ROWS, 0, -1)], id="rows in another order"),
        pytest.param([*map(row, range(1, ROWS)), "<!-- </row> -->", row(ROWS)], id="a comment"),
    ],
)
def test_what_is_unusual_is_read_as_one(monkeypatch, small_is_large, tmp_path, rows):
    same(*read_both(monkeypatch, small_is_large, written(tmp_path / "a.xlsx", rows)))


def test_what_is_damaged_far_below_is_told_as_if_read_as_one(monkeypatch, small_is_large, tmp_path):
    rows = [*map(row, range(1, ROWS)), f'<row r="{ROWS}"><c r="A{ROWS}"><v>1</c></row>']
    path = written(tmp_path / "a.xlsx", rows)
    with pytest.raises(FileRefused) as as_one:
        read_book(path)
    monkeypatch.setattr(workbook, "WORKER", small_is_large)
    with pytest.raises(FileRefused) as in_parts:
        read_book(path)
    assert str(in_parts.value) == str(as_one.value)


@pytest.mark.parametrize("change", [{"sheets": 2}, {"tail": "</sheetData></worksheet><!-- late -->"}])
@pytest.mark.usefixtures("small_is_large")
def test_what_is_not_plain_is_not_cut(tmp_path, change):
    path = written(tmp_path / "a.xlsx", map(row, range(1, ROWS + 1)), **change)
    with pytest.raises(Uncut):
        parts_of(path)


def test_small_sheets_and_other_files_are_not_cut(tmp_path):
    with pytest.raises(Uncut):
        list(cut(str(written(tmp_path / "a.xlsx", map(row, range(1, 10)))), lambda: None))
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(Uncut):
        list(cut(str(tmp_path / "b.xlsx"), lambda: None))


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A2500" t="e"><v>#DIV/0!</v></c>',
        '<c r="A2500"><f>1+1</f></c>',
        '<c r="A2500" t="inlineStr"><is><t>Alfa</t></is></c>',
    ],
)
def test_what_the_values_do_not_say_is_looked_for_where_there_are_signs_of_it(
    monkeypatch, small_is_large, tmp_path, cell
):
    rows = [f'<row r="{n}">{cell}<c r="B{n}"><v>2</v></c></row>' if n == 2500 else row(n) for n in range(1, ROWS + 1)]
    path = written(tmp_path / "a.xlsx", rows)
    as_one = read_book(path)
    closely = []
    look = workbook.sheet_xml.look_through

    def looked(path, stop, *, plain=False):
        closely.append(not plain)
        return look(path, stop, plain=plain)

    monkeypatch.setattr(workbook, "WORKER", small_is_large)
    monkeypatch.setattr(workbook, "LEAST_IN_PARTS", 0)
    monkeypatch.setattr(workbook, "_LOOKERS", {"xlsx": looked})
    monkeypatch.setattr(workbook.sheet_xml, "look_through", looked)
    in_parts = read_book(path)
    same(as_one.grids[0], in_parts.grids[0])
    assert [problem.code for problem in in_parts.problems] == [problem.code for problem in as_one.problems]
    assert closely == [True]
    closely.clear()
    read_book(written(tmp_path / "b.xlsx", map(row, range(1, ROWS + 1))))
    assert closely == [False]
