"""Targets as paths, with what was reached in words."""

from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotFound, Refused
from socialimpact.services.goals import targets
from tests.store_with import OWNER, workspace_with

LINES = """
    date       | supplier | amount | site
    2023-01-10 | Coop     |  20.00 | Works
    2023-12-10 | Steel    | 980.00 | Works
    2024-01-10 | Coop     |  50.00 | Works
    2024-12-10 | Steel    | 950.00 | Works
    2025-01-10 | Coop     |  60.00 | Works
    2025-03-10 | Steel    | 940.00 | Works
"""
TAGS = "supplier | kind | evidence\nCoop | social_cooperative_b | registered"


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "home", LINES, tags=TAGS) as workspace:
        yield workspace


def aim(ws, key, year, value, **more):
    return targets.save_target(ws, OWNER, key, year, Decimal(value), **more)


def said(ws):
    return [(each.year, each.known, str(each.words)) for goal in targets.goals(ws, OWNER) for each in goal.years]


def test_a_path_says_of_each_year_how_far_it_is(ws):
    aim(ws, "social_share", 2024, "0.05")
    aim(ws, "social_share", 2027, "0.11")
    assert said(ws) == [
        (2023, "measured", "None"),
        (2024, "stated", "reached: 5.0%"),
        (2025, "between", "so far 6.0%, 1 point to go: €10"),
        (2026, "between", "nothing measured yet"),
        (2027, "stated", "nothing measured yet"),
    ]


def test_what_was_missed_says_by_how_much(ws):
    aim(ws, "social_share", 2024, "0.06")
    assert said(ws)[-1][-1] == "missed: 5.0%, 1 point short; €10 more would have reached it"
    aim(ws, "social_share", 2024, "0.0502")
    assert said(ws)[-1][-1] == "missed: 5.00%, 0.02 points short; €0 more would have reached it"
    aim(ws, "social_spend", 2024, "80")
    assert said(ws)[-1][-1] == "missed: €50, €30 away"
    aim(ws, "social_suppliers", 2024, "3")
    assert said(ws)[-1][-1] == "missed: 1, 2 away"
    aim(ws, "concentration", 2024, "0.5")
    assert "missed: 100.0%, 50 points away" in [words for *_, words in said(ws)]


def test_a_site_brings_its_company_and_a_category_its_name(ws):
    aim(ws, "social_share", 2025, "0.1", site_id=1)
    aim(ws, "social_share", 2025, "0.2", category="cleaning")
    first, second = targets.goals(ws, OWNER)
    assert (str(first.about), first.target.company_id) == ("Cleaning", None)
    assert (str(second.about), second.target.company_id, second.target.site_id) == ("site Works", 1, 1)
    assert second.as_json("it")["about"] == "sede Works"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"category": "happiness"}, Refused),
        ({"site_id": 9}, NotFound),
        ({"scope": "mine"}, NotFound),
        ({"year": 1066}, Refused),
    ],
)
def test_what_cannot_be_aimed_at_is_refused(ws, wrong, error):
    wanted = {"measure": "social_share", "year": 2025, "value": Decimal("0.1")} | wrong
    with pytest.raises(error):
        targets.save_target(ws, OWNER, **wanted)
    assert targets.targets(ws, OWNER) == []


def test_who_sees_another_company_only_sees_no_target_of_this_one(ws):
    aim(ws, "social_share", 2025, "0.1", site_id=1)
    assert targets.goals(ws, Actor("bo", "viewer", frozenset({7}))) == ()
