"""A file as read: its sheets, its hash, and what to know about it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from socialimpact import settings
from socialimpact.store.home import digest
from socialimpact.tables import refusals, signature
from socialimpact.tables.delimited import read_delimited
from socialimpact.tables.diagnosis import ZIPPED, why_empty
from socialimpact.tables.invoices import holds_invoices, read_invoices
from socialimpact.tables.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from socialimpact.errors import Problem
    from socialimpact.settings import ReadingLimits
    from socialimpact.tables.grid import Grid


@dataclass(frozen=True)
class Book:
    """A file that was read. `format` is what its bytes are, whatever its name says.

    `encoding` and `delimiter` are set for text files only. `grids` has every work sheet, empty ones too.
    """

    name: str
    sha256: str
    format: str
    size: int
    grids: tuple[Grid, ...]
    problems: tuple[Problem, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None


def read_book(
    path: Path,
    name: str | None = None,
    limits: ReadingLimits = settings.READING,
    progress: Callable[[float], None] | None = None,
) -> Book:
    """Read the spreadsheet or text table at `path`; `name` is what the person called it.

    `progress` is called with a share between 0 and 1; what it raises stops the reading. Raises `FileRefused`,
    with a sentence, for everything that is no readable table.
    """
    report = progress or _silent
    name = name or path.name
    size = path.stat().st_size
    kind = "invoices" if holds_invoices(path) else signature.detect(path, limits)
    with ThreadPoolExecutor(1) as beside:  # the hash is made while the file is read
        sha256 = beside.submit(digest, path)
        if kind == "invoices":
            syntax, grid, problems = read_invoices(path, name, report)
            book = Book(name, sha256.result(), syntax, size, (grid,), problems)
        elif kind == "text":
            text = read_delimited(path, limits, report)
            label = "tsv" if text.delimiter == "\t" else "csv"
            book = Book(name, sha256.result(), label, size, (text.grid,), text.problems, text.encoding, text.delimiter)
        else:
            grids, problems = read_workbook(path, kind, limits, report)
            book = Book(name, sha256.result(), kind, size, grids, problems)
    if not any(grid.height for grid in book.grids):
        raise why_empty(path, kind) if kind in ZIPPED else refusals.empty_workbook()
    pa.default_memory_pool().release_unused()  # what the parts were made from, before others need it
    report(1.0)
    return book


def _silent(_share: float) -> None:
    """No one watches."""
