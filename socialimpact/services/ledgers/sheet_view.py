"""A ledger as its keeper knows it: rows with their numbers, columns with letters, and what we take each of them for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.actor import Actor
from socialimpact.errors import Place
from socialimpact.language import Message
from socialimpact.ledger.cells import unpacked_sql
from socialimpact.ledger.headers import column_names, layout_of, letter
from socialimpact.ledger.judgement import REASONS
from socialimpact.ledger.mapping import TableMapping
from socialimpact.services.ledgers import import_records
from socialimpact.services.ledgers.preview import Preview
from socialimpact.services.workspace import Workspace
from socialimpact.tables.grid import Grid, typed
from socialimpact.tables.layout import Layout
from socialimpact.tables.proposal import propose_at

# What a file claims beyond this many columns is not drawn.
MOST_COLUMNS = 60
FIRST_ROWS = 12
AROUND = 3
_ABOVE = 2

Cell = str | Decimal | date | None
Fate = Literal["above", "header", "heading", "line", "aside", "unknown"]


@dataclass(frozen=True)
class ColumnView:
    """A column: `certainty` (0 to 1) and `reason` are the proposal's, None where it is not what is read (`by_person`).

    `repeats` says that a blank cell means what stands above; `period` is the month, quarter or year of its amounts.
    """

    index: int
    letter: str
    name: str | None
    role: str | None
    certainty: float | None = None
    reason: Message | None = None
    by_person: bool = False
    repeats: bool = False
    period: str | None = None


@dataclass(frozen=True)
class RowView:
    """A row, its cells parallel to the columns, and what becomes of it.

    A number or a day of a workbook is one; what a text file holds is text.
    """

    number: int
    cells: tuple[Cell, ...]
    fate: Fate
    reason: Message | None = None


@dataclass(frozen=True)
class SheetView:
    """Some rows of a sheet; `focus` is the cell that they were asked for."""

    sheet: str | None
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]
    focus: Place | None = None


def tables(seen: Preview) -> tuple[TableMapping, ...]:
    """The tables that are read, in the file's order."""
    return seen.mapping.used


def first_rows(seen: Preview, table: TableMapping, *, unused: bool = True) -> SheetView:
    """The rows with which a table begins, and a title or two above it. Without `unused`, columns that play no role
    are left out.
    """
    grid = _grid(seen, table.sheet)
    numbers = grid.cells["row"].to_numpy()
    header = int(np.searchsorted(numbers, table.begins))
    start = 0 if header <= _ABOVE + 1 else header - _ABOVE
    return _view(seen, grid, table, start, FIRST_ROWS, unused=unused)


def around(seen: Preview, place: Place) -> SheetView:
    """The rows before and after one that something is to be said about."""
    grid = _grid(seen, place.sheet)
    own = [table for table in seen.mapping.tables if table.sheet == place.sheet]
    table = next((table for table in own if (place.row or 0) <= table.last_row), own[-1])
    numbers = grid.cells["row"].to_numpy()
    start = max(int(np.searchsorted(numbers, place.row or 1)) - AROUND, 0)
    return _view(seen, grid, table, start, 2 * AROUND + 1, unused=False, focus=place)


def proposal(seen: Preview, sheet: str | None, header_row: int | None) -> Layout | None:
    """What is proposed for a table: as the file was read, or anew where a person says that its header is elsewhere."""
    layout = layout_of(seen.layouts, sheet, header_row)
    if layout is None or header_row in {None, layout.header_row}:
        return layout
    return propose_at(seen.book, sheet, header_row or 1)


def columns(seen: Preview, table: TableMapping, *, unused: bool = True) -> tuple[ColumnView, ...]:
    """The columns of a table in the file's order, each with its role and why."""
    grid = _grid(seen, table.sheet)
    layout = proposal(seen, table.sheet, table.header_row)
    names = column_names(grid, layout, table.header_row)
    proposals = {column.index: column for column in layout.columns} if layout else {}
    found = []
    for index in range(min(grid.width, MOST_COLUMNS)):
        role, period = table.roles.get(index), table.periods.get(index)
        if not (unused or role or period or index in table.carried):
            continue
        told = proposals.get(index)
        ours = told is not None and (role or "ignore") == told.role
        found.append(
            ColumnView(
                index,
                letter(index),
                names.get(index),
                role,
                told.confidence if told and ours and role else None,
                told.reason if told and ours else None,
                by_person=bool(role) and not ours,
                repeats=index in table.carried,
                period=period,
            )
        )
    return tuple(found)


def kept_around(ws: Workspace, actor: Actor, import_id: int, place: Place) -> SheetView:
    """The rows before and after one of an import, from what it kept of them. Raises `NotFound`."""
    import_records.record(ws, actor, import_id)
    told = json.loads(ws.db.value("select mapping::varchar from import where import_id = ?", [import_id]))
    table: dict[str, Any] = next((each for each in told["tables"] if each["sheet"] == place.sheet and each["used"]), {})
    names = {int(index): name for index, name in table.get("names", {}).items()}
    roles = {int(index): role for index, role in table.get("roles", {}).items()}
    cells = unpacked_sql("as_read")
    low, high = (place.row or 1) - AROUND, (place.row or 1) + AROUND
    rows = ws.db.rows(
        f"select distinct row_number, reason, cells from ("
        f" select row_number, reason, sheet, {cells} as cells from set_aside where import_id = ?"
        f" union all select row_number, null, sheet, {cells} from line where import_id = ?)"
        " where row_number between ? and ? and sheet is not distinct from ? order by row_number, reason",
        [import_id, import_id, low, high, place.sheet],
        step="rows around",
    )
    width = min(max((len(cells) for *_, cells in rows), default=0), MOST_COLUMNS)
    shown = [index for index in range(width) if index in roles or index == place.column] or list(range(width))
    return SheetView(
        place.sheet,
        tuple(ColumnView(index, letter(index), names.get(index), roles.get(index)) for index in shown),
        tuple(_kept_row(number, reason, cells, shown) for number, reason, cells in _once(rows)),
        place,
    )


def _once(rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """One entry a row: of a row that became several lines, the first."""
    return list({row[0]: row for row in reversed(rows)}.values())[::-1]


def _kept_row(number: int, reason: str | None, cells: Sequence[str], shown: Sequence[int]) -> RowView:
    texts = tuple((cells[index] or None) if index < len(cells) else None for index in shown)
    fate: Fate = "line" if reason is None else "heading" if reason == "heading" else "aside"
    return RowView(number, texts, fate, REASONS.get(reason) if reason else None)


def _grid(seen: Preview, sheet: str | None) -> Grid:
    return next(grid for grid in seen.book.grids if grid.sheet == sheet)


def _view(
    seen: Preview, grid: Grid, table: TableMapping, start: int, count: int, *, unused: bool, focus: Place | None = None
) -> SheetView:
    shown = columns(seen, table, unused=unused)
    if focus and focus.column is not None and focus.column not in {column.index for column in shown}:
        unused_too = columns(seen, table)
        kept = {column.index for column in shown} | {focus.column}
        shown = tuple(column for column in unused_too if column.index in kept)
    part = grid.cells.slice(start, count)
    numbers = part["row"].to_pylist()
    texts = [
        [
            typed(text, grid.kind(start + at, column.index))
            for at, text in enumerate(part[f"c{column.index}"].to_pylist())
        ]
        for column in shown
    ]
    reasons = _reasons(seen, grid.sheet, numbers)
    rows = []
    for place, number in enumerate(numbers):
        fate, reason = _fate(seen, table, number, reasons)
        rows.append(RowView(number, tuple(column[place] for column in texts), fate, reason))
    return SheetView(grid.sheet, shown, tuple(rows), focus)


def _reasons(seen: Preview, sheet: str | None, numbers: Sequence[int]) -> dict[int, str]:
    """Row number → reason of the rows among `numbers` that are set aside."""
    if seen.fates is None or not numbers:
        return {}
    fates: pa.Table = seen.fates
    here = pc.and_(
        pc.and_(pc.greater_equal(fates["row_number"], numbers[0]), pc.less_equal(fates["row_number"], numbers[-1])),
        pc.is_null(fates["sheet"]) if sheet is None else pc.fill_null(pc.equal(fates["sheet"], sheet), False),
    )
    found = fates.filter(here)
    return dict(zip(found["row_number"].to_pylist(), found["reason"].to_pylist(), strict=True))


def _fate(seen: Preview, table: TableMapping, number: int, reasons: dict[int, str]) -> tuple[Fate, Message | None]:
    if number < table.begins:
        return "above", None
    if number < table.first_row:
        return "header", None
    if reason := reasons.get(number):
        return ("heading" if reason == "heading" else "aside"), REASONS[reason]
    return ("line" if seen.fates is not None and number <= table.last_row else "unknown"), None
