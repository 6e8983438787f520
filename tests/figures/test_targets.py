from __future__ import annotations

from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.figures.targets import Target, distance, target_for, targets
from tests.store_with import OWNER, store_with


@pytest.fixture(scope="module")
def store():
    made = store_with(
        """
        company | date       | supplier | amount
        Alba    | 2024-01-10 | Coop     |  40.00
        Alba    | 2024-01-10 | Steel    | 960.00
        Bosco   | 2024-01-10 | Coop     | 500.00
        Bosco   | 2023-01-10 | Coop     |   1.00
        """,
        tags="supplier | kind | evidence\nCoop | social_cooperative_b | registered",
    )
    rows = [
        (None, "social_share", 2024, "0.40", None, None),
        (1, "social_share", 2024, "0.06", None, None),
        (2, "social_share", 2024, "0.90", None, None),
        (None, "social_share", 2024, "0.70", "social_economy", None),
        (None, "local_share", 2024, "0.50", None, "radius:50"),
        (None, "social_spend", 2024, "600.00", None, None),
        (None, "concentration", 2024, "0.20", None, None),
        (None, "social_suppliers", 2024, "3", None, None),
    ]
    with made.write(OWNER) as tx:
        for number, row in enumerate(rows, start=1):
            target = Target(number, row[0], row[1], row[2], Decimal(row[3]), row[4], row[5])
            tx.insert("target", vars(target))
    return made


def found(store, key, **chosen):
    return target_for(store, key, 2024, Selection(**chosen), actor=OWNER)


def test_the_target_that_fits_what_is_looked_at(store):
    assert found(store, "social_share").target_id == 1
    assert found(store, "social_share", companies=(1,)).target_id == 2
    assert found(store, "social_share", companies=(1, 2)).target_id == 1
    assert found(store, "social_share", scope="social_economy").target_id == 4
    assert found(store, "local_share") is None
    assert found(store, "local_share", local_rule="radius:50").target_id == 5
    assert found(store, "donations") is None
    assert target_for(store, "social_share", 2023, actor=OWNER) is None


def test_a_share_s_distance_in_points_and_in_euro(store):
    away = distance(store, targets(store, actor=OWNER)[0], actor=OWNER)
    assert away.target.measure == "concentration"
    mine = distance(store, found(store, "social_share", companies=(1,)), actor=OWNER)
    assert mine.value == pytest.approx(0.04)
    assert mine.points == pytest.approx(2.0)
    assert (mine.euro, mine.reached) == (Decimal("20.00"), False)
    whole = distance(store, found(store, "social_share"), actor=OWNER)
    assert whole.value == pytest.approx(0.36)
    assert (whole.euro, whole.reached) == (Decimal("60.00"), False)


def test_spending_the_distance_otherwise_reaches_the_target(store):
    target = found(store, "social_share")
    away = distance(store, target, actor=OWNER)
    assert (Decimal("540.00") + away.euro) / Decimal("1500.00") >= target.value


def test_an_amount_and_a_count_have_their_distance(store):
    spend = distance(store, found(store, "social_spend"), actor=OWNER)
    assert (spend.value, spend.euro, spend.points, spend.reached) == (
        Decimal("540.00"),
        Decimal("60.00"),
        None,
        False,
    )
    suppliers = distance(store, found(store, "social_suppliers"), actor=OWNER)
    assert (suppliers.value, suppliers.euro, suppliers.points, suppliers.reached) == (1, None, None, False)


def test_where_less_is_better_the_distance_is_what_is_too_much(store):
    away = distance(store, found(store, "concentration"), actor=OWNER)
    assert away.points == pytest.approx(80.0)
    assert away.reached is False


def test_without_a_figure_there_is_no_distance(store):
    target = Target(9, None, "social_share", 1999, Decimal("0.5"))
    away = distance(store, target, actor=OWNER)
    assert (away.value, away.points, away.euro, away.reached) == (None, None, None, None)


def test_another_company_s_targets_are_not_told(store):
    anna = Actor("anna", "viewer", frozenset({1}))
    assert 3 not in [each.target_id for each in targets(store, actor=anna)]
    assert 2 in [each.target_id for each in targets(store, actor=anna)]


PARTS = """
    date       | supplier | amount | site   | category
    2024-01-10 | Coop     |  10.00 | Torino | Pulizie
    2024-01-10 | Steel    |  90.00 | Torino | Acciaio
    2024-01-10 | Steel    | 100.00 | Cuneo  | Pulizie
"""


@pytest.fixture(scope="module")
def parted():
    made = store_with(PARTS, tags="supplier | kind | evidence\nCoop | social_cooperative_b | registered")
    with made.write(OWNER) as tx:
        for target in (
            Target(1, None, "social_share", 2024, Decimal("0.06")),
            Target(2, 1, "social_share", 2024, Decimal("0.15"), site_id=1),
            Target(3, None, "social_share", 2024, Decimal("0.20"), category="cleaning"),
            Target(4, None, "social_share", 2024, Decimal("0.25"), category="premises"),
            Target(5, None, "social_spend", 2024, Decimal("30.00")),
        ):
            tx.insert("target", vars(target))
    return made


@pytest.mark.parametrize(
    ("chosen", "number"),
    [
        ({}, 1),
        ({"sites": (1,)}, 2),
        ({"sites": (1,), "companies": (1,)}, 2),
        ({"sites": (2,)}, None),
        ({"sites": (1, 2)}, None),
        ({"categories": ("cleaning",)}, 3),
        ({"categories": ("premises",)}, 4),
        ({"category_groups": ("premises",)}, 4),
        ({"categories": ("cleaning", "catering")}, None),
        ({"categories": ("cleaning",), "sites": (1,)}, None),
        ({"categories": (None,)}, None),
        ({"suppliers": (1,)}, None),
    ],
)
def test_a_part_has_its_own_target_and_no_other(parted, chosen, number):
    target = found(parted, "social_share", **chosen)
    assert (target and target.target_id) == number


def test_a_share_of_all_is_asked_of_a_company_too_an_amount_is_not(parted):
    assert found(parted, "social_share", companies=(1,)).target_id == 1
    assert found(parted, "social_spend").target_id == 5
    assert found(parted, "social_spend", companies=(1,)) is None


def test_the_distance_of_a_part_is_measured_there(parted):
    site, category = found(parted, "social_share", sites=(1,)), found(parted, "social_share", categories=("cleaning",))
    assert distance(parted, site, actor=OWNER).value == pytest.approx(0.10)
    away = distance(parted, category, actor=OWNER)
    assert (away.value, away.euro) == (pytest.approx(10 / 110), Decimal("12.00"))
