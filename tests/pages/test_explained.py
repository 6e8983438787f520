"""From a figure to the row of its file: the page that an auditor is sent, and the dialog on the way to it."""

from __future__ import annotations

import pytest

from tests.pages.screen import opened, said
from tests.store_with import home_with

PAGE = "dashboards/explain"


@pytest.fixture(autouse=True)
def _ledger(monkeypatch):
    lines = "\n".join(
        f"2025-01-{1 + number % 28:02d} | Alfa | {number}.00 | Work {number} | {number}" for number in range(1, 131)
    )
    home = home_with(
        f"date | supplier | amount | description | number\n{lines}\n"
        "2025-02-01 | مؤسسة الأمل | 5000.00 | <i>x</i> | 900",
        tags="supplier | kind | evidence\nمؤسسة الأمل | social_cooperative_b | confirmed",
    )
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(home))


def shown(at):
    return list(at.dataframe[0].value["Description"])


def test_a_link_opens_the_figure_with_its_division_and_all_its_lines():
    at = opened(PAGE, measure="social_share", year="2025")
    assert not at.error
    assert at.metric[0].value == "37.00%"
    assert "Social spend: €5,000.00" in said(at)
    assert shown(at) == ["<i>x</i>"]


def test_the_lines_are_paged_sorted_and_searched_as_a_whole():
    at = opened(PAGE, measure="total_spend", period="all")
    assert len(shown(at)) == 100
    assert shown(at)[:2] == ["<i>x</i>", "Work 130"]
    assert "131 lines, shown: 1 to 100" in said(at)
    at.selectbox(key="explained_order").set_value("net_amount").run()
    assert shown(at)[0] == "Work 1"
    at.text_input(key="explained_search").set_value("work 13").run()
    assert shown(at) == ["Work 13", "Work 130"]
    at.selectbox(key="explained_choose").set_value(13).run()
    assert "row 14" in said(at)
    assert at.query_params["line"] in ("13", ["13"])


def test_a_line_opens_by_its_own_link_to_its_row_as_read_in_both_languages():
    at = opened(PAGE, measure="social_spend", year="2025", line="131")
    row = next(each.proto.body for each in at.get("html") if "si-sheet" in each.proto.body)
    assert "&lt;i&gt;x&lt;/i&gt;" in row
    assert "<th scope=row>132</th>" in row
    assert "ledger.xlsx, sheet Sheet1, row 132" in said(at)
    at.button(key="explained_back").click().run()
    assert shown(at) == ["<i>x</i>"]
    assert "line" not in at.query_params
    assert "not among those behind" not in said(at)
    assert "not among those behind" in said(opened(PAGE, measure="social_spend", year="2025", line="1"))
    assert "La riga come sta nel file" in said(opened(PAGE, "it", measure="social_spend", year="2025", line="131"))


def test_a_figure_or_line_that_does_not_exist_is_told():
    at = opened(PAGE, measure="happiness")
    assert "There is no figure “happiness”" in said(at)
    at.selectbox(key="explained_measure").set_value("total_spend").run()
    assert not at.error
    assert at.metric[0].value.startswith("€13,515")
    assert "There is no line 9999" in said(opened(PAGE, measure="total_spend", line="9999"))


def test_the_dialog_opens_a_row_and_leads_to_the_page_whose_link_fixes_the_definitions():
    at = opened("dashboards/overview", year="2025")
    at.session_state["card_social_share_how"] = True
    at.run()
    at.button(key="card_social_share_how_lines").click().run()
    link = next(each.proto.query_string for each in at.get("page_link") if each.proto.page == "explain")
    assert link == "measure=social_share&year=2025&scope=social_enterprises&local=province"
    at.session_state["dialog_line"] = 131
    at.session_state["lines_asked"] = "card_social_share_how"
    at.run()
    assert "The row as it stands in the file" in said(at)
