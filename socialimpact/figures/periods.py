"""A measure over months, quarters, years or rolling twelve months, with what is missing or not over told beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.figures.gaps import Gaps
from socialimpact.figures.measures import Measure
from socialimpact.figures.monthly_sums import Sums, added, value
from socialimpact.figures.query import query
from socialimpact.figures.stretch import Span, first_day
from socialimpact.store.reader import Reader

Grain = Literal["month", "quarter", "year", "rolling"]
GRAINS: tuple[Grain, ...] = ("month", "quarter", "year", "rolling")
_YEAR = 12
_SEASON_YEARS = 4
_MONTHS: dict[Grain, int] = {"month": 1, "quarter": 3, "year": _YEAR, "rolling": _YEAR}


@dataclass(frozen=True)
class PeriodValue:
    """A period by its first day (rolling: of the month that it ends with) and the key of its dimension.

    `value` is None where nothing is known. `whole` is false where the ledger lacks a month of it, or has not got to
    its end: the value may still grow.
    """

    key: str
    first: date
    value: Any
    whole: bool


@dataclass(frozen=True)
class Timeline:
    """What the ledger `covered`, how much of it is looked at (`reach`), and what is missing in it."""

    covered: Span
    reach: Span
    gaps: Gaps


def numbers(grain: Grain, first: int, last: int) -> list[tuple[int, list[int]]]:
    """The periods from month `first` to month `last`: the month that stands for each, and its own months.

    A quarter or a year stands whole, also where only a part of it is asked for.
    """
    size = _MONTHS[grain]
    if grain == "rolling":
        return [(number, list(range(number - size + 1, number + 1))) for number in range(first, last + 1)]
    return [(begin, list(range(begin, begin + size))) for begin in range(first - first % size, last + 1, size)]


def key_of(grain: Grain, number: int) -> str:
    """The key of the period that begins with a month, as the dimensions write it."""
    year, month = divmod(number, _YEAR)
    match grain:
        case "year":
            return f"{year:04d}"
        case "quarter":
            return f"{year:04d}-Q{month // 3 + 1}"
        case _:
            return f"{year:04d}-{month + 1:02d}"


def from_sums(sums: Mapping[int, Sums], width: int, grain: Grain, line: Timeline) -> tuple[PeriodValue, ...]:
    """A measure that is made of sums, over the periods of `reach`. Rolling only where the ledger reaches back."""
    first, last = _number(line.covered.first), _number(line.covered.last)
    nowhere = {_number(month) for month in line.gaps.everywhere}
    unsure = {_number(month) for month in line.gaps.unsure}
    found = []
    for number, months in numbers(grain, _number(line.reach.first), _number(line.reach.last)):
        there = [month for month in months if first <= month <= last and month not in nowhere]
        if not there or (grain == "rolling" and months[0] < first):
            found.append(PeriodValue(key_of(grain, number), first_day(number), None, whole=False))
            continue
        total = added((sums[month] for month in there if month in sums), width)
        whole = len(there) == len(months) and not unsure.intersection(months)
        found.append(PeriodValue(key_of(grain, number), first_day(number), value(total), whole))
    return tuple(found)


def from_query(
    reader: Reader, asked: Measure, grain: Grain, selection: Selection, line: Timeline, *, actor: Actor
) -> tuple[PeriodValue, ...]:
    """A measure that cannot be made of sums (suppliers, days): asked period by period. It has no rolling value."""
    if grain == "rolling":
        return ()
    first, last = _number(line.covered.first), _number(line.covered.last)
    begin = numbers(grain, _number(line.reach.first), _number(line.reach.last))
    asked_for = selection.during(first_day(begin[0][0]), line.covered.last)
    rows = {str(row[grain]): row[asked.key] for row in query(reader, [asked.key], [grain], asked_for, actor=actor).rows}
    nowhere, unsure = ({_number(month) for month in months} for months in (line.gaps.everywhere, line.gaps.unsure))
    empty = 0 if asked.unit == "count" else None
    found = []
    for number, months in begin:
        there = [month for month in months if first <= month <= last and month not in nowhere]
        whole = len(there) == len(months) and not unsure.intersection(months)
        key = key_of(grain, number)
        found.append(PeriodValue(key, first_day(number), rows.get(key, empty) if there else None, whole))
    return tuple(found)


def seasonality(months: Sequence[tuple[int, Any, Any]], asked: Measure) -> tuple[float, ...] | None:
    """How each month of the year usually stands to the average one, January first; None without two full years.

    `months`: the number of the month, its value, the value of its year; all whole. A share differs in points (0.01 is
    one), anything else as a part of the average month. At most the last four full years count.
    """
    years: dict[int, dict[int, tuple[Any, Any]]] = {}
    for number, own, of_year in months:
        if own is not None and of_year is not None:
            years.setdefault(number // _YEAR, {})[number % _YEAR] = (float(own), float(of_year))
    full = [each for _, each in sorted(years.items()) if len(each) == _YEAR]
    if asked.unit != "share":  # a year of nothing, or of credit, has no average month to lie above or below
        full = [year for year in full if sum(own for own, _ in year.values()) > 0]
    full = full[-_SEASON_YEARS:]
    if len(full) < 2:  # noqa: PLR2004 - one year has no season, only months
        return None
    if asked.unit == "share":
        return tuple(sum(year[month][0] - year[month][1] for year in full) / len(full) for month in range(_YEAR))
    usual = [sum(own for own, _ in year.values()) / _YEAR for year in full]
    return tuple(
        sum(year[month][0] / mean for year, mean in zip(full, usual, strict=True)) / len(full) - 1
        for month in range(_YEAR)
    )


def _number(day: date) -> int:
    return _YEAR * day.year + day.month - 1


def rest_of(total: Mapping[int, Sums], parts: Sequence[Mapping[int, Sums]], width: int) -> dict[int, Sums]:
    """What is left of the months' sums without these parts, exactly."""
    nothing = (Decimal(0),) * width
    return {
        month: tuple(
            whole - sum((part.get(month, nothing)[place] for part in parts), Decimal(0))
            for place, whole in enumerate(sums)
        )
        for month, sums in total.items()
    }
