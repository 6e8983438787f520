"""Where a year may end: by season, like the last months, or not at all; and how often the range holds."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.figures import projection
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import measure
from tests.store_with import OWNER, store_with

TAGS = "supplier | kind | evidence\nCoop | social_cooperative_b | registered"


def ledger(months, **more):
    """A store with a line of Coop and one of Steel a month: {(year, month): (social, other)}."""
    rows = ["date | supplier | amount"]
    for (year, month), (social, other) in months.items():
        rows += [f"{year}-{month:02d}-10 | Coop | {social:.2f}", f"{year}-{month:02d}-20 | Steel | {other:.2f}"]
    return store_with("\n".join(rows), tags=TAGS, **more)


def project(store, key, year, selection=None):
    return projection.project(store, key, year, selection or Selection(), actor=OWNER)


@pytest.fixture(scope="module")
def seasonal():
    """Two full years and nine months of the third; December is ten months' worth, each year a tenth above the last."""
    size = {2023: 1.0, 2024: 1.1, 2025: 1.21}
    months = {(year, month): size[year] * (10 if month == 12 else 1) for year in size for month in range(1, 13)}
    kept = {key: (100 * each, 900 * each) for key, each in months.items() if key <= (2025, 9)}
    return ledger(kept)


def test_months_to_come_follow_the_season_at_this_years_size(seasonal):
    found = project(seasonal, "social_spend", 2025)
    assert (found.way, found.months, found.to_come, found.complete) == ("season", 9, 3, False)
    assert found.so_far == Decimal("1089.00")
    assert found.value == Decimal("2541.00")  # 121 * (9 + 2 + 10)
    assert (found.low, found.high) == (None, None)  # the two years have exactly the same shape
    share = project(seasonal, "social_share", 2025)
    assert share.value == pytest.approx(0.1)
    assert "2023 to 2024" in str(found.sentence)
    assert [each.month for each in found.course] == [date(2025, month, 1) for month in range(1, 13)]
    assert [each.so_far for each in found.course[7:]] == [Decimal("968.00"), Decimal("1089.00"), None, None, None]
    assert [each.expected for each in found.course[8:]] == [None, *map(Decimal, ("1210.00", "1331.00", "2541.00"))]


def test_without_two_full_years_the_last_months_are_the_measure():
    months = {(2024, month): (10 * month, 100) for month in range(7, 13)}
    months |= {(2025, month): (10, 100) for month in range(1, 5)}
    found = project(ledger(months), "social_spend", 2025)
    assert (found.way, found.months, found.to_come) == ("recent", 4, 8)
    usual = (70 + 80 + 90 + 100 + 110 + 120 + 4 * 10) / 10
    assert float(found.value) == pytest.approx(40 + 8 * usual)
    assert found.low < found.value < found.high
    assert found.low >= Decimal("40.00")  # what is spent is spent: no month was ever negative
    assert "Jul" in str(found.sentence)


def test_a_share_never_leaves_its_bounds():
    months = {(2025, month): (1, 1) if month % 2 else (900, 1) for month in range(1, 8)}
    found = project(ledger(months), "social_share", 2025)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_a_complete_year_has_its_own_value_and_no_range(seasonal):
    found = project(seasonal, "social_spend", 2024)
    assert found.complete
    assert (found.value, found.low, found.high) == (found.so_far, None, None)
    assert found.so_far == Decimal("2310.00")
    assert "complete" in str(found.sentence)


def test_a_young_year_is_not_projected():
    months = {(2024, month): (10, 100) for month in range(1, 13)} | {(2025, 1): (10, 100), (2025, 2): (10, 100)}
    found = project(ledger(months), "social_share", 2025)
    assert (found.value, found.low) == (None, None)
    assert found.so_far == pytest.approx(20 / 220)
    assert "too young" in str(found.sentence)
    assert len(found.course) == 2


def test_few_months_in_all_are_not_projected():
    found = project(ledger({(2025, month): (10, 100) for month in range(1, 5)}), "social_share", 2025)
    assert found.value is None
    assert "needs 6" in str(found.sentence)


def test_a_year_that_the_ledger_does_not_reach(seasonal):
    assert project(seasonal, "social_share", 2030).sentence.to("en") == "The ledger has nothing of 2030."
    assert project(store_with(""), "social_share", 2030).value is None


@pytest.mark.parametrize("key", ["suppliers", "average_days_to_pay", "concentration"])
def test_what_does_not_add_up_is_not_projected(seasonal, key):
    assert project(seasonal, key, 2025).value is None


def test_nothing_social_so_far_gets_no_false_certainty():
    found = project(ledger({(2025, month): (0, 100 + month) for month in range(1, 10)}), "social_spend", 2025)
    assert (found.value, found.low, found.high) == (Decimal("0.00"), None, None)
    assert "No range" in str(found.sentence)


def test_nothing_to_divide_by_is_not_projected():
    found = project(ledger({(2025, month): (10, -20) for month in range(1, 10)}), "social_share", 2025)
    assert found.value is None
    assert found.so_far == pytest.approx(-1.0)


def test_a_month_that_an_import_lacks_is_still_to_come():
    """Five lines a month are usual; May is missing altogether, and September breaks off on its third day."""
    rows = ["date | supplier | amount"]
    for month in (1, 2, 3, 4, 6, 7, 8):
        rows += [f"2025-{month:02d}-{day} | Coop | 100.00" for day in ("02", "09", "16", "23", "28")]
    store = store_with("\n".join([*rows, "2025-09-03 | Coop | 7.00"]), tags=TAGS)
    found = project(store, "social_spend", 2025)
    assert (found.months, found.to_come) == (7, 5)
    assert found.so_far == Decimal("3507.00")
    assert found.value == Decimal("6000.00")
    assert (found.course[4].so_far, found.course[4].expected) == (None, None)
    assert found.course[8].expected == Decimal("4500.00")  # May and September are in it


def test_the_rest_of_the_choice_is_kept(seasonal):
    assert project(seasonal, "total_spend", 2025, Selection(years=(2024,), suppliers=(1,))).so_far == Decimal("1089.00")


@pytest.mark.parametrize(("spread", "history"), [(0.3, 20), (0.8, 32)])
def test_the_range_holds_in_about_four_years_of_five(spread, history):
    """Eighty companies whose months scatter around a season of their own: how often their year ends inside."""
    chance = random.Random(f"{spread} {history}")  # noqa: S311 - a ledger, not a secret
    rows, ends = ["date | supplier | company | amount"], {}
    companies = range(1, 81)
    for company in companies:
        season = [chance.lognormvariate(0, 0.2) for _ in range(12)]
        sums = [0.0, 0.0]
        for number in range(history + 4):
            at = 12 * 2026 - (history + 4) + number
            year, month = divmod(at, 12)
            amounts = [round(100 * season[month] * chance.lognormvariate(0, spread), 2) for _ in "ab"]
            if year == 2025:
                sums = [sums[0] + amounts[0], sums[1] + amounts[0] + amounts[1]]
            if number < history:
                rows += [f"{year}-{month + 1:02d}-10 | {name} | C{company} | {amount:.2f}"
                         for name, amount in zip(("Coop", "Steel"), amounts, strict=True)]  # fmt: skip
        ends[company] = sums
    store = store_with("\n".join(rows), tags=TAGS)
    inside = {"social_spend": 0, "social_share": 0}
    for company in companies:
        social, whole = ends[company]
        for key, end in (("social_spend", social), ("social_share", social / whole)):
            found = project(store, key, 2025, Selection(companies=(company,)))
            inside[key] += float(found.low) <= end <= float(found.high)
    assert all(0.68 <= hits / len(companies) <= 0.92 for hits in inside.values()), inside


@given(st.lists(st.tuples(st.integers(-900, 900), st.integers(-900, 900)), min_size=3, max_size=35))
def test_any_months_give_an_ordered_range_or_say_why_not(months):
    sums = {12 * 2023 + place: (Decimal(social), Decimal(whole)) for place, (social, whole) in enumerate(months)}
    year = max(sums) // 12
    own = [number for number in range(12 * year, 12 * year + 12) if number in sums]
    to_come = [number for number in range(12 * year, 12 * year + 12) if number not in sums]
    found = projection._Look(measure("social_share"), year, sums, sums, own, to_come).projected()
    assert str(found.sentence)
    if found.low is not None:
        assert found.low <= found.value <= found.high


def test_the_path_within_a_year():
    euro = projection.path_within_year(Decimal("1000.00"), None, measure("social_spend"))
    assert (euro[0], euro[5], euro[11]) == tuple(map(Decimal, ("83.33", "500.00", "1000.00")))
    share = projection.path_within_year(0.06, 0.048, measure("social_share"))
    assert (share[0], share[11]) == (pytest.approx(0.049), 0.06)
    assert set(projection.path_within_year(0.06, None, measure("social_share"))) == {0.06}
