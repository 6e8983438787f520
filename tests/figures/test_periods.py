"""Periods are sums of their months, and say what is missing in them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from socialimpact.figures import periods
from socialimpact.figures.filters import Selection
from socialimpact.figures.gaps import gaps
from socialimpact.figures.measures import measure
from socialimpact.figures.monthly_sums import monthly_sums, summands
from socialimpact.figures.periods import Timeline
from socialimpact.figures.query import query
from socialimpact.figures.stretch import Span, span
from tests.store_with import OWNER, store_with

TAGS = "supplier | kind | evidence\nCoop | social_cooperative_b | registered"


def store_of(months):
    rows = [f"{year}-{month:02d}-{day} | {name} | {amount}.00" for (year, month), amount in months.items()
            for name in ("Coop", "Ferro") for day in ("05", "15", "25")]  # fmt: skip
    return store_with("\n".join(["date | supplier | amount", *rows]), tags=TAGS)


@pytest.fixture(scope="module")
def store():
    """From February 2024 to May 2025, without March 2025."""
    months = {(2024, month): month for month in range(2, 13)} | {(2025, month): 10 for month in (1, 2, 4, 5)}
    return store_of(months)


def found(store, grain, key="social_spend", reach=None):
    covered = span(store, Selection(), actor=OWNER)
    line = Timeline(covered, reach or covered, gaps(store, Selection(), actor=OWNER))
    parts = summands(measure(key))
    if not parts:
        return periods.from_query(store, measure(key), grain, Selection(), line, actor=OWNER)
    sums = monthly_sums(store, key, Selection(), actor=OWNER)
    return periods.from_sums(sums, len(parts), grain, line)


def as_text(values):
    return {each.key: (None if each.value is None else float(each.value), each.whole) for each in values}


def test_a_month_without_lines_is_not_known_and_not_nothing(store):
    assert as_text(found(store, "month"))["2025-03"] == (None, False)
    assert as_text(found(store, "month"))["2025-02"] == (30.0, True)
    assert as_text(found(store, "month", "social_suppliers"))["2025-03"] == (None, False)


def test_quarters_and_years_say_when_a_month_is_missing(store):
    assert as_text(found(store, "quarter")) == {
        "2024-Q1": (15.0, False), "2024-Q2": (45.0, True), "2024-Q3": (72.0, True), "2024-Q4": (99.0, True),
        "2025-Q1": (60.0, False), "2025-Q2": (60.0, False),
    }  # fmt: skip
    assert as_text(found(store, "year")) == {"2024": (231.0, False), "2025": (120.0, False)}


def test_rolling_begins_where_the_ledger_reaches_back(store):
    rolling = as_text(found(store, "rolling"))
    assert rolling["2024-12"] == (None, False)
    assert rolling["2025-01"] == (261.0, True)
    assert rolling["2025-04"] == (294.0, False)  # March is missing in it
    assert as_text(found(store, "rolling", "social_share"))["2025-01"] == (0.5, True)


def test_periods_are_the_figures_of_the_query(store):
    for grain in ("month", "quarter", "year"):
        asked = {str(row[grain]): row["social_spend"] for row in
                 query(store, ["social_spend"], [grain], actor=OWNER).rows}  # fmt: skip
        assert {each.key: each.value for each in found(store, grain) if each.value is not None} == asked


def test_a_measure_that_is_no_sum_is_asked_period_by_period(store):
    assert as_text(found(store, "year", "suppliers")) == {"2024": (2.0, False), "2025": (2.0, False)}
    assert found(store, "rolling", "suppliers") == ()


def test_the_reach_keeps_to_what_is_looked_at(store):
    shown = found(store, "quarter", reach=Span(date(2024, 11, 1), date(2025, 2, 28)))
    assert [each.key for each in shown] == ["2024-Q4", "2025-Q1"]


def test_the_season_needs_two_full_years():
    months = [(12 * 2023 + n, 200.0 if n % 12 == 11 else 100.0, 1300.0) for n in range(24)]
    spend = measure("social_spend")
    assert periods.seasonality(months[:23], spend) is None
    season = periods.seasonality(months, spend)
    assert season[0] == pytest.approx(100 / (1300 / 12) - 1)
    assert season[11] == pytest.approx(200 / (1300 / 12) - 1)
    share = [(12 * 2023 + n, 0.2 if n % 12 == 11 else 0.1, 0.11) for n in range(24)]
    assert periods.seasonality(share, measure("social_share"))[11] == pytest.approx(0.09)
    assert periods.seasonality([(n, 0.0, 0.0) for n in range(24)], spend) is None
    # years of nothing say nothing about the season, and do not hide it
    assert periods.seasonality([*months, *((12 * 2025 + n, 0.0, 0.0) for n in range(48))], spend) == season


def test_what_is_left_without_some_parts_is_exact():
    total = {1: (Decimal(10), Decimal(100)), 2: (Decimal(5), Decimal(50))}
    parts = [{1: (Decimal(1), Decimal(40))}, {1: (Decimal(2), Decimal(10)), 2: (Decimal(5), Decimal(50))}]
    assert periods.rest_of(total, parts, 2) == {1: (Decimal(7), Decimal(50)), 2: (Decimal(0), Decimal(0))}
