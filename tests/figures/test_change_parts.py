"""A change from the ledger: its parts add up, and are found by the declared conditions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, Refused
from socialimpact.figures.change_parts import change_parts, splittable
from socialimpact.figures.decomposition import Invoice
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from tests.store_with import OWNER, store_with

NOW, THEN = Selection(years=(2025,)), Selection(years=(2024,))
TAGS = """
    supplier | kind                 | evidence   | from       | to
    Coop     | social_cooperative_b | registered |            |
    Nuova    | social_cooperative_a | registered |            |
    Diventa  | impresa_sociale      | registered | 2025-01-01 |
"""
LINES = """
    date       | supplier | amount   | category | company | nature
    2024-03-01 | Coop     |  1000.00 | Pulizie  | Uno     |
    2024-04-01 | Vecchio  |  2000.00 | Pulizie  | Uno     |
    2024-05-01 | Diventa  |   500.00 | Mensa    | Due     |
    2024-06-01 | Ferro    |  6500.00 | Viteria  | Uno     |
    2025-03-01 | Coop     |  1500.00 | Pulizie  | Uno     |
    2025-04-01 | Nuova    |  1000.00 | Pulizie  | Uno     |
    2025-05-01 | Diventa  |   500.00 | Mensa    | Due     |
    2025-06-01 | Ferro    |  7000.00 | Viteria  | Uno     |
    2025-07-01 | Coop     |   900.00 | Pulizie  | Uno     | donation
"""
ROWS = "\n".join(
    f"{year}-{month:02d}-15 | Ferro | 10.00 | Viteria | Uno |" for year in (2024, 2025) for month in range(1, 13)
)


@pytest.fixture(scope="module")
def store():
    return store_with(LINES + ROWS, tags=TAGS)


def found(store, key="social_share", now=NOW, then=THEN, *, by="category", actor=OWNER):
    return change_parts(store, key, now, then, by=by, actor=actor)


@pytest.mark.parametrize("key", splittable())
@pytest.mark.parametrize("by", ["category", "company", "site"])
def test_the_parts_add_up_to_the_change_of_the_figures(store, key, by):
    change = found(store, key, by=by)
    asked = [query(store, [key], where=each, actor=OWNER).value(key) for each in (THEN, NOW)]
    if change.split is None:
        assert None in asked or change.why_not
        return
    assert [float(change.split.then), float(change.split.now)] == pytest.approx([float(each) for each in asked])
    assert abs(sum(part.value for part in change.split.parts) - change.split.change) < Decimal("1e-14")
    if change.measure.unit == "euro":
        assert sum(part.value for part in change.split.parts) == asked[1] - asked[0]


def test_who_came_went_and_became_social(store):
    change = found(store)
    by_part = {part.key: {change.names[each.key] for each in part.effects if part.key in {"gained", "lost", "status"}}
               for part in change.split.parts}  # fmt: skip
    assert (by_part["gained"], by_part["lost"], by_part["status"]) == ({"Nuova"}, {"Vecchio"}, {"Diventa"})
    spent = found(store, "social_spend")
    assert {part.key: part.value for part in spent.split.parts} == {
        "gained": Decimal("1000.00"), "more": Decimal("500.00"), "status": Decimal("500.00"),
    }  # fmt: skip


def test_a_one_off_invoice_is_named():
    store = store_with(LINES + ROWS + "\n2025-09-01 | Ferro | 90000.00 | Viteria | Uno |", tags=TAGS)
    split = found(store).split
    (part,) = (part for part in split.parts if part.key == "one_off_now")
    assert [each.key for each in part.effects] == [Invoice(1, 5, date(2025, 9, 1))]
    assert part.value < 0
    assert abs(sum(each.value for each in split.parts) - split.change) < Decimal("1e-14")
    spend = found(store, "addressable_spend").split
    assert {part.key: part.value for part in spend.parts}["one_off_now"] == Decimal("90000.00")


def test_groups_have_words_and_their_own_shares(store):
    change = found(store)
    shares = {str(change.groups[each.key]): (each.then.share, each.now.share) for each in change.split.groups}
    assert shares["Cleaning"] == (Decimal(1000) / 3000, 1)
    assert {str(words) for words in found(store, by="company").groups.values()} == {"Uno", "Due"}


def test_nothing_in_a_period_cannot_be_split(store):
    change = found(store, then=Selection(years=(2020,)))
    assert change.split is None
    assert str(change.why_not) == "There is nothing to compare: no line counts in 2020."


def test_credit_that_cancels_everything_cannot_be_split():
    store = store_with("date | supplier | amount\n2024-01-01 | A | 5.00\n2025-01-01 | A | 5.00\n2025-02-01 | B | -5.00")
    change = found(store)
    assert change.split is None
    assert "cancel out" in str(change.why_not)
    assert found(store, "addressable_spend").split.change == Decimal("-5.00")


def test_a_period_that_is_all_one_off_is_split_all_the_same():
    lines = [f"2024-{month:02d}-01 | A | 1.00" for month in range(1, 11)]
    store = store_with("\n".join(["date | supplier | amount", *lines, "2025-01-01 | A | 1000.00"]))
    assert found(store).split is not None
    assert found(store).split.change == 0


def test_negative_totals_and_shares_beyond_one_are_split():
    store = store_with(
        "date | supplier | amount | category\n2024-01-01 | Coop | 50.00 | Pulizie"
        "\n2024-02-01 | Ferro | -30.00 | Viteria"
        "\n2025-01-01 | Coop | 50.00 | Pulizie\n2025-02-01 | Ferro | -90.00 | Viteria",
        tags="supplier | kind | evidence\nCoop | social_cooperative_b | registered",
    )
    split = found(store).split
    assert (split.then, split.now) == (Decimal("2.5"), Decimal("-1.25"))
    assert abs(sum(part.value for part in split.parts) - split.change) < Decimal("1e-14")


def test_only_what_the_actor_may_see(store):
    seen = found(store, "addressable_spend", actor=Actor("v", "viewer", frozenset({2})))
    assert (seen.split.then, seen.split.now) == (Decimal("500.00"), Decimal("500.00"))
    with pytest.raises(NotAllowed):
        found(store, now=Selection(years=(2025,), companies=(1,)), actor=Actor("v", "viewer", frozenset({2})))


def test_what_cannot_be_taken_apart_is_refused(store):
    with pytest.raises(Refused, match="taken apart"):
        found(store, "suppliers")
    with pytest.raises(Refused, match="by: category"):
        found(store, by="month")
