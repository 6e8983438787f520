"""Every number that a dashboard shows is what the command line says for the same filters, to the cent.

Walks all dashboards of the menu, over several links. A new one is walked by itself; each of its charts says which
question its numbers answer (`Asked`), or stands below with how its numbers follow from it: none is exempt.
"""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from socialimpact.actor import local_owner
from socialimpact.answers import Told
from socialimpact.arguments.parser import parser
from socialimpact.cli import RUN
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import MEASURES
from socialimpact.figures.stretch import span
from socialimpact.services.dashboards.figure_view import shown_stretch
from socialimpact.ui.figure_card import short
from socialimpact.ui.navigation import SECTIONS, works
from tests.pages import numbers_of_charts as numbers
from tests.pages.screen import opened, workspace
from tests.store_with import home_with

# Of charts whose numbers are no measure by a dimension as they stand: how they follow from what `figures` says.
HELD_BY = {
    "trend_years": lambda at, chart, told: numbers.years(
        chart, told, measure(at), chosen(at), 12 if at.session_state["per"] == "rolling" else 1
    ),
    "trend_season": lambda at, chart, told: numbers.season(chart, told, measure(at), chosen(at)),
    "trend_within": lambda at, chart, told: numbers.within(chart, told, measure(at), shown_year(at), chosen(at)),
    "trend_panels": lambda at, chart, told: numbers.panels(
        chart, told, (measure(at), at.session_state["by"]), chosen(at), months(at)
    ),
    "concentration_curve": lambda at, chart, told: numbers.curve(chart, told, chosen(at)),
    "payment_bands": lambda at, chart, told: numbers.bands(chart, told, chosen(at)),
    "local_moves": lambda at, chart, told: numbers.moves(chart, told, chosen(at)),
    "changes": lambda at, chart, told: numbers.changed(chart, told, measure(at), at.session_state["by"], chosen(at)),
}
LINKS = (
    {"year": "2025"},
    {"period": "all", "scope": "social_economy", "local": "region"},
    {"quarter": "2025-Q1", "category": "premises", "against": "2023"},
    {"year": "2024", "kind": "social_cooperative_b"},
    {"month": "2024-03", "company": "1"},
    {"year": "1999"},
)
# Choices of their own that two pages have beside the filters.
OF_TRENDS = (
    {"year": "2025", "per": "month"},
    {"year": "2025", "per": "quarter", "by": "site"},
    {"period": "all", "per": "year", "measure": "social_spend", "by": "supplier"},
    {"year": "2024", "measure": "local_share", "by": "kind"},
)
OF_CHANGES = (
    {"year": "2025", "measure": "total_spend"},
    {"year": "2025", "measure": "social_spend", "by": "site"},
    {"year": "2024", "measure": "local_share", "scope": "social_economy"},
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


def test_every_number_of_a_season_is_the_command_line_s(monkeypatch, capsys):
    """The walk's ledger has no two full years: this one has three."""
    months = [(year, month) for year in (2023, 2024, 2025) for month in range(1, 13)]
    rows = "\n".join(
        f"{year}-{month:02}-10 | Coop | {100 + 7 * month}.25\n"
        f"{year}-{month:02}-20 | Alfa | {900 - 11 * month + year % 7}.10"
        for year, month in months
    )
    home = home_with(f"date | supplier | amount\n{rows}", tags="supplier | kind | evidence\nCoop | aps | registered")
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(home))
    (page,) = (page for page in PAGES if page.url == "trends")
    for measure in ("social_share", "social_spend"):
        at = opened("dashboards/trends", year="2025", scope="social_economy", measure=measure)
        assert "trend_season" in at.session_state["on_page"].charts
        held(at, page, capsys)


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
    for link in LINKS + {"trends": OF_TRENDS, "changes": OF_CHANGES}.get(page.url, ()):
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

    def told(measures, by, where):
        return figures(capsys, measures, by, where)

    for key, chart in shown.charts.items():
        if key in HELD_BY:
            HELD_BY[key](at, chart, told)
            continue
        assert chart.asked, f"{page.url}: the chart {key} does not say what its numbers answer"
        if chart.asked.months > 1:
            numbers.rolling(chart, told)
        else:
            _chart(chart, told)


def _cards(at: AppTest, views, told) -> None:
    printed = {metric.label: metric.value for metric in at.metric}
    for key, view in views.items():
        wanted = _value(key, told[key])
        assert view.value == (pytest.approx(wanted) if isinstance(wanted, float) else wanted), key
        if view.value is not None or not view.note:
            assert printed[str(view.measure.name)] == short(MEASURES[key], wanted).replace("$", "\\$"), key


def _chart(chart, told) -> None:
    asked = chart.asked
    rows = [row for row in chart.rows if row["key"] not in asked.apart]
    for row in chart.rows:
        if row["key"] in asked.apart:
            own = asked.apart[row["key"]]
            (wanted,) = told(list(own.measures.values()), "", own.selection)
            for column, measure in own.measures.items():
                numbers.same(row[column], _value(measure, wanted[measure]), row, measure)
    if not rows:
        return
    by = DIMENSIONS[asked.by]
    answer = told(list(asked.measures.values()), asked.by, asked.selection)
    known = {"" if row[by.id_column] is None else str(row[by.id_column]): row for row in answer}
    named = {row["key"] for row in rows}
    for row in rows:
        for column, measure in asked.measures.items():
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


def chosen(at: AppTest) -> Selection:
    return at.session_state["chosen_selection"]


def measure(at: AppTest) -> str:
    return at.session_state["measure"]


def months(at: AppTest) -> int:
    """Of how many months each point of the trends page is."""
    return {"rolling": 12, "month": 1, "quarter": 3, "year": 12}[at.session_state["per"]]


def shown_year(at: AppTest) -> int:
    """The year that the trends page ends with."""
    covered = span(workspace().db, chosen(at), actor=local_owner())
    return shown_stretch(chosen(at), covered).last.year
