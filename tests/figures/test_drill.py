"""The ways down and back: a part's figure is the narrowed view's, and each crumb leads to its level."""

from __future__ import annotations

import pytest

from socialimpact.figures import drill
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from tests.store_with import OWNER, store_with


@pytest.fixture(scope="module")
def store():
    return store_with(
        """
        date       | supplier | amount | category | site | cost_centre | nature   | company
        2024-01-10 | Alfa     |   1.00 | Pulizie  | Sede | A           |          | Una
        2024-02-10 | Beta     |   2.00 | Mensa    | Sede | A           |          | Una
        2024-11-10 | Alfa     |   4.00 | Pulizie  | Sede | B           |          | Una
        2025-01-31 | Gamma    |   8.00 |          |      |             | donation | Due
        2025-03-01 | Beta     |  16.00 | Mensa    |      |             |          | Due
                   | Delta    |  32.00 | Pulizie  |      | A           |          | Due
        """,
        sites="name | company | municipality | default\nSede | Una | Torino | yes",
        suppliers="name | municipality | country\nAlfa | Torino |\nBeta | Ivrea |\nGamma | Milano |\nDelta | | FR",
        tags="supplier | kind | evidence\nAlfa | aps | registered\nBeta | social_cooperative_b | suspected",
    )


START = [
    {},
    {"year": "2024"},
    {"from": "2024-02-01", "to": "2025-02-10"},
    {"category": "cleaning"},
    {"company": "1", "kind": "aps"},
]


@pytest.mark.parametrize("start", START)
@pytest.mark.parametrize("dimension", [each for each in DIMENSIONS if drill.path_of(each)])
def test_the_figure_of_a_part_is_the_figure_of_its_view(store, start, dimension):
    selection = Selection.from_query(start)
    by = DIMENSIONS[dimension]
    for row in query(store, ["total_spend", "lines"], [dimension], selection, actor=OWNER).rows:
        value = row[by.id_column]
        for clicked in (value, "" if value is None else str(value)):
            inside = query(
                store, ["total_spend", "lines"], where=drill.narrowed(selection, dimension, clicked), actor=OWNER
            )
            assert (inside.value("total_spend"), inside.value("lines")) == (row["total_spend"], row["lines"]), row


@pytest.mark.parametrize(
    ("dimension", "below"),
    [
        ("year", "quarter"),
        ("quarter", "month"),
        ("month", None),
        ("category_group", "category"),
        ("category", "supplier"),
        ("region", "province"),
        ("province", "municipality"),
        ("municipality", "supplier"),
        ("kind", "supplier"),
        ("company", "site"),
        ("supplier", None),
        ("category_basis", None),
    ],
)
def test_the_next_level(dimension, below):
    assert drill.deeper(dimension) == below


def test_what_holds_a_part_by_nature_is_not_named_beside_it():
    start = Selection(years=(2025,), regions=("Piemonte",), kinds=("aps",), against="2023")
    quarter = drill.narrowed(start, "quarter", "2025-Q1")
    assert quarter == Selection(quarters=("2025-Q1",), regions=("Piemonte",), kinds=("aps",), against="2023")
    assert drill.narrowed(start, "province", "TO").regions == ()
    supplier = drill.narrowed(start, "supplier", "7")
    assert (supplier.suppliers, supplier.kinds, supplier.regions) == ((7,), ("aps",), ("Piemonte",))


@pytest.mark.parametrize(
    ("query", "start", "level"),
    [
        ({}, "kind", "kind"),
        ({"kind": "aps"}, "kind", "supplier"),
        ({"kind": "aps", "supplier": "3"}, "kind", "supplier"),
        ({"kind": ["aps", "odv"]}, "kind", "kind"),
        ({"year": "2025"}, "year", "quarter"),
        ({"month": "2025-01"}, "year", "month"),
        ({"quarter": "2025-Q1"}, "year", "month"),
        ({"category": "cleaning"}, "category_group", "supplier"),
        ({"category": "premises"}, "category_group", "category"),
        ({"province": "TO"}, "region", "municipality"),
        ({}, "category_basis", "category_basis"),
    ],
)
def test_the_level_that_a_chart_shows(query, start, level):
    assert drill.shown(Selection.from_query(query), start) == level


def words(trail):
    return [str(crumb.name) for crumb in trail]


def test_trails_lead_back_level_by_level():
    chosen = Selection.from_query({"month": "2025-02", "category": "cleaning", "supplier": "3", "province": "TO"})
    time, categories, places = drill.trails(chosen)
    assert words(time) == ["All dates", "2025", "2025 Q1", "Feb 2025"]
    assert [crumb.back and crumb.back.as_query() for crumb in time[1:3]] == [
        {"year": ["2025"], "category": ["cleaning"], "supplier": ["3"], "province": ["TO"]},
        {"quarter": ["2025-Q1"], "category": ["cleaning"], "supplier": ["3"], "province": ["TO"]},
    ]
    assert words(categories)[0] == "All categories"
    assert len(categories) == 4
    assert categories[-1].back is None
    assert categories[2].back == Selection.from_query({"month": "2025-02", "category": "cleaning", "province": "TO"})
    assert categories[1].back == Selection.from_query({"month": "2025-02", "category": "premises", "province": "TO"})
    assert categories[0].back == Selection.from_query({"month": "2025-02", "province": "TO"})
    assert words(places) == ["All places", "Piemonte", "TO"]


def test_a_supplier_alone_has_a_trail_of_its_own():
    assert [words(each) for each in drill.trails(Selection(suppliers=(4,)))] == [["All suppliers", "4"]]
    assert drill.trails(Selection(years=(2025,))) == ()
    assert drill.trails(Selection(categories=("cleaning", "catering"))) == ()
    assert [words(each) for each in drill.trails(Selection(categories=(None,)))] == [["All categories", "unclassified"]]
