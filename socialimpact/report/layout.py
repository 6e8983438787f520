"""What Word and PDF share: a chart in words, texts in their parts, which columns hold numbers."""

from __future__ import annotations

import re

from socialimpact.language import Euro, render
from socialimpact.report.document import Bars, Cell, Course, Table, Value, is_number, words

_LONG_WORD = re.compile(r"\S{20,}")
_NO_BREAK = "\u00a0"
_POINT = re.compile(r"\s*[-–•*]\s+(.*)")
_MARKS = re.compile(r"([_./-])")


def alt_text(block: Bars | Course, language: str) -> str:
    """A chart in words, for those who do not see it: its caption and its values."""
    if isinstance(block, Bars):
        pairs = zip(block.names, block.values, strict=True)
        said = "; ".join(f"{name.to(language)}: {words(value, language)}" for name, value in pairs)
    else:
        said = "; ".join(
            f"{month.month}: {words(value, language)}" for month, value in zip(block.months, block.monthly, strict=True)
        )
    return f"{block.caption.to(language)}. {said}"


def large(value: Value, language: str) -> str:
    """A figure as it is written large: euro without cents."""
    shown = value.shown()
    return render(Euro(shown.value, cents=False), language) if isinstance(shown, Euro) else words(value, language)


def passages(text: str) -> list[str | tuple[str, ...]]:
    """A text as its paragraphs, and its points together where lines begin with a dash."""
    found: list[str | tuple[str, ...]] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        plain: list[str] = []
        points: list[str] = []
        for line in part.split("\n"):
            if point := _POINT.match(line):
                points.append(point[1])
            elif points:
                points[-1] += f" {line.strip()}"
            else:
                plain.append(line.strip())
        found += [" ".join(plain)] if any(plain) else []
        found += [tuple(points)] if points else []
    return found


def as_set(cell: Cell, language: str) -> str:
    """A cell as it is set: no line ends within a number, and names of files may be parted after their marks."""
    said = words(cell, language)
    return said.replace(" ", _NO_BREAK) if is_number(cell) else breakable(said)


def holds_numbers(table: Table, place: int) -> bool:
    """Whether a column holds numbers: they stand at its right edge."""
    cells = [row[place] for row in table.rows if row[place] is not None]
    return bool(cells) and sum(is_number(cell) for cell in cells) * 2 > len(cells)


def breakable(text: str) -> str:
    """A text whose long words, such as names of files, may be broken after their marks."""
    return _MARKS.sub("\\1\u200b", text) if _LONG_WORD.search(text) else text
