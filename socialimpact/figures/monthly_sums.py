"""What a measure is made of, month by month: the sums that any longer period adds up, exactly, before it divides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import Measure, measure
from socialimpact.figures.query import query
from socialimpact.figures.stretch import month_number
from socialimpact.store.reader import Reader

Sums = tuple[Decimal, ...]
"""The measure's own sum; for a share its numerator and its denominator."""


def summands(asked: Measure) -> tuple[Measure, ...]:
    """The measures whose sums make a value over any period; none where the value cannot be made of sums."""
    if asked.adds_up:
        return (asked,)
    if asked.numerator and asked.denominator:
        parts = measure(asked.numerator), measure(asked.denominator)
        return parts if all(part.adds_up for part in parts) else ()
    return ()


def monthly_sums(reader: Reader, key: str, selection: Selection, *, actor: Actor) -> dict[int, Sums]:
    """The sums of a measure for each month that has lines in the selection, by the month's number (`stretch`).

    Empty for a measure that cannot be made of sums, and without dates.
    """
    parts = summands(measure(key))
    if not parts:
        return {}
    rows = query(reader, [part.key for part in parts], ["month"], selection, actor=actor).rows
    return {month_number(row["month"]): sums_of(parts, row) for row in rows if row["month"] is not None}


def sums_of(parts: Iterable[Measure], row: Mapping[str, Any]) -> Sums:
    """The sums of one row of a result."""
    return tuple(Decimal(row[part.key]) for part in parts)


def added(sums: Iterable[Sums], width: int) -> Sums:
    """All of them together; `width` many zeros where there is none."""
    rows = list(sums)
    return tuple(sum((row[place] for row in rows), Decimal(0)) for place in range(width))


def value(sums: Sums) -> Any:
    """What the sums make: the amount itself, or the share as a float, None where there is nothing to divide by."""
    if len(sums) == 1:
        return sums[0]
    return float(sums[0]) / float(sums[1]) if sums[1] else None
