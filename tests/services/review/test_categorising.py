"""Deciding about categories: what is open, most spend first; decisions with their event; who may."""

from __future__ import annotations

from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.services.review import categorising
from socialimpact.services.review.categorising import Decision
from tests.store_with import OWNER, workspace_with

LINES = """
    company | date       | supplier | amount | category         | nature
    Alba    | 2024-01-01 | Alfa     | 500.00 | Servizi generali |
    Alba    | 2024-01-02 | Beta     | 300.00 | Verniciatura, posta |
    Alba    | 2024-01-03 | Beta     |  20.00 |                  |
    Alba    | 2024-01-04 | Gamma    | 100.00 | Pulizie          |
    Alba    | 2024-01-05 | Delta    | 999.00 | Tasse            | tax
    Bosco   | 2024-01-06 | Alfa     |  40.00 | Voce segreta     |
    """


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path, LINES) as made:
        yield made


def names(found):
    return [case.name for case in found.cases]


def test_what_is_open_comes_with_most_spend_first_and_without_what_is_no_purchase(ws):
    found = categorising.cases(ws, OWNER, "open_categories")
    assert names(found) == ["Servizi generali", "Verniciatura, posta", "Voce segreta"]
    assert found.amount == Decimal("840.00")
    assert found.first_of == 2


def test_a_proposal_has_its_confidence_and_its_reason_in_words(ws):
    general, two, _ = categorising.cases(ws, OWNER, "open_categories").cases
    assert (general.proposed, general.confidence) == (None, None)
    assert str(general.reason) == "None of its words says what it is."
    assert two.confidence == 0.4
    assert "“Verniciatura”" in str(two.reason)


def test_by_supplier_and_all_of_them(ws):
    assert names(categorising.cases(ws, OWNER, "open_suppliers")) == ["Alfa", "Beta"]
    every = {case.name: case.leaf for case in categorising.cases(ws, OWNER, "all_categories").cases}
    assert every["Pulizie"] == "cleaning"
    assert every["Servizi generali"] is None


def test_a_decision_moves_the_figures_and_is_an_event_and_can_be_taken_back(ws):
    said = [Decision("category", "Servizi generali", "security"), Decision("category", "Voce segreta", None)]
    numbers = categorising.decide(ws, OWNER, said, "agreed")
    assert len(numbers) == 2
    found = {row["category"]: row["addressable_spend"] for row in categorising.by_leaf(ws, OWNER)}
    assert found["security"] == Decimal("500.00")
    assert names(categorising.cases(ws, OWNER, "open_categories")) == ["Verniciatura, posta"]
    (case, *_) = categorising.cases(ws, OWNER, "all_categories").cases
    assert (case.leaf, str(case.reason)) == ("security", "test decided it: agreed")
    events = ws.db.rows("select who, what, subject from event where subject = 'category_rule' order by event_id")
    assert events == [("test", "decided", "category_rule")] * 2
    categorising.take_back(ws, OWNER, numbers)
    assert categorising.decided(ws, OWNER) == []
    assert names(categorising.cases(ws, OWNER, "open_categories"))[0] == "Servizi generali"


def test_the_sums_of_the_tree_are_the_whole(ws):
    whole = sum(row["addressable_spend"] for row in categorising.by_leaf(ws, OWNER))
    assert whole == ws.db.value("select sum(net_amount) from spend where addressable")


def test_a_supplier_decided_about_is_named_in_the_list(ws):
    beta = ws.db.value("select supplier_id from supplier where name = 'Beta'")
    categorising.decide(ws, OWNER, [Decision("supplier", str(beta), "subcontracting")], "")
    (rule,) = categorising.decided(ws, OWNER)
    assert rule.value == "Beta"
    assert names(categorising.cases(ws, OWNER, "open_suppliers")) == ["Alfa"]


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (Decision("category", "x", "nowhere"), Refused),
        (Decision("category", "  ", "food"), Refused),
        (Decision("colour", "x", "food"), Refused),
        (Decision("supplier", "999", "food"), NotFound),
        (Decision("supplier", "Beta", "food"), NotFound),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(ws, said, error):
    with pytest.raises(error):
        categorising.decide(ws, OWNER, [Decision("category", "Varie", "food"), said], "")
    assert categorising.decided(ws, OWNER) == []


class TestRights:
    def test_a_company_is_seen_and_decided_about_by_whom_it_is_granted(self, ws):
        one = Actor("anna", "editor", frozenset({1}))
        assert "Voce segreta" not in names(categorising.cases(ws, one, "open_categories"))
        (number,) = categorising.decide(ws, one, [Decision("category", "Servizi generali", "food")], "")
        assert ws.db.value("select company_id from category_rule") == 1
        other = Actor("bruno", "editor", frozenset({2}))
        assert categorising.decided(ws, other) == []
        with pytest.raises(NotFound):
            categorising.take_back(ws, other, [number])
        with pytest.raises(NotAllowed):
            categorising.decide(ws, other, [Decision("category", "Pulizie", "food")], "", company_id=1)

    def test_a_viewer_decides_nothing(self, ws):
        with pytest.raises(NotAllowed):
            categorising.decide(ws, Actor("vera"), [Decision("category", "Pulizie", "food")], "")

    def test_a_leaf_is_named_by_key_or_by_its_label(self):
        assert categorising.leaf_of("cleaning") == "cleaning"
        assert categorising.leaf_of("formazione") == "training"
        assert categorising.leaf_of("-") is None
        with pytest.raises(Refused):
            categorising.leaf_of("nowhere")
