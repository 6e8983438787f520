"""How wide the columns of a table are, and in letters of what size: so that no amount, number or word is broken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from socialimpact.report.document import Table
from socialimpact.report.layout import as_set

# Blanks at which a line may end; an amount holds one at which it may not.
_PARTS = re.compile(r"[ \t\n\u200b]+")
# Widths of letters in parts of their size. They are those of DejaVu Sans, the widest face that stands in where a
# document's own is missing; `Face.width` is what of it a narrower face takes.
_NARROW, _SLIM, _LETTER, _CAPITAL, _BROAD = 0.32, 0.4, 0.64, 0.71, 0.97
_OF_WIDTH = {
    _NARROW: " \u00a0\u202f.,:;'’|ijlI!",
    _SLIM: "frt()[]/-–",
    _BROAD: "mwMW%@…—→",
}  # fmt: skip
_WIDTHS = {letter: width for width, letters in _OF_WIDTH.items() for letter in letters}
_BOLD = 1.13
# What a line of a cell should hold before it goes on in the next, in parts of the letters' size.
_LONGEST_LINE = 34.0


@dataclass(frozen=True)
class Face:
    """The letters of a document: `sizes` of a table's from the one that is wanted to the least (points), `width` as a
    part of the widest face, and what stands free in each column (points).
    """

    sizes: tuple[float, ...]
    width: float
    free: float


@dataclass(frozen=True)
class Columns:
    """Widths in points, together the line's; `size` of the letters in points."""

    size: float
    widths: tuple[float, ...]


def columns(table: Table, language: str, line: float, face: Face) -> Columns:
    """The columns of a table in a line of so many points.

    Each is as wide as its longest word, and of what is left has as much as it lacks; the letters are the largest in
    which the words fit.
    """
    least, wanted = _needed(table, language)
    space = line - face.free * len(table.titles)
    size = next((each for each in face.sizes if sum(least) * each * face.width <= space), face.sizes[-1])
    given = _shared([each * size * face.width for each in least], [each * size * face.width for each in wanted], space)
    widths = [each + face.free for each in given]
    return Columns(size, tuple(each * line / sum(widths) for each in widths))


def letter_width(text: str) -> float:
    """How wide a text is in the widest face, in parts of the size of its letters."""
    return sum(_WIDTHS.get(letter) or (_CAPITAL if letter.isupper() else _LETTER) for letter in text)


def fitting(text: str, room: float, sizes: Sequence[float]) -> float:
    """The largest of the sizes in which a bold text fits in so many points; else the last."""
    wide = letter_width(text) * _BOLD
    return next((size for size in sizes if wide * size <= room), sizes[-1])


def _needed(table: Table, language: str) -> tuple[list[float], list[float]]:
    """What each column needs at least, and what it would like to have."""
    least, wanted = [], []
    for place, title in enumerate(table.titles):
        said = title.to(language)
        texts = [as_set(row[place], language) for row in table.rows] or [""]
        bold = [said, *texts[-1:]] if table.has_total else [said]
        least.append(max([*map(_longest_word, texts), *(_longest_word(text) * _BOLD for text in bold)]))
        longest = max(map(letter_width, texts))
        wanted.append(max(min(longest, _LONGEST_LINE), letter_width(said) * _BOLD / 2 + 1, least[-1]))
    return least, wanted


def _longest_word(text: str) -> float:
    return max(letter_width(part) for part in _PARTS.split(text))


def _shared(least: list[float], wanted: list[float], space: float) -> list[float]:
    lacking = sum(wanted) - sum(least)
    part = min(max(space - sum(least), 0) / lacking, 1) if lacking else 0
    return [short + part * (long - short) for short, long in zip(least, wanted, strict=True)]
