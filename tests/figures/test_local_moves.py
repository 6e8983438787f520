"""What came to the territory and what left it, by hand-counted ledgers."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.figures.local_moves import largest_moves, moved
from socialimpact.figures.query import query
from tests.store_with import OWNER, store_with

SUPPLIERS = """
    name     | municipality
    Stays    | Torino
    Shrinks  | Moncalieri
    New      | Torino
    Gone     | Torino
    Switches | Cuneo
    Returns  | Torino
    Far      | Milano
"""
SITES = """
    name   | municipality | default
    Torino | Torino       | yes
    Cuneo  | Cuneo        |
"""
LINES = """
    date       | supplier | site   | amount
    2024-01-10 | Stays    | Torino |  100.00
    2025-01-10 | Stays    | Torino |  150.00
    2024-01-10 | Shrinks  | Torino |   80.00
    2025-01-10 | Shrinks  | Torino |   30.00
    2025-02-10 | New      | Torino |   70.00
    2024-02-10 | Gone     | Torino |   40.00
    2024-03-10 | Switches | Torino |   60.00
    2025-03-10 | Switches | Cuneo  |   65.00
    2024-03-10 | Returns  | Torino |   25.00
    2025-03-10 | Returns  | Cuneo  |   25.00
    2024-04-10 | Far      | Torino |  500.00
    2025-04-10 | Far      | Torino |  900.00
"""
BEFORE, AFTER = Selection(years=(2024,)), Selection(years=(2025,))


@pytest.fixture(scope="module")
def store():
    return store_with(LINES, suppliers=SUPPLIERS, sites=SITES)


def test_each_supplier_moves_in_one_way(store):
    found = {each.way: (each.suppliers, each.change) for each in moved(store, BEFORE, AFTER, actor=OWNER)}
    assert found == {
        "gained": (1, Decimal("70.00")),
        "came": (1, Decimal("65.00")),
        "more": (1, Decimal("50.00")),
        "less": (1, Decimal("-50.00")),
        "left": (1, Decimal("-25.00")),
        "lost": (1, Decimal("-40.00")),
    }


def test_the_ways_add_up_to_the_change(store):
    change = sum(each.change for each in moved(store, BEFORE, AFTER, actor=OWNER))
    now, then = (
        query(store, ["local_spend"], where=each, actor=OWNER).value("local_spend") for each in (AFTER, BEFORE)
    )
    assert change == now - then


def test_the_largest_moves_come_first_and_those_that_did_not_move_not_at_all(store):
    moves = largest_moves(store, BEFORE, AFTER, actor=OWNER, most=3)
    assert [(each.supplier, each.change) for each in moves] == [
        ("New", Decimal("70.00")),
        ("Switches", Decimal("65.00")),
        ("Stays", Decimal("50.00")),
    ]


def test_the_rule_that_is_looked_by_decides(store):
    region = Selection(years=(2025,), local_rule="region")
    found = {each.way: each.change for each in moved(store, BEFORE, region, actor=OWNER)}
    assert "came" not in found
    assert found["gained"] == Decimal("70.00")


def test_who_may_see_no_company_sees_no_move(store):
    assert moved(store, BEFORE, AFTER, actor=Actor("guest", "viewer", frozenset())) == ()


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([2024, 2025]),
            st.sampled_from(["Stays", "New", "Gone", "Switches", "Far"]),
            st.sampled_from(["Torino", "Cuneo"]),
            st.integers(-99999, 99999),
        ),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_the_lines_the_ways_add_up(rows):
    lines = "date | supplier | site | amount\n" + "\n".join(
        f"{year}-05-05 | {supplier} | {site} | {cents / 100:.2f}" for year, supplier, site, cents in rows
    )
    db = store_with(lines, suppliers=SUPPLIERS, sites=SITES)
    change = sum((each.change for each in moved(db, BEFORE, AFTER, actor=OWNER)), Decimal(0))
    now, then = (query(db, ["local_spend"], where=each, actor=OWNER).value("local_spend") for each in (AFTER, BEFORE))
    assert change == now - then
    db.close()
