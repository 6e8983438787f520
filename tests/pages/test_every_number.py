"""Every number that a dashboard shows is what the command line says for the same filters, to the cent.

Walks all dashboards of the menu, over several links. A new one is walked by itself; each of its charts says which
question its numbers answer (`Asked`), or stands below with the test that holds it.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from socialimpact.actor import local_owner
from socialimpact.answers import Told
from socialimpact.arguments import parser
from socialimpact.cli import RUN
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import MEASURES
from socialimpact.ui.figure_card import short
from socialimpact.ui.navigation import SECTIONS, works
from tests.pages.screen import opened, workspace
from tests.store_with import home_with

# Charts whose numbers are no measure by a dimension as they stand, and what holds them instead.
HELD_ELSEWHERE = {
    "concentration_curve": "tests/services/dashboards/test_concentration.py: the running share, supplier by supplier",
    "payment_bands": "tests/services/dashboards/test_payment.py: the part of the lines in each band",
    "changes": "tests/services/dashboards/test_changing.py: the parts add up to the change",
    **dict.fromkeys(
        ("trend_over_time", "trend_years", "trend_season", "trend_within", "trend_panels"),
        "tests/services/dashboards/test_trending.py: rolling sums, usual months, parts with their rest",
    ),
    **dict.fromkeys(
        ("local_map", "local_top", "local_years", "local_moves", "local_sites", "local_rules", "local_distance",
         "local_social", "local_abroad"),
        "tests/services/local: each part against the figures",
    ),
}  # fmt: skip
LINKS = (
    {"year": "2025"},
    {"period": "all", "scope": "social_economy", "local": "region"},
    {"quarter": "2025-Q1", "category": "premises", "against": "2023"},
    {"year": "2024", "kind": "social_cooperative_b"},
    {"month": "2024-03", "company": "1"},
    {"year": "1999"},
)
PAGES = [page for page in SECTIONS[0].entries if works(page)]


@pytest.fixture(autouse=True)
def _ledger(monkeypatch):
    home = home_with(
        """
        date       | supplier | amount    | nature   | category  | site  | company | paid
        2023-03-01 | Alfa     |  1000.10  |          | Mensa     | Sede  | Una     | 2023-04-10
        2024-03-01 | Coop     |   200.20  |          | Pulizie   | Sede  | Una     | 2024-04-20
        2024-03-07 | Alfa     |  1300.33  |          | Mensa     | Sede  | Una     |
        2025-01-10 | Coop     |   400.40  |          | Pulizie   | Sede  | Una     | 2025-03-01
        2025-02-10 | Forse    |   150.05  |          | Pulizie   | Sede  | Una     |
        2025-03-01 | Onlus    |   -50.55  |          | Trasporti | Altra | Due     |
        2025-03-01 | Onlus    |   800.80  |          |           | Altra | Due     |
        2025-06-01 | Alfa     |   700.07  | rent     |           | Sede  | Una     |
        2025-07-01 | Onlus    |    90.09  | donation |           |       | Due     |
                   | Alfa     |     3.33  |          | Mensa     |       | Una     |
        """,
        tags="""
        supplier | kind                 | evidence
        Coop     | social_cooperative_b | registered
        Onlus    | aps                  | confirmed
        Forse    | impresa_sociale      | suspected
        """,
        sites="name | company | municipality | default\nSede | Una | Torino | yes\nAltra | Due | Milano | yes",
        suppliers="name | vat | municipality\nCoop | 01234567897 | Torino\nAlfa | | Novara\nOnlus | | Roma",
    )
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(home))


def figures(capsys, measures, by, selection: Selection):
    """The rows that the command line answers, over the home that the page has open."""
    where = [word for key, values in selection.as_query().items() for word in _conditions(key, values)]
    called = parser().parse_args(["figures", "--measures", ",".join(measures), "--by", by, *where, "--json"])
    assert RUN["figures"](workspace(), local_owner(), called, Told(as_json=True, language="en")) == 0
    return json.loads(capsys.readouterr().out)["rows"]


def _conditions(key, values):
    if key in {"scope", "local"}:
        return [f"--{key}", values[0]]
    return [] if key == "against" else [part for value in values for part in ("--where", f"{key}={value}")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.url)
def test_every_number_is_the_command_line_s(page, capsys):
    for link in LINKS:
        at = opened(page.file.removeprefix("pages/").removesuffix(".py"), **link)
        assert not at.error, (page.url, link)
        assert not at.exception, (page.url, link)
        held(at, page, capsys)


def held(at: AppTest, page, capsys) -> None:
    """The page's cards and charts are what the command line says."""
    selection = at.session_state["chosen_selection"]
    shown = at.session_state["on_page"]
    if shown.figures:
        _cards(at, shown.figures, figures(capsys, list(shown.figures), "", selection)[0])
    for key, chart in shown.charts.items():
        if key in HELD_ELSEWHERE:
            continue
        assert chart.asked, f"{page.url}: the chart {key} does not say what its numbers answer"
        _chart(chart, figures(capsys, chart.asked.measures.values(), chart.asked.by, chart.asked.selection))


def _cards(at: AppTest, views, told) -> None:
    printed = {metric.label: metric.value for metric in at.metric}
    for key, view in views.items():
        wanted = _value(key, told[key])
        assert view.value == (pytest.approx(wanted) if isinstance(wanted, float) else wanted), key
        if not view.note:
            assert printed[str(view.measure.name)] == short(MEASURES[key], wanted).replace("$", "\\$"), key


def _chart(chart, told) -> None:
    by = DIMENSIONS[chart.asked.by]
    known = {"" if row[by.id_column] is None else str(row[by.id_column]): row for row in told}
    named = {row["key"] for row in chart.rows}
    for row in chart.rows:
        for column, measure in chart.asked.measures.items():
            if row["key"] is None:
                if MEASURES[measure].adds_up:
                    rest = (_value(measure, other[measure]) for key, other in known.items() if key not in named)
                    assert row[column] == sum(rest, Decimal(0)), (chart.title, measure)
            elif row["key"] in known:
                wanted = _value(measure, known[row["key"]][measure])
                assert row[column] == (pytest.approx(wanted) if isinstance(wanted, float) else wanted), (row, measure)
            else:
                assert not row[column], (row, measure)


def _value(measure: str, told):
    if told is None:
        return None
    return Decimal(told) if MEASURES[measure].unit == "euro" else told
