"""Which known register a file is: by the names of its columns, else by the file's own name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from socialimpact.language import Message, msg
from socialimpact.registers import presets, runts
from socialimpact.tables.book import Book
from socialimpact.tables.headings import normal
from socialimpact.tables.layout import Layout


@dataclass(frozen=True)
class Recognised:
    """The proposed preset and why; `sure` where its columns say so, and not only the file's name."""

    key: str
    why: Message
    sure: bool


def recognise(book: Book, layouts: tuple[Layout, ...]) -> Recognised:
    """The register that a file is most likely to be; `generic` where nothing tells."""
    if runts.find(book) is not None:
        return Recognised("runts", msg("It is laid out as the list of the RUNTS."), sure=True)
    headers = [{normal(column.header) for column in layout.columns} for layout in layouts]
    best = max(
        ((len(line), key, line) for key, line in _lines() if any(set(line) <= each for each in headers)),
        default=None,
    )
    if best is not None:
        columns = ", ".join(f"“{name}”" for name in best[2])
        return Recognised(best[1], msg("It has the columns {columns}.", columns=columns), sure=True)
    name = normal(book.name.replace("_", " "))
    named = max(((len(text), key) for key, text in _names() if f" {text}" in f" {name}"), default=None)
    if named is not None:
        return Recognised(named[1], msg("The file's name makes it likely. Look at the columns."), sure=False)
    return Recognised("generic", msg("Neither columns nor name are those of a known register."), sure=False)


def _lines() -> Iterable[tuple[str, tuple[str, ...]]]:
    return ((key, line) for key, each in presets.presets().items() for line in each.by_header)


def _names() -> Iterable[tuple[str, str]]:
    return ((key, text) for key, each in presets.presets().items() for text in each.by_name)
