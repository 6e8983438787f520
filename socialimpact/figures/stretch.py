"""Stretches of days: what the ledger covers, what a selection names, and the months in them."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import visible_sql
from socialimpact.store.reader import Reader

# A mistyped date (1924, 2205) is no part of the ledger's span: a few lines far away from all others.
_FAR_MONTHS = 12
_FEW = 0.01
_FIRST_YEAR, _LAST_YEAR = 1000, 9998
_QUARTER = re.compile(r"([1-9][0-9]{3})-Q([1-4])")
_MONTH = re.compile(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Span:
    """The first and last day of the months that the ledger covers."""

    first: date
    last: date


def span(reader: Reader, selection: Selection, *, actor: Actor) -> Span | None:
    """The months that the ledgers of the selection's companies cover, or None where no line has a date.

    A few lines (under 1 %) that lie more than a year away from all others are taken for mistyped dates.
    """
    where, values = visible_sql(Selection(companies=selection.companies), actor)
    rows = reader.rows(
        f"select month, count(*) from spend where {where} and month is not null group by month order by month",
        values,
        step="months of the ledger",
    )
    months = [(month_number(month), count) for month, count in rows]
    if not months:
        return None
    few = sum(count for _, count in months) * _FEW
    months = _without_far(_without_far(months, few)[::-1], few)[::-1]
    return Span(first_day(months[0][0]), last_day(months[-1][0]))


def _without_far(months: list[tuple[int, int]], few: float) -> list[tuple[int, int]]:
    """The months without a beginning that is far from the rest and has few lines."""
    start = passed = 0
    for place in range(1, len(months)):
        passed += months[place - 1][1]
        if passed > few:
            break
        if abs(months[place][0] - months[place - 1][0]) > _FAR_MONTHS:
            start = place
    return months[start:]


def period(selection: Selection, covered: Span | None = None, *, holes: bool = False) -> Span | None:
    """The stretch of days that a selection names, or None where it names none.

    An open end is closed by what the ledger has `covered`; without that it is no stretch. Years, quarters or months
    with a gap between them are none either, unless `holes` are allowed.
    """
    spans = []
    if selection.date_from or selection.date_to:
        first = selection.date_from or (covered.first if covered else None)
        last = selection.date_to or (covered.last if covered else None)
        if first is None or last is None:
            return None
        spans.append(Span(first, last))
    for numbers in _months_chosen(selection):
        ordered = sorted(set(numbers))
        if not ordered or (len(ordered) != ordered[-1] - ordered[0] + 1 and not holes):
            return None
        spans.append(Span(first_day(ordered[0]), last_day(ordered[-1])))
    if not spans:
        return None
    both = Span(max(each.first for each in spans), min(each.last for each in spans))
    return both if both.first <= both.last else None


def _months_chosen(selection: Selection) -> list[list[int]]:
    """The months of the chosen years, of the quarters and of the months; a mistyped one is left out."""
    chosen = []
    if selection.years:
        years = [year for year in selection.years if year is not None and _FIRST_YEAR <= year <= _LAST_YEAR]
        chosen.append([12 * year + month for year in years for month in range(12)])
    if selection.quarters:
        quarters = [_QUARTER.fullmatch(key or "") for key in selection.quarters]
        chosen.append(
            [12 * int(each[1]) + 3 * (int(each[2]) - 1) + month for each in quarters if each for month in range(3)]
        )
    if selection.months:
        chosen.append([month_number(key) for key in selection.months if key and _MONTH.fullmatch(key)])
    return chosen


def month_number(month: str) -> int:
    """`2025-01` as a number of months, so that months can be counted."""
    return 12 * int(month[:4]) + int(month[5:7]) - 1


def month_key(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def first_day(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def last_day(number: int) -> date:
    year, month = number // 12, number % 12 + 1
    return date(year, month, monthrange(year, month)[1])
