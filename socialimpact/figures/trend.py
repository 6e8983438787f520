"""Figures over time: months with their rolling year, years, and the change on what the period is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.comparison import Compared, compare
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import Measure, measure
from socialimpact.figures.query import query
from socialimpact.figures.stretch import Span, first_day, month_key, month_number, period, span
from socialimpact.language import Message
from socialimpact.store.reader import Reader

__all__ = [
    "ROLLING_MONTHS", "Change", "MonthValue", "Span", "YearValue", "change", "changes", "monthly", "period", "span",
    "yearly",
]  # fmt: skip

ROLLING_MONTHS = 12


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
    """A value beside that of the period it is compared with. `relative` is None where there is nothing to divide by."""

    current: Any
    previous: Any
    compared: Compared

    @property
    def date_from(self) -> date:
        return self.compared.now.first

    @property
    def date_to(self) -> date:
        return self.compared.now.last

    @property
    def whole(self) -> bool:
        """False where the stretch was cut to what the ledger has in both periods; `sentence` says to which."""
        return self.compared.whole

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
        return self.compared.sentence


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
    first_month, last_month = month_number(first.isoformat()), month_number(last.isoformat())
    reach = selection.during(first_day(first_month - ROLLING_MONTHS + 1), last)
    parts = _parts(asked)
    keys = [key, *(part.key for part in parts)]
    rows = {row["month"]: row for row in query(reader, keys, ["month"], reach, actor=actor).rows}
    found = []
    for number in range(first_month, last_month + 1):
        row = rows.get(month_key(number))
        empty = Decimal(0) if asked.adds_up and asked.unit == "euro" else 0 if asked.unit == "count" else None
        window = [rows.get(month_key(each)) for each in range(number - ROLLING_MONTHS + 1, number + 1)]
        reaches = bool(parts) and first_day(number - ROLLING_MONTHS + 1) >= covered.first
        found.append(
            MonthValue(
                month_key(number),
                first_day(number),
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
    """The change of each measure on what the selection is compared with: the year before, unless it says otherwise.

    Like for like, see `comparison`. Empty where there is no period or nothing to compare with.
    """
    both = compare(reader, selection, actor=actor)
    if both is None:
        return {}
    now, then = (query(reader, keys, where=each, actor=actor) for each in both.selections(selection))
    return {key: Change(now.value(key), then.value(key), both) for key in keys}


def change(reader: Reader, key: str, selection: Selection, *, actor: Actor) -> Change | None:
    """The change of one measure, see `changes`."""
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
