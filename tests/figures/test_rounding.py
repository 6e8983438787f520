from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from socialimpact.figures.rounding import adding_up

CENT = Decimal("0.01")


def test_thirds_add_up_to_one():
    assert adding_up([Decimal(1) / 3] * 3, Decimal(1), CENT) == (Decimal("0.34"), Decimal("0.33"), Decimal("0.33"))
    assert adding_up([], Decimal(0), CENT) == ()


@given(st.lists(st.decimals(-1000, 1000, places=6), min_size=1, max_size=12))
def test_rounded_values_add_up_and_move_by_less_than_a_step(values):
    total = sum(values).quantize(CENT)
    rounded = adding_up(values, total, CENT)
    assert sum(rounded) == total
    assert all(abs(after - before) < CENT * 2 for before, after in zip(values, rounded, strict=True))
