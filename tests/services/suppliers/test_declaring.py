"""What suppliers declare of themselves, and what follows for how much they depend on us."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.figures.filters import Selection
from socialimpact.services.dashboards.dependency import dependency
from socialimpact.services.suppliers import declaring, history
from socialimpact.suppliers import declarations
from tests.store_with import OWNER, workspace_with

LINES = """
    date       | supplier | amount | nature
    2024-03-01 | Verde    | 100.00 |
    2025-03-01 | Verde    | 300.00 |
    2025-03-01 | Verde    |  90.00 | donation
    2025-03-01 | Rosso    | 100.00 |
"""


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "home", LINES) as workspace:
        yield workspace


def declare(ws, *, supplier=1, outcome="revenue", year=2025, value="1000", source="accounts", **more):
    return declaring.declare(ws, OWNER, supplier, outcome, year, Decimal(value), source, **more)


def test_a_declaration_stands_with_its_source_and_a_newer_one_replaces_it(ws):
    declare(ws, value="900", stated_by="Bo", stated_on=date(2026, 1, 2))
    declare(ws, value="1000.50")
    declare(ws, outcome="people_placed", value="12", source="social report")
    assert [(each.outcome, each.value, each.unit, each.source) for each in declaring.declared(ws, OWNER, 1)] == [
        ("people_placed", Decimal("12.00"), "people", "social report"),
        ("revenue", Decimal("1000.50"), "euro", "accounts"),
    ]
    assert ws.db.value("select count(*) from declaration") == 3
    told = [(str(entry.what), str(entry.why)) for entry in history.history(ws, OWNER, 1)]
    assert ("What it declares of itself was written down", "social report") in told
    assert ("What it had declared was taken back", "replaced by a newer declaration") in told


def test_what_is_taken_back_stands_no_more_and_needs_a_reason(ws):
    number = declare(ws)
    with pytest.raises(Refused):
        declaring.withdraw(ws, OWNER, number, " ")
    declaring.withdraw(ws, OWNER, number, "of another body")
    assert declaring.declared(ws, OWNER, 1) == ()
    with pytest.raises(NotFound):
        declaring.withdraw(ws, OWNER, number, "again")


@pytest.mark.parametrize(
    "wrong",
    [
        {"year": datetime.now(UTC).year + 1},
        {"year": 12},
        {"value": "-1"},
        {"value": "1e20"},
        {"source": "  "},
        {"outcome": "happiness"},
        {"stated_on": date(2999, 1, 1)},
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(ws, wrong):
    with pytest.raises(Refused):
        declare(ws, **wrong)
    assert ws.db.value("select count(*) from declaration") == 0


@pytest.mark.parametrize("text", ["", "many", "NaN", "Infinity", "1,000,000"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(Refused):
        declarations.amount(text)


def test_a_viewer_reads_and_does_not_write(ws):
    viewer = Actor("viewer", "viewer")
    declare(ws)
    assert len(declaring.declared(ws, viewer, 1)) == 1
    with pytest.raises(NotAllowed):
        declaring.declare(ws, viewer, 1, "revenue", 2025, Decimal(1), "x")
    with pytest.raises(NotFound):
        declaring.declared(ws, Actor("other", "editor", frozenset({9})), 1)


def test_dependency_is_our_purchases_of_that_year_over_the_revenue_declared_for_it(ws):
    declare(ws, value="1000")
    declare(ws, year=2024, value="50")
    declare(ws, supplier=2, outcome="people_placed", value="3")
    seen = dependency(ws, OWNER, Selection(years=(2025,), categories=("cleaning",)))
    assert [(str(row.name), row.year, row.spend, row.share) for row in seen.rows] == [
        ("Verde", 2025, Decimal("300.00"), 0.3),
        ("Verde", 2024, Decimal("100.00"), 2.0),
    ]
    assert str(seen.title) == "Verde depends on you most: 30% of its revenue in 2025"
    assert seen.odd == 1


def test_nothing_is_computed_that_was_not_declared(ws):
    seen = dependency(ws, OWNER, Selection())
    assert (str(seen.title), seen.rows) == ("No supplier has declared its revenue", ())
    declare(ws, value="0")
    assert dependency(ws, OWNER, Selection()).rows[0].share is None


def test_the_declaration_of_a_joined_supplier_is_its_keepers(tmp_path):
    suppliers = "name | same_as\nVerde |\nVerde Srl | Verde"
    with workspace_with(tmp_path / "other", LINES, suppliers=suppliers) as ws:
        with ws.db.write(OWNER) as tx:
            declarations.begin(tx, 2, "revenue", 2025, Decimal(600), "accounts")
        assert [row.share for row in dependency(ws, OWNER, Selection()).rows] == [0.5]
        assert [each.supplier_id for each in declaring.declared(ws, OWNER, 1)] == [1]
