from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, datetime, timedelta
from datetime import time as clock

import pytest
from openpyxl import Workbook

from socialimpact.errors import FileRefused
from socialimpact.settings import READING
from socialimpact.tables import workbook as workbooks
from socialimpact.tables.book import read_book
from socialimpact.tables.grid import CellKind
from tests.tables.making import xlsx


def test_every_kind_of_cell(tmp_path):
    file = xlsx(
        tmp_path / "a.xlsx",
        {
            "Foglio1": [
                [
                    "  Rossi\u00a0",
                    1,
                    1234.5,
                    date(2024, 5, 6),
                    datetime(2024, 5, 6, 7, 8, 9),  # noqa: DTZ001 - a cell has no zone
                    True,
                    clock(10, 30),
                    None,
                ],
                [
                    "Verdi",
                    12345678901,
                    1 / 3,
                    date(2024, 5, 7),
                    datetime(2024, 5, 7),  # noqa: DTZ001
                    False,
                    timedelta(hours=30),
                    " ",
                ],
                ["Bianchi", -3, 1e-7, None, None, None, None, None],
            ]
        },
    )
    grid = read_book(file).grids[0]
    assert grid.head(3) == [
        ["Rossi", "1", "1234.5", "2024-05-06", "2024-05-06 07:08:09", "TRUE", "10:30:00"],
        ["Verdi", "12345678901", "0.3333333333333333", "2024-05-07", "2024-05-07", "FALSE", "30:00:00"],
        ["Bianchi", "-3", "0.0000001", None, None, None, None],
    ]
    assert grid.kinds == (
        CellKind.TEXT,
        CellKind.NUMBER,
        CellKind.NUMBER,
        CellKind.DATE,
        CellKind.DATE,
        CellKind.BOOL,
        CellKind.TEXT,
    )


def test_mixed_columns_know_the_kind_of_each_cell(tmp_path):
    """The second chunk of rows is of one kind only; together the column is mixed."""
    rows = [["Importo"], *([n + 0.5] for n in range(10_500)), ["n.d."], [None], [7]]
    grid = read_book(xlsx(tmp_path / "a.xlsx", {"A": [[1, *row] for row in rows]})).grids[0]
    kinds = grid.kinds[1].to_pylist()
    assert kinds[:2] == [CellKind.TEXT, CellKind.NUMBER]
    assert kinds[-3:] == [CellKind.TEXT, CellKind.EMPTY, CellKind.NUMBER]
    assert kinds.count(CellKind.NUMBER) == 10_501
    assert len(kinds) == grid.height == 10_504


def test_rows_and_columns_are_counted_from_the_corner_of_the_sheet(tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    sheet["C5"], sheet["D7"], sheet["Z900"] = "Importo", 1.5, " "
    workbook.save(tmp_path / "a.xlsx")
    grid = read_book(tmp_path / "a.xlsx").grids[0]
    assert grid.cells["row"].to_pylist() == [5, 7]
    assert grid.head(2) == [[None, None, "Importo", None], [None, None, None, "1.5"]]
    assert grid.kinds == (CellKind.EMPTY, CellKind.EMPTY, CellKind.TEXT, CellKind.NUMBER)


def test_hidden_and_empty_sheets_are_there_and_hidden_ones_are_told(tmp_path):
    file = xlsx(tmp_path / "a.xlsx", {"Dati": [["a"], [1]], "Note": [["x"]], "Vuoto": []}, hidden=("Note",))
    book = read_book(file)
    assert [(grid.sheet, grid.height, grid.hidden) for grid in book.grids] == [
        ("Dati", 2, False),
        ("Note", 1, True),
        ("Vuoto", 0, False),
    ]
    assert [(problem.code, problem.sheet) for problem in book.problems] == [("sheet_hidden", "Note")]


def test_a_workbook_without_cells_is_refused(tmp_path):
    with pytest.raises(FileRefused) as refused:
        read_book(xlsx(tmp_path / "a.xlsx", {"A": [], "B": [[" "]]}))
    assert refused.value.code == "empty_workbook"


def test_three_cells_at_the_corners_of_the_largest_sheet(tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    sheet["A1"], sheet["B2"] = "a", 1
    sheet.cell(1_048_576, 16_384, "x")
    workbook.save(tmp_path / "far.xlsx")
    with pytest.raises(FileRefused) as refused:
        read_book(tmp_path / "far.xlsx")
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(("row", "column"), [(1_048_576, 3), (3, 16_384)])
def test_three_cells_in_a_very_tall_or_wide_sheet(tmp_path, row, column):
    workbook = Workbook()
    sheet = workbook.active
    sheet["A1"], sheet["B2"] = "a", 1
    sheet.cell(row, column, "x")
    workbook.save(tmp_path / "far.xlsx")
    grid = read_book(tmp_path / "far.xlsx").grids[0]
    assert grid.cells["row"].to_pylist() == [1, 2, row]
    assert grid.cell(row, column - 1) == "x"


def test_more_cells_than_allowed_are_refused(tmp_path):
    file = xlsx(tmp_path / "a.xlsx", {"A": [[1, 2, 3]] * 10, "B": [[1, 2, 3]] * 10})
    assert len(read_book(file, limits=replace(READING, cells=60)).grids) == 2
    with pytest.raises(FileRefused) as refused:
        read_book(file, limits=replace(READING, cells=59))
    assert refused.value.code == "too_large"


def test_too_little_memory_is_a_refusal_and_no_crash(tmp_path):
    file = xlsx(tmp_path / "a.xlsx", {"A": [[f"text {n}", n, n / 7] for n in range(30_000)]})
    with pytest.raises(FileRefused) as refused:
        read_book(file, limits=replace(READING, memory_bytes=20_000_000))
    assert refused.value.code in {"too_large", "damaged"}


def test_a_workbook_that_takes_too_long_is_stopped(tmp_path, monkeypatch):
    stuck = tmp_path / "worker.py"
    stuck.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(workbooks, "WORKER", stuck)
    file = xlsx(tmp_path / "a.xlsx", {"A": [[1]]})
    begin = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        read_book(file, limits=replace(READING, seconds=0.5))
    assert refused.value.code == "too_slow"
    assert time.monotonic() - begin < 10


@pytest.mark.parametrize(
    "ending", ["import sys; sys.exit(3)", "import os; os.abort()", "print('{}', end='')", "raise BaseException"]
)
def test_a_reader_that_dies_is_a_refusal(tmp_path, monkeypatch, ending):
    dying = tmp_path / "worker.py"
    dying.write_text(f"{ending}\n")
    monkeypatch.setattr(workbooks, "WORKER", dying)
    with pytest.raises(FileRefused):
        read_book(xlsx(tmp_path / "a.xlsx", {"A": [[1]]}))


def test_reading_can_be_stopped_by_whoever_watches(tmp_path):
    class StoppedError(Exception):
        pass

    def stop(_share: float) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        read_book(xlsx(tmp_path / "a.xlsx", {"A": [[1]] * 100}), progress=stop)


def test_progress_ends_at_one(tmp_path):
    seen: list[float] = []
    read_book(xlsx(tmp_path / "a.xlsx", {"A": [[1]] * 100, "B": [[1]]}), progress=seen.append)
    assert seen[-1] == 1.0
    assert all(0 <= share <= 1 for share in seen)


@pytest.mark.parametrize("name", ["ledger.xls", "ledger", "ledger.csv", "ledger.ods"])
def test_the_name_of_a_file_does_not_matter(tmp_path, name):
    file = xlsx(tmp_path / "a.xlsx", {"A": [["x", 1]]}).rename(tmp_path / name)
    book = read_book(file, name="Acquisti 2024.xlsx")
    assert (book.format, book.name) == ("xlsx", "Acquisti 2024.xlsx")
    assert book.grids[0].head(1) == [["x", "1"]]


def test_other_formats_read_alike(samples):
    """The same little table as three formats, from a reader's own test files."""
    heads = {}
    for ending in ("xls", "xlsb", "ods"):
        book = read_book(samples / "torture" / f"calamine__any_sheets.{ending}")
        assert book.format == ending
        heads[ending] = [grid.sheet for grid in book.grids]
    assert heads["xls"][0] == heads["ods"][0]


@pytest.mark.parametrize(
    "name",
    [
        "poi4.0.1__password.xls",
        "poi4.0.1__protected_passtika.xlsb",
        "poi4.0.1__protected_sha512.xlsx",
        "poi4.0.1__58616.xlsx",
        "calamine__pass_protected.ods",
        "calamine__pass_protected.xlsx",
        "roo__encrypted-letmein.ods",
    ],
)
def test_a_password_has_a_sentence_of_its_own(samples, name):
    with pytest.raises(FileRefused) as refused:
        read_book(samples / "torture" / name)
    assert refused.value.code == "password"


def test_what_the_first_reader_gives_up_the_second_may_read(samples):
    book = read_book(samples / "torture" / "roo__Pfand_from_windows_phone.xlsm")
    assert book.grids[0].height == 7


def test_merged_cells_keep_their_text_in_the_first_and_say_how_far_they_reach(tmp_path):
    workbook = Workbook()
    sheet = workbook.active
    sheet["B2"], sheet["B3"], sheet["C3"], sheet["B4"] = "Importi", "Netto", "IVA", 1
    sheet.merge_cells("B2:C2")
    sheet.merge_cells("A3:A4")
    workbook.save(tmp_path / "a.xlsx")
    grid = read_book(tmp_path / "a.xlsx").grids[0]
    assert sorted(grid.merged) == [(2, 1, 2, 2), (3, 0, 4, 0)]
    assert grid.head(1) == [[None, "Importi", None]]


def test_merged_cells_of_the_old_format(samples):
    grid = read_book(samples / "torture" / "calamine__merge_cells.xls").grids[0]
    assert grid.merged == ((1, 0, 1, 1), (2, 0, 4, 0), (2, 1, 4, 3))
