"""The tables of a sheet, one below the other: where a header stands again, other than the first, a table begins."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from socialimpact.columns import numbers, valid
from socialimpact.tables.content import is_heading, rows_up_to
from socialimpact.tables.grid import CellKind
from socialimpact.tables.header import BELOW, Header, Part, find_header, header_at, known_in, part_of
from socialimpact.tables.headings import known_names, meanings, normal
from socialimpact.tables.periods import period_in, period_of
from socialimpact.tables.roles import DATES
from socialimpact.tables.row_marks import names_total

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from socialimpact.tables.grid import Grid
    from socialimpact.tables.headings import Purpose

MOST_TABLES = 60
MOST_CANDIDATES = 3000
SAMPLE = 200
LONGEST_NAME = 60
MOST_TITLES = 4
FIGURES = 0.6
# The first bytes of texts that are no figures and mostly no dates: letters, but not the start of £, € or −.
_LETTER = np.zeros(256, bool)
_LETTER[[*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1), 0xC3]] = True


@dataclass(frozen=True)
class Region:
    """A table: its header and the last row that belongs to it."""

    header: Header
    last_row: int


def regions(grid: Grid, purpose: Purpose) -> list[Region]:
    """The tables of a sheet from top to bottom. A header that says again what the one above says is no new table."""
    first = find_header(grid, purpose)
    if first.row is None or purpose != "ledger":
        return [Region(first, max(grid.last_row, first.ends))]
    headers = [first]
    tops: list[int] = []
    undated = not _has_dates(first, purpose)
    seen = first.ends
    candidates = _candidates(grid, rows_up_to(grid, first.ends))
    for place, texts in zip(candidates.tolist(), grid.rows_at(candidates), strict=True):
        if not _speaks_of_columns(texts, headers[-1], purpose):
            continue
        row = int(grid.cells["row"][place].as_py())
        header = _header(grid, place, row, headers[-1], purpose) if row > seen else None
        if header is None:
            continue
        seen = header.ends
        top = _top(grid, place)
        if not _alike(header, headers[-1]) or (undated and _says_period(grid, top, place)):
            headers.append(header)
            tops.append(top)
        if len(headers) == MOST_TABLES:
            break
    lasts = [int(grid.cells["row"][top - 1].as_py()) if top else 0 for top in tops]
    return [
        Region(header, max(last, header.ends)) for header, last in zip(headers, [*lasts, grid.last_row], strict=True)
    ]


def _candidates(grid: Grid, start: int) -> npt.NDArray[np.int64]:
    """Positions of the few rows that may be headers: words where the other rows have figures or dates, or nothing
    where they have them.
    """
    height = grid.height - start
    if height <= 0:
        return np.zeros(0, np.int64)
    part = part_of(grid, start, SAMPLE)
    figures = [
        index
        for index in range(grid.width)
        if (look := [row[index] for row in part.looks if row[index]]) and look.count("f") > FIGURES * len(look)
    ]
    if not figures:
        return np.zeros(0, np.int64)
    words = np.zeros(height, np.int16)
    none = np.ones(height, bool)
    for index in figures:
        begins, filled = _word_cells(grid, index, start)
        words += begins
        none &= ~filled
    found = np.flatnonzero(words)
    if len(found) > MOST_CANDIDATES // 3:
        found = np.flatnonzero(words > min(1, len(figures) - 1))
    blank = np.flatnonzero(none)
    return np.union1d(found[:MOST_CANDIDATES], blank[:MOST_CANDIDATES]) + start


def _speaks_of_columns(texts: Sequence[str | None], above: Header, purpose: Purpose) -> bool:
    """Whether two cells of a row are names that are known, or that the header above has: a first, quick look."""
    names = known_names(purpose) | {normal(name) for name in above.names if name}
    found = sum(normal(text) in names for text in texts if text and len(text) <= LONGEST_NAME)
    return found > 1 or sum(period_of(text) is not None for text in texts if text and len(text) <= LONGEST_NAME) > 1


def _word_cells(grid: Grid, index: int, start: int) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which cells of a column begin with a letter, and which are filled."""
    parts = grid.cells[f"c{index}"].slice(start).chunks
    filled = np.concatenate([valid(part) for part in parts])
    kinds = grid.kinds[index]
    if isinstance(kinds, CellKind) and kinds is not CellKind.TEXT:
        return np.zeros(len(filled), bool), filled
    begins = np.concatenate([_begin_with_letter(part) for part in parts]) & filled
    if not isinstance(kinds, CellKind):
        begins &= numbers(kinds.slice(start)) == CellKind.TEXT
    return begins, filled


def _begin_with_letter(texts: pa.StringArray) -> npt.NDArray[np.bool_]:
    """Which texts begin with a letter; of empty ones nothing is said."""
    _, offsets, data = texts.buffers()
    if data is None or not len(data):
        return np.zeros(len(texts), bool)
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts)]
    bytes_ = np.frombuffer(data, np.uint8)
    return _LETTER[bytes_[np.minimum(bounds, len(bytes_) - 1)]]


def _header(grid: Grid, place: int, row: int, above: Header, purpose: Purpose) -> Header | None:
    """The header at a position, if its row is one: names that are known, or that the header above has too."""
    part = part_of(grid, place, BELOW + 1)
    if not _could_be_header(part, above, purpose):
        return None
    return header_at(grid, row, purpose)


def _could_be_header(part: Part, above: Header, purpose: Purpose) -> bool:
    row, look = part.rows[0], part.looks[0]
    headings = [column for column, what in enumerate(look) if what == "h"]
    if len(headings) < 2 or "f" in look:  # noqa: PLR2004 - one word is a heading or a note
        return False
    again = {normal(name) for name in above.names if name}
    same = sum(normal(row[column]) in again for column in headings)
    known = known_in(row, headings, known_names(purpose))
    if max(same, known) < max(2, 0.5 * len(headings)):
        return False
    below = part.looks[1:]
    width = median(sum(map(bool, line)) for line in below[:6]) if below else 0
    if len(headings) < 0.5 * width:
        return False
    return any("f" in [line[column] for column in headings] for line in below[:6])


def _alike(header: Header, above: Header) -> bool:
    """Whether a header says again, in the same columns, what the one above says."""
    pairs = [(normal(new), normal(old)) for new, old in zip(header.names, above.names, strict=True) if new]
    return all(new == old or new in old.split() or old.endswith(f" {new}") for new, old in pairs)


def _top(grid: Grid, place: int) -> int:
    """The position of the first of the titles right above a header: rows of one text, no total."""
    top = place
    while top > 0 and place - top < MOST_TITLES:
        texts = [text for text in grid.rows_at(np.array([top - 1]))[0] if text]
        if len(texts) != 1 or names_total(texts[0]) or not (is_heading(texts[0]) or period_of(texts[0])):
            break
        top -= 1
    return top


def _says_period(grid: Grid, top: int, place: int) -> bool:
    rows = grid.rows_at(np.arange(top, place))
    return any(period_in(text) or period_of(text) for row in rows for text in row if text)


def _has_dates(header: Header, purpose: Purpose) -> bool:
    found = (meaning for name in header.names if name for meaning in meanings(name, purpose)[:1])
    return any(meaning.known and meaning.role in DATES for meaning in found)
