"""Workbooks, read in a guarded process and received as grids."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import mask, valid
from socialimpact.tables import biff, open_document, refusals, sheet_xml, telling
from socialimpact.tables.arrays import day_array, kind_array, number_array, parted_text_array, row_numbers, text_array
from socialimpact.tables.cell_errors import errors_marked
from socialimpact.tables.containers import unzipped_size
from socialimpact.tables.diagnosis import why_unreadable
from socialimpact.tables.grid import CellKind, Grid, with_errors
from socialimpact.tables.letters import letters_put_right
from socialimpact.tables.worker import LEAST_IN_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt

    from socialimpact.errors import FileRefused, Problem
    from socialimpact.settings import ReadingLimits
    from socialimpact.tables import signature
    from socialimpact.tables.grid import Extent
    from socialimpact.tables.unsaid import BookUnsaid, SheetUnsaid

WORKER = Path(__file__).with_name("worker.py")
# Any honest workbook unfolds and parses faster than this, on a slow machine: small files get a short time.
SLOWEST_BYTES_PER_SECOND = 2_000_000
LOOK_EVERY_SECONDS = 0.25
# What the reader lets go of, part of a sheet by part, is free at once (glibc; others do as they do).
_ENVIRONMENT = {"MALLOC_MMAP_THRESHOLD_": str(4 << 20)}
_KINDS = {"n": CellKind.TEXT, "s": CellKind.TEXT, "d": CellKind.NUMBER, "t": CellKind.DATE}

_LOOKERS = {"xlsx": sheet_xml.look_through, "xls": biff.look_through, "ods": open_document.look_through}

Frame = tuple[dict[str, Any], pa.Buffer | None]


def read_workbook(
    path: Path, kind: signature.Format, limits: ReadingLimits, progress: Callable[[float], None]
) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """All work sheets of the workbook at `path`, and what to know about them.

    Raises `FileRefused` where the workbook is encrypted, damaged, too large or takes too long. Whatever
    `progress` raises stops the reading.
    """
    allowed = limits.first_look_seconds + unzipped_size(path) / SLOWEST_BYTES_PER_SECOND
    seconds = min(allowed, limits.seconds)
    arguments = [str(path), kind, str(limits.cells), str(limits.memory_bytes), str(int(seconds) + 1)]
    process = subprocess.Popen(  # noqa: S603 - our own interpreter on our own file
        [sys.executable, "-P", str(WORKER), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | _ENVIRONMENT,
    )
    sheets: list[_Sheet] = []
    problems: list[Problem] = []
    ended = False
    looking = _Looking(path, kind)
    try:
        progress(0.0)  # the reader works from here on, beside whatever else there is to do
        for head, buffer in _frames(process, time.monotonic() + seconds, progress):
            match head["frame"]:
                case "sheet":
                    sheets.append(_Sheet.from_head(head))
                    problems += [telling.told(head["sheet"], said) for said in head.get("told", ())]
                    progress(len(sheets) / (head["of"] + 1))
                case "signs" | "again":
                    looking.closely()
                    sheets = [] if head["frame"] == "again" else sheets
                case "chunk" | "merged":
                    sheets[-1].go_on(head, buffer)
                case "bad":
                    problems.append(telling.unreadable(head["sheet"]))
                case "refused":
                    raise _refusal(head, path, kind)
                case _:
                    ended = True
        if not ended:
            # a process that ended without a word hit a limit (killed, or aborted for want of memory) or broke
            raise refusals.too_much_memory() if process.wait() < 0 else why_unreadable(path, kind)
        said = looking.result()
        for sheet in sheets:
            problems += sheet.learn(said.sheets.get(sheet.name or "") if said else None)
    finally:
        process.kill()
        process.wait()
        looking.stop()
    finished = [_finished(sheet, said) for sheet in sheets]
    return tuple(grid for grid, _ in finished), (*problems, *(problem for _, told in finished for problem in told))


def _finished(sheet: _Sheet, said: BookUnsaid | None) -> tuple[Grid, list[Problem]]:
    """The grid of a sheet that was read whole, and what to know about it."""
    grid, problems = errors_marked(sheet.grid()), []
    if said and said.since_1904:
        grid = replace(grid, since_1904=True)
    if said is None or said.garbled:
        grid, wrong = letters_put_right(grid)
        problems += [telling.letters_mended(wrong, grid.sheet)] if wrong else []
    return grid, [*problems, *telling.of_grid(grid)]


class _Looking:
    """What a workbook says besides its values, looked for beside the reading.

    A large .xlsx is looked at by its reader as it cuts the sheet: once more only where that saw something.
    """

    def __init__(self, path: Path, kind: signature.Format) -> None:
        self._path = path
        self._looker = _LOOKERS.get(kind)
        self._stop = threading.Event()
        self._beside = ThreadPoolExecutor(1)
        self._found: Future[BookUnsaid] | None = None
        self._plain = kind == "xlsx" and path.stat().st_size >= LEAST_IN_PARTS
        if not self._plain:
            self.closely()

    def closely(self) -> None:
        """Look at all of it, unless that has begun."""
        if self._looker and not self._found:
            self._found = self._beside.submit(self._looker, self._path, self._stop)

    def result(self) -> BookUnsaid | None:
        if self._plain and not self._found:
            return sheet_xml.look_through(self._path, self._stop, plain=True)
        return self._found.result() if self._found else None

    def stop(self) -> None:
        self._stop.set()
        self._beside.shutdown()


def _frames(process: subprocess.Popen[bytes], deadline: float, progress: Callable[[float], None]) -> Iterator[Frame]:
    """The frames as they come; `progress` is called while waiting, so that a person can stop the work."""
    if process.stdout is None:
        return
    arrived: queue.Queue[Frame | None] = queue.Queue(maxsize=4)
    given_up = threading.Event()
    reader = threading.Thread(target=_receive, args=(process.stdout, arrived, given_up), daemon=True)
    reader.start()
    try:
        while True:
            if time.monotonic() > deadline:
                raise refusals.too_slow()
            try:
                frame = arrived.get(timeout=LOOK_EVERY_SECONDS)
            except queue.Empty:
                progress(0.0)
                continue
            if frame is None:
                return
            yield frame
    finally:
        given_up.set()
        process.kill()
        reader.join()
        process.stdout.close()


def _receive(pipe: IO[bytes], arrived: queue.Queue[Frame | None], given_up: threading.Event) -> None:
    frame: Frame | None
    while not given_up.is_set():
        line = pipe.readline()
        frame = None
        if line.endswith(b"\n"):
            head = json.loads(line)
            size = sum(head.get("sizes", ()))
            data = pipe.read(size) if size else b""
            frame = (head, pa.py_buffer(data)) if len(data) == size else None
        while not given_up.is_set():
            try:
                arrived.put(frame, timeout=LOOK_EVERY_SECONDS)
                break
            except queue.Full:
                continue
        if frame is None:
            return


@dataclass
class _Sheet:
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
    def from_head(cls, head: dict[str, Any]) -> _Sheet:
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


def _refusal(head: dict[str, Any], path: Path, kind: signature.Format) -> FileRefused:
    match head["code"]:
        case "password":
            return refusals.password()
        case "too_large":
            return refusals.too_large()
        case "memory":
            return refusals.too_much_memory()
        case "no_table_in_page":
            return refusals.no_table_in_page()
        case "empty_workbook":
            return refusals.empty_workbook()
        case "only_frames":
            return refusals.only_frames()
        case "entities":
            return refusals.entities() if kind == "xml" else why_unreadable(path, kind)
        case "json":
            return refusals.json_text()
        case "damaged_records":
            return refusals.damaged_records(head["line"])
        case "damaged_line":
            return refusals.damaged_line(head["line"])
        case _:
            return why_unreadable(path, kind)
