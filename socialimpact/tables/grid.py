"""A sheet as read: every cell as text, with what kind of cell it was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.tables.arrays import fixed_rows, strings

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    """

    sheet: str | None
    cells: pa.Table
    kinds: tuple[CellKind | pa.Array, ...]
    hidden: bool = False

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
        return Grid(self.sheet, self.cells.slice(start, size), kinds, self.hidden)

    def cell(self, row: int, column: int) -> str | None:
        """The text of the cell in `row` (as a spreadsheet counts) and `column` (from 0), or None."""
        if not 0 <= column < self.width:
            return None
        place = pc.index(self.cells["row"], row).as_py()
        return None if place < 0 else self.cells[f"c{column}"][place].as_py()

    def kind(self, row_index: int, column: int) -> CellKind:
        """The kind of the cell at position `row_index` of `cells` (from 0) and `column`."""
        if self.cells[f"c{column}"][row_index].as_py() is None:
            return CellKind.EMPTY
        kinds = self.kinds[column]
        return kinds if isinstance(kinds, CellKind) else CellKind(kinds[row_index].as_py())


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
