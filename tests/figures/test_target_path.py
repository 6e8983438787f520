"""The path to a target: where it begins, and what the years between have to reach."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from socialimpact.figures.target_path import PathPoint, between, path
from socialimpact.figures.targets import Target
from tests.store_with import OWNER, store_with

LINES = """
    date       | supplier | amount
    2022-01-10 | Coop     |  20.00
    2022-12-10 | Steel    | 980.00
    2023-01-10 | Coop     |  30.00
    2023-12-10 | Steel    | 970.00
    2024-01-10 | Coop     |  40.00
    2024-05-10 | Steel    | 960.00
"""


def made(*rows: tuple[int, str], on: date | None = None, key: str = "social_share"):
    store = store_with(LINES, tags="supplier | kind | evidence\nCoop | social_cooperative_b | registered")
    targets = [Target(n, None, key, year, Decimal(value), made_on=on) for n, (year, value) in enumerate(rows, 1)]
    with store.write(OWNER) as tx:
        for each in targets:
            tx.insert("target", vars(each))
    return path(store, targets[-1], actor=OWNER)


def points(found):
    return [(each.year, str(each.value), each.known) for each in found]


def test_between_stated_years_the_way_is_straight():
    stated = [PathPoint(2025, Decimal("0.04"), "stated"), PathPoint(2028, Decimal("0.10"), "stated")]
    assert points(between(stated)) == [
        (2025, "0.04", "stated"),
        (2026, "0.0600", "between"),
        (2027, "0.0800", "between"),
        (2028, "0.10", "stated"),
    ]


def test_it_begins_at_the_last_whole_year_before_the_first_target():
    assert points(made((2025, "0.05"))) == [
        (2023, "0.0300", "measured"),
        (2024, "0.0400", "between"),
        (2025, "0.0500", "stated"),
    ]


def test_it_does_not_begin_later_than_it_was_set():
    assert points(made((2025, "0.05"), on=date(2023, 6, 1)))[0] == (2022, "0.0200", "measured")


@pytest.mark.parametrize("rows", [((2025, "0.01"),), ((2022, "0.05"),), ((2019, "0.05"),)])
def test_without_a_lower_year_before_it_begins_at_the_target(rows):
    assert points(made(*rows)) == [(rows[0][0], f"{rows[0][1]}00", "stated")]


def test_where_less_is_better_it_begins_above():
    assert points(made((2025, "0.50"), key="concentration"))[0] == (2023, "1.0000", "measured")
