from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialimpact.actor import Actor
from socialimpact.figures import trend
from socialimpact.figures.filters import Selection
from tests.store_with import OWNER, store_with

TAGS = "supplier | kind | evidence\nCoop | social_cooperative_b | registered"


def ledger(*rows: str):
    return store_with("date | supplier | amount\n" + "\n".join(rows), tags=TAGS)


@pytest.fixture(scope="module")
def store():
    """From June 2023 to March 2025: 100 a month with Steel, and with Coop 10 in 2023, 20 in 2024, 60 in 2025."""
    months = [(2023, month) for month in range(6, 13)] + [(2024, month) for month in range(1, 13)]
    months += [(2025, month) for month in range(1, 4)]
    social = {2023: 10, 2024: 20, 2025: 60}
    return ledger(
        *(f"{year}-{month:02d}-15 | Steel | 100.00" for year, month in months),
        *(f"{year}-{month:02d}-20 | Coop | {social[year]}.00" for year, month in months),
    )


def test_months_with_their_rolling_year(store):
    found = trend.monthly(store, "social_share", Selection(), actor=OWNER)
    assert [each.month for each in (found[0], found[-1])] == ["2023-06", "2025-03"]
    assert len(found) == 22
    assert found[0].value == pytest.approx(10 / 110)
    assert [each.rolling for each in found[:11]] == [None] * 11
    assert found[11].month == "2024-05"
    assert found[11].rolling == pytest.approx((7 * 10 + 5 * 20) / (7 * 110 + 5 * 120))
    assert found[-1].rolling == pytest.approx((9 * 20 + 3 * 60) / (9 * 120 + 3 * 160))


def test_a_chosen_year_reaches_back_for_its_rolling_value(store):
    found = trend.monthly(store, "social_spend", Selection(years=(2025,)), actor=OWNER)
    assert [(each.month, each.value, each.rolling) for each in found] == [
        ("2025-01", Decimal("60.00"), Decimal(11 * 20 + 60)),
        ("2025-02", Decimal("60.00"), Decimal(10 * 20 + 2 * 60)),
        ("2025-03", Decimal("60.00"), Decimal(9 * 20 + 3 * 60)),
    ]


def test_a_month_without_lines_is_there():
    store = ledger("2024-01-10 | Coop | 5.00", "2024-03-10 | Steel | 5.00")
    assert [(each.month, each.value) for each in trend.monthly(store, "social_spend", Selection(), actor=OWNER)] == [
        ("2024-01", Decimal("5.00")),
        ("2024-02", Decimal(0)),
        ("2024-03", Decimal("0.00")),
    ]
    shares = trend.monthly(store, "social_share", Selection(), actor=OWNER)
    assert [each.value for each in shares] == [1.0, None, 0.0]
    counts = trend.monthly(store, "social_suppliers", Selection(), actor=OWNER)
    assert [(each.value, each.rolling) for each in counts] == [(1, None), (0, None), (0, None)]


def test_years_say_whether_they_are_whole(store):
    found = trend.yearly(store, "social_share", Selection(), actor=OWNER)
    assert [(each.year, each.complete, each.months) for each in found] == [
        (2023, False, 7),
        (2024, True, 12),
        (2025, False, 3),
    ]
    assert found[1].value == pytest.approx(20 / 120)


def test_a_year_that_is_not_over_is_compared_with_the_same_months(store):
    found = trend.change(store, "social_spend", Selection(years=(2025,)), actor=OWNER)
    assert (found.current, found.previous, found.difference) == (Decimal("180.00"), Decimal("60.00"), Decimal("120.00"))
    assert found.relative == pytest.approx(2.0)
    assert (found.date_from, found.date_to, found.whole) == (date(2025, 1, 1), date(2025, 3, 31), False)
    assert str(found.sentence) == ("compared with the same months of the year before, 1 Jan 2025 to 31 Mar 2025")


def test_a_year_before_that_began_late_is_compared_from_there_on(store):
    found = trend.change(store, "social_spend", Selection(years=(2024,)), actor=OWNER)
    assert (found.current, found.previous) == (Decimal(7 * 20), Decimal(7 * 10))
    assert (found.date_from, found.date_to, found.whole) == (date(2024, 6, 1), date(2024, 12, 31), False)


def test_two_whole_years_are_compared_as_they_are():
    store = ledger("2023-01-05 | Coop | 5.00", "2023-12-30 | Steel | 1.00", "2024-12-01 | Coop | 8.00")
    found = trend.change(store, "social_spend", Selection(years=(2024,)), actor=OWNER)
    assert (found.current, found.previous, found.whole) == (Decimal("8.00"), Decimal("5.00"), True)
    assert str(found.sentence) == "compared with the year before"


def test_without_a_period_or_a_year_before_there_is_no_change(store):
    assert trend.change(store, "social_spend", Selection(), actor=OWNER) is None
    assert trend.change(store, "social_spend", Selection(years=(2023,)), actor=OWNER) is None
    assert trend.change(store, "social_spend", Selection(years=(2022, 2024)), actor=OWNER) is None
    assert trend.changes(store_with(), ["social_spend"], Selection(years=(2024,)), actor=OWNER) == {}
    assert trend.monthly(store_with(), "social_share", Selection(), actor=OWNER) == ()
    assert trend.yearly(store_with(), "social_share", Selection(), actor=OWNER) == ()


def test_a_change_from_nothing_has_no_percentage():
    store = ledger("2023-01-05 | Steel | 5.00", "2024-12-01 | Coop | 8.00")
    found = trend.change(store, "social_spend", Selection(years=(2024,)), actor=OWNER)
    assert (found.previous, found.difference, found.relative) == (Decimal("0.00"), Decimal("8.00"), None)


def test_a_mistyped_date_does_not_stretch_the_ledger():
    rows = [f"2024-{1 + number % 12:02d}-10 | Steel | 1.00" for number in range(240)]
    store = ledger(*rows, "2204-05-01 | Steel | 1.00", "1924-05-01 | Steel | 1.00")
    assert trend.span(store, Selection(), actor=OWNER) == trend.Span(date(2024, 1, 1), date(2024, 12, 31))
    few = ledger("2019-05-01 | Steel | 1.00", "2024-05-01 | Steel | 1.00")
    assert trend.span(few, Selection(), actor=OWNER) == trend.Span(date(2019, 5, 1), date(2024, 5, 31))


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(years=(2024, 2023)), (date(2023, 1, 1), date(2024, 12, 31))),
        (Selection(quarters=("2024-Q1", "2024-Q2")), (date(2024, 1, 1), date(2024, 6, 30))),
        (Selection(months=("2024-02",)), (date(2024, 2, 1), date(2024, 2, 29))),
        (Selection(date(2024, 4, 5), date(2025, 4, 4)), (date(2024, 4, 5), date(2025, 4, 4))),
        (Selection(years=(2022, 2024)), None),
        (Selection(years=(None,)), None),
        (Selection(months=("soon",)), None),
        (Selection(quarters=("2024",)), None),
        (Selection(years=(0, 99999)), None),
        (Selection(date_from=date(2024, 1, 1)), None),
        (Selection(years=(2024,), months=("2024-05",)), (date(2024, 5, 1), date(2024, 5, 31))),
        (Selection(years=(2024,), months=("2023-05",)), None),
        (Selection(), None),
    ],
)
def test_the_period_of_a_selection(selection, expected):
    assert trend.period(selection) == (trend.Span(*expected) if expected else None)


def test_an_open_end_is_the_ledger_s_and_holes_are_bridged_for_the_months(store):
    found = trend.monthly(store, "social_spend", Selection(date_from=date(2025, 1, 1)), actor=OWNER)
    assert [each.month for each in found] == ["2025-01", "2025-02", "2025-03"]
    bridged = trend.monthly(store, "social_spend", Selection(years=(2023, 2025)), actor=OWNER)
    assert len(bridged) == 22
    since = trend.change(store, "social_spend", Selection(date_from=date(2025, 1, 1)), actor=OWNER)
    assert (since.current, since.previous) == (Decimal("180.00"), Decimal("60.00"))


def test_an_actor_s_trend_is_of_the_companies_that_the_actor_may_see():
    store = store_with(
        """
        company | date       | supplier | amount
        Alba    | 2024-01-10 | Coop     | 5.00
        Bosco   | 2020-01-10 | Coop     | 7.00
        """,
        tags=TAGS,
    )
    anna = Actor("anna", "viewer", frozenset({1}))
    assert [each.month for each in trend.monthly(store, "social_spend", Selection(), actor=anna)] == ["2024-01"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(date(2023, 1, 1), date(2025, 6, 30)),
            st.sampled_from(["Coop", "Steel"]),
            st.decimals(-500, 500, places=2),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_every_rolling_share_is_the_sum_of_its_twelve_months(rows):
    store = ledger(*(f"{day} | {name} | {amount}" for day, name, amount in rows))
    covered = trend.span(store, Selection(), actor=OWNER)
    for each in trend.monthly(store, "social_share", Selection(), actor=OWNER):
        end = 12 * each.first_day.year + each.first_day.month
        inside = [row for row in rows if end - 12 < 12 * row[0].year + row[0].month <= end]
        bottom = sum((row[2] for row in inside), Decimal(0))
        top = sum((row[2] for row in inside if row[1] == "Coop"), Decimal(0))
        if end - 12 < 12 * covered.first.year + covered.first.month - 1:
            assert each.rolling is None
        else:
            assert each.rolling == (pytest.approx(float(top) / float(bottom)) if bottom else None)
