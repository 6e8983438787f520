"""Periods as the names of columns and sheets write them: a month, a quarter or a year, with or without the year.

A period is written `2024-01`, `2024-Q1` or `2024`; `-01` and `-Q1` are a month and a quarter of a year that is
not said. The words are in `data/periods.yml`.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from socialimpact import knowledge
from socialimpact.tables.headings import words

FIRST_YEAR, LAST_YEAR = 1990, 2099
_ISO = re.compile(r"((?:19|20)\d{2})[-/.](\d{1,2})(?:[-/.]0?1)?(?: 00:00:00)?")
_COMPACT = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])")
_NUMBERED = re.compile(r"(\d{1,2})[-/.]((?:19|20)\d{2})")
_FIRST_DAY = re.compile(r"0?1[-/.](\d{1,2})[-/.]((?:19|20)\d{2})")
_ISO_WITHIN = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(0[1-9]|1[0-2])(?![-_./]?\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_QUARTER = re.compile(r"q([1-4])|([1-4])q|t([1-4])|([1-4])t|trim([1-4])|([1-4])trim")
_ORDINALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_MONTH_NUMBER = re.compile(r"0{0,2}([1-9]|1[0-2])(?:\.0+)?")
_YEAR_NUMBER = re.compile(r"((?:19|20)\d{2})(?:\.0+)?")
_PERIOD = re.compile(r"((?:19|20)\d{2})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")


@cache
def month_names() -> dict[str, int]:
    """The months by their names and short names."""
    return {name: number for number, names in enumerate(knowledge.load("periods")["months"], start=1) for name in names}


@cache
def _words(which: str) -> frozenset[str]:
    return frozenset(knowledge.load("periods")[which])


def names_period(header: str) -> bool:
    """Whether a header says that its column holds months or other periods."""
    return " ".join(words(header)) in _words("columns")


def names_year(header: str) -> bool:
    """Whether a header says that its column holds years."""
    return " ".join(words(header)) in _words("years")


def names_quarter(header: str) -> bool:
    """Whether a header says that its column holds quarters: a bare number in it is no month."""
    return bool(_words("quarters") & set(words(header)))


def first_day(period: str) -> date | None:
    """The first day of a period; None where it has no year, or is no period."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        return None
    year, quarter, month = found.groups()
    return date(int(year), int(month) if month else 3 * int(quarter) - 2 if quarter else 1, 1)


def day_of(period: str | None, year: str | None) -> date | None:
    """The first day of the period that a row tells in a column of months, one of years, or both.

    >>> [str(day_of(*said)) for said in (("04/2023", None), ("aprile", "2023"), (None, "2023"), ("4", None))]
    ['2023-04-01', '2023-04-01', '2023-01-01', 'None']
    """
    said = _YEAR_NUMBER.fullmatch((year or "").strip())
    if not (period or "").strip():
        return date(int(said[1]), 1, 1) if said else None
    text = str(period).strip()
    numbered = _MONTH_NUMBER.fullmatch(text)
    found = f"-{int(numbered[1]):02}" if numbered else period_of(text)
    return first_day(with_year(found, int(said[1]) if said else None)) if found else None


def with_year(period: str, year: int | None) -> str:
    """The period in `year`, if its own is not said."""
    return f"{year}{period}" if period.startswith("-") and year else period


def period_of(text: str, *, years: bool = False) -> str | None:
    """The month or quarter (or, if `years`, the year) that a whole text names, or None.

    >>> [period_of(text) for text in ("Gennaio", "gen-24", "2024-03-01", "03/2024", "Q2 2023", "Total")]
    ['-01', '2024-01', '2024-03', '2024-03', '2023-Q2', None]
    """
    text = text.strip().lower()
    for pattern, year_first in ((_ISO, True), (_COMPACT, True), (_NUMBERED, False), (_FIRST_DAY, False)):
        if found := pattern.fullmatch(text):
            year, month = found.groups() if year_first else reversed(found.groups())
            return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else None  # noqa: PLR2004 - months
    return _worded(words(text), years=years)


def _worded(parts: tuple[str, ...], *, years: bool) -> str | None:
    month = quarter = year = None
    split = [piece for part in parts for piece in re.findall(r"[a-z]+|\d+", part)] if not _has_quarter(parts) else parts
    for part in split:
        if part in month_names() and month is None:
            month = month_names()[part]
        elif (found := _QUARTER.fullmatch(part)) and quarter is None:
            quarter = int(next(group for group in found.groups() if group))
        elif part in _ORDINALS and quarter is None and _words("quarters") & set(parts):
            quarter = _ORDINALS[part]
        elif part.isdigit() and len(part) in {2, 4} and year is None:
            year = int(part) if len(part) == 4 else 2000 + int(part)  # noqa: PLR2004
        elif part not in _words("fillers") and part not in _words("quarters"):
            return None
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    written = "" if year is None else str(year)
    if month is not None:
        return f"{written}-{month:02}" if quarter is None else None
    if quarter is not None:
        return f"{written}-Q{quarter}"
    return written if years and year is not None and len(split) == 1 and len(split[0]) == 4 else None  # noqa: PLR2004


def _has_quarter(parts: tuple[str, ...]) -> bool:
    return any(_QUARTER.fullmatch(part) for part in parts)


def years_in(text: str) -> list[int]:
    """The years that stand in a text."""
    return [int(year) for year in _YEAR.findall(text) if FIRST_YEAR <= int(year) <= LAST_YEAR]


def period_in(text: str) -> str | None:
    """The one month or quarter with its year that stands within a text, as titles and names of files have it.

    >>> [period_in(text) for text in ("Spend over £500 - April 2023", "spend-2023-04", "1 April 2023 to 30 June 2023")]
    ['2023-04', '2023-04', None]
    """
    found = {f"{year}-{int(month):02}" for year, month in _ISO_WITHIN.findall(text) if 1 <= int(month) <= 12}  # noqa: PLR2004
    parts = [piece for part in words(text) for piece in re.findall(r"[a-z]+|\d+", part)]
    for place, part in enumerate(parts):
        if part in month_names() and len(part) > 2:  # noqa: PLR2004 - shorter words mean something else
            around = [*parts[place + 1 : place + 2], *parts[max(place - 1, 0) : place]]
            year = next((year for near in around if len(near) == 4 and near.isdigit() for year in years_in(near)), None)  # noqa: PLR2004
            if year:
                found.add(f"{year}-{month_names()[part]:02}")
    return found.pop() if len(found) == 1 else None
