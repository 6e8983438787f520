"""The bar above every dashboard: several values, comparison, views by name, and links that name what is not here."""

from __future__ import annotations

import pytest

from tests.pages.screen import opened, said
from tests.store_with import home_with, workspace_with

OVERVIEW = "dashboards/overview"


LINES = """
    date       | supplier                | amount | category | site  | cost_centre | company
    2023-03-01 | Alfa                    | 100.00 | Mensa    | Sede  | A           | Una
    2024-03-01 | Coop                    | 200.00 | Pulizie  | Sede  | A           | Una
    2025-03-01 | Coop                    | 400.00 | Pulizie  | Sede  | B           | Una
    2025-03-01 | جمعية الأمل التعاونية   | 800.00 | Mensa    | Altra | B           | Due
"""
MORE = {
    "tags": "supplier | kind | evidence\nCoop | social_cooperative_b | registered",
    "sites": "name | company | municipality | default\nSede | Una | Torino | yes\nAltra | Due | Milano | yes",
}


@pytest.fixture(autouse=True)
def _ledger(monkeypatch):
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(home_with(LINES, **MORE)))


def delta(at):
    return at.metric[0].delta, at.metric[0].proto.delta_description


def test_several_values_of_a_field_and_all_of_them_taken_away():
    at = opened(OVERVIEW)
    at.multiselect(key="filter_categories").set_value(["cleaning", "catering"]).run()
    assert at.query_params["category"] == ["cleaning", "catering"]
    assert "2025; Category: Cleaning, Canteen and catering · social: " in said(at)
    at.button(key="filter_other").click().run()
    assert "category" not in at.query_params
    assert not at.multiselect(key="filter_categories").value


def test_the_comparison_is_chosen_and_shown_on_the_cards():
    at = opened(OVERVIEW)
    assert delta(at) == ("+100.0%", "on Jan–Mar 2024")
    at.selectbox(key="filter_against").set_value("2023").run()
    assert at.query_params["against"] in ("2023", ["2023"])
    assert delta(at)[1] == "on Mar 2023"
    at.selectbox(key="filter_against").set_value("year before").run()
    assert "against" not in at.query_params


def test_rarer_filters_are_behind_one_button_that_counts_them():
    at = opened(OVERVIEW, cost_centre="B", kind="social_cooperative_b")
    assert "More filters (2)" in [each.proto.popover.label for each in at.get("popover")]
    at.session_state["more_filters"] = True
    at.run()
    assert at.multiselect(key="filter_cost_centres").value == ["B"]
    assert at.multiselect(key="filter_kinds").value == ["social_cooperative_b"]
    at.multiselect(key="filter_suppliers").set_value([2]).run()
    assert at.query_params["supplier"] in ("2", ["2"])


def test_moving_to_another_dashboard_keeps_the_filters():
    at = opened(OVERVIEW, category="cleaning", against="2023")
    at.switch_page("pages/dashboards/explain.py").run()
    assert at.query_params["category"] in ("cleaning", ["cleaning"])
    assert at.selectbox(key="filter_against").value == "2023"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"year": "last"}, "“year” takes a whole number, not “last”."),
        ({"year": "1999"}, "The link asks for Year “1999”"),
        ({"category": "flying"}, "The link asks for Category “flying”"),
        ({"scope": "gone"}, "The link counts as social by “gone”"),
        ({"against": "later"}, "“later” is nothing to compare with."),
        ({"local": "near"}, "near"),
    ],
)
def test_what_a_link_names_that_is_not_here_is_told(query, told):
    at = opened(OVERVIEW, **query)
    assert not at.error
    assert any(told in each.value.replace("\\", "") for each in at.warning)
    at.selectbox(key="filter_period").set_value("2024").run()
    assert bool(at.warning) == ("category" in query)  # what still narrows the view is still told


def test_a_view_is_kept_opened_by_its_link_renamed_and_deleted(monkeypatch, tmp_path):
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(tmp_path))
    workspace_with(tmp_path, LINES, **MORE).close()
    at = opened(OVERVIEW, year="2024", category="cleaning")
    at.session_state["saved_views"] = True
    at.run()
    at.text_input(key="view_name").set_value("Pulizie *2024*")
    next(each for each in at.button if each.label == "Save this view").click().run()
    link = next(each for each in at.get("page_link") if "Pulizie" in each.proto.label)
    assert link.proto.query_string == "year=2024&category=cleaning"
    at.text_input(key="view_1_name").set_value("Altra").run()
    at.button(key="view_1_rename").click().run()
    assert "Altra" in [each.proto.label for each in at.get("page_link")]
    at.button(key="view_1_delete").click().run()
    assert not [each for each in at.get("page_link") if each.proto.label == "Altra"]
