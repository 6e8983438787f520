"""Cells that show an error in place of a value, such as `#N/D`, where the file holds them as text."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from socialimpact import knowledge
from socialimpact.columns import flags
from socialimpact.tables.arrays import kind_array, strings
from socialimpact.tables.grid import CellKind, kinds_of

if TYPE_CHECKING:
    import pyarrow as pa

    from socialimpact.tables.grid import Grid


@cache
def cell_errors() -> tuple[str, ...]:
    """Every error that a cell may show (`data/cell_errors.yml`)."""
    return tuple(error for alike in knowledge.load("cell_errors")["errors"] for error in alike)


def errors_marked(grid: Grid) -> Grid:
    """The grid with kind ERROR for texts that are errors. Columns without any are looked at as bytes only."""
    kinds: dict[int, pa.Array] = {}
    for column, kind in enumerate(grid.kinds):
        if isinstance(kind, CellKind) and kind is not CellKind.TEXT:
            continue
        if not grid.may_hold(column, "#"):
            continue
        errors = pc.is_in(pc.utf8_upper(grid.cells[f"c{column}"]), value_set=strings(cell_errors()))
        if not pc.any(errors).as_py():
            continue
        found = kinds_of(grid, column)
        found[flags(errors)] = CellKind.ERROR
        kinds[column] = kind_array(found)
    if not kinds:
        return grid
    return replace(grid, kinds=tuple(kinds.get(column, kind) for column, kind in enumerate(grid.kinds)))
