"""The trends page as a view: titles from the data, gaps told, parts that add up, and odd ledgers that stay true."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.services.dashboards import trend_choices, trending
from tests.store_with import OWNER, workspace_with

TAGS = "supplier | kind | evidence\nCoop | social_cooperative_b | registered"
YEAR = Selection(years=(2025,))


def ledger(*rows):
    return "\n".join(["date | supplier | amount | category", *rows])


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    """Two full years and nine months: social spend grows, with twice as much each December."""
    rows = []
    for year, social in ((2023, 10), (2024, 20), (2025, 30)):
        for month in range(1, 13 if year < 2025 else 10):
            times = 2 if month == 12 else 1
            rows += [f"{year}-{month:02d}-28 | Coop | {social * times}.00 | Pulizie"]
            rows += [f"{year}-{month:02d}-28 | Ferro | {90 * times}.00 | Viteria"]
    ws = workspace_with(tmp_path_factory.mktemp("home"), ledger(*rows), tags=TAGS)
    with ws.db.write(OWNER) as tx:
        tx.insert("target", {"target_id": 1, "measure": "social_share", "year": 2025, "value": Decimal("0.24")})
        tx.insert("initiative", {"initiative_id": 1, "name": "Mensa sociale", "begins": date(2025, 2, 3),
                                 "suppliers": []})  # fmt: skip
    yield ws
    ws.close()


def view(ws, key="social_share", selection=YEAR, grain="month", *, by="category"):
    return trending.trends(ws, OWNER, key, selection, grain=grain, by=by)


def test_titles_are_computed_from_what_is_shown(ws):
    found = view(ws, grain="year")
    assert str(found.over_time.title) == "Social-spend share rose from 10.0% in 2023 to 25.0% in 2025"
    assert str(found.years.title) == "Social-spend share: in 9 of 9 months of 2025 above 2024"
    assert str(found.within.title) == "Social-spend share 2025: on course for 24%, 25.0% expected"
    spend = view(ws, "social_spend", grain="quarter")
    assert str(spend.over_time.title) == "Social spend rose from €60 in 2024 Q3 to €90 in 2025 Q3"
    assert str(spend.season.title) == "Social spend: December usually lies highest, 85% above the average month"
    assert str(spend.within.title) == "Social spend 2025: €390 expected by the end of the year"
    assert str(spend.panels.title) == "Social spend: Cleaning moved most, +€60"


def test_a_chosen_year_shows_what_led_to_it(ws):
    assert len(view(ws).over_time.points) == 33
    assert [each.key for each in view(ws, grain="year").over_time.points] == ["2023", "2024", "2025"]
    longer = Selection(years=(2023, 2024))
    assert [each.key for each in view(ws, selection=longer, grain="quarter").over_time.points] == [
        f"{year}-Q{quarter}" for year in (2023, 2024) for quarter in range(1, 5)
    ]
    assert view(ws, grain="rolling").over_time.points[0].key == "2023-12"


@pytest.mark.parametrize("grain", ["month", "quarter", "year"])
@pytest.mark.parametrize("key", ["social_share", "social_spend"])
def test_each_point_is_what_the_figures_say(ws, key, grain):
    known = {str(row[grain]): row[key] for row in query(ws.db, [key], [grain], actor=OWNER).rows}
    points = [each for each in view(ws, key, grain=grain).over_time.points if each.key in known]
    assert len(points) > 2
    assert [each.value for each in points] == [known[each.key] for each in points]


def test_initiatives_are_marked(ws):
    assert [(mark.day, str(mark.text)) for mark in view(ws).over_time.marks] == [(date(2025, 2, 3), "Mensa sociale")]
    assert view(ws, selection=Selection(years=(2023, 2024))).over_time.marks == ()


@pytest.mark.parametrize("grain", ["month", "quarter", "year", "rolling"])
@pytest.mark.parametrize("key", ["social_spend", "addressable_spend"])
def test_the_parts_add_up_to_the_whole(ws, key, grain):
    found = view(ws, key, grain=grain).panels
    for place, whole in enumerate(found.whole):
        assert sum(each.values[place].value or 0 for each in found.panels) == (whole.value or 0)


def test_the_way_to_a_goal_in_a_later_year(ws):
    with ws.db.write(OWNER) as tx:
        tx.insert("target", {"target_id": 2, "measure": "social_spend", "year": 2026, "value": Decimal(500)})
    within = view(ws, "social_spend").within
    assert within.goal == Decimal(380)  # half of the way from 260 to 500
    assert str(within.goal_name) == "on the way to €500 in 2026"
    assert within.path[11] == Decimal("380.00")


@pytest.mark.parametrize("key", trend_choices.MEASURES)
def test_every_measure_over_every_period(ws, key):
    for grain in trend_choices.grains(key):
        found = view(ws, key, grain=grain)
        assert str(found.over_time.title)
        assert found.over_time.points or found.measure.unit == "days"


@pytest.mark.parametrize("by", trend_choices.DIMENSIONS)
def test_every_dimension(ws, by):
    found = view(ws, by=by).panels
    assert found is None or len(found.panels) >= 2


ODD = {
    "no line": (),
    "one line": ("2025-03-01 | Coop | 5.00 | Pulizie",),
    "one month": ("2025-03-01 | Coop | 5.00 | Pulizie", "2025-03-09 | Ferro | 5.00 | Viteria"),
    "no date": (" | Coop | 5.00 | Pulizie",),
    "credit only": ("2025-03-01 | Coop | -5.00 | Pulizie", "2025-04-01 | Ferro | -9.00 | Viteria"),
    "a share over one": ("2025-03-01 | Coop | 50.00 | Pulizie", "2025-04-01 | Ferro | -30.00 | Viteria"),
    "nothing to divide by": ("2025-03-01 | Coop | 50.00 | Pulizie", "2025-03-02 | Ferro | -50.00 | Viteria"),
}


@pytest.mark.parametrize("rows", ODD.values(), ids=ODD)
def test_odd_ledgers_stay_true(tmp_path, rows):
    with workspace_with(tmp_path, ledger(*rows), tags=TAGS) as odd:
        for key, selection in product(("social_share", "social_spend", "social_suppliers"), (YEAR, Selection())):
            for grain in trend_choices.grains(key):
                found = view(odd, key, selection, grain)
                if found.over_time:
                    assert str(found.over_time.title)
                    assert all(str(part.title) for part in (found.season, found.within, found.panels) if part)


def test_many_categories_with_long_names_keep_to_the_largest_and_the_rest(tmp_path):
    rows = [f"2025-{month:02d}-01 | Ferro {n} | {n + 1}.00 | {'Categoria lunghissima ' * 8}{n}"
            for n in range(500) for month in (1, 2)]  # fmt: skip
    with workspace_with(tmp_path, ledger(*rows)) as many:
        found = view(many, "addressable_spend", by="supplier").panels
        assert len(found.panels) == 8
        assert found.panels[-1].is_rest
        assert sum(each.values[0].value for each in found.panels) == found.whole[0].value == Decimal(125250)


def test_a_gap_is_told_and_marked(tmp_path):
    rows = [f"2025-{month:02d}-{day} | Coop | 5.00 | Pulizie" for month in (1, 2, 4, 5)
            for day in ("02", "09", "16", "23", "28")]  # fmt: skip
    with workspace_with(tmp_path, ledger(*rows), tags=TAGS) as gappy:
        found = view(gappy, "social_spend")
        assert [mark.gap for mark in found.over_time.marks] == [True]
        assert "no lines for one month: Mar 2025" in str(found.notes[0])
        assert [each.value for each in found.over_time.points][2] is None
