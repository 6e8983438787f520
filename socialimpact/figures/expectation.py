"""What the months to come may bring, from the months that are known: their expected sums, and how far they may miss.

The method is told in `projection`; this is its arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import mean
from typing import Literal

from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.monthly_sums import Sums, added
from socialimpact.figures.stretch import first_day
from socialimpact.language import Message, msg

FEWEST_BEFORE = 6
_LAST_MONTHS = 12
_FULL_YEARS = 2
_MOST_YEARS = 4
_YEAR = 12
# The range holds in four years of five: ten per cent lie on either side.
_Z = 1.2816
# So little of a year before the season begins says nothing about the rest.
_LEAST_SEASON = 0.1

Way = Literal["season", "recent"]
Vector = tuple[float, ...]


@dataclass(frozen=True)
class Months:
    """The months by their number (`stretch`): `whole` ones with their sums, those of the year that are there
    (`elapsed`), and those that are still to come. `width` many sums make the measure.
    """

    year: int
    width: int
    whole: Mapping[int, Sums]
    elapsed: Sequence[int]
    to_come: Sequence[int]


@dataclass(frozen=True)
class Expectation:
    """What the months to come may bring: `steps` are their expected sums, `scatter` by how much past months missed
    theirs (at this year's size), `free` on how many independent ones that rests, `left_open[n]` how many months' worth
    of scatter lies in n months to come and their expectation. `floor` and `ceiling`: no month ever was negative, no
    share ever above one.
    """

    way: Way
    so_far: Vector
    steps: Sequence[Vector]
    scatter: Sequence[Vector]
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


def by_season(known: Months) -> Expectation | None:
    """By the shape of the full years before; None where there are too few, or a year has nothing to be shaped by."""
    years = [
        year
        for year in range(known.year - 1, known.year - 1 - _MOST_YEARS, -1)
        if all(_YEAR * year + month in known.whole for month in range(_YEAR))
    ]
    if len(years) < _FULL_YEARS:
        return None
    so_far = _floats(known, known.elapsed)
    shapes: list[list[list[float]]] = []  # by part of the measure, year and month: its share of that year
    sizes, weights = [], []
    for place in range(known.width):
        of_years = [[float(known.whole[_YEAR * year + month][place]) for month in range(_YEAR)] for year in years]
        if any(sum(months) <= 0 for months in of_years):
            return None
        shape = [[month / sum(months) for month in months] for months in of_years]
        usual = [mean(year[month] for year in shape) for month in range(_YEAR)]
        begun = sum(usual[number % _YEAR] for number in known.elapsed)
        if begun < _LEAST_SEASON:
            return None
        shapes.append(shape)
        weights.append(usual)
        sizes.append(so_far[place] / begun)
    steps = [tuple(size * usual[number % _YEAR] for size, usual in zip(sizes, weights, strict=True))
             for number in known.to_come]  # fmt: skip
    scatter = [
        tuple(
            (shape[year][month] - usual[month]) * size
            for shape, usual, size in zip(shapes, weights, sizes, strict=True)
        )
        for year in range(len(years))
        for month in range(_YEAR)
    ]
    begun = sum(weights[-1][number % _YEAR] for number in known.elapsed)
    coming = [sum(weights[-1][number % _YEAR] for number in known.to_come[:n]) for n in range(len(known.to_come) + 1)]
    return Expectation(
        "season", so_far, steps, scatter, (len(years) - 1) * (_YEAR - 1),
        [(1 + 1 / len(years)) * (n + len(known.elapsed) * (each / begun) ** 2) for n, each in enumerate(coming)],
        *_bounds(known), (date(min(years), 1, 1), date(max(years), 12, 1)),
    )  # fmt: skip


def like_recent(known: Months) -> Expectation | None:
    """By the average of the last months; None where there are too few."""
    months = [number for number in sorted(known.whole) if number <= known.elapsed[-1]][-_LAST_MONTHS:]
    if len(months) < FEWEST_BEFORE:
        return None
    rows = [tuple(float(each) for each in known.whole[number]) for number in months]
    usual = tuple(mean(row[place] for row in rows) for place in range(known.width))
    scatter = [tuple(each - middle for each, middle in zip(row, usual, strict=True)) for row in rows]
    return Expectation(
        "recent", _floats(known, known.elapsed), [usual] * len(known.to_come), scatter, len(rows) - 1,
        [n + n * n / len(rows) for n in range(len(known.to_come) + 1)],
        *_bounds(known), (first_day(months[0]), first_day(months[-1])),
    )  # fmt: skip


def _floats(known: Months, months: Sequence[int]) -> Vector:
    return tuple(float(each) for each in added((known.whole[number] for number in months), known.width))


def _bounds(known: Months) -> tuple[bool, bool]:
    rows = list(known.whole.values())
    floor = all(each >= 0 for row in rows for each in row)
    return floor, floor and known.width > 1 and all(row[0] <= row[-1] for row in rows)


def _student(free: int) -> float:
    """The quantile of Student's t that leaves ten per cent above it, to 2 % from four degrees of freedom on.

    First terms of its expansion about the normal one (Abramowitz and Stegun 26.7.5).
    """
    return _Z + (_Z**3 + _Z) / (4 * free) + (5 * _Z**5 + 16 * _Z**3 + 3 * _Z) / (96 * free**2)
