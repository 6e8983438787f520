"""Views by name: one's own, everybody's, and who may change them."""

from __future__ import annotations

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.figures.filters import Selection
from socialimpact.services import selecting
from socialimpact.services.dashboards.saved_views import delete_view, find_view, rename_view, save_view, saved_views
from tests.store_with import OWNER, workspace_with

ANNA, BRUNO = Actor("anna"), Actor("bruno")
CLEANING = Selection(years=(2025,), categories=("cleaning", None), scope="social_economy", against="2023")


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "home", "date | supplier | amount\n2025-01-01 | Alfa | 1.00") as workspace:
        yield workspace


def names(ws, actor):
    return [each.name for each in saved_views(ws, actor)]


def test_a_view_opens_as_it_was_kept_and_is_one_s_own(ws):
    made = save_view(ws, ANNA, "  Cleaning   2025 ", CLEANING)
    assert (made.name, made.selection, made.own, made.may_change) == ("Cleaning 2025", CLEANING, True, True)
    assert find_view(ws, ANNA, "cleaning 2025") == made
    assert names(ws, BRUNO) == []
    with pytest.raises(NotFound, match="Those there are: –"):
        find_view(ws, BRUNO, "Cleaning 2025")


def test_a_view_for_everybody_is_an_editor_s(ws):
    with pytest.raises(NotAllowed):
        save_view(ws, ANNA, "Board", CLEANING, for_everybody=True)
    board = save_view(ws, OWNER, "Board", CLEANING, for_everybody=True)
    assert names(ws, ANNA) == ["Board"]
    for change in (lambda: rename_view(ws, ANNA, board.view_id, "Mine"), lambda: delete_view(ws, ANNA, board.view_id)):
        with pytest.raises(NotAllowed, match="only an editor"):
            change()
    own = save_view(ws, ANNA, "board", Selection(years=(2024,)))
    assert find_view(ws, ANNA, "Board") == own
    assert find_view(ws, BRUNO, "Board").view_id == board.view_id


def test_the_same_name_again_replaces_and_a_taken_name_is_refused(ws):
    first = save_view(ws, ANNA, "A", CLEANING)
    again = save_view(ws, ANNA, "a", Selection(years=(2024,)))
    assert (again.view_id, again.selection) == (first.view_id, Selection(years=(2024,)))
    save_view(ws, ANNA, "B", CLEANING)
    with pytest.raises(Refused, match="already"):
        rename_view(ws, ANNA, again.view_id, "b")
    assert rename_view(ws, ANNA, again.view_id, "C").name == "C"
    delete_view(ws, ANNA, again.view_id)
    assert names(ws, ANNA) == ["B"]
    with pytest.raises(NotFound):
        delete_view(ws, ANNA, again.view_id)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_must_be_one(ws, name):
    with pytest.raises(Refused):
        save_view(ws, ANNA, name, CLEANING)


def test_each_step_is_an_event(ws):
    made = save_view(ws, ANNA, "A", CLEANING)
    rename_view(ws, ANNA, made.view_id, "B")
    delete_view(ws, ANNA, made.view_id)
    told = ws.db.rows("select who, what from event where subject = 'saved_view' order by event_id")
    assert told == [("anna", "saved"), ("anna", "renamed"), ("anna", "deleted")]


def test_the_command_line_asks_over_a_view_and_its_own_conditions_stand_over_it(ws):
    save_view(ws, OWNER, "Cleaning", CLEANING)
    assert selecting.selection(ws, OWNER, view="Cleaning") == CLEANING
    other = selecting.selection(ws, OWNER, view="cleaning", where=["quarter=2024-Q1"], scope="social_enterprises")
    assert other == Selection(quarters=("2024-Q1",), categories=("cleaning", None), scope="social_enterprises")
