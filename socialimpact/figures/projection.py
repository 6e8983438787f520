"""Where a year may end: a measure projected from the months so far, with the range in which it may lie.

The method. The months of the year that the ledger has whole are taken as they are. Each month to come is taken

- *by season*, where the ledger has at least two full years before: what is still to come stands to what was bought so
  far as it did in those years (at most four), month by month;
- else *like the last months*: the average of the last twelve, of at least six.

The range covers four years in five if months go on to differ from their expectation as much as they did in the past:
s² · (to come + what the expectation itself leaves open), s the scatter of single months about their expectation, and
Student's t for how few they are. A share is the ratio of two such sums, its scatter that of *numerator - share *
denominator* (the linearised ratio: Cochran, Sampling Techniques, 1977, ch. 6). Months that a company's ledger lacks
and a last month that is not over (`gaps`) count as to come. Under three whole months of the year nothing is projected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.expectation import FEWEST_BEFORE, Expectation, Months, Way, by_season, like_recent
from socialimpact.figures.filters import Selection
from socialimpact.figures.gaps import gaps
from socialimpact.figures.measures import Measure, measure
from socialimpact.figures.monthly_sums import Sums, added, monthly_sums, summands, value
from socialimpact.figures.stretch import first_day, span
from socialimpact.language import Message, msg
from socialimpact.store.reader import Reader

FEWEST_MONTHS = 3
_YEAR = 12
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class YearMonth:
    """The year up to and with a month (its first day): as it was (`so_far`), or as it may become.

    `so_far` is None for months to come, `expected`, `low` and `high` for those that are there.
    """

    month: date
    so_far: Any
    expected: Any = None
    low: Any = None
    high: Any = None


@dataclass(frozen=True)
class Projection:
    """The end of a year. Values are euro as DECIMAL, shares as float, None where nothing can be said.

    `so_far` is the value of all lines of the year, `value` what the year may end with, between `low` and `high` in
    four years of five. A `complete` year has its own value and no range. `months` are those that the projection rests
    on, `to_come` those that it fills. `sentence` says how it was reached, or why there is none.
    """

    measure: Measure
    year: int
    so_far: Any
    value: Any
    low: Any
    high: Any
    complete: bool
    months: int
    to_come: int
    way: Way | None
    course: tuple[YearMonth, ...]
    sentence: Message


def project(reader: Reader, key: str, year: int, selection: Selection, *, actor: Actor) -> Projection:
    """The measure's value at the end of `year`. Of the selection everything but the period is kept.

    Projected are shares of sums and amounts that add up; of anything else, and of a year that the ledger does not
    reach, the projection has no value and says why.
    """
    asked = measure(key)
    parts = summands(asked)
    covered = span(reader, selection, actor=actor)
    if not parts or asked.unit not in {"euro", "share"}:
        return _none(asked, year, msg("Only amounts and shares can be projected."))
    january = _YEAR * year
    if covered is None or not covered.first.year <= year <= covered.last.year:
        return _none(asked, year, msg("The ledger has nothing of {year}.", year=str(year)))
    everything = selection.without_period()
    known = gaps(reader, everything, actor=actor)
    unsure = {_number(month) for month in known.unsure}
    first, last = _number(covered.first), _number(covered.last)
    sums = monthly_sums(reader, key, everything.during(None, covered.last), actor=actor)
    nothing = (Decimal(0),) * len(parts)
    there = {number: sums.get(number, nothing) for number in range(first, last + 1)}
    whole = {number: row for number, row in there.items() if number not in unsure}
    elapsed = [number for number in range(max(january, first), january + _YEAR) if number in whole]
    to_come = [number for number in range(max(january, first), january + _YEAR) if number not in whole]
    look = _Look(asked, year, there, whole, elapsed, to_come)
    if not to_come:
        ended = look.shown(added((there[number] for number in elapsed), len(parts)))
        return Projection(
            asked, year, ended, ended, None, None, True, len(elapsed), 0, None, look.course(None),
            msg("The year is complete: nothing is projected."),
        )  # fmt: skip
    if len(elapsed) < FEWEST_MONTHS:
        return look.without(
            msg("With {n} of its months whole, the year is too young to be projected: {fewest} are needed.",
                n=len(elapsed), fewest=FEWEST_MONTHS)
        )  # fmt: skip
    return look.projected()


def path_within_year(goal: Any, before: Any, asked: Measure) -> tuple[Any, ...]:
    """Where the year should stand after each of its twelve months, counted from January on, to end at `goal`.

    An amount grows evenly, a twelfth a month. A share goes in a straight line from the year `before` to the goal;
    without a year before it is the goal all along.
    """
    end = Decimal(str(goal))
    if asked.unit == "euro":
        return tuple((end * month / _YEAR).quantize(_CENT, ROUND_HALF_UP) for month in range(1, _YEAR + 1))
    begun = end if before is None else Decimal(str(before))
    return tuple(float(begun + (end - begun) * month / _YEAR) for month in range(1, _YEAR + 1))


@dataclass(frozen=True)
class _Look:
    """A year and the months around it: `there` all that the ledger covers, `whole` those that can be relied on."""

    measure: Measure
    year: int
    there: Mapping[int, Sums]
    whole: Mapping[int, Sums]
    elapsed: Sequence[int]
    to_come: Sequence[int]

    @property
    def width(self) -> int:
        return len(next(iter(self.there.values())))

    def shown(self, sums: Sequence[Any]) -> Any:
        """Sums as the measure's value."""
        return value(tuple(Decimal(each) for each in sums))

    def course(self, expectation: Expectation | None) -> tuple[YearMonth, ...]:
        """The year month by month: the sums so far, then the expectation with its range."""
        found = []
        running: Sums = (Decimal(0),) * self.width
        coming = 0
        last = max(self.elapsed, default=0)
        for number in sorted({*self.elapsed, *self.to_come}) if expectation else self._own_months():
            if expectation and number in self.to_come:
                coming += 1
                month = first_day(number)
                found.append(YearMonth(month, None) if number < last else self._expected(month, expectation, coming))
                continue
            running = added((running, self.there[number]), self.width)
            found.append(YearMonth(first_day(number), self.shown(running)))
        return tuple(found)

    def _own_months(self) -> list[int]:
        return [number for number in self.there if number // _YEAR == self.year]

    def _expected(self, month: date, expectation: Expectation, coming: int) -> YearMonth:
        return YearMonth(month, None, *(self._rounded(each) for each in expectation.after(coming)))

    def _rounded(self, amount: float | None) -> Any:
        if amount is None or self.measure.unit == "share":
            return amount
        return Decimal(str(amount)).quantize(_CENT, ROUND_HALF_UP)

    def without(self, why: Message) -> Projection:
        own = self._own_months()
        return Projection(
            self.measure, self.year, self.shown(added((self.there[each] for each in own), self.width)),
            None, None, None, False, len(self.elapsed), len(self.to_come), None, self.course(None), why,
        )  # fmt: skip

    def projected(self) -> Projection:
        known = Months(self.year, self.width, self.whole, self.elapsed, self.to_come)
        expectation = by_season(known) or like_recent(known)
        if expectation is None:
            return self.without(
                msg("A projection needs {fewest} whole months to go by; the ledger has {n}.",
                    fewest=FEWEST_BEFORE, n=len(self.whole))
            )  # fmt: skip
        course = self.course(expectation)
        end = course[-1]
        if self.measure.unit == "share" and end.expected is None:
            return self.without(msg("There is nothing to divide by: the year cannot be projected."))
        own = self._own_months()
        return Projection(
            self.measure, self.year, self.shown(added((self.there[each] for each in own), self.width)),
            end.expected, end.low, end.high, False, len(self.elapsed), len(self.to_come), expectation.way, course,
            expectation.sentence(len(self.elapsed), len(self.to_come)),
        )  # fmt: skip


def _number(day: date) -> int:
    return _YEAR * day.year + day.month - 1


def _none(asked: Measure, year: int, why: Message) -> Projection:
    return Projection(asked, year, None, None, None, None, False, 0, 0, None, (), why)
