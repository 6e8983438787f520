from datetime import date

import pytest

from socialimpact.actor import Actor
from socialimpact.services.dashboards.filtering import filter_choices
from tests.store_with import OWNER, workspace_with

LINES = """
    date       | supplier | amount  | category | company | site
    2023-02-01 | Alfa     | 900.00  | Mensa    | Uno     | Torino
    2025-10-05 | Alfa     | 100.00  | Pulizie  | Uno     | Asti
    2025-10-05 | Alfa     | 100.00  |          | Due     |
"""


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "full", LINES, companies="name\nUno\nDue") as opened:
        yield opened


def test_what_the_bar_offers(ws):
    choices = filter_choices(ws, OWNER)
    assert choices.years == (2025, 2023)
    assert (choices.first_date, choices.last_date) == (date(2023, 2, 1), date(2025, 10, 31))
    assert [str(name) for name in choices.companies.values()] == ["Uno", "Due"]
    assert {key: str(name) for key, name in choices.categories.items()} == {
        "premises": "Premises and facilities",
        "cleaning": "– Cleaning",
        "meals": "Catering and food",
        "catering": "– Canteen and catering",
        None: "unclassified",
    }
    assert choices.default_scope in choices.scopes
    assert choices.default_local_rule in choices.local_rules


def test_an_actor_is_offered_only_the_own_companies(ws):
    choices = filter_choices(ws, Actor("anna", "viewer", frozenset({2})))
    assert [str(name) for name in choices.companies.values()] == ["Due"]
    assert choices.years == (2025,)
    assert list(choices.categories) == [None]


def test_a_mistyped_date_is_not_the_latest_year(tmp_path):
    rows = "\n".join(f"2025-{n % 12 + 1:02d}-01 | Alfa | 1.00" for n in range(200))
    with workspace_with(tmp_path / "typo", f"date | supplier | amount\n{rows}\n2205-01-01 | Alfa | 1.00") as opened:
        choices = filter_choices(opened, OWNER)
    assert choices.latest_year == 2025
    assert 2205 in choices.years


def test_an_empty_home_offers_definitions_only(tmp_path):
    with workspace_with(tmp_path / "empty") as opened:
        choices = filter_choices(opened, OWNER)
    assert choices.years == ()
    assert choices.latest_year is None
    assert choices.scopes
