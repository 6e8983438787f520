"""What Word and PDF share: a chart in words, and how wide the columns of a table are."""

from __future__ import annotations

import re

from socialimpact.language import Euro, render
from socialimpact.report.document import Bars, Course, Table, Value, is_number, words

_LONGEST_LINE = 60
# What a line of a page holds of a table's letters, and what stands free beside each column.
LINE, WIDE_LINE = 104, 122
_MARGIN = 2
_WIDE = 6
_LONG_WORD = re.compile(r"\S{20,}")
_POINT = re.compile(r"\s*[-–•*]\s+(.*)")
_MARKS = re.compile(r"([_./-])")
_PARTS = re.compile(r"[\s\u200b]+")


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


def holds_numbers(table: Table, place: int) -> bool:
    """Whether a column holds numbers: they stand at its right edge."""
    cells = [row[place] for row in table.rows if row[place] is not None]
    return bool(cells) and sum(is_number(cell) for cell in cells) * 2 > len(cells)


def column_widths(table: Table, language: str) -> list[float]:
    """The width of each column in characters: as wide as its longest word, and of what is left as much as it lacks."""
    least, wanted = [], []
    for place, title in enumerate(table.titles):
        texts = [breakable(words(row[place], language)) for row in table.rows] or [""]
        longest = max(len(text) for text in texts)
        word = max(len(part) for text in texts for part in _PARTS.split(text))
        head = max(len(part) for part in title.to(language).split())
        least.append(max(word, head + 1) + _MARGIN)
        two_lines = -(-len(title.to(language)) // 2)
        wanted.append(max(min(longest, _LONGEST_LINE) + _MARGIN, two_lines + 2 * _MARGIN, least[-1]))
    left = max((WIDE_LINE if is_wide(table) else LINE) - sum(least), 0)
    lacking = sum(wanted) - sum(least)
    part = min(left / lacking, 1) if lacking else 0
    return [short + part * (long - short) for short, long in zip(least, wanted, strict=True)]


def is_wide(table: Table) -> bool:
    """Whether a table has so many columns that it is set in smaller letters."""
    return len(table.titles) > _WIDE


def breakable(text: str) -> str:
    """A text whose long words, such as names of files, may be broken after their marks."""
    return _MARKS.sub("\\1\u200b", text) if _LONG_WORD.search(text) else text
