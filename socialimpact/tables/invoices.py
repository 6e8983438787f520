"""Electronic invoices received as a grid: the work is done in guarded processes, one a core, a block of files each."""

from __future__ import annotations

import json
import mmap
import os
import queue
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact import settings
from socialimpact.columns import mask
from socialimpact.einvoices import archive, document, envelope, reasons
from socialimpact.einvoices.rows import COLUMNS, SET_ASIDE
from socialimpact.errors import FileRefused, Problem
from socialimpact.language import msg
from socialimpact.tables import refusals
from socialimpact.tables.arrays import row_numbers, strings, text_array
from socialimpact.tables.grid import CellKind, Grid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from socialimpact.settings import InvoiceLimits

    Frame = dict[str, Any]
    _Process = subprocess.Popen[bytes]

BATCH = "einvoices"
# What a file of invoices may be called in `Book.format`; a zip of them is a batch.
FORMATS = ("fatturapa", "ubl", "cii", BATCH)
HEAD_BYTES = 64 * 1024
LOOK_EVERY_SECONDS = 0.25
WAITING_FRAMES = 4
LEAST_FILES_EACH = 200
# Any honest zip unfolds faster than this, on a slow machine.
SLOWEST_BYTES_PER_SECOND = 1_000_000
# Rows of one code that are listed one by one; beyond them the count is said.
LISTED = {"error": 500, "warning": 500, "info": 20}
_REPEATED = "invoice_repeated"


def holds_invoices(path: Path) -> bool:
    """Whether the file at `path` is one of electronic invoices, or one that travels with them, by its first bytes."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith(document.ZIP):
        return archive.holds_invoices(path)
    if head.startswith(b"%PDF"):
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return data.find(b"/EmbeddedFile") >= 0
    if document.is_markup(head):
        return document.root_known(head)
    return envelope.is_wrapped(head[:4096])


def read_invoices(
    path: Path, name: str, progress: Callable[[float], None], limits: InvoiceLimits = settings.INVOICES
) -> tuple[str, Grid, tuple[Problem, ...]]:
    """The format, one grid with a row an invoice line, and what to know about the files.

    The first row of the grid is the header (`einvoices.rows.COLUMNS`). Files of a batch that give no invoice have a
    row too, which says so. Raises `FileRefused` where there is no invoice at all; whatever `progress` raises stops
    the work.
    """
    with path.open("rb") as file:
        is_batch = file.read(4).startswith(document.ZIP)
    files = _files(path) if is_batch else 1
    workers = _workers(files, limits)
    seconds = min(
        limits.first_look_seconds + files / limits.files_per_second + path.stat().st_size / SLOWEST_BYTES_PER_SECOND,
        limits.seconds,
    )
    received = _Received(name, is_batch)
    processes = [_start(path, name, (worker, workers), int(seconds) + 1, limits) for worker in range(workers)]
    for frame in _frames(processes, time.monotonic() + seconds, progress):
        received.add(frame)
        progress(received.part * 0.95)
    return received.finished()


def _files(path: Path) -> int:
    """How many files a zip holds; 0 where it cannot be opened."""
    with suppress(*archive.BROKEN), zipfile.ZipFile(path) as batch:
        return len(batch.infolist())
    return 0


def _workers(files: int, limits: InvoiceLimits) -> int:
    """How many processes are worth their start."""
    return max(1, min(limits.processes, os.cpu_count() or 1, files // LEAST_FILES_EACH + 1))


def _start(path: Path, name: str, share: tuple[int, int], seconds: int, limits: InvoiceLimits) -> _Process:
    how = {
        "name": name,
        "worker": share[0],
        "workers": share[1],
        "memory": limits.memory_bytes,
        "seconds": seconds,
        "depth": limits.depth,
        "files": limits.files,
        "file_bytes": limits.file_bytes,
        "all_bytes": limits.all_bytes,
        "not_invoices": list(reasons.NOT_INVOICES),
    }
    return subprocess.Popen(  # noqa: S603 - our own interpreter on our own module
        [sys.executable, "-P", "-m", "socialimpact.tables.invoice_worker", str(path), json.dumps(how)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(settings.ROOT)},
    )


def _frames(processes: list[_Process], deadline: float, progress: Callable[[float], None]) -> Iterator[Frame]:
    """The frames of all processes as they come; `progress` is called while waiting, so that a person can stop."""
    arrived: queue.Queue[Frame | None] = queue.Queue(maxsize=WAITING_FRAMES)
    given_up = threading.Event()
    readers = [threading.Thread(target=_receive, args=(process.stdout, arrived, given_up), daemon=True)
               for process in processes]  # fmt: skip
    for reader in readers:
        reader.start()
    running = len(processes)
    try:
        while running:
            if time.monotonic() > deadline:
                raise FileRefused(
                    msg("Reading the invoices took too long, so it was stopped. Upload them in parts, by month."),
                    code="too_slow",
                )
            try:
                frame = arrived.get(timeout=LOOK_EVERY_SECONDS)
            except queue.Empty:
                progress(0.0)
                continue
            if frame is None:
                raise _died()
            if frame["frame"] == "end":
                running -= 1
            else:
                yield frame
    finally:
        given_up.set()
        for process in processes:
            process.kill()
        for process, reader in zip(processes, readers, strict=True):
            process.wait()
            reader.join()
            if process.stdout:
                process.stdout.close()


def _receive(pipe: IO[bytes], arrived: queue.Queue[Frame | None], given_up: threading.Event) -> None:
    """Hand over the frames of one process; None where it ends without a word."""
    frame: Frame | None = {"frame": ""}
    while not given_up.is_set() and frame and frame["frame"] != "end":
        line = pipe.readline()
        frame = json.loads(line) if line.endswith(b"\n") else None
        if frame and (size := sum(frame.get("sizes", ()))):
            data = pipe.read(size)
            frame = frame | {"data": pa.py_buffer(data)} if len(data) == size else None
        while not given_up.is_set():
            with suppress(queue.Full):
                arrived.put(frame, timeout=LOOK_EVERY_SECONDS)
                break


def _died() -> FileRefused:
    """A process that ended without a word hit a limit."""
    return refusals.too_large()


@dataclass
class _Block:
    """The rows of some files, as columns, with what was said of them."""

    number: int
    rows: int
    columns: list[pa.Array]
    documents: list[tuple[int, str]]
    problems: list[tuple[int, str, str, dict[str, str]]]


@dataclass
class _Received:
    """What has come so far."""

    name: str
    is_batch: bool
    part: float = 0.0
    syntax: str = ""
    blocks: list[_Block] = field(default_factory=list)

    def add(self, frame: Frame) -> None:
        self.part = max(self.part, frame["part"])
        self.syntax = self.syntax or frame["syntax"]
        data: pa.Buffer = frame["data"]
        at = 0
        sizes = iter(frame["sizes"])

        def take() -> pa.Buffer:
            nonlocal at
            size = next(sizes)
            at += size
            return data.slice(at - size, size)

        rows = frame["rows"]
        columns = [
            text_array(take(), take()) if tag == "s" else pa.nulls(rows, pa.string()) for tag in frame["columns"]
        ]
        self.blocks.append(_Block(frame["block"], rows, columns, frame["documents"], frame["problems"]))

    def finished(self) -> tuple[str, Grid, tuple[Problem, ...]]:
        """Format, grid and problems; `FileRefused` where no file gave an invoice."""
        self.blocks.sort(key=lambda block: block.number)
        self._refuse_where_nothing()
        repeated, said = self._repeated()
        height = sum(block.rows for block in self.blocks)
        cells = {"row": pa.chunked_array([row_numbers(1, 1), row_numbers(2, height)], pa.int32())}
        kinds = []
        for place, (header, _) in enumerate(COLUMNS):
            parts = [block.columns[place] for block in self.blocks]
            if place == SET_ASIDE and repeated.any():
                whole = pa.chunked_array(parts, pa.string())
                parts = pc.if_else(mask(repeated), strings([_REPEATED])[0], whole).chunks
            cells[f"c{place}"] = pa.chunked_array([strings([header]), *parts], pa.string())
            kinds.append(CellKind.TEXT)
        syntax = BATCH if self.is_batch else self.syntax
        return syntax, Grid(None, pa.table(cells), tuple(kinds)), tuple(self._problems(said))

    def _refuse_where_nothing(self) -> None:
        refused = [problem for block in self.blocks for problem in block.problems if problem[1] not in reasons.REMARKS]
        documents = sum(len(block.documents) for block in self.blocks)
        if documents > len(refused):
            return
        if not refused:
            raise FileRefused(msg("“{file}” is an empty zip.", file=self.name), code="empty_file")
        _, code, file, details = refused[0]
        why = reasons.refusal(code, file if self.is_batch else self.name, details)
        if not self.is_batch or len(refused) == 1:
            raise why
        raise FileRefused(
            msg("None of the {n} files in this zip is an electronic invoice that can be read. The first: {reason}",
                n=len(refused), reason=why.message),
            code="no_invoices",
        )  # fmt: skip

    def _repeated(self) -> tuple[np.ndarray[Any, np.dtype[np.bool_]], list[tuple[int, str, str, dict[str, str]]]]:
        """Which rows belong to a document that stands in the batch before: a signed copy, a file packed twice."""
        height = sum(block.rows for block in self.blocks)
        marked = np.zeros(height, bool)
        said: list[tuple[int, str, str, dict[str, str]]] = []
        seen: set[str] = set()
        at = 0
        for block in self.blocks:
            inside = 0
            for size, fingerprint in block.documents:
                if fingerprint and fingerprint in seen:
                    marked[at + inside : at + inside + size] = True
                    said.append((at + inside, _REPEATED, block.columns[0][inside].as_py() or "?",
                                 {"number": block.columns[5][inside].as_py() or "?"}))  # fmt: skip
                seen.add(fingerprint)
                inside += size
            at += block.rows
        return marked, said

    def _problems(self, said: list[tuple[int, str, str, dict[str, str]]]) -> Iterator[Problem]:
        """The problems of all files with the row where each stands, the first of each code one by one."""
        listed: dict[str, int] = {}
        first: dict[str, Problem] = {}
        for row, code, file, details in [*self._of_blocks(), *said]:
            listed[code] = listed.get(code, 0) + 1
            if code not in first:
                first[code] = reasons.problem(code, file, details, row + 2)
            if listed[code] <= LISTED[first[code].severity]:
                yield reasons.problem(code, file, details, row + 2)
        for code, number in listed.items():
            if (more := number - LISTED[first[code].severity]) > 0:
                yield Problem(first[code].severity, code, msg("… and {n} more files of the same kind.", n=more))

    def _of_blocks(self) -> Iterator[tuple[int, str, str, dict[str, str]]]:
        at = 0
        for block in self.blocks:
            for row, code, file, details in block.problems:
                yield at + row, code, file, details
            at += block.rows
