"""Figures over time: months with their rolling year, years, and the change on the year before, like for like."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection, year_before
from socialimpact.figures.measures import Measure, measure
from socialimpact.figures.query import query, visible_sql
from socialimpact.language import Message, msg
from socialimpact.store.database import Reader

ROLLING_MONTHS = 12
# A mistyped date (1924, 2205) is no part of the ledger's span: a few lines far away from all others.
_FAR_MONTHS = 12
_FEW = 0.01
_FIRST_YEAR, _LAST_YEAR = 1000, 9998
_QUARTER = re.compile(r"([1-9][0-9]{3})-Q([1-4])")
_MONTH = re.compile(r"[1-9][0-9]{3}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class MonthValue:
    """A month (`2025-01`), its value, and the value of the twelve months that end with it.

    `rolling` is None where the ledger does not reach back that far, or where the measure cannot be added up.
    """

    month: str
    first_day: date
    value: Any
    rolling: Any


@dataclass(frozen=True)
class YearValue:
    """A year and its value; `complete` is false where the ledger covers only a part of it, `months` how many."""

    year: int
    value: Any
    complete: bool
    months: int


@dataclass(frozen=True)
class Change:
    """A value beside that of the year before, over the same stretch of both years.

    `relative` is None where there is nothing to compare with. `whole` is false where the stretch was cut to the months
    that the ledger has in both years; `sentence` says which.
    """

    current: Any
    previous: Any
    date_from: date
    date_to: date
    whole: bool

    @property
    def difference(self) -> Any:
        known = self.current is not None and self.previous is not None
        return self.current - self.previous if known else None

    @property
    def relative(self) -> float | None:
        if self.difference is None or not self.previous:
            return None
        return float(self.difference) / abs(float(self.previous))

    @property
    def sentence(self) -> Message:
        if self.whole:
            return msg("compared with the year before")
        return msg(
            "compared with the same months of the year before, {first} to {last}",
            first=self.date_from,
            last=self.date_to,
        )


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
    months = [(_number(month), count) for month, count in rows]
    if not months:
        return None
    few = sum(count for _, count in months) * _FEW
    months = _without_far(_without_far(months, few)[::-1], few)[::-1]
    return Span(_first_day(months[0][0]), _last_day(months[-1][0]))


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
        spans.append(Span(_first_day(ordered[0]), _last_day(ordered[-1])))
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
        chosen.append([_number(key) for key in selection.months if key and _MONTH.fullmatch(key)])
    return chosen


def monthly(reader: Reader, key: str, selection: Selection, *, actor: Actor) -> tuple[MonthValue, ...]:
    """A measure month by month over the selection's period (else the whole ledger), months without lines included.

    The rolling value is exact: the sums of numerator and denominator over twelve months, divided.
    """
    asked = measure(key)
    covered = span(reader, selection, actor=actor)
    if covered is None:
        return ()
    wanted = period(selection, covered, holes=True) or covered
    first, last = max(wanted.first, covered.first), min(wanted.last, covered.last)
    if first > last:
        return ()
    first_month, last_month = _number(first.isoformat()), _number(last.isoformat())
    reach = selection.during(_first_day(first_month - ROLLING_MONTHS + 1), last)
    parts = _parts(asked)
    keys = [key, *(part.key for part in parts)]
    rows = {row["month"]: row for row in query(reader, keys, ["month"], reach, actor=actor).rows}
    found = []
    for number in range(first_month, last_month + 1):
        row = rows.get(_month(number))
        empty = Decimal(0) if asked.adds_up and asked.unit == "euro" else 0 if asked.unit == "count" else None
        window = [rows.get(_month(each)) for each in range(number - ROLLING_MONTHS + 1, number + 1)]
        reaches = bool(parts) and _first_day(number - ROLLING_MONTHS + 1) >= covered.first
        found.append(
            MonthValue(
                _month(number),
                _first_day(number),
                row[key] if row else empty,
                _rolled(parts, [each for each in window if each]) if reaches else None,
            )
        )
    return tuple(found)


def yearly(reader: Reader, key: str, selection: Selection, *, actor: Actor) -> tuple[YearValue, ...]:
    """A measure year by year over the selection's period (else the whole ledger)."""
    covered = span(reader, selection, actor=actor)
    if covered is None:
        return ()
    answer = query(reader, [key], ["year"], selection, actor=actor)
    found = []
    for row in answer.rows:
        year = row["year"]
        if year is None or not covered.first.year <= year <= covered.last.year:
            continue
        first = covered.first.month if year == covered.first.year else 1
        last = covered.last.month if year == covered.last.year else 12
        found.append(YearValue(year, row[key], (first, last) == (1, 12), last - first + 1))
    return tuple(found)


def changes(reader: Reader, keys: Sequence[str], selection: Selection, *, actor: Actor) -> dict[str, Change]:
    """The change of each measure on the year before; empty where there is no period or no year before.

    Like for like: where the ledger has only a part of either year, both are cut to the months that it has in both.
    """
    covered = span(reader, selection, actor=actor)
    wanted = period(selection, covered)
    if wanted is None or covered is None:
        return {}
    first = max(wanted.first, _year_after(covered.first))
    last = min(wanted.last, covered.last)
    if first > last:
        return {}
    before = selection.during(year_before(first), year_before(last, last=True))
    now = query(reader, keys, where=selection.during(first, last), actor=actor)
    then = query(reader, keys, where=before, actor=actor)
    whole = (first, last) == (wanted.first, wanted.last)
    return {key: Change(now.value(key), then.value(key), first, last, whole) for key in keys}


def change(reader: Reader, key: str, selection: Selection, *, actor: Actor) -> Change | None:
    """The change of one measure on the year before, see `changes`."""
    return changes(reader, [key], selection, actor=actor).get(key)


def _parts(asked: Measure) -> tuple[Measure, ...]:
    """The measures whose sums make the rolling value: numerator and denominator, or the measure itself."""
    if asked.adds_up:
        return (asked,)
    if asked.numerator and asked.denominator:
        parts = measure(asked.numerator), measure(asked.denominator)
        return parts if all(part.adds_up for part in parts) else ()
    return ()


def _rolled(parts: tuple[Measure, ...], rows: list[dict[str, Any]]) -> Any:
    sums = [sum((row[part.key] for row in rows), Decimal(0) if part.unit == "euro" else 0) for part in parts]
    if len(sums) == 1:
        return sums[0]
    return float(sums[0]) / float(sums[1]) if sums[1] else None


def _number(month: str) -> int:
    """`2025-01` as a number of months, so that months can be counted."""
    return 12 * int(month[:4]) + int(month[5:7]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _first_day(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _last_day(number: int) -> date:
    year, month = number // 12, number % 12 + 1
    return date(year, month, monthrange(year, month)[1])


def _year_after(first_of_month: date) -> date:
    return date(first_of_month.year + 1, first_of_month.month, 1)
