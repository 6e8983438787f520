"""Numbers that still add up when they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal, localcontext


def adding_up(values: Sequence[Decimal], total: Decimal, step: Decimal) -> tuple[Decimal, ...]:
    """The values as multiples of `step` that add up to `total`, itself one: the largest remainders are rounded up.

    Known as Hamilton's method. `total` should be the values' sum, rounded: each value then moves by less than a step.
    """
    if not values:
        return ()
    with localcontext() as exact:
        exact.prec = 60
        floors = [(value / step).to_integral_value(ROUND_FLOOR) for value in values]
        missing = int((total / step).to_integral_value(ROUND_HALF_EVEN) - sum(floors, Decimal(0)))
        order = sorted(range(len(values)), key=lambda place: floors[place] - values[place] / step)
        everyone, more = divmod(missing, len(values))
        for rank, place in enumerate(order):
            floors[place] += everyone + (rank < more)
        return tuple((units * step).quantize(step) for units in floors)
