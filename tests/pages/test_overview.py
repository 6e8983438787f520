"""The first page in a session of its own: empty, filled, in both languages."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from socialimpact import settings
from socialimpact.language import msg
from tests.homes import only_read
from tests.pages.screen import opened
from tests.store_with import OWNER, workspace_with

LINES = """
    date       | supplier       | amount    | nature | category
    2024-01-01 | Alfa           | 900000.00 |        | Mensa
    2024-03-01 | Coop *Verde* $ | 100000.00 |        | Pulizie
    2025-02-01 | Alfa           | 600000.00 |        | Mensa
    2025-03-01 | Coop *Verde* $ | 200000.00 |        | Pulizie
    2025-05-01 | Forse          | 100000.00 |        | Mensa
    2025-06-01 | Alfa           | 500000.00 | rent   |
    2025-12-01 | Coop *Verde* $ | 100000.00 |        | Pulizie
"""
TAGS = """
    supplier       | kind                 | evidence   | from | to
    Coop *Verde* $ | social_cooperative_b | registered |      |
    Forse          | impresa_sociale      | suspected  |      |
"""
PLACES = {"suppliers": "name | vat | municipality\nCoop *Verde* $ | 01234567897 | Torino"}


@pytest.fixture
def home() -> Path:
    return settings.home()


def two_years(home: Path) -> None:
    """Two years, one social supplier, one that may be, and a target."""
    ws = workspace_with(home, LINES, tags=TAGS, sites="name | municipality | default\nSede | Torino | yes", **PLACES)
    with ws.db.write(OWNER) as tx:
        tx.insert("target", {"target_id": 1, "measure": "social_share", "year": 2026, "value": Decimal("0.35")})
    ws.close()


@pytest.fixture
def filled(monkeypatch):
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(only_read(two_years, two_years)))


def page(language="en", **query):
    return opened("dashboards/overview", language, **query)


def said(at):
    return " ".join(each.value for each in [*at.markdown, *at.caption, *at.title]).replace("\u00a0", " ")


def metrics(at):
    return {metric.label: metric.value.replace("\u00a0", " ") for metric in at.metric}


def test_an_empty_home_opens_on_two_ways_to_begin():
    at = page()
    assert not at.error
    assert [button.label for button in at.button if button.key.startswith("first_")] == [
        "Upload a ledger",
        "Look around with the demo company",
    ]
    assert not at.metric


def test_an_empty_home_in_italian():
    at = page("it")
    assert at.title[0].value == "Quanto acquisti da imprese sociali?"


def test_the_demo_company_is_one_click_and_shows_progress(monkeypatch):
    from socialimpact.services import demo  # noqa: PLC0415 - replaced here only

    told = []

    def load(_, actor, progress):
        assert actor.role == "owner"
        for share in (0.0, 0.5, 1.0):
            progress(share, msg("Setting up the demo company"))
            told.append(share)

    monkeypatch.setattr(demo, "load_demo", load)
    at = page()
    at.button(key="first_demo").click().run()
    assert not at.error
    assert told == [0.0, 0.5, 1.0]


def test_a_demo_that_fails_is_an_apology_and_the_page_stays(monkeypatch):
    from socialimpact.services import demo  # noqa: PLC0415 - replaced here only

    def load(*_):
        raise ValueError

    monkeypatch.setattr(demo, "load_demo", load)
    at = page()
    at.button(key="first_demo").click().run()
    assert len(at.error) == 1
    assert at.button(key="first_upload")


@pytest.mark.usefixtures("filled")
def test_the_figures_in_english():
    at = page()
    assert not at.error
    assert at.title[0].value == "Overview"
    assert metrics(at) == {
        "Social spend": "€300,000",
        "Social-spend share": "30.0%",
        "Local-supplier share": "30.0%",
        "Social suppliers": "1",
    }
    assert [metric.delta for metric in at.metric] == ["+200.0%", "+20 points", "+20 points", "unchanged"]
    assert "Social share rose to 30.0%, on course for 35%" in said(at)


@pytest.mark.usefixtures("filled")
def test_the_figures_in_italian():
    at = page("it")
    assert at.title[0].value == "Panoramica"
    assert metrics(at)["Spesa sociale"] == "300.000 €"
    assert metrics(at)["Quota di spesa sociale"] == "30,0 %"
    assert "in linea con l'obiettivo" in said(at)


@pytest.mark.usefixtures("filled")
def test_no_english_is_left_on_the_italian_page():
    italian, english = page("it"), page("en")
    shared = set(said(italian).split()) & set(said(english).split())
    telling = {"the", "of", "and", "is", "with", "supplier", "suppliers", "share", "spend"}
    assert shared & telling == set()


@pytest.mark.usefixtures("filled")
def test_a_link_shows_its_view():
    at = page(year="2024")
    assert metrics(at)["Social spend"] == "€100,000"
    assert at.selectbox(key="filter_period").value == "2024"
    at = page(period="all", category="cleaning")
    assert metrics(at)["Social-spend share"] == "100.0%"
    at = page(period="all", category="premises")
    assert metrics(at)["Social-spend share"] == "100.0%"


@pytest.mark.usefixtures("filled")
def test_a_choice_goes_into_the_address():
    at = page()
    at.selectbox(key="filter_period").set_value("2024").run()
    assert metrics(at)["Social spend"] == "€100,000"
    assert at.query_params["year"] in ("2024", ["2024"])
    at.multiselect(key="filter_categories").set_value(["catering"]).run()
    assert metrics(at)["Social spend"] == "€0"
    assert at.query_params["category"] in ("catering", ["catering"])


@pytest.mark.usefixtures("filled")
def test_days_of_ones_own():
    at = page()
    at.selectbox(key="filter_period").set_value("custom").run()
    assert at.date_input(key="filter_dates")
    at.date_input(key="filter_dates").set_value((date(2025, 3, 1), date(2025, 4, 30))).run()
    assert metrics(at)["Social spend"] == "€200,000"


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "query",
    [
        {"year": "1999"},
        {"year": "999999999999"},
        {"month": "soon"},
        {"quarter": "2025-X"},
        {"kind": "no_such_kind"},
        {"category": "=1+1"},
        {"from": "2025-12-31", "to": "2025-01-01"},
    ],
)
def test_an_odd_link_finds_nothing_and_says_so(query):
    at = page(**query)
    assert not at.error
    assert "No purchases here" in said(at)


@pytest.mark.usefixtures("filled")
def test_what_a_link_narrows_beside_the_bar_is_said_and_can_be_removed():
    at = page(kind="social_cooperative_b")
    assert metrics(at)["Social-spend share"] == "100.0%"
    at.button(key="filter_other").click().run()
    assert metrics(at)["Social-spend share"] == "30.0%"


@pytest.mark.usefixtures("filled")
def test_a_figure_opens_to_its_division_and_what_it_leaves_out():
    at = page()
    at.session_state["card_social_share_how"] = True
    at.run()
    told = said(at)
    assert "€300,000.00" in told
    assert "€1,000,000.00" in told
    assert "Rent: €500,000 (1 line)" in told


@pytest.mark.usefixtures("filled")
def test_from_a_figure_to_its_lines_with_file_and_row():
    at = page()
    at.session_state["card_social_share_how"] = True
    at.run()
    at.button(key="card_social_share_how_lines").click().run()
    lines = at.dataframe[0].value
    assert list(lines["Supplier"]) == ["Coop *Verde* $", "Coop *Verde* $"]
    assert list(lines["File"]) == ["ledger.xlsx", "ledger.xlsx"]
    assert list(lines["Row"]) == [5, 8]


@pytest.mark.usefixtures("filled")
def test_what_is_open_is_said_with_a_way_to_settle_it():
    told = said(page())
    assert "There is no register yet" in told
    assert "€100,000 (10.0% of addressable spend) may be social" in told.replace("\\", "")


@pytest.mark.usefixtures("filled")
def test_a_suppliers_name_is_shown_as_written():
    assert "One supplier receives all social spend: Coop \\*Verde\\* \\$" in said(page())


def test_one_company_that_only_gave_credit_is_no_fault(home):
    workspace_with(home, "date | supplier | amount\n2025-03-01 | Alfa | -10.00").close()
    at = page()
    assert not at.error
    assert metrics(at)["Social-spend share"] == "0.0%"
    assert metrics(at)["Local-supplier share"] == "not known"
    assert "No social supplier yet" in said(at)


def test_without_any_date_everything_is_shown(home):
    workspace_with(home, "date | supplier | amount\n | Alfa | 10.00").close()
    at = page()
    assert not at.error
    assert metrics(at)["Social spend"] == "€0"
    assert "€10 has no date" in said(at)


@pytest.mark.usefixtures("filled")
def test_what_is_compared_stands_in_the_address_and_on_the_cards():
    at = page(year="2025", against="2024")
    assert {metric.delta for metric in at.metric} == {"+200.0%", "+20 points", "unchanged"}
    at = page(year="2024", against="2025")
    assert next(metric.delta for metric in at.metric) == "−66.7%"


@pytest.mark.usefixtures("filled")
def test_one_level_down_the_chart_shows_suppliers_and_the_way_back_stands_above():
    at = page(year="2025", kind="social_cooperative_b")
    assert "**Type B social cooperative**" in [each.value for each in at.markdown]
    back = next(each for each in at.get("page_link") if each.proto.label == "All kinds")
    assert back.proto.query_string == ""
    at.session_state["kinds_numbers"] = True
    at.run()
    assert "Supplier" in at.dataframe[0].value.columns
    assert list(at.dataframe[0].value["Supplier"]) == ["Coop *Verde* $"]
