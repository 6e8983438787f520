"""A sheet of a workbook while its frames arrive from the guarded process, and the grid that it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import mask, valid
from socialimpact.tables import telling
from socialimpact.tables.arrays import day_array, kind_array, number_array, parted_text_array, row_numbers, text_array
from socialimpact.tables.grid import CellKind, Grid, with_errors

if TYPE_CHECKING:
    import numpy.typing as npt

    from socialimpact.errors import Problem
    from socialimpact.tables.grid import Extent
    from socialimpact.tables.unsaid import SheetUnsaid

_KINDS = {"n": CellKind.TEXT, "s": CellKind.TEXT, "d": CellKind.NUMBER, "t": CellKind.DATE}


@dataclass
class ArrivingSheet:
    """A sheet while its chunks arrive."""

    name: str | None
    hidden: bool
    left: int
    merged: tuple[Extent, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    errors: tuple[tuple[int, int, str], ...] = ()
    seen: int = 0
    rows: list[pa.Array] = field(default_factory=list)
    columns: list[list[pa.Array]] = field(default_factory=list)
    kinds: list[list[CellKind | pa.Array]] = field(default_factory=list)

    @classmethod
    def from_head(cls, head: dict[str, Any]) -> ArrivingSheet:
        """The sheet that a `sheet` frame begins."""
        return cls(
            head["sheet"],
            head["hidden"],
            head["left"],
            _merged(head),
            tuple(head.get("hidden_rows", ())),
            tuple(head.get("hidden_columns", ())),
            tuple((row, column, text) for row, column, text in head.get("errors", ())),
        )

    def learn(self, said: SheetUnsaid | None) -> list[Problem]:
        """Take what the XML of the sheet says besides, and give back what to tell of it at once."""
        if said is None:
            return []
        self.hidden_rows, self.hidden_columns = tuple(said.hidden_rows), tuple(said.hidden_columns)
        self.errors = tuple(said.errors)
        self.merged = self.merged or tuple(said.merged)
        return [telling.uncalculated(self.name, said.uncalculated)] if said.uncalculated else []

    def go_on(self, head: dict[str, Any], buffer: pa.Buffer | None) -> None:
        """Take what comes of the sheet."""
        if head["frame"] == "merged":
            self.merged = _merged(head)
        else:
            self.add(head, buffer)

    def add(self, head: dict[str, Any], buffer: pa.Buffer | None) -> None:
        """Take one chunk, without its blank rows."""
        size = head["rows"]
        self.seen += head.get("skip", 0)
        numbers = row_numbers(self.seen + 1, size)
        self.seen += size
        arrays, kinds = _decode(head, buffer)
        for tag in head["columns"][len(self.columns) :]:
            del tag  # the first chunk of a sheet names all its columns
            self.columns.append([pa.nulls(gone, pa.string()) for gone in map(len, self.rows)])
            self.kinds.append([CellKind.EMPTY for _ in self.rows])
        keep = _filled_rows(arrays, size)
        if keep is not None:
            numbers = numbers.filter(keep)
            arrays = [array if array is None else array.filter(keep) for array in arrays]
            kinds = [kind if isinstance(kind, CellKind) else kind.filter(keep) for kind in kinds]
        if not len(numbers):
            return
        nothing = pa.nulls(len(numbers), pa.string())
        self.rows.append(numbers)
        for place, (array, kind) in enumerate(zip(arrays, kinds, strict=True)):
            self.columns[place].append(nothing if array is None else array)
            self.kinds[place].append(kind)

    def grid(self) -> Grid:
        """The finished sheet: no trailing empty columns, one kind a column where that is true."""
        sizes = [len(part) for part in self.rows]
        kinds = [_united(parts, sizes, columns) for parts, columns in zip(self.kinds, self.columns, strict=True)]
        while kinds and kinds[-1] is CellKind.EMPTY:
            kinds.pop()
        left = self.left if kinds else 0
        blank = pa.chunked_array([pa.nulls(size, pa.string()) for size in sizes], pa.string())
        table = {"row": pa.chunked_array(self.rows, pa.int32())}
        table |= {f"c{index}": blank for index in range(left)}
        for place in range(len(kinds)):
            table[f"c{left + place}"] = pa.chunked_array(self.columns[place], pa.string())
        every = (*[CellKind.EMPTY] * left, *kinds)
        rows, columns = self.hidden_rows, self.hidden_columns
        return with_errors(
            Grid(self.name, pa.table(table), every, self.hidden, self.merged, rows, columns), self.errors
        )


def _merged(head: dict[str, Any]) -> tuple[Extent, ...]:
    return tuple((top, left, bottom, right) for top, left, bottom, right in head.get("merged", ()))


def _decode(head: dict[str, Any], buffer: pa.Buffer | None) -> tuple[list[pa.Array | None], list[CellKind | pa.Array]]:
    """The columns of a chunk as strings (None for an empty one) with their kinds."""
    data = pa.py_buffer(b"") if buffer is None else buffer
    at = 0
    sizes = iter(head["sizes"])

    def take() -> pa.Buffer:
        nonlocal at
        size = next(sizes)
        at += size
        return data.slice(at - size, size)

    arrays: list[pa.Array | None] = []
    kinds: list[CellKind | pa.Array] = []
    for tag in head["columns"]:
        kind: CellKind | pa.Array = _KINDS.get(tag, CellKind.EMPTY)
        array: pa.Array | None = None
        if tag == "n":
            array = parted_text_array(take())
        elif tag == "s":
            array = text_array(take(), take())
        elif tag == "d":
            array = number_array(take())
        elif tag == "t":
            array = day_array(take())
        elif tag == "m":
            cell_kinds = np.frombuffer(take(), np.uint8)
            array = text_array(take(), take())
            kind = kind_array(np.where(valid(array), cell_kinds, np.uint8(CellKind.EMPTY)))
        if array is not None and array.null_count == len(array):
            array, kind = None, CellKind.EMPTY
        arrays.append(array)
        kinds.append(kind)
    return arrays, kinds


def _filled_rows(arrays: list[pa.Array | None], size: int) -> pa.Array | None:
    """A mask of the rows with content, or None where all rows have some."""
    filled: npt.NDArray[np.bool_] | None = None
    for array in arrays:
        if array is None:
            continue
        if not array.null_count:
            return None
        filled = valid(array) if filled is None else filled | valid(array)
    return mask(np.zeros(size, bool) if filled is None else filled)


def _united(parts: list[CellKind | pa.Array], sizes: list[int], columns: list[pa.Array]) -> CellKind | pa.Array:
    """One kind for a column if all chunks agree, else the kind of every cell."""
    named: set[int] = set()
    for part in parts:
        named |= {part.value} if isinstance(part, CellKind) else set(pc.unique(part).to_pylist())
    named.discard(CellKind.EMPTY)
    if len(named) <= 1:
        return CellKind(next(iter(named), CellKind.EMPTY))
    pieces = []
    for part, size, column in zip(parts, sizes, columns, strict=True):
        if isinstance(part, CellKind):
            one = np.full(size, part.value, np.uint8)
            one[~valid(column)] = CellKind.EMPTY
            pieces.append(kind_array(one))
        else:
            pieces.append(part)
    return pa.concat_arrays(pieces)
