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
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pyarrow as pa

from socialimpact.tables import biff, open_document, refusals, sheet_xml, telling
from socialimpact.tables.arriving_sheet import ArrivingSheet
from socialimpact.tables.cell_errors import errors_marked
from socialimpact.tables.containers import unzipped_size
from socialimpact.tables.diagnosis import why_unreadable
from socialimpact.tables.letters import letters_put_right
from socialimpact.tables.worker import LEAST_IN_PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from socialimpact.errors import FileRefused, Problem
    from socialimpact.settings import ReadingLimits
    from socialimpact.tables import signature
    from socialimpact.tables.grid import Grid
    from socialimpact.tables.unsaid import BookUnsaid

WORKER = Path(__file__).with_name("worker.py")
# Any honest workbook unfolds and parses faster than this, on a slow machine: small files get a short time.
SLOWEST_BYTES_PER_SECOND = 2_000_000
LOOK_EVERY_SECONDS = 0.25
# What the reader lets go of, part of a sheet by part, is free at once (glibc; others do as they do).
_ENVIRONMENT = {"MALLOC_MMAP_THRESHOLD_": str(4 << 20)}

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
    sheets: list[ArrivingSheet] = []
    problems: list[Problem] = []
    ended = False
    looking = _Looking(path, kind)
    try:
        progress(0.0)  # the reader works from here on, beside whatever else there is to do
        for head, buffer in _frames(process, time.monotonic() + seconds, progress):
            match head["frame"]:
                case "sheet":
                    sheets.append(ArrivingSheet.from_head(head))
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


def _finished(sheet: ArrivingSheet, said: BookUnsaid | None) -> tuple[Grid, list[Problem]]:
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
