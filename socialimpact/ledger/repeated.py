"""Columns in which few texts are repeated: each of their texts is read once, however many rows write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow.compute as pc

from socialimpact.store import Transaction
from socialimpact.tables.grid import CellKind, Grid

# Below this many rows there is nothing to gain.
_MANY_ROWS = 20_000
# So many cells are looked at; of every so many at most one may be new.
_LOOKED_AT = 100_000
_REPEATED = 8


@dataclass(frozen=True)
class Repeated:
    """What was read beforehand: `joins` brings it to the rows of the source, `values` is SQL for it, by role."""

    joins: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def read_once(tx: Transaction, source: str, grid: Grid, readings: Mapping[str, tuple[int, str]]) -> Repeated:
    """Read the columns that repeat few texts, each into a temporary table of its own.

    `readings` says for a role its column and the SQL that reads the cell `c<column>`.
    """
    joins, values = "", {}
    for role, (column, sql) in readings.items():
        if not _repeats(grid, column):
            continue
        name = f"{source}_{role}"
        tx.execute(
            f"create or replace temp table {name} as select c{column} as written, {sql} as value"
            f" from (select distinct c{column} from {source} where c{column} is not null)",
            step="parse: texts that are repeated",
        )
        joins += f" left join {name} on {name}.written = c{column}"
        values[role] = f"{name}.value"
    return Repeated(joins, values)


def _repeats(grid: Grid, column: int) -> bool:
    if grid.height < _MANY_ROWS or not isinstance(grid.kinds[column], CellKind):
        return False
    cells = grid.cells[f"c{column}"].slice(0, _LOOKED_AT)
    return bool(pc.count_distinct(cells).as_py() * _REPEATED <= len(cells))
