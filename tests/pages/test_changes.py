"""What changed and why, in a session of its own."""

import pytest

from tests.pages.screen import opened
from tests.store_with import home_with

TAGS = "supplier | kind | evidence\nCoop | social_cooperative_b | registered\nNuova | impresa_sociale | registered"
LINES = """
    date       | supplier | amount   | category
    2024-03-01 | Coop     |  1000.00 | Pulizie
    2024-04-01 | Pulito   |  2000.00 | Pulizie
    2024-05-01 | Vecchio  |   500.00 | Viteria
    2024-06-01 | Ferro    |  6500.00 | Viteria
    2025-03-01 | Coop     |  1000.00 | Pulizie
    2025-04-01 | Nuova    |   999.99 | Pulizie
    2025-05-01 | Pulito   |  2000.00 | Pulizie
    2025-06-01 | Ferro    |  6000.01 | Viteria
"""


@pytest.fixture
def filled(monkeypatch):
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(home_with(LINES, tags=TAGS)))


def page(language="en", **query):
    return opened("dashboards/changes", language, **query)


def said(at):
    return " ".join(each.value for each in [*at.markdown, *at.caption, *at.title]).replace("\u00a0", " ")


def test_an_empty_home_leads_on():
    at = page()
    assert not at.exception
    assert "Nothing has been bought yet" in said(at)


@pytest.mark.usefixtures("filled")
def test_the_change_with_its_main_cause_first():
    at = page()
    assert not at.exception
    assert "rose from 10.00% to 20.00%. Main cause: Suppliers gained" in said(at)
    assert at.selectbox(key="cause").value == "gained"
    assert list(at.dataframe[0].value["What it is about"]) == ["Nuova"]


@pytest.mark.usefixtures("filled")
def test_another_figure_and_another_cause_are_in_the_address():
    at = page()
    at.selectbox(key="measure").set_value("addressable_spend").run()
    assert at.query_params["measure"] in ("addressable_spend", ["addressable_spend"])
    assert "Addressable spend stays at €10,000" in said(at)
    at.selectbox(key="cause").set_value("gained").run()
    assert list(at.dataframe[0].value["What it is about"]) == ["Nuova"]
    assert not at.exception
    again = page(measure="addressable_spend", cause="lost")
    assert again.selectbox(key="cause").value == "lost"


@pytest.mark.usefixtures("filled")
def test_a_year_without_one_before_it_says_so():
    at = page(year="2024")
    assert not at.exception
    assert "There is no earlier period to compare 2024 with." in said(at)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("query", [{"measure": "no_such"}, {"by": "kind"}, {"cause": "=1"}, {"year": "1999"}])
def test_an_odd_link_is_no_fault(query):
    at = page(**query)
    assert not at.exception
    assert not at.error


@pytest.mark.usefixtures("filled")
def test_no_english_is_left_on_the_italian_page():
    shared = set(said(page("it")).split()) & set(said(page("en")).split())
    assert shared & {"the", "of", "and", "is", "with", "supplier", "suppliers", "share", "spend", "rose"} == set()
