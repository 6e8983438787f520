from __future__ import annotations

from socialimpact.tables.book import read_book
from socialimpact.tables.cell_errors import cell_errors, errors_marked
from socialimpact.tables.grid import CellKind
from tests.tables.making import grid_of


def test_texts_that_are_errors_are_errors_in_every_language():
    grid = errors_marked(
        grid_of(
            """
            Fornitore;Importo;Note
            Rossi;#N/D;Fattura #12
            #RIF!;12,50;x
            #WERT!;#div/0!;# N/D
            """
        )
    )
    assert [[grid.kind(row, column) for column in range(3)] for row in range(1, 4)] == [
        [CellKind.TEXT, CellKind.ERROR, CellKind.TEXT],
        [CellKind.ERROR, CellKind.TEXT, CellKind.TEXT],
        [CellKind.ERROR, CellKind.ERROR, CellKind.TEXT],
    ]
    assert grid.kinds[2] is CellKind.TEXT


def test_a_grid_without_errors_stays_the_same_grid():
    grid = grid_of("Fornitore;Importo\nRossi #1;2")
    assert errors_marked(grid) is grid


def test_errors_of_a_text_file_are_told_with_their_places(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("Fornitore;Importo\nRossi;#N/D\nBianchi;5\n#REF!;6\n")
    (problem,) = read_book(file).problems
    assert [(place.row, place.column, place.value) for place in problem.located] == [(2, 1, "#N/D"), (4, 0, "#REF!")]


def test_every_error_is_written_in_capitals_once():
    assert len(set(cell_errors())) == len(cell_errors())
    assert [error for error in cell_errors() if error != error.upper()] == []
