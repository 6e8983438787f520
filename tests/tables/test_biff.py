"""What old workbooks say besides their values, in real files of many programs."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.tables.biff import look_through
from socialimpact.tables.book import read_book
from socialimpact.tables.grid import CellKind
from socialimpact.tables.unsaid import BookUnsaid


def looked(path) -> BookUnsaid:
    return look_through(path, threading.Event())


def test_errors_of_an_old_workbook_are_cells_and_told(samples):
    book = read_book(samples / "torture" / "poi4.0.1__31749.xls")
    grid = book.grids[0]
    assert grid.cell(3, 7) == "#VALUE!"
    assert grid.kind(grid.cells["row"].to_pylist().index(3), 7) is CellKind.ERROR
    told = {problem.code: problem for problem in book.problems}
    assert "560 cells hold an error" in told["error_cells"].message.to("en")
    assert (told["error_cells"].places[0].row, told["error_cells"].places[0].column) == (3, 7)


def test_hidden_rows_and_columns_of_an_old_workbook_are_told(samples):
    book = read_book(samples / "torture" / "poi4.0.1__53446.xls")
    assert {"rows_hidden", "columns_hidden"} <= {problem.code for problem in book.problems}
    assert any(grid.hidden_rows and grid.hidden_columns for grid in book.grids)


@pytest.mark.parametrize("name", ["calamine__date.xls", "poi4.0.1__45761.xls", "calamine__any_sheets.xls"])
def test_sheets_are_found_by_name_in_small_and_large_files(samples, name):
    file = samples / "torture" / name
    assert set(looked(file).sheets) >= {grid.sheet for grid in read_book(file).grids}


def test_the_first_day_of_an_old_workbook(samples):
    assert looked(samples / "torture" / "calamine__date_1904.xls").since_1904
    assert not looked(samples / "torture" / "calamine__date.xls").since_1904


def test_every_old_workbook_is_looked_through_without_harm(samples):
    for file in sorted((samples / "torture").glob("*.xls")):
        assert isinstance(looked(file), BookUnsaid)


@given(st.data())
def test_a_damaged_workbook_is_left_alone(samples, tmp_path_factory, data):
    content = bytearray((samples / "torture" / "calamine__date.xls").read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(8, len(content) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path_factory.mktemp("xls") / "a.xls"
    file.write_bytes(content[: data.draw(st.integers(8, len(content)))])
    assert isinstance(looked(file), BookUnsaid)


def test_the_look_stops_when_nobody_waits_for_it(samples):
    stop = threading.Event()
    stop.set()
    assert not look_through(samples / "torture" / "poi4.0.1__31749.xls", stop).sheets
