from __future__ import annotations

import pytest

from socialimpact.tables.grid import CellKind, with_errors
from socialimpact.tables.telling import letter, listed, of_grid, told, uncalculated
from tests.tables.making import grid_of


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([3], "3"),
        ([3, 4], "3–4"),
        ([3, 7, 8, 9, 20], "3, 7–9, 20"),
        (list(range(1, 1000)), "1–999"),
        ([1, 3, 5, 7, 9, 11, 13], "1, 3, 5, 7, 9, …"),
    ],
)
def test_rows_are_named_in_runs_and_not_all_of_them(rows, text):
    assert listed(rows) == text


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_are_named_as_a_spreadsheet_names_them(column, name):
    assert letter(column) == name


def test_nothing_is_told_of_a_plain_sheet():
    assert of_grid(grid_of("a;b\n1;2")) == []


def test_errors_come_into_a_sheet_where_there_was_no_cell():
    grid = with_errors(grid_of("a;b\n1;2"), [(2, 0, "#N/D"), (9, 3, "#REF!")])
    assert grid.cells["row"].to_pylist() == [1, 2, 9]
    assert grid.head(9) == [["a", "b", None, None], ["#N/D", "2", None, None], [None, None, None, "#REF!"]]
    assert (grid.kind(1, 0), grid.kind(0, 0), grid.kinds[3]) == (CellKind.ERROR, CellKind.TEXT, CellKind.ERROR)
    (problem,) = of_grid(grid)
    assert [(place.row, place.column) for place in problem.located] == [(2, 0), (9, 3)]


def test_a_single_cell_has_its_own_place():
    problem = uncalculated("Dati", [(7, 2)])
    assert (problem.sheet, problem.row, problem.column, problem.places) == ("Dati", 7, 2, ())
    assert problem.message.to("it").startswith("1 cella è una formula mai calcolata")


def test_what_the_reading_process_says_is_told_in_words():
    assert told("A", {"code": "texts_missing", "count": 2}).severity == "warning"
    assert "12 righe" in told(None, {"code": "page_text_left_out", "count": 12}).message.to("it")
    assert "Windows-1252" in told(None, {"code": "encoding_guessed", "encoding": "cp1252"}).message.to("en")
