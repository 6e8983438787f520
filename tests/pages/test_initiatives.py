"""The page of initiatives: one is written down, changed, removed and brought back by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from socialimpact.services.goals import initiatives
from tests.pages import screen
from tests.pages.screen import said, workspace
from tests.store_with import OWNER, workspace_with

PAGE = "act/initiatives"
LINES = """
    date       | supplier     | amount
    2024-09-01 | Coop *Verde* | 300.00
    2025-02-01 | Alfa         | 200.00
"""


@pytest.fixture
def full(tmp_path: Path) -> None:
    workspace_with(tmp_path / "home", LINES).close()


@pytest.mark.parametrize(("language", "title"), [("it", "Iniziative"), ("en", "Initiatives")])
def test_an_empty_home_says_what_an_initiative_is(language, title):
    at = screen.opened(PAGE, language)
    assert not at.exception
    assert not at.error
    assert at.title[0].value == title
    assert at.button(key="initiative_add")


@pytest.mark.usefixtures("full")
def test_one_is_written_down_changed_and_taken_back():
    at = screen.opened(PAGE)
    at.button(key="initiative_add").click().run()
    at.text_input(key="initiative_name").set_value("Green *care*")
    at.date_input(key="initiative_begins").set_value(date(2024, 9, 1))
    at.multiselect(key="initiative_suppliers_").set_value([1])
    at.text_area(key="initiative_story").set_value("It began with a hedge.")
    at.button(key="initiative_save").click().run()
    assert not at.error
    (view,) = initiatives.initiatives(workspace(), OWNER)
    assert (view.initiative.name, view.suppliers) == ("Green *care*", ((1, "Coop *Verde*"),))
    told = said(at)
    assert "Green *care*" in told
    assert "It began with a hedge." in told
    assert "€300 bought from its supplier in that time." in told.replace("\u00a0", " ")
    at.button(key="initiative_change_1").click().run()
    at.text_input(key="initiative_responsible").set_value("Ada")
    at.button(key="initiative_save").click().run()
    assert "responsible: Ada" in said(at)
    at.button(key="initiative_undo_1").click().run()
    assert "responsible: Ada" not in said(at)


@pytest.mark.usefixtures("full")
def test_a_refusal_is_said_in_the_form():
    at = screen.opened(PAGE)
    at.button(key="initiative_add").click().run()
    at.button(key="initiative_save").click().run()
    assert "Give the initiative a name." in said(at)


@pytest.mark.usefixtures("full")
def test_a_removed_one_is_brought_back():
    at = screen.opened(PAGE)
    initiatives.save_initiative(workspace(), OWNER, name="Green care", begins=date(2024, 9, 1))
    at.run()
    at.button(key="initiative_remove_1").click().run()
    assert initiatives.initiatives(workspace(), OWNER) == ()
    at.button(key="initiative_back_1").click().run()
    assert len(initiatives.initiatives(workspace(), OWNER)) == 1
    at.session_state["initiative_history_1"] = True
    at.run()
    assert "Brought back" in said(at)
