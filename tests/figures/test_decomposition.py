"""The parts add up to the change, whatever the ledger; and each part means what its name says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.figures.decomposition import Cell, Invoice, Sums, split_amount, split_share

DAY = date(2025, 1, 1)


def sums(top, bottom=None):
    """Euro that count, of those that there are; a line where there is anything."""
    whole = top if bottom is None else bottom
    return Sums(Decimal(top), Decimal(whole), 1 if whole or top else 0, 1 if top else 0)


def cell(group, supplier, then, now):
    return Cell(group, supplier, sums(*then), sums(*now))


def parts(split):
    return {part.key: part.value for part in split.parts}


def points(split):
    return {key: round(float(value) * 100, 6) for key, value in parts(split).items()}


def test_the_same_share_of_each_category_but_more_of_the_social_one_is_mix():
    cells = [cell("cleaning", 1, (50, 100), (100, 200)), cell("steel", 2, (0, 900), (0, 800))]
    assert points(split_share(cells, {}, {})) == {"mix": 5.0}


def test_the_same_spend_with_another_supplier_is_gained_and_lost():
    cells = [
        cell("cleaning", 1, (0, 100), (0, 0)),
        cell("cleaning", 2, (0, 0), (100, 100)),
        cell("steel", 3, (0, 900), (0, 900)),
    ]
    # the mean share of cleaning is a half: who leaves was below it, who comes is above it, by as much
    assert points(split_share(cells, {}, {})) == {"gained": 5.0, "lost": 5.0}


def test_more_with_one_supplier_and_less_with_another_is_amounts():
    cells = [cell("cleaning", 1, (20, 20), (60, 60)), cell("cleaning", 2, (0, 80), (0, 40))]
    assert points(split_share(cells, {}, {})) == {"amounts": 40.0}


def test_a_supplier_that_becomes_social_is_status():
    cells = [cell("cleaning", 1, (0, 50), (50, 50)), cell("steel", 2, (0, 50), (0, 50))]
    assert points(split_share(cells, {}, {})) == {"status": 50.0}


def test_a_category_of_one_period_is_mix_and_its_suppliers_are_none():
    cells = [cell("cleaning", 1, (0, 0), (100, 100)), cell("steel", 2, (0, 100), (0, 100))]
    split = split_share(cells, {}, {})
    assert points(split) == {"mix": 50.0}
    assert [(each.key, round(float(each.within), 6)) for each in split.groups] == [("cleaning", 0.0), ("steel", 0.0)]


def test_a_one_off_invoice_is_set_apart():
    split = split_share(
        [cell("steel", 1, (0, 900), (0, 900)), cell("cleaning", 2, (100, 100), (100, 100))],
        {},
        {Invoice(1, 3, DAY): sums(0, 1000)},
    )
    assert points(split) == {"one_off_now": -5.0}
    assert split.now == Decimal("0.05")
    gone = split_share([cell("cleaning", 2, (100, 200), (100, 200))], {Invoice(1, 3, DAY): sums(0, 200)}, {})
    assert points(gone) == {"one_off_then": 25.0}


def test_a_supplier_of_a_one_off_invoice_is_not_new():
    cells = [cell("cleaning", 1, (0, 0), (100, 100)), cell("cleaning", 2, (0, 100), (0, 100))]
    # the other one's part of the category halves: that is its own effect
    assert points(split_share(cells, {}, {})) == {"gained": 37.5, "amounts": 12.5}
    split = split_share(cells, {Invoice(1, 1, DAY): sums(1000, 1000)}, {})
    assert set(points(split)) == {"amounts", "one_off_then"}


def test_a_known_supplier_in_another_category_is_not_gained():
    cells = [cell("a", 1, (10, 10), (10, 10)), cell("b", 1, (0, 0), (50, 50)), cell("b", 2, (0, 100), (0, 50))]
    assert "gained" not in parts(split_share(cells, {}, {}))


@pytest.mark.parametrize("empty", ["then", "now"])
def test_without_anything_to_divide_by_there_is_no_split(empty):
    sides = {"then": (10, 10), "now": (10, 10), empty: (0, 0)}
    assert split_share([cell("a", 1, sides["then"], sides["now"])], {}, {}) is None
    assert split_share([], {}, {}) is None
    credit = [cell("a", 1, (10, 50), (10, 50)), cell("a", 2, (0, -50), (0, 10))]
    assert split_share(credit, {}, {}) is None


def test_an_amount_falls_into_one_part_a_supplier():
    cells = [
        cell("a", 1, (10, 10), (30, 30)),
        cell("a", 2, (30, 30), (10, 10)),
        cell("a", 3, (0, 0), (7, 7)),
        cell("b", 4, (5, 5), (0, 0)),
        cell("b", 5, (0, 9), (9, 9)),
        cell("b", 6, (0, 9), (0, 9)),
    ]
    split = split_amount(cells, {}, {Invoice(1, 1, DAY): sums(1000)})
    assert parts(split) == {"gained": 7, "lost": -5, "more": 20, "less": -20, "status": 9, "one_off_now": 1000}
    assert split.change == 1011


CENTS = st.integers(-10_000, 10_000)
SIDE = st.one_of(st.just((0, 0)), st.tuples(CENTS, CENTS))
CELLS = st.dictionaries(
    st.tuples(st.sampled_from([None, "a", "b", "c"]), st.integers(1, 4)), st.tuples(SIDE, SIDE), max_size=12
)
ONE_OFFS = st.dictionaries(st.builds(Invoice, st.just(1), st.integers(1, 5), st.just(DAY)), SIDE, max_size=3)


def exactly(amounts):
    tops, bottoms = (sum((Fraction(each[place]) for each in amounts), Fraction(0)) for place in (0, 1))
    return tops / bottoms if bottoms else None


@given(CELLS, ONE_OFFS, ONE_OFFS)
def test_the_parts_of_a_share_add_up_for_any_ledger(cells, then, now):
    """Suppliers and categories that come and go, credit notes, shares beyond 100 %, categories that cancel out."""
    split = split_share(
        [cell(*key, *sides) for key, sides in cells.items()],
        {key: sums(*side) for key, side in then.items()},
        {key: sums(*side) for key, side in now.items()},
    )
    before = exactly([*(sides[0] for sides in cells.values()), *then.values()])
    after = exactly([*(sides[1] for sides in cells.values()), *now.values()])
    if split is None:
        inner = [exactly([sides[place] for sides in cells.values()]) for place in (0, 1)]
        assert None in (before, after, *inner)
        return
    tiny = Fraction(1, 10**14)  # 1e-12 of a point
    assert abs(Fraction(split.change) - (after - before)) < tiny
    assert abs(sum((Fraction(part.value) for part in split.parts), Fraction(0)) - (after - before)) < tiny
    for part in split.parts:
        assert abs(sum((Fraction(each.value) for each in part.effects), Fraction(0)) - Fraction(part.value)) < tiny
    within = sum(Fraction(part.value) for part in split.parts if part.key in {"gained", "lost", "amounts", "status"})
    assert abs(sum(Fraction(each.within) for each in split.groups) - within) < tiny
    mix = sum(Fraction(part.value) for part in split.parts if part.key == "mix")
    assert abs(sum(Fraction(each.mix) for each in split.groups) - mix) < tiny


@given(CELLS, ONE_OFFS, ONE_OFFS)
def test_the_parts_of_an_amount_add_up_to_the_cent(cells, then, now):
    split = split_amount(
        [cell(*key, *sides) for key, sides in cells.items()],
        {key: sums(*side) for key, side in then.items()},
        {key: sums(*side) for key, side in now.items()},
    )
    everything = [*((sides[1][0] - sides[0][0]) for sides in cells.values()), *(side[0] for side in now.values())]
    assert split.change == sum(everything) - sum(side[0] for side in then.values())
    assert sum(part.value for part in split.parts) == split.change


@given(CELLS)
def test_the_way_back_is_the_way_there_with_its_sign_turned(cells):
    """The method prefers neither period."""
    there = split_share([cell(*key, *sides) for key, sides in cells.items()], {}, {})
    back = split_share([cell(*key, *sides[::-1]) for key, sides in cells.items()], {}, {})
    if there is None:
        assert back is None
        return
    turned = {"gained": "lost", "lost": "gained"}
    forth, home = parts(there), parts(back)
    for key in {*forth, *(turned.get(each, each) for each in home)}:
        assert abs(forth.get(key, 0) + home.get(turned.get(key, key), 0)) < Decimal("1e-14")
