"""The review of natures: confirm, correct with the effect told beforehand, take back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from socialimpact.services.dashboards import measuring
from socialimpact.services.review import natures
from tests.pages import screen
from tests.pages.screen import said, workspace
from tests.store_with import OWNER, workspace_with

PAGE = "data/review"
LINES = """
    date       | supplier   | amount  | nature   | category | description
    2025-03-01 | Alfa       | 1000.00 |          | Cleaning | Pulizie
    2025-04-01 | Dora       |  500.00 | rent     | Rent     | Canone marzo
    2025-05-01 | Coop Verde |  250.00 |          | Green    | Prato
    2025-05-02 | Coop Verde |   50.00 | donation |          | Donazione
    2025-06-01 | Fondazione |  100.00 |          |          | Serata
"""
TAGS = "supplier | kind | evidence\nCoop Verde | social_cooperative_b | registered"


@pytest.fixture
def full(tmp_path):
    with workspace_with(tmp_path / "home", LINES, tags=TAGS) as made, made.db.write(OWNER) as tx:
        for table in ("line", "spend"):
            tx.execute(f"update {table} set nature_reason = 'default' where nature = 'purchase'")
            tx.execute(f"update {table} set nature_reason = 'rule:category' where nature = 'rent'")
            tx.execute(f"update {table} set nature_reason = 'rule:description' where nature = 'donation'")


def opened(language="en"):
    return screen.opened(PAGE, language, about="natures")


def button(at, start):
    return next(each for each in at.button if each.key and each.key.startswith(start))


def figure(key):
    return Decimal(measuring.figures(workspace(), OWNER, measures=[key])["rows"][0][key])


@pytest.mark.parametrize("language", ["it", "en"])
def test_an_empty_home_leads_to_the_next_step(language):
    at = opened(language)
    assert not at.exception
    assert not at.error


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(("language", "words"), [("en", "What is no purchase"), ("it", "Cosa non è un acquisto")])
def test_what_is_uncertain_stands_first_with_its_reason(language, words):
    at = opened(language)
    assert not at.exception
    assert not at.error
    text = said(at)
    assert text.index("Coop Verde") < text.index("Dora")
    assert words in [option for group in at.get("button_group") for option in group.options]


@pytest.mark.usefixtures("full")
def test_a_group_is_confirmed_and_taken_back():
    at = opened()
    button(at, "nature_right_donation").click().run()
    assert "Coop Verde: Donation." in said(at)
    assert [rule.nature for rule in natures.decisions(workspace(), OWNER)] == ["donation"]
    button(at, "nature_undo_button").click().run()
    assert natures.decisions(workspace(), OWNER) == []
    assert not at.error


@pytest.mark.usefixtures("full")
def test_a_group_is_corrected_with_the_effect_told_before():
    at = opened()
    button(at, "nature_other_donation").click().run()
    assert "€50 (1 line) would move from “Donation” to “Purchase”." in said(at)
    assert "Social-spend share: 18.52% → 21.43%" in said(at)
    assert figure("social_spend") == Decimal("250.00")
    button(at, "nature_save").click().run()
    assert "Say why" in said(at)
    next(each for each in at.text_input if each.key.startswith("nature_why")).input("They planted trees")
    button(at, "nature_save").click().run()
    assert figure("social_spend") == Decimal("300.00")
    assert not at.error


@pytest.mark.usefixtures("full")
def test_purchases_that_look_like_a_gift_and_what_was_decided_are_shown():
    at = opened()
    at.segmented_control(key="nature_view").set_value("purchases").run()
    assert "Fondazione" in said(at)
    assert "hints at: Donation" in said(at)
    button(at, "nature_right_purchase").click().run()
    at.segmented_control(key="nature_view").set_value("decided").run()
    assert "Looked at and found right" in said(at)
    button(at, "nature_end_1").click().run()
    assert natures.decisions(workspace(), OWNER) == []
