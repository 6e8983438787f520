from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from socialimpact.tables.grid import CellKind, Grid, grid_from_rows


def test_rows_are_counted_with_the_blank_ones_and_kept_without_them():
    grid = grid_from_rows([["Data", "Importo"], [], ["", " \u00a0"], ["01/02/2024", " 5 ", ""]])
    assert grid.cells["row"].to_pylist() == [1, 4]
    assert grid.head(5) == [["Data", "Importo"], ["01/02/2024", "5"]]
    assert (grid.width, grid.height, grid.last_row) == (2, 2, 4)


def test_a_cell_is_found_by_its_row_number():
    grid = grid_from_rows([["a"], [], ["b", "c"]])
    assert grid.cell(3, 1) == "c"
    assert grid.cell(1, 1) is None
    assert grid.cell(2, 0) is None
    assert grid.cell(3, 9) is None


def test_kinds_are_told_by_cell_where_they_are_mixed():
    cells = pa.table({"row": pa.array([1, 2, 3], pa.int32()), "c0": ["Importo", "12.5", None]})
    grid = Grid("Foglio1", cells, (pa.array([1, 2, 0], pa.uint8()),))
    assert [grid.kind(index, 0) for index in range(3)] == [CellKind.TEXT, CellKind.NUMBER, CellKind.EMPTY]


def test_empty_columns_at_the_right_are_left_out_and_those_between_are_kept():
    grid = grid_from_rows([["a", "", "b", "", ""], ["1", None, "2"]])
    assert grid.width == 3
    assert grid.kinds == (CellKind.TEXT, CellKind.EMPTY, CellKind.TEXT)


def test_a_sheet_without_cells():
    grid = grid_from_rows([[], ["", " "]])
    assert (grid.width, grid.height, grid.last_row) == (0, 0, 0)
    assert grid.head(3) == []


@pytest.mark.parametrize(
    ("text", "part", "holds"),
    [
        ("a  b", "  ", True),
        ("ab  c", "  ", True),
        ("a b c", "  ", False),
        (" ", "  ", False),
        ("x" * 5 + " ", "  ", False),
        ("a\u00a0b", "\u00a0", True),
        ("àèì", "\u00a0", False),
        ("a#b", "#", True),
    ],
)
def test_whether_a_column_may_hold_something(text, part, holds):
    grid = grid_from_rows([["x", f"-{text}-"], ["x", f"+{text}+"]])
    assert grid.may_hold(1, part) is holds
    assert grid.may_hold(1, "§", part) is holds


def test_whether_a_column_is_written_with_some_characters_only():
    grid = grid_from_rows([["Imponibile"], ["-1.234,56"], [""], ["12"]])
    assert not grid.holds_only(0, b"0123456789.,-")  # the header is a cell like others
    assert grid.part(1, 3).holds_only(0, b"0123456789.,-")
    assert not grid.part(1, 3).holds_only(0, b"0123456789,-")
    assert not grid_from_rows([["12 €"]]).holds_only(0, b"0123456789 ")


def test_rows_are_taken_from_a_sheet_in_pieces():
    pieces = [grid_from_rows([[f"{piece}-{row}", None] for row in range(3)]).cells for piece in range(3)]
    grid = replace(grid_from_rows([]), cells=pa.concat_tables(pieces), kinds=(CellKind.TEXT,))
    assert grid.rows_at(np.array([0, 2, 3, 8])) == [["0-0"], ["0-2"], ["1-0"], ["2-2"]]
    assert grid.rows_at(np.array([], np.int64)) == []
