"""What the organisation undertakes: written down, changed, removed, taken back, and read over a period."""

from datetime import date
from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.figures import initiatives as reading
from socialimpact.services.goals import initiatives
from socialimpact.suppliers import forgetting, joining
from tests.store_with import OWNER, workspace_with

LINES = """
    date       | supplier | amount | company
    2023-01-10 | Alfa     |  50.00 | Alba
    2023-06-10 | Verde    | 100.00 | Alba
    2024-03-20 | Verde    | 200.00 | Alba
    2024-09-01 | Verde    | 300.00 | Alba
    2024-09-01 | Orto     |  40.00 | Bosco
    2025-01-01 | Orto     |   7.00 | Bosco
"""
ANNA = Actor("anna", "editor", frozenset({1}))
MARCH = date(2024, 3, 15)


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "home", LINES) as workspace:
        yield workspace


def made(ws, **more):
    wanted = {"name": "Green care", "begins": MARCH, "suppliers": [2]} | more
    return initiatives.save_initiative(ws, OWNER, **wanted)


def names(ws, *period, actor=OWNER, **more):
    return [each.name for each in reading.initiatives(ws.db, *period, actor=actor, **more)]


def test_it_says_what_was_bought_since_and_in_the_year_before(ws):
    made(ws, ends=date(2024, 12, 31), suppliers=[2, 3], responsible=" Ada ", story="  Because. ")
    (view,) = initiatives.initiatives(ws, OWNER)
    assert (view.since, view.before) == (Decimal("540.00"), Decimal("100.00"))
    assert view.suppliers == ((2, "Verde"), (3, "Orto"))
    assert (view.initiative.responsible, view.initiative.story) == ("Ada", "Because.")
    assert str(view.when) == "from 15 Mar 2024 to 31 Dec 2024"
    assert str(view.bought) == "€540 bought from its 2 suppliers in that time; €100 in the twelve months before."


def test_a_year_before_that_the_ledger_does_not_reach_is_not_zero(ws):
    made(ws, begins=date(2023, 6, 1))
    (view,) = initiatives.initiatives(ws, OWNER)
    assert (view.since, view.before) == (Decimal("600.00"), None)
    assert str(view.bought) == "€600 bought from its supplier in that time."


def test_without_suppliers_nothing_is_said_of_spend(ws):
    made(ws, suppliers=[])
    (view,) = initiatives.initiatives(ws, OWNER)
    assert (view.since, view.before, view.bought) == (None, None, None)


def test_those_of_a_period_are_those_with_a_day_in_it(ws):
    made(ws, name="goes on")
    made(ws, name="one day", begins=date(2024, 6, 1), ends=date(2024, 6, 1))
    assert names(ws) == ["goes on", "one day"]
    assert names(ws, date(2024, 1, 1), date(2024, 3, 14)) == []
    assert names(ws, date(2024, 1, 1), MARCH) == ["goes on"]
    assert names(ws, date(2024, 6, 1), date(2024, 6, 30)) == ["goes on", "one day"]
    assert names(ws, date(2024, 6, 2), None) == ["goes on"]


def test_a_company_sees_its_own_and_those_of_all(ws):
    made(ws, name="all")
    made(ws, name="Alba", company_id=1)
    made(ws, name="Bosco", company_id=2)
    assert names(ws, actor=ANNA) == ["all", "Alba"]
    assert names(ws, companies=(2,)) == ["all", "Bosco"]
    with pytest.raises(NotAllowed):
        initiatives.save_initiative(ws, ANNA, name="x", begins=MARCH)
    with pytest.raises(NotFound):
        initiatives.remove_initiative(ws, ANNA, 3)
    with pytest.raises(NotFound):
        initiatives.history(ws, ANNA, 3)
    assert initiatives.save_initiative(ws, ANNA, name="x", begins=MARCH, company_id=1) == 4


def test_a_change_is_taken_back_and_put_back_again(ws):
    number = made(ws)
    made(ws, initiative_id=number, name="Green care and cleaning", suppliers=[2, 3], ends=date(2025, 1, 1))
    assert names(ws) == ["Green care and cleaning"]
    initiatives.undo_initiative(ws, OWNER, number)
    (before,) = reading.initiatives(ws.db, actor=OWNER)
    assert (before.name, before.begins, before.ends, before.suppliers) == ("Green care", MARCH, None, (2,))
    initiatives.undo_initiative(ws, OWNER, number)
    assert names(ws) == ["Green care and cleaning"]


def test_what_was_removed_comes_back_whole(ws):
    number = made(ws, story="Why")
    initiatives.remove_initiative(ws, OWNER, number)
    assert names(ws) == []
    assert initiatives.removed(ws, OWNER) == ((number, "Green care"),)
    with pytest.raises(NotFound):
        initiatives.remove_initiative(ws, OWNER, number)
    initiatives.undo_initiative(ws, OWNER, number)
    (back,) = reading.initiatives(ws.db, actor=OWNER)
    assert (back.story, back.suppliers) == ("Why", (2,))


def test_the_first_step_is_taken_back_as_a_removal(ws):
    number = made(ws)
    initiatives.undo_initiative(ws, OWNER, number)
    assert names(ws) == []
    assert initiatives.removed(ws, OWNER) == ((number, "Green care"),)


def test_its_history_says_who_did_what(ws):
    number = made(ws)
    made(ws, initiative_id=number, suppliers=[3], ends=date(2025, 1, 1))
    initiatives.remove_initiative(ws, OWNER, number)
    initiatives.undo_initiative(ws, OWNER, number)
    steps = initiatives.history(ws, OWNER, number)
    assert [str(step.what) for step in steps] == ["Brought back", "Removed", "Changed", "Written down"]
    assert [str(text) for text in steps[2].changed] == ["Ends: – → 1 Jan 2025", "Suppliers: Verde → Orto"]
    assert {str(step.who) for step in steps} == {"test"}


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"name": "  "}, Refused),
        ({"name": "x" * 121}, Refused),
        ({"ends": date(2024, 3, 14)}, Refused),
        ({"suppliers": [99]}, NotFound),
        ({"company_id": 9}, NotFound),
        ({"initiative_id": 9}, NotFound),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(ws, wrong, error):
    with pytest.raises(error):
        made(ws, **wrong)
    assert initiatives.initiatives(ws, OWNER) == ()


def test_a_supplier_joined_to_another_is_that_one(ws):
    made(ws, suppliers=[2, 3])
    with ws.db.write(OWNER) as tx:
        joining.merge(tx, 2, 3, "same")
    (view,) = initiatives.initiatives(ws, OWNER)
    assert view.suppliers == ((2, "Verde"),)


def test_a_supplier_of_an_initiative_outlives_its_import(ws):
    made(ws)
    with ws.db.write(OWNER) as tx:
        forgetting.sweep(tx, [1, 2, 3])
    assert ws.db.rows("select name from supplier") == [("Verde",)]
