"""Where the names of the columns stand: one row, two rows, or none."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from socialimpact.tables.content import is_heading
from socialimpact.tables.grid import CellKind
from socialimpact.tables.headings import known_names, names_summary, normal

if TYPE_CHECKING:
    from socialimpact.tables.grid import Grid
    from socialimpact.tables.headings import Purpose

LOOK_AT = 60  # rows with content that may come before the data
BELOW = 15
KNOWN_WORTH, HEADING_WORTH, CONTRAST_WORTH, FIGURE_COST, ROW_COST = 1.0, 0.15, 0.5, 0.7, 0.02
LEAST_WORTH = 0.9


@dataclass(frozen=True)
class Header:
    """The names of the columns; `row` is None where there are none. Data begins in `first_row`.

    Rows are counted as a spreadsheet does; `ends` is the last row of the header (0 where there is none).
    """

    row: int | None
    ends: int
    first_row: int
    names: tuple[str | None, ...]


def find_header(grid: Grid, purpose: Purpose) -> Header:
    """The row whose cells are names, above rows whose cells are not."""
    rows = grid.head(LOOK_AT)
    numbers = grid.cells["row"].slice(0, LOOK_AT).to_pylist()
    looks = [
        [_looks(text, kind) for text, kind in zip(row, _row_kinds(grid, index), strict=True)]
        for index, row in enumerate(rows)
    ]
    names = known_names(purpose)
    best, best_worth = -1, LEAST_WORTH
    for index in range(len(rows)):
        worth = _worth(index, rows, looks, names)
        if worth > best_worth:
            best, best_worth = index, worth
    if best < 0:
        return Header(None, 0, numbers[0] if numbers else 1, (None,) * grid.width)
    row = list(rows[best])
    ends = best
    if best + 1 < len(rows) and _continues(best, rows, looks):
        ends = best + 1
        row = [" ".join(part for part in pair if part) or None for pair in zip(row, rows[ends], strict=True)]
    after = grid.cells["row"].slice(ends + 1, 1).to_pylist()
    return Header(numbers[best], numbers[ends], after[0] if after else numbers[ends] + 1, tuple(row))


def _row_kinds(grid: Grid, index: int) -> list[CellKind]:
    return [kind if isinstance(kind, CellKind) else CellKind(kind[index].as_py()) for kind in grid.kinds]


def _looks(text: str | None, kind: CellKind) -> str:
    """`` for an empty cell, `h` for one that could name a column, `f` for a figure, date or anything else."""
    if text is None:
        return ""
    return "h" if kind is CellKind.TEXT and is_heading(text) else "f"


def _worth(index: int, rows: list[list[str | None]], looks: list[list[str]], names: frozenset[str]) -> float:
    """How much a row is like a header: known names, words above figures, few figures of its own."""
    look = looks[index]
    filled = [column for column, what in enumerate(look) if what]
    headings = [column for column in filled if look[column] == "h"]
    if not headings or len(headings) < 0.6 * len(filled):
        return 0.0
    below = looks[index + 1 : index + 1 + BELOW]
    width = median(sum(map(bool, row)) for row in below) if below else len(filled)
    if len(filled) < min(2, width) or len(filled) < 0.34 * width:
        return 0.0
    known = sum(normal(rows[index][column]) in names or names_summary(rows[index][column]) for column in headings)
    contrast = sum(_figures_below(below, column) for column in headings)
    if not known and not contrast:
        return 0.0
    repeated = len(headings) - len({normal(rows[index][column]) for column in headings})
    return (
        KNOWN_WORTH * known
        + HEADING_WORTH * (len(headings) - repeated)
        + CONTRAST_WORTH * contrast
        - FIGURE_COST * (len(filled) - len(headings))
        - ROW_COST * index
    )


def _figures_below(below: list[list[str]], column: int) -> bool:
    found = [row[column] for row in below if row[column]]
    return bool(found) and found.count("f") > 0.6 * len(found)


def _continues(index: int, rows: list[list[str | None]], looks: list[list[str]]) -> bool:
    """Whether the names go on in the next row: words only, some under an empty cell, above figures."""
    upper, lower = looks[index], looks[index + 1]
    filled = [column for column, what in enumerate(lower) if what]
    if not filled or any(lower[column] == "f" for column in filled) or len(filled) > 0.8 * sum(map(bool, upper)):
        return False
    if not any(not upper[column] for column in filled):
        return False
    below = looks[index + 2 : index + 2 + BELOW]
    return sum(_figures_below(below, column) for column in filled) > 0.5 * len(filled) and not any(
        rows[index + 1][column] == rows[index][column] for column in filled
    )
