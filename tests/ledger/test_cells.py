from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.ledger.cells import SEPARATOR, packed_sql, unpacked_sql
from socialimpact.tables.grid import grid_from_rows

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0" + SEPARATOR), max_size=8)


def there_and_back(grid):
    with duckdb.connect() as connection:
        connection.register("cells", grid.cells)
        packed = f"select row, {packed_sql(grid)} as whole from cells"
        return [
            cells
            for (cells,) in connection.sql(f"select {unpacked_sql('whole')} from ({packed}) order by row").fetchall()
        ]


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=5))
def test_the_cells_of_a_row_come_back_as_they_were_read(rows):
    grid = grid_from_rows(rows)
    assert there_and_back(grid) == [[cell or "" for cell in row] for row in grid.head(len(rows))] or not grid.height


def test_a_separator_in_a_cell_does_not_make_two_of_it():
    assert there_and_back(grid_from_rows([["a", f"b{SEPARATOR}c", None, "d"]])) == [["a", "b␟c", "", "d"]]


@pytest.mark.parametrize(
    ("column", "part", "expected"), [(0, "b", True), (0, "ab", True), (1, "b", False), (2, "é", True)]
)
def test_a_column_says_what_it_may_hold(column, part, expected):
    # "ab" stands over the border of two cells: a false yes, which is allowed
    assert grid_from_rows([["a", "x", "caffè"], ["b", "y", "é"]]).may_hold(column, part) is expected
