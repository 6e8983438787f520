"""The trends page in a session of its own."""

import pytest

from tests.pages.screen import opened
from tests.store_with import home_with

TAGS = "supplier | kind | evidence\nCoop *V* | social_cooperative_b | registered"
LINES = "date | supplier | amount | category\n" + "\n".join(
    f"{year}-{month:02d}-20 | {name} | {amount}.00 | {category}"
    for year, social in ((2024, 10), (2025, 30))
    for month in range(1, 13)
    for name, amount, category in (("Coop *V*", social, "Pulizie"), ("Ferro", 90, "Viteria"))
)


@pytest.fixture
def filled(monkeypatch):
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(home_with(LINES, tags=TAGS)))


def page(language="en", **query):
    return opened("dashboards/trends", language, **query)


def said(at):
    return " ".join(each.value for each in [*at.markdown, *at.caption, *at.title]).replace("\u00a0", " ")


def test_an_empty_home_leads_on():
    at = page()
    assert not at.exception
    assert "Nothing has been bought yet" in said(at)


@pytest.mark.usefixtures("filled")
def test_the_page_says_what_moved():
    at = page()
    assert not at.exception
    assert "Social-spend share rose from 10.0% in Dec 2024 to 25.0% in Dec 2025" in said(at)
    assert "Social-spend share: 2025 lies above 2024, in the one month to compare" in said(at)
    assert "Social-spend share 2025: 25.0%" in said(at)


@pytest.mark.usefixtures("filled")
def test_choices_are_in_the_address():
    at = page(measure="social_spend", per="year", by="supplier")
    assert "Social spend rose from €120 in 2024 to €360 in 2025" in said(at)
    assert "Social spend: in 12 of 12 months of 2025 above 2024" in said(at)
    at.selectbox(key="measure").set_value("suppliers").run()
    assert not at.exception
    assert at.query_params["measure"] in ("suppliers", ["suppliers"])


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "query",
    [
        {"measure": "no_such"}, {"per": "week"}, {"by": "=1"}, {"year": "1999"}, {"period": "all", "per": "month"},
        {"measure": "suppliers", "per": "rolling"}, {"measure": "average_days_to_pay"}, {"month": "2025-03"},
    ],
)  # fmt: skip
def test_an_odd_link_is_no_fault(query):
    at = page(**query)
    assert not at.exception
    assert not at.error


@pytest.mark.usefixtures("filled")
def test_no_english_is_left_on_the_italian_page():
    shared = set(said(page("it")).split()) & set(said(page("en")).split())
    assert shared & {"the", "of", "and", "is", "with", "supplier", "suppliers", "share", "spend", "rose"} == set()
