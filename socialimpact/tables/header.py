"""Where the names of the columns stand: one row, two rows, or none."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from socialimpact.tables.content import is_heading, rows_up_to
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
    part = _part(grid, 0, LOOK_AT)
    names = known_names(purpose)
    best, best_worth = -1, LEAST_WORTH
    for index in range(len(part.rows)):
        worth = _worth(index, part.rows, part.looks, names)
        if worth > best_worth:
            best, best_worth = index, worth
    if best < 0:
        return Header(None, 0, part.numbers[0] if part.numbers else 1, (None,) * grid.width)
    return _header(part, best)


def header_at(grid: Grid, row: int) -> Header:
    """The header that a person says is in `row`, with the row in which it goes on; nameless where `row` is blank."""
    part = _part(grid, rows_up_to(grid, row - 1), BELOW + 2)
    if not part.numbers or part.numbers[0] != row:
        return Header(row, row, row + 1, (None,) * grid.width)
    return _header(part, 0)


@dataclass(frozen=True)
class _Part:
    """Some rows of a grid: their numbers, their cells, and what the cells look like."""

    numbers: list[int]
    rows: list[list[str | None]]
    looks: list[list[str]]


def _part(grid: Grid, start: int, size: int) -> _Part:
    table = grid.cells.slice(start, size)
    columns = [table[f"c{index}"].to_pylist() for index in range(grid.width)]
    looks = []
    for index, texts in enumerate(columns):
        kinds = grid.kinds[index]
        own = [kinds] * len(texts) if isinstance(kinds, CellKind) else kinds.slice(start, size).to_pylist()
        looks.append([_looks(text, CellKind(kind)) for text, kind in zip(texts, own, strict=True)])
    return _Part(
        table["row"].to_pylist(),
        [list(row) for row in zip(*columns, strict=True)],
        [list(row) for row in zip(*looks, strict=True)],
    )


def _header(part: _Part, best: int) -> Header:
    row = list(part.rows[best])
    ends = best
    if best + 1 < len(part.rows) and _continues(best, part.rows, part.looks):
        ends = best + 1
        row = [" ".join(words for words in pair if words) or None for pair in zip(row, part.rows[ends], strict=True)]
    first = part.numbers[ends + 1] if ends + 1 < len(part.numbers) else part.numbers[ends] + 1
    return Header(part.numbers[best], part.numbers[ends], first, tuple(row))


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
