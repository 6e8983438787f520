"""Text reports whose columns stand at the same place in every line, as they were printed.

Columns are found by the gutters between them: places that are blank in all lines of the table. A line that writes
across a gutter, such as a title or the heading of a group, is one cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LEAST_LINES = 5
LEAST_COLUMNS = 3
LEAST_SHARE = 0.6  # of the lines must be lines of the table
MOST_WIDTH = 2_000
SURE_LINES = 20  # so many lines do not leave one place blank by chance
WIDE = 2  # blanks that no text has between its words in every line
LEAST_WORDS = 10
_GAP = re.compile(r"\S {2,}(?=\S)")
_RULE = re.compile(r"[\s\-=_+|.*~]*")


@dataclass(frozen=True)
class Columns:
    """Where every column begins, and the places between columns that the table leaves blank."""

    starts: tuple[int, ...]
    gutters: frozenset[int]

    def cut(self, line: str) -> list[str]:
        """The cells of a line; one cell where it writes across the gutters."""
        if _RULE.fullmatch(line):
            return []
        if any(place < len(line) and line[place] != " " for place in self.gutters):
            return [line.strip()]
        ends = (*self.starts[1:], max(len(line), MOST_WIDTH))
        return [line[start:end].strip() for start, end in zip(self.starts, ends, strict=True)]


def find_columns(lines: Sequence[str]) -> Columns | None:
    """The columns of a printed report, or None where the lines are none."""
    texts = [line.rstrip() for line in lines]
    filled = [text for text in texts if not _RULE.fullmatch(text)]
    if any("\t" in text for text in filled):
        return None
    rows = [text for text in filled if len(text) <= MOST_WIDTH and len(_GAP.findall(text)) >= LEAST_COLUMNS - 1]
    if len(rows) < LEAST_LINES or len(rows) < LEAST_SHARE * len(filled):
        return None
    width = max(map(len, rows))
    ink = np.zeros(width + 1, int)
    for row in rows:
        ink[:width] += np.frombuffer(row.ljust(width).encode("utf-32-le"), np.uint32) != ord(" ")
    blank = ink[:width] == 0
    starts: list[int] = []
    gutters: set[int] = set()
    place = 0
    while place < width:
        end = place
        while end < width and blank[end]:
            end += 1
        if end > place and starts and (end - place >= WIDE or _divides(place, rows)):
            gutters.update(range(place, end))
            starts.append(end)
        elif not starts:
            starts.append(0)
        place = end + 1
    starts = [start for start in starts if start < width]
    if len(starts) < LEAST_COLUMNS:
        return None
    columns = Columns(tuple(starts), frozenset(gutters))
    several = sum(sum(map(bool, columns.cut(row))) >= LEAST_COLUMNS for row in rows)
    return columns if several >= LEAST_SHARE * len(filled) else None


def _divides(place: int, rows: Sequence[str]) -> bool:
    """Whether a single blank in all lines lies between two columns, and not within a text that the lines repeat:
    the words beside it are of two kinds (figures and names), or there are many on both sides.
    """
    if len(rows) < SURE_LINES:
        return False
    pairs = {(row[:place].rpartition(" ")[2], row[place + 1 :].partition(" ")[0]) for row in rows}
    both = [(left, right) for left, right in pairs if left and right]
    worded = [(any(map(str.isalpha, left)), any(map(str.isalpha, right))) for left, right in both]
    if sum(left != right for left, right in worded) > 0.9 * len(both):
        return bool(both)
    return min(len({left for left, _ in both}), len({right for _, right in both})) >= LEAST_WORDS


def records(lines: Iterable[str], columns: Columns) -> Iterator[list[str]]:
    """Every line of the file cut into cells; page breaks go, blank lines stay rows."""
    for line in lines:
        yield columns.cut(line.rstrip("\r\n").replace("\f", ""))


def is_decimal_comma(sample: str) -> bool:
    """Whether almost every comma of a text stands between two digits, and so separates no cells."""
    commas = sample.count(",")
    return commas > 0 and len(re.findall(r"(?<=\d),(?=\d)", sample)) >= 0.9 * commas
