"""A sheet as read: every cell as text, with what kind of cell it was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import fixed, numbers, valid, whole
from socialimpact.tables.arrays import fixed_rows, kind_array, strings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

_SAFE_DIGITS = 15
_BLANKS = b"  "
_BLANK_PAIR = int.from_bytes(_BLANKS)

# first row, first column, last row, last column, all included; rows as a spreadsheet counts, columns from 0
Extent = tuple[int, int, int, int]


class CellKind(IntEnum):
    """What a workbook says of a cell. Text files know only TEXT."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    BOOL = 4
    ERROR = 5


@dataclass(frozen=True)
class Grid:
    """One sheet (or text file) of cells.

    `cells` has a column `row` (int32: the row as a spreadsheet counts it, from 1, blank rows counted) and the
    columns `c0` … `cN` (string; null is an empty cell). Rows without any content are left out of `cells`, so
    `row` may jump. `kinds` says for every column which kind its non-empty cells have: one `CellKind`, or, where
    they are mixed, an array of uint8 parallel to `cells`.

    A NUMBER is written in plain decimal digits with a point (never an exponent; no ".0"), a DATE as
    `YYYY-MM-DD`, or `YYYY-MM-DD HH:MM:SS` when it has a time. TEXT is as in the file, without outer white space.

    `merged` names the blocks of cells that the file shows as one: the text stands in the first cell of the block,
    the others are empty. `hidden_rows` (from 1) and `hidden_columns` (from 0) are those that the file does not show;
    their cells are read like all others. `since_1904`: day numbers that are written as numbers count from 1904.
    """

    sheet: str | None
    cells: pa.Table
    kinds: tuple[CellKind | pa.Array, ...]
    hidden: bool = False
    merged: tuple[Extent, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    since_1904: bool = False

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.kinds)

    @property
    def height(self) -> int:
        """The number of rows that hold anything."""
        return int(self.cells.num_rows)

    @property
    def last_row(self) -> int:
        """The last row that holds anything, as a spreadsheet counts; 0 for an empty sheet."""
        return int(self.cells["row"][-1].as_py()) if self.height else 0

    def head(self, n: int) -> list[list[str | None]]:
        """The first `n` rows that hold anything, without their numbers."""
        part = self.cells.slice(0, n)
        columns = [part[f"c{index}"].to_pylist() for index in range(self.width)]
        return [list(row) for row in zip(*columns, strict=True)]

    def part(self, start: int, end: int) -> Grid:
        """The rows from position `start` to `end` (exclusive) of `cells` as a grid of their own; nothing is copied."""
        size = max(end - start, 0)
        kinds = tuple(kind if isinstance(kind, CellKind) else kind.slice(start, size) for kind in self.kinds)
        return replace(self, cells=self.cells.slice(start, size), kinds=kinds)

    def rows_at(self, places: npt.NDArray[np.int64]) -> list[list[str | None]]:
        """The texts of the rows at some ascending positions of `cells`, without their numbers."""
        rows: list[list[str | None]] = []
        begins = 0
        for batch in self.cells.to_batches():  # taken from all at once, every cell of the sheet would be copied
            first, last = np.searchsorted(places, [begins, begins + batch.num_rows])
            if first < last:
                taken = batch.take(fixed(np.ascontiguousarray(places[first:last] - begins, np.int64), pa.int64()))
                columns = [taken.column(f"c{index}").to_pylist() for index in range(self.width)]
                rows += [list(row) for row in zip(*columns, strict=True)]
            begins += batch.num_rows
        return rows

    def cell(self, row: int, column: int) -> str | None:
        """The text of the cell in `row` (as a spreadsheet counts) and `column` (from 0), or None."""
        if not 0 <= column < self.width:
            return None
        place = pc.index(self.cells["row"], fixed_rows([row])[0]).as_py()
        return None if place < 0 else self.cells[f"c{column}"][place].as_py()

    def may_hold(self, column: int, *parts: str) -> bool:
        """Whether any cell of `column` may contain one of `parts`; a false yes is possible, a false no is not.

        Looks at the column's bytes as a whole, a thousandth of the cost of looking at its cells.
        """
        searched = [part.encode() for part in parts]
        for chunk in self.cells[f"c{column}"].chunks:
            data = chunk.buffers()[2]
            if data is not None and _holds(data.to_pybytes(), searched):
                return True
        return False

    def holds_only(self, column: int, characters: bytes) -> bool:
        """Whether the cells of `column` are written with nothing but these ASCII characters; as cheap as `may_hold`."""
        for chunk in self.cells[f"c{column}"].chunks:
            _, offsets, data = chunk.buffers()
            if data is not None and len(chunk):
                begins, ends = np.frombuffer(offsets, np.int32)[[chunk.offset, chunk.offset + len(chunk)]].tolist()
                if data.slice(begins, ends - begins).to_pybytes().translate(None, characters):
                    return False
        return True

    def kind(self, row_index: int, column: int) -> CellKind:
        """The kind of the cell at position `row_index` of `cells` (from 0) and `column`."""
        if self.cells[f"c{column}"][row_index].as_py() is None:
            return CellKind.EMPTY
        kinds = self.kinds[column]
        return kinds if isinstance(kinds, CellKind) else CellKind(kinds[row_index].as_py())


def _holds(data: bytes, parts: Sequence[bytes]) -> bool:
    """Whether `data` holds one of `parts`. A single byte is found a hundred times as fast as two."""
    for part in parts:
        if part[:1] not in data:
            continue
        if part != _BLANKS:
            if part in data:
                return True
            continue
        # a blank is in every text: two of them are looked for as one number, at even and at odd places
        for start in (0, 1):
            pairs = np.frombuffer(data, np.uint16, (len(data) - start) // 2, start)
            if (pairs == _BLANK_PAIR).any():
                return True
    return False


def typed(text: str | None, kind: CellKind) -> str | Decimal | date | None:
    """A cell as what its workbook says it is: a number, a day, or the text as it stands.

    A number of more than 15 digits stays text: it is no quantity, and a spreadsheet would lose its last ones.
    """
    if text is None:
        return None
    try:
        if kind is CellKind.NUMBER and sum(map(str.isdigit, text)) <= _SAFE_DIGITS:
            return Decimal(text)
        if kind is CellKind.DATE:
            return date.fromisoformat(text) if len(text) == len("2025-12-31") else datetime.fromisoformat(text)
    except (ValueError, ArithmeticError):
        return text
    return text


def grid_from_rows(rows: Iterable[Iterable[str | None]], sheet: str | None = None) -> Grid:
    """A text grid from rows of cells: what a text file with these rows would give.

    Rows may differ in length. Outer white space goes, empty rows are left out but counted.
    """
    numbers: list[int] = []
    kept: list[list[str]] = []
    for number, row in enumerate(rows, start=1):
        values = [value or "" for value in row]
        if any(value.strip() for value in values):
            numbers.append(number)
            kept.append(values)
    columns = {"row": fixed_rows(numbers)}
    kinds = []
    for index in range(max(map(len, kept), default=0)):
        column = strings([row[index] if index < len(row) else "" for row in kept])
        columns[f"c{index}"] = column
        kinds.append(CellKind.EMPTY if column.null_count == len(kept) else CellKind.TEXT)
    while kinds and kinds[-1] is CellKind.EMPTY:
        del columns[f"c{len(kinds) - 1}"]
        kinds.pop()
    return Grid(sheet, pa.table(columns), tuple(kinds))


def with_errors(grid: Grid, errors: Sequence[tuple[int, int, str]]) -> Grid:
    """The grid with error cells (row from 1, column from 0, text such as `#N/D`), which readers leave empty.

    Rows that hold nothing else come back; the columns without errors stay as they are.
    """
    if not errors:
        return grid
    grid = _with_rows(grid, {row for row, _, _ in errors}, 1 + max(column for _, column, _ in errors))
    rows = numbers(grid.cells["row"])
    cells, kinds = grid.cells, list(grid.kinds)
    for column in sorted({column for _, column, _ in errors}):
        here = [(row, text) for row, place, text in errors if place == column]
        places = np.searchsorted(rows, [row for row, _ in here])
        texts = [text or "" for text in cells[f"c{column}"].to_pylist()]
        found = kinds_of(grid, column)
        for place, (_, text) in zip(places.tolist(), here, strict=True):
            texts[place] = text
            found[place] = CellKind.ERROR
        cells = cells.set_column(column + 1, f"c{column}", pa.chunked_array([strings(texts)], pa.string()))
        same = np.unique(found[found != CellKind.EMPTY])
        kinds[column] = CellKind(int(same[0])) if len(same) == 1 else kind_array(found)
    return replace(grid, cells=cells, kinds=tuple(kinds))


def kinds_of(grid: Grid, column: int) -> npt.NDArray[np.uint8]:
    """The kind of every cell of a column."""
    kinds = grid.kinds[column]
    if not isinstance(kinds, CellKind):
        return np.array(numbers(kinds), np.uint8)
    found = np.full(grid.height, kinds, np.uint8)
    found[~valid(whole(grid.cells[f"c{column}"]))] = CellKind.EMPTY
    return found


def _with_rows(grid: Grid, wanted: set[int], width: int) -> Grid:
    """The grid with rows and columns of these numbers, empty where there were none."""
    cells, kinds = grid.cells, list(grid.kinds)
    while len(kinds) < width:
        cells = cells.append_column(f"c{len(kinds)}", pa.nulls(grid.height, pa.string()))
        kinds.append(CellKind.EMPTY)
    grid = replace(grid, cells=cells, kinds=tuple(kinds))
    missing = sorted(wanted.difference(cells["row"].to_pylist()))
    if not missing:
        return grid
    added = {"row": fixed_rows(missing)} | {f"c{n}": pa.nulls(len(missing), pa.string()) for n in range(len(kinds))}
    both = pa.concat_tables([cells, pa.table(added)])
    order = fixed(np.argsort(numbers(both["row"]), kind="stable"), pa.int64())
    for column, kind in enumerate(kinds):
        if not isinstance(kind, CellKind):
            empty = kind_array(np.zeros(len(missing), np.uint8))
            kinds[column] = pa.concat_arrays([kind, empty]).take(order)
    return replace(grid, cells=both.take(order), kinds=tuple(kinds))
