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
from math import sqrt
from statistics import mean
from typing import Any, Literal

from socialimpact.actor import Actor
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.gaps import gaps
from socialimpact.figures.measures import Measure, measure
from socialimpact.figures.monthly_sums import Sums, added, monthly_sums, summands, value
from socialimpact.figures.stretch import first_day, span
from socialimpact.figures.targets import Target
from socialimpact.language import Message, msg
from socialimpact.store.database import Reader

FEWEST_MONTHS = 3
FEWEST_BEFORE = 6
_LAST_MONTHS = 12
_FULL_YEARS = 2
_MOST_YEARS = 4
_YEAR = 12
# The range holds in four years of five: ten per cent lie on either side.
_Z = 1.2816
# So little of a year before the season begins says nothing about the rest.
_LEAST_SEASON = 0.1
_CENT = Decimal("0.01")

Way = Literal["season", "recent"]
_Vector = tuple[float, ...]


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


def target_path(goal: Target, before_year: int, before: Any) -> tuple[tuple[date, Any], ...]:
    """The straight way from a year's value to the goal: each month (its first day) up to the goal's December.

    It begins with the December of `before_year`. The value at a month is that of the twelve months that end with it,
    or the yearly amount at that pace; empty where the earlier value is not known or not earlier.
    """
    months = (goal.year - before_year) * _YEAR
    if before is None or months <= 0:
        return ()
    begun, end = Decimal(str(before)), goal.value
    steps = (begun + (end - begun) * number / months for number in range(months + 1))
    start = _YEAR * before_year + _YEAR - 1
    exact = isinstance(before, Decimal)
    return tuple((first_day(start + number), step if exact else float(step)) for number, step in enumerate(steps))


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

    def course(self, expectation: _Expectation | None) -> tuple[YearMonth, ...]:
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

    def _expected(self, month: date, expectation: _Expectation, coming: int) -> YearMonth:
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
        expectation = _by_season(self) or _like_recent(self)
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


@dataclass(frozen=True)
class _Expectation:
    """What the months to come may bring: `steps` are their expected sums, `scatter` by how much past months missed
    theirs (at this year's size), `free` on how many independent ones that rests, `left_open[n]` how many months' worth
    of scatter lies in n months to come and their expectation. `floor` and `ceiling`: no month ever was negative, no
    share ever above one.
    """

    way: Way
    so_far: _Vector
    steps: Sequence[_Vector]
    scatter: Sequence[_Vector]
    free: int
    left_open: Sequence[float]
    floor: bool
    ceiling: bool
    rests_on: tuple[date, date]

    def after(self, coming: int) -> tuple[float | None, float | None, float | None]:
        """Expected value, low and high once so many months have come; None where there is nothing to divide by.

        There is no range where months never differed: of a spend that was nothing all along, that proves little.
        """
        sums = [so_far + sum(step[place] for step in self.steps[:coming]) for place, so_far in enumerate(self.so_far)]
        whole = sums[1] if len(sums) > 1 else 1.0
        if whole <= 0:
            return None, None, None
        middle = sums[0] / whole
        # of a share, what moves it: the numerator beyond the share's part of the denominator
        missed = [each[0] - (middle * each[1] if len(each) > 1 else 0.0) for each in self.scatter]
        if not any(missed):
            return middle, None, None
        spread = sqrt(sum(each * each for each in missed) / self.free * self.left_open[coming])
        half = _student(self.free) * spread / whole
        low, high = middle - half, middle + half
        if self.floor:
            low = max(low, min(self.so_far[0] / whole, middle))
        if self.ceiling:
            high = min(high, 1.0)
        return middle, low, high

    def sentence(self, months: int, to_come: int) -> Message:
        known = {"n": months, "left": to_come}
        if self.way == "season":
            years = {"first": str(self.rests_on[0].year), "last": str(self.rests_on[1].year)}
            way = msg(
                "Months known: {n}, to come: {left}. Those to come are taken as in the years {first} to {last}, in "
                "proportion to this year so far.",
                **known, **years,
            )  # fmt: skip
        else:
            first, last = (DIMENSIONS["month"].label({"month": f"{day:%Y-%m}"}) for day in self.rests_on)
            way = msg(
                "Months known: {n}, to come: {left}. Those to come are taken as the average month from {first} to "
                "{last}.",
                **known, first=first, last=last,
            )  # fmt: skip
        ranged = self.after(to_come)[1] is not None
        return msg(
            "{way} {range}",
            way=way,
            range=msg("The range should hold in four years of five, as much as single months have differed so far.")
            if ranged
            else msg("No range can be told: so far no month differed from another."),
        )


def _by_season(look: _Look) -> _Expectation | None:
    """By the shape of the full years before; None where there are too few, or a year has nothing to be shaped by."""
    years = [
        year
        for year in range(look.year - 1, look.year - 1 - _MOST_YEARS, -1)
        if all(_YEAR * year + month in look.whole for month in range(_YEAR))
    ]
    if len(years) < _FULL_YEARS:
        return None
    so_far = _floats(look, look.elapsed)
    shapes: list[list[list[float]]] = []  # by part of the measure, year and month: its share of that year
    sizes, weights = [], []
    for place in range(look.width):
        of_years = [[float(look.whole[_YEAR * year + month][place]) for month in range(_YEAR)] for year in years]
        if any(sum(months) <= 0 for months in of_years):
            return None
        shape = [[month / sum(months) for month in months] for months in of_years]
        usual = [mean(year[month] for year in shape) for month in range(_YEAR)]
        begun = sum(usual[number % _YEAR] for number in look.elapsed)
        if begun < _LEAST_SEASON:
            return None
        shapes.append(shape)
        weights.append(usual)
        sizes.append(so_far[place] / begun)
    steps = [tuple(size * usual[number % _YEAR] for size, usual in zip(sizes, weights, strict=True))
             for number in look.to_come]  # fmt: skip
    scatter = [
        tuple(
            (shape[year][month] - usual[month]) * size
            for shape, usual, size in zip(shapes, weights, sizes, strict=True)
        )
        for year in range(len(years))
        for month in range(_YEAR)
    ]
    begun = sum(weights[-1][number % _YEAR] for number in look.elapsed)
    coming = [sum(weights[-1][number % _YEAR] for number in look.to_come[:n]) for n in range(len(look.to_come) + 1)]
    return _Expectation(
        "season", so_far, steps, scatter, (len(years) - 1) * (_YEAR - 1),
        [(1 + 1 / len(years)) * (n + len(look.elapsed) * (each / begun) ** 2) for n, each in enumerate(coming)],
        *_bounds(look), (date(min(years), 1, 1), date(max(years), 12, 1)),
    )  # fmt: skip


def _like_recent(look: _Look) -> _Expectation | None:
    """By the average of the last months; None where there are too few."""
    months = [number for number in sorted(look.whole) if number <= look.elapsed[-1]][-_LAST_MONTHS:]
    if len(months) < FEWEST_BEFORE:
        return None
    rows = [tuple(float(each) for each in look.whole[number]) for number in months]
    usual = tuple(mean(row[place] for row in rows) for place in range(look.width))
    scatter = [tuple(each - middle for each, middle in zip(row, usual, strict=True)) for row in rows]
    return _Expectation(
        "recent", _floats(look, look.elapsed), [usual] * len(look.to_come), scatter, len(rows) - 1,
        [n + n * n / len(rows) for n in range(len(look.to_come) + 1)],
        *_bounds(look), (first_day(months[0]), first_day(months[-1])),
    )  # fmt: skip


def _floats(look: _Look, months: Sequence[int]) -> _Vector:
    return tuple(float(each) for each in added((look.whole[number] for number in months), look.width))


def _bounds(look: _Look) -> tuple[bool, bool]:
    rows = list(look.whole.values())
    floor = all(each >= 0 for row in rows for each in row)
    return floor, floor and look.width > 1 and all(row[0] <= row[-1] for row in rows)


def _student(free: int) -> float:
    """The quantile of Student's t that leaves ten per cent above it, to 2 % from four degrees of freedom on.

    First terms of its expansion about the normal one (Abramowitz and Stegun 26.7.5).
    """
    return _Z + (_Z**3 + _Z) / (4 * free) + (5 * _Z**5 + 16 * _Z**3 + 3 * _Z) / (96 * free**2)


def _number(day: date) -> int:
    return _YEAR * day.year + day.month - 1


def _none(asked: Measure, year: int, why: Message) -> Projection:
    return Projection(asked, year, None, None, None, None, False, 0, 0, None, (), why)
