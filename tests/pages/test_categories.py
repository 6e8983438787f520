"""The page of categories in a session of its own."""

import pytest

from socialimpact import settings
from tests.pages.screen import opened, said
from tests.services.dashboards.test_categories import LINES, TAGS
from tests.store_with import home_with, workspace_with


@pytest.fixture
def filled(monkeypatch):
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(home_with(LINES, tags=TAGS)))


def page(language="en", **query):
    at = opened("dashboards/categories", language, **query)
    assert not at.error
    assert not at.exception
    return at


def table(at):
    return at.dataframe[-1].value


@pytest.mark.usefixtures("filled")
def test_the_page_in_english_and_italian():
    told = said(page())
    assert "Most is spent on: Catering and food, 62% of the spend, none of it social" in told
    assert "Most is missing in: Canteen and catering, €94" in told
    assert "€100 is in no category: 10.4% of the spend" in told
    told = said(page("it"))
    assert "Manca di più in: " in told
    assert "spend" not in told.replace("spesa", "")


@pytest.mark.usefixtures("filled")
def test_a_group_opens_to_its_categories():
    assert len(table(page())) == 5
    at = page(category="premises")
    assert list(table(at)["Category"]) == ["Cleaning", "Security and reception"]
    assert "Most is spent on: Cleaning" in said(at)


@pytest.mark.usefixtures("filled")
def test_the_ledgers_own_categories_by_a_link():
    at = page(by="ledger")
    assert set(table(at)["Category"]) == {"Mensa", "Pulizie", "Vigilanza", "Xyzzy", "Corsi di formazione"}


@pytest.mark.usefixtures("filled")
def test_the_search_narrows_the_table():
    at = page()
    at.text_input(key="category_search").set_value("secur").run()
    assert list(table(at)["Category"]) == ["Security and reception"]
    at.text_input(key="category_search").set_value("*zzz*").run()
    assert "No category has “*zzz*” in its name." in said(at)


@pytest.mark.usefixtures("filled")
def test_only_where_a_social_enterprise_sells_already():
    whole = page().get("plotly_chart")[-1].proto.spec
    only = page(category_proven="true").get("plotly_chart")[-1].proto.spec
    assert "Canteen and catering" in whole
    assert "Canteen and catering" not in only
    assert "Security and reception" in only


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "date | supplier | amount\n2025-03-01 | Alfa | -10.00",
        "date | supplier | amount | nature\n2025-03-01 | Alfa | 10.00 | rent",
        "date | supplier | amount\n | Alfa | 10.00",
        "date | supplier | amount | category\n2025-03-01 | شركة الخير | 10.00 | خدمات التنظيف",
        f"date | supplier | amount | category\n2025-03-01 | {'Lunghissimo ' * 40} | 10.00 | {'voce molto lunga ' * 40}",
    ],
    ids=["no data", "credit only", "all left out", "no date", "right to left", "very long"],
)
def test_odd_ledgers_are_no_fault(lines):
    workspace_with(settings.home(), lines).close()
    for chosen in ({}, {"by": "ledger"}):
        assert said(page(**chosen))
