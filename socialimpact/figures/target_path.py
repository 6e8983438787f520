"""The path to a target: what each year has to reach, linear between the years that are stated."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from socialimpact.actor import Actor
from socialimpact.figures import trend
from socialimpact.figures.measures import measure
from socialimpact.figures.targets import Target, targets
from socialimpact.store.reader import Reader

Known = Literal["measured", "stated", "between"]
_PLACES = Decimal("0.0001")


@dataclass(frozen=True)
class PathPoint:
    """A year and its value: `stated` by a target, `between` two of them, or `measured` where the path begins."""

    year: int
    value: Decimal
    known: Known


def path(reader: Reader, target: Target, *, actor: Actor) -> tuple[PathPoint, ...]:
    """The path that a target lies on, year by year.

    It begins at the last whole year that was measured before its first target, and before the year in which that
    was set: a beginning that moves with every ledger would be none. Where that year was better than the first target,
    it begins at the target.
    """
    same = sorted(
        (each for each in targets(reader, actor=actor) if each.subject == target.subject), key=lambda each: each.year
    )
    stated = [PathPoint(each.year, each.value, "stated") for each in same]
    if not stated:
        return ()
    begin = _begin(reader, same[0], actor)
    return between([begin, *stated] if begin else stated)


def between(points: list[PathPoint]) -> tuple[PathPoint, ...]:
    """The points with every year between them, on straight lines."""
    if not points:
        return ()
    whole = [points[0]]
    for before, after in pairwise(points):
        years = after.year - before.year
        step = (after.value - before.value) / years
        whole += [
            PathPoint(before.year + number, (before.value + step * number).quantize(_PLACES), "between")
            for number in range(1, years)
        ]
        whole.append(after)
    return tuple(whole)


def _begin(reader: Reader, first: Target, actor: Actor) -> PathPoint | None:
    before = min(first.year, first.made_on.year if first.made_on else first.year)
    known = [
        each
        for each in trend.yearly(reader, first.measure, first.selection(), actor=actor)
        if each.year < before and each.complete and each.value is not None
    ]
    if not known:
        return None
    value = Decimal(str(known[-1].value)).quantize(_PLACES)
    less = measure(first.measure).better == "less"
    better_already = value <= first.value if less else value >= first.value
    return None if better_already else PathPoint(known[-1].year, value, "measured")
