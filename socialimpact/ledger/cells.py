"""The cells of a row as one text, as the store keeps them: parted by the unit separator, an empty cell as nothing."""

from __future__ import annotations

from socialimpact.tables.grid import Grid

# A control character made for this. In a cell, where it says nothing, its picture stands for it.
SEPARATOR = "\x1f"
_PICTURE = "␟"
_PARTED = f"chr({ord(SEPARATOR)})"


def packed_sql(grid: Grid) -> str:
    """SQL over the cells of `grid` for the whole row as one text."""
    cells = [_cell(grid, index) for index in range(grid.width)] or ["''"]
    return f"concat_ws({_PARTED}, {', '.join(cells)})"


def unpacked_sql(text: str) -> str:
    """SQL for the list of cells in a row that was packed; an empty cell is an empty text."""
    return f"string_split({text}, {_PARTED})"


def _cell(grid: Grid, index: int) -> str:
    cell = f"coalesce(c{index}, '')"
    return f"replace({cell}, {_PARTED}, '{_PICTURE}')" if grid.may_hold(index, SEPARATOR) else cell
