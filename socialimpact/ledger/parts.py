"""The rows that each table of a ledger accounts for: every row of a sheet that is read belongs to one part."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.ledger.mapping import Mapping, TableMapping
from socialimpact.tables.book import Book
from socialimpact.tables.content import rows_up_to
from socialimpact.tables.grid import CellKind, Grid
from socialimpact.tables.periods import first_day


@dataclass(frozen=True)
class Part:
    """Rows `top` to `bottom` of a sheet, read as `table` says. `grid` has all rows of the sheet, but the kinds of its
    cells are those of the data alone.

    `leads` is true for the first part of a sheet: its header is no row of the ledger, and what stands above it are
    titles. A table with a column a month is read once a month: `period` is then the column that this part reads,
    `others` are those that other parts read. The first of these parts also takes the rows where no period has an
    amount.
    """

    number: int
    grid: Grid
    table: TableMapping
    top: int
    bottom: int
    leads: bool
    period: int | None = None
    others: tuple[int, ...] = ()

    @property
    def first_period(self) -> bool:
        return self.period is not None and all(self.period < other for other in self.others)


def parts(book: Book, mapping: Mapping) -> list[Part]:
    """The parts of all sheets of which a table is used, in the order of the mapping. Tables that are not used, on a
    sheet where another one is, are parts too: their rows are set aside.
    """
    found: list[Part] = []
    for sheet in dict.fromkeys(table.sheet for table in mapping.used):
        grid = next(grid for grid in book.grids if grid.sheet == sheet)
        top = 1
        tables = sorted((table for table in mapping.tables if table.sheet == sheet), key=lambda table: table.begins)
        for place, table in enumerate(tables):
            # what stands between two tables belongs to the lower one, what follows the last to the last
            last = place + 1 == len(tables)
            bottom = max(table.last_row, grid.last_row) if last else min(table.last_row, tables[place + 1].begins - 1)
            found += _periods(Part(len(found), _with_data_kinds(grid, table, bottom), table, top, bottom, place == 0))
            top = bottom + 1
    return found


def _with_data_kinds(grid: Grid, table: TableMapping, bottom: int) -> Grid:
    """The grid with the kinds of the cells from the first row of the data on: above a column of numbers stands the
    text of its header, but what is read are numbers.
    """
    if all(isinstance(kind, CellKind) for kind in grid.kinds):
        return grid
    start = rows_up_to(grid, table.first_row - 1)
    size = max(rows_up_to(grid, bottom) - start, 0)
    kinds: list[CellKind | pa.Array] = []
    for kind in grid.kinds:
        named = set() if isinstance(kind, CellKind) else set(pc.unique(kind.slice(start, size)).to_pylist())
        named.discard(CellKind.EMPTY)
        kinds.append(kind if len(named) != 1 else CellKind(next(iter(named))))
    return replace(grid, kinds=tuple(kinds))


def _periods(part: Part) -> list[Part]:
    table = part.table
    if not table.periods or not table.used:
        return [part]
    columns = sorted(table.periods)
    roles = {index: role for index, role in table.roles.items() if index not in table.periods and role != "net_amount"}
    made = []
    for place, column in enumerate(columns):
        day = first_day(table.periods[column])
        constants = dict(table.constants) | ({"invoice_date": day.isoformat()} if day else {})
        own = replace(table, roles={**roles, column: "net_amount"}, constants=constants)
        others = tuple(other for other in columns if other != column)
        made.append(replace(part, number=part.number + place, table=own, period=column, others=others))
    return made
