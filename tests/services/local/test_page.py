"""The page about the local economy as a view-model, by hand-counted ledgers."""

from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.services import organisation
from socialimpact.services.local.page import local_economy
from socialimpact.services.local.places import MOST_PARTS
from tests.store_with import OWNER, workspace_with

YEAR = Selection(years=(2025,))
SUPPLIERS = """
    name       | municipality | country
    Coop Verde | Torino       |
    Mensa      | Moncalieri   |
    Alfa       | Milano       |
    Beta       | Cuneo        |
    Gamma      |              |
    Berlin     |              | DE
"""
TAGS = """
    supplier   | kind                 | evidence
    Coop Verde | social_cooperative_b | registered
    Alfa       | impresa_sociale      | registered
"""
SITES = """
    name  | municipality | default
    Works | Torino       | yes
    Depot | Cuneo        |
"""
LINES = """
    date       | supplier   | site  | amount
    2024-02-01 | Coop Verde | Works |  50.00
    2024-02-01 | Alfa       | Works | 450.00
    2025-02-01 | Coop Verde | Works | 100.00
    2025-03-01 | Mensa      | Works | 200.00
    2025-04-01 | Alfa       | Works | 300.00
    2025-05-01 | Beta       | Depot | 150.00
    2025-06-01 | Gamma      | Works | 200.00
    2025-07-01 | Berlin     | Works |  50.00
"""


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    with workspace_with(tmp_path_factory.mktemp("local"), LINES, suppliers=SUPPLIERS, tags=TAGS, sites=SITES) as made:
        yield made


@pytest.fixture
def small(tmp_path):
    """Makes a small workspace of its own and closes it in the end."""
    opened = []

    def make(lines, **more):
        opened.append(workspace_with(tmp_path / str(len(opened)), lines, **more))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def test_the_local_share_by_each_rule_with_the_chosen_one_and_the_coverage(ws):
    view = local_economy(ws, OWNER, YEAR)
    shares = {row.key: (row.amount, row.share) for row in view.rules.rows}
    assert shares["municipality"] == (Decimal("250.00"), 0.25)
    assert shares["province"] == (Decimal("450.00"), 0.45)
    assert shares["region"] == (Decimal("450.00"), 0.45)
    assert shares["radius:10"] == (Decimal("450.00"), 0.45)
    assert [row.key for row in view.rules.rows if row.chosen] == ["province"]
    assert str(view.rules.title) == "45.0% of spend is local; other rules would say from 25% to 45%"
    assert "known for 80.0% of spend; the other €200 cannot be called local" in str(view.rules.under)


def test_a_rule_of_the_filter_is_compared_too(ws):
    view = local_economy(ws, OWNER, Selection(years=(2025,), local_rule="radius:137"))
    assert [row.key for row in view.rules.rows if row.chosen] == ["radius:137"]


def test_four_parts_add_up_to_the_whole(ws):
    view = local_economy(ws, OWNER, YEAR)
    parts = {row.key: row.amount for row in view.social_and_local.rows}
    assert parts == {
        "both": Decimal("100.00"),
        "social": Decimal("300.00"),
        "local": Decimal("350.00"),
        "neither": Decimal("250.00"),
    }
    assert sum(parts.values()) == query(ws.db, ["addressable_spend"], where=YEAR, actor=OWNER).value(
        "addressable_spend"
    )
    assert str(view.social_and_local.title) == "10.0% of spend is social and local at once"


def test_distances_add_up_with_what_is_not_known(ws):
    view = local_economy(ws, OWNER, YEAR)
    assert sum(row.amount for row in view.distance.rows) == Decimal("1000.00")
    assert view.distance.rows[-1].key == ""
    assert view.distance.rows[-1].amount == Decimal("250.00")
    assert str(view.distance.title) == "60% of spend stays within 50 km"


def test_sites_with_both_definitions(ws):
    view = local_economy(ws, OWNER, YEAR).sites
    shares = {str(row.name): (row.local, row.spend) for row in view.rows}
    assert shares == {
        "Works": (Decimal("300.00"), Decimal("850.00")),
        "Depot": (Decimal("150.00"), Decimal("150.00")),
    }
    assert str(view.title) == "Depot buys the most locally, 100.0%; Works the least, 35.3%"
    assert "same province" in str(view.local)
    assert view.significant is None
    assert not view.marked
    assert view.total.share == pytest.approx(0.45)


def test_significant_sites_alone_are_added_up(small):
    ws = small(LINES, suppliers=SUPPLIERS, tags=TAGS, sites=SITES)
    works = next(site for site in organisation.sites(ws, OWNER) if site.name == "Works")
    organisation.save_site(
        ws, OWNER, company_id=1, site_id=works.site_id, name="Works", municipality_code="001272", is_significant=True
    )
    chosen = organisation.settings(ws, OWNER)
    organisation.save_settings(
        ws,
        OWNER,
        type(chosen)(
            chosen.name, chosen.scope_key, chosen.local_rule_key, chosen.declared_counts, " Over 50 \n people. "
        ),
    )
    view = local_economy(ws, OWNER, YEAR).sites
    assert view.marked
    assert view.total.share == pytest.approx(300 / 850)
    assert str(view.significant) == "Over 50 people."
    # what does not name it leaves it as it is
    organisation.save_site(ws, OWNER, company_id=1, site_id=works.site_id, name="Plant", municipality_code="001272")
    assert next(site for site in organisation.sites(ws, OWNER) if site.name == "Plant").is_significant


def test_where_the_money_goes(ws):
    view = local_economy(ws, OWNER, YEAR)
    assert {area.code: (area.spend, area.social) for area in view.map.areas} == {
        "TO": (Decimal("300.00"), Decimal("100.00")),
        "MI": (Decimal("300.00"), Decimal("300.00")),
        "CN": (Decimal("150.00"), Decimal(0)),
    }
    assert {dot.name for dot in view.map.dots} == {"Torino (TO)", "Moncalieri (TO)", "Milano (MI)", "Cuneo (CN)"}
    assert {mark.name for mark in view.map.marks} == {"Works", "Depot"}
    told = " ".join(str(note) for note in view.map.notes)
    assert "€50 goes to places outside Italy, which are not drawn." in told
    assert "For €200 of spend (20.0%) the supplier's place is not known." in told
    assert [(row.key, row.amount) for row in view.abroad.rows] == [("DE", Decimal("50.00"))]
    assert str(view.abroad.title) == "5.0% of spend goes abroad, the most to Germany"


def test_the_list_beside_the_map_is_one_level_beneath_what_is_chosen(ws):
    assert local_economy(ws, OWNER, YEAR).map.parts.dimension == "province"
    torino = local_economy(ws, OWNER, Selection(years=(2025,), provinces=("TO",))).map.parts
    assert torino.dimension == "municipality"
    assert [(str(row.name), row.amount) for row in torino.rows] == [
        ("Moncalieri", Decimal("200.00")),
        ("Torino", Decimal("100.00")),
    ]
    town = local_economy(ws, OWNER, Selection(years=(2025,), municipalities=("001272",))).map.parts
    assert [str(row.name) for row in town.rows] == ["Coop Verde"]


def test_the_list_beside_the_map_adds_up_to_the_whole(ws):
    assert sum(row.amount for row in local_economy(ws, OWNER, YEAR).map.parts.rows) == Decimal("1000.00")
    assert MOST_PARTS > 110


def test_years_and_what_moved(ws):
    view = local_economy(ws, OWNER, YEAR)
    assert [(row.year, row.share, row.whole) for row in view.years.rows] == [(2024, 0.1, False), (2025, 0.45, False)]
    # the ledger begins in February and ends in July: the months that both years have are compared
    assert {part.key for part in view.moves.parts} == {"gained", "more"}
    assert sum(part.amount for part in view.moves.parts) == view.moves.after - view.moves.before == Decimal("400.00")


def test_the_largest_local_suppliers(ws):
    view = local_economy(ws, OWNER, YEAR)
    assert [(str(row.name), row.chosen) for row in view.top.rows] == [
        ("Mensa", False),
        ("Beta", False),
        ("Coop Verde", True),
    ]
    assert str(view.top.title) == "Mensa receives 44% of local spend"


def test_without_a_site_it_says_what_can_be_said(small):
    view = local_economy(small(LINES.replace("Works", "").replace("Depot", ""), suppliers=SUPPLIERS), OWNER, YEAR)
    assert not view.placed
    assert view.rules is view.sites is view.moves is None
    assert len(view.map.areas) == 3
    assert view.map.marks == ()
    local = next(each for each in view.figures if each.measure.key == "local_share")
    assert local.value is None
    assert local.note_url == "organisation"


@pytest.mark.parametrize(
    "lines",
    [
        "date | supplier | amount\n2025-03-01 | Alfa | 10.00",
        "date | supplier | amount\n2025-03-01 | Alfa | -10.00",
        "date | supplier | amount\n2025-03-01 | Alfa | 10.00\n2025-03-02 | Alfa | -10.00",
        "date | supplier | amount\n | Alfa | 10.00",
        "date | supplier | amount | nature\n2025-03-01 | Alfa | 10.00 | rent",
        "date | supplier | amount\n2025-03-01 | Gamma | 10.00",
    ],
    ids=["one line", "more given back", "nothing in sum", "no date", "all excluded", "no place"],
)
@pytest.mark.parametrize("selection", [YEAR, Selection(), Selection(years=(1999,))], ids=["year", "all", "none"])
def test_whatever_the_ledger_the_page_is_true_and_readable(small, lines, selection):
    ws = small(lines, suppliers=SUPPLIERS, sites=SITES)
    view = local_economy(ws, OWNER, selection)
    for part in (view.rules, view.distance, view.social_and_local, view.top, view.years, view.moves, view.sites):
        for language in ("it", "en"):
            said = part.title.to(language) + part.under.to(language)
            assert "nan" not in said.casefold().split()
            assert "None" not in said
    whole = query(ws.db, ["addressable_spend"], where=selection, actor=OWNER).value("addressable_spend")
    assert sum((row.amount for row in view.social_and_local.rows), Decimal(0)) == whole


def test_an_actor_sees_own_companies_only(ws):
    view = local_economy(ws, Actor("guest", "viewer", frozenset()), Selection())
    assert not view.lines
    assert view.map.areas == view.map.dots == view.map.marks == ()
    with pytest.raises(NotAllowed):
        local_economy(ws, Actor("guest", "viewer", frozenset({2})), Selection(companies=(1,)))
