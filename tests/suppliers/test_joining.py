"""Decisions of people about who is who, as the store keeps them: exact in both directions, whatever comes between."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialimpact.errors import Refused
from socialimpact.suppliers import joining
from socialimpact.suppliers.clusters import cluster
from tests.suppliers.spelled import ACTOR, Town
from tests.suppliers.test_clusters import writings

ROSSI, VERDI, BIANCHI = "00488410010", "07643520567", "00743110157"


@pytest.fixture
def town():
    return Town()


def decide(town: Town, what: str, *given: object) -> int:
    with town.db.write(ACTOR) as tx:
        made = getattr(joining, what)(tx, *given, "told by the buyer")
        return made[0] if isinstance(made, tuple) else made


def undo(town: Town, decision: int) -> None:
    with town.db.write(ACTOR) as tx:
        joining.undo(tx, decision)


def spelling(town: Town, name: str) -> list[int]:
    return [row[0] for row in town.db.rows("select spelling_id from supplier_name where name = ?", [name])]


def test_merged_suppliers_have_all_their_numbers(town):
    one, two = town.bring(f"name | vat\nAlfa srl | {ROSSI}\nBeta srl | {VERDI}")
    decide(town, "merge", one, two)
    assert town.supplier(one)["vat_number"] == ROSSI
    three, four, five = town.bring(f"name | vat | tax\nAlfa | {ROSSI} |\nBeta nuova | {VERDI} |\nGamma | {BIANCHI} |")
    assert town.keeper(three) == town.keeper(four) == one != five
    assert "identifier_with_several" not in town.codes()


def test_undo_is_exact(town):
    one, two, three = town.bring(
        f"name | vat | code | town\nAlfa | {ROSSI} | 1 |\nBeta | {VERDI} | 2 | Torino\nGamma | | 3 |"
    )
    before = town.content()
    first = decide(town, "merge", two, three)
    second = decide(town, "merge", one, two)
    with pytest.raises(Refused):
        undo(town, first)
    undo(town, second)
    undo(town, first)
    assert town.content() == before
    apart = decide(town, "tell_apart", one, two)
    undo(town, apart)
    assert town.content() == before


def test_undo_of_a_split_is_exact(town):
    (one, other) = town.bring(f"name | vat | code\nAlfa | {ROSSI} | 1\nBeta | {ROSSI} | 1")
    assert one == other
    before = town.content()
    decision = decide(town, "split", one, spelling(town, "Beta"))
    assert [row["name"] for row in town.suppliers()] == ["Alfa", "Beta"]
    undo(town, decision)
    assert town.content() == before


def test_a_split_pair_is_never_joined_again(town):
    (one, _) = town.bring(f"name | vat | code | town\nAlfa | {ROSSI} | 1 | Torino\nBeta | {ROSSI} | 1 | Torino")
    decide(town, "split", one, spelling(town, "Beta"))
    # the same again, by number alone, by name in other letters, with another place
    again = town.bring(
        f"name | vat | code | town\nAlfa | {ROSSI} | 1 | Torino\nBeta | {ROSSI} | 1 | Torino\nBETA srl | {ROSSI} | |\n"
        f"Alfa spa | {ROSSI} | | Milano"
    )
    keepers = [town.keeper(number) for number in again]
    assert keepers[0] == one == keepers[3]
    assert keepers[1] == keepers[2] != one
    town.undo(1)
    town.undo(2)
    back = town.bring(f"name | vat | code | town\nBeta | {ROSSI} | 1 | Torino\nAlfa | {ROSSI} | 1 | Torino")
    assert [town.keeper(number) for number in back] == [keepers[1], one]


def test_what_was_told_apart_can_still_be_merged_and_parted(town):
    one, two = town.bring("name | town\nAlfa | Torino\nAlfa | Milano")
    decide(town, "tell_apart", one, two)
    merged = decide(town, "merge", one, two)
    assert town.keeper(two) == one
    undo(town, merged)
    with town.db.write(ACTOR) as tx:
        assert tx.value("select count(*) from identity_decision where undone_at is null and what = 'apart'") == 1


@settings(max_examples=200)
@given(writings, st.permutations([1, 2, 3]))
def test_suppliers_that_were_told_apart_never_share_a_cluster(items, order):
    apart = [(order[0], order[1])]
    labels, _ = cluster(items, apart)
    ones = {label for item, label in zip(items, labels, strict=True) if item.group == apart[0][0]}
    others = {label for item, label in zip(items, labels, strict=True) if item.group == apart[0][1]}
    assert ones.isdisjoint(others)
    assert len(ones) <= 1
    assert len(others) <= 1


steps = st.lists(
    st.sampled_from(["merge", "apart", "split", "undo", "again"]),
    min_size=1,
    max_size=5,
)


@settings(max_examples=15)
@given(steps, st.randoms(use_true_random=False))
def test_every_series_of_decisions_can_be_taken_back(series, random):
    town = Town()
    town.bring(f"name | vat | code\nAlfa | {ROSSI} | 1\nAlfa bis | {ROSSI} |\nBeta | {VERDI} | 2\nGamma | | 3")
    before = town.content()
    made: list[int] = []
    for step in series:
        numbers = [row["supplier_id"] for row in town.suppliers()]
        try:
            if step == "merge":
                made.append(decide(town, "merge", *random.sample(numbers, 2)))
            elif step == "apart":
                made.append(decide(town, "tell_apart", *random.sample(numbers, 2)))
            elif step == "split":
                rows = town.db.rows("select spelling_id, supplier_id from supplier_name order by 1")
                number, owner = random.choice(rows)
                made.append(decide(town, "split", owner, [number]))
            elif step == "undo" and made:
                undo(town, made.pop())
        except Refused:
            continue
    while made:
        undo(town, made.pop())
    assert town.content() == before
