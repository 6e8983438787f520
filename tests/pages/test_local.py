"""The page about the local economy in a session of its own: empty, filled, in both languages, deeper and back."""

import pytest

from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import measure
from socialimpact.figures.query import query
from socialimpact.language import Share, render
from tests.pages import screen
from tests.pages.screen import said, workspace
from tests.store_with import OWNER, home_with, workspace_with

PAGE = "dashboards/local"
SUPPLIERS = """
    name                | municipality | country
    Coop *Verde* $      | Torino       |
    שירותי ניקיון בע"מ | Moncalieri   |
    Alfa                | Milano       |
    Berlin              |              | DE
"""
TAGS = """
    supplier       | kind                 | evidence
    Coop *Verde* $ | social_cooperative_b | registered
"""
SITES = """
    name  | municipality | default
    Works | Torino       | yes
"""
LINES = """
    date       | supplier            | amount
    2024-01-01 | Alfa                | 900.00
    2024-12-01 | Coop *Verde* $      | 100.00
    2025-01-01 | Alfa                | 500.00
    2025-05-01 | שירותי ניקיון בע"מ | 200.00
    2025-12-01 | Coop *Verde* $      | 250.00
    2025-12-01 | Berlin              |  50.00
"""


@pytest.fixture
def filled(monkeypatch):
    home = home_with(LINES, suppliers=SUPPLIERS, tags=TAGS, sites=SITES)
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(home))


def opened(language="en", **query):
    return screen.opened(PAGE, language, **query)


def metrics(at):
    return {metric.label: metric.value.replace("\u00a0", " ") for metric in at.metric}


@pytest.mark.usefixtures("filled")
def test_the_page_in_english():
    at = opened()
    assert not at.exception
    assert not at.error
    assert at.title[0].value == "Local economy"
    assert metrics(at)["Local-supplier share"] == "45.0%"
    told = said(at).replace("\\", "")
    assert "45.0% of spend is local; other rules would say from 25% to 45%" in told
    assert "25.0% of spend is social and local at once" in told
    assert "Local share rose from 10.0% in 2024 to 45.0% in 2025" in told
    assert "Local spend grew by €350: €200 came with new suppliers, €0 left with lost ones" in told
    assert "Accrual basis" in told
    assert "not written down yet" in told


@pytest.mark.usefixtures("filled")
def test_the_page_in_italian():
    at = opened("it")
    assert at.title[0].value == "Economia locale"
    shared = set(said(at).split()) & set(said(opened("en")).split())
    assert shared & {"the", "of", "and", "is", "with", "supplier", "suppliers", "share", "spend", "local"} == set()


@pytest.mark.usefixtures("filled")
def test_every_share_is_the_figure_of_the_command_line():
    at = opened()
    asked = ("local_share", "social_local_share", "place_known_share")
    row = query(workspace().db, asked, where=Selection(years=(2025,)), actor=OWNER).rows[0]
    shown = metrics(at)
    assert [shown[measure(key).name.text] for key in asked] == [render(Share(row[key]), "en") for key in asked]


@pytest.mark.usefixtures("filled")
def test_the_keyboard_goes_from_a_province_to_its_towns_and_back():
    at = opened()
    at.selectbox(key="local_place_choice").set_value("MI").run()
    at.button(key="local_place_choose").click().run()
    assert not at.exception
    assert at.query_params["province"] in ("MI", ["MI"])
    assert "By municipality" in said(at)


@pytest.mark.usefixtures("filled")
def test_a_rule_opens_to_its_lines():
    at = opened()
    at.session_state["local_rules_numbers"] = True
    at.run()
    at.selectbox(key="local_rules_choice").set_value("municipality").run()
    at.button(key="local_rules_choose").click().run()
    assert not at.exception
    assert any(list(frame.value.get("Supplier", [])) == ["Coop *Verde* $"] for frame in at.dataframe)


@pytest.mark.usefixtures("filled")
def test_a_closer_look_at_the_map():
    at = opened()
    at.segmented_control(key="local_map_part").set_value(True).run()
    assert not at.exception


def test_without_a_site_the_page_asks_where_one_buys_and_shows_where_the_money_goes(tmp_path):
    workspace_with(tmp_path / "home", LINES, suppliers=SUPPLIERS, tags=TAGS).close()
    at = opened()
    assert not at.exception
    assert "Where do you buy?" in said(at)
    assert metrics(at)["Local-supplier share"] == "not known"
    assert "of the spend in Italy goes to" in said(at)
    assert "of spend is local" not in said(at)


@pytest.mark.parametrize(
    "lines",
    ["2025-03-01 | Alfa | -10.00 | ", "2025-03-01 | Alfa | 10.00 | rent", " | Berlin | 10.00 | "],
    ids=["more given back", "all excluded", "no date, abroad"],
)
@pytest.mark.parametrize("language", ["it", "en"])
def test_an_odd_ledger_is_no_fault(tmp_path, lines, language):
    lines = f"date | supplier | amount | nature\n{lines}"
    workspace_with(tmp_path / "home", lines, suppliers=SUPPLIERS, sites=SITES).close()
    at = opened(language)
    assert not at.exception
    assert not at.error
    assert at.title


def test_nothing_at_all_is_no_fault(tmp_path):
    workspace_with(tmp_path / "home").close()
    at = opened()
    assert not at.exception
    assert at.title[0].value == "Local economy"


@pytest.mark.usefixtures("filled")
def test_a_period_without_lines_says_so():
    assert "No purchases here" in said(opened(year="1999"))
