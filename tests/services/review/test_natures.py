from __future__ import annotations

from decimal import Decimal

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.services.review import nature_groups, natures
from socialimpact.services.review.natures import Lines
from tests.store_with import OWNER, workspace_with

LINES = """
    company | date       | supplier       | amount  | nature    | category | description
    Alba    | 2024-01-10 | Il Ponte       |  100.00 | purchase  | Cleaning | Pulizie uffici
    Alba    | 2024-01-10 | Il Ponte       |   50.00 | donation  |          | Donazione 2024
    Alba    | 2024-01-10 | Banca Sella    |  300.00 | financial | Advisory | Studio
    Bosco   | 2024-01-10 | Rossi          |  600.00 | purchase  | Paper    | Carta
    Bosco   | 2024-01-10 | Fondazione Blu |   40.00 | purchase  |          | Serata
    """
TAG = "supplier | kind | evidence\nIl Ponte | social_cooperative_b | registered"
REASONS = {2: "rule:description", 3: "rule:category;supplier=financial"}
OF_ALBA = Actor("edo", "editor", frozenset({1}))


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path, LINES, tags=TAG) as made:
        with made.db.write(OWNER) as tx:
            for line, reason in REASONS.items():
                tx.execute("update line set nature_reason = ? where line_id = ?", [reason, line])
                tx.execute("update spend set nature_reason = ? where line_id = ?", [reason, line])
        yield made


def supplier(ws, name):
    return ws.db.value("select supplier_id from supplier where name = ?", [name])


def nature_of(ws, line):
    return ws.db.value("select nature from spend where line_id = ?", [line])


def test_a_rule_moves_its_lines_says_who_and_why_and_is_ended_again(ws):
    about = Lines(supplier_id=supplier(ws, "Banca Sella"), category="advisory", found="financial")
    (number,) = natures.decide(ws, OWNER, "purchase", "A feasibility study", about)
    assert nature_of(ws, 3) == "purchase"
    (rule,) = natures.decisions(ws, OWNER)
    assert (rule.supplier, rule.category, rule.made_by, rule.why, rule.spend, rule.lines) == (
        "Banca Sella", "advisory", "test", "A feasibility study", Decimal("300.00"), 1,
    )  # fmt: skip
    natures.end(ws, OWNER, number, "It was a fee")
    assert nature_of(ws, 3) == "financial"
    assert natures.decisions(ws, OWNER) == []
    (past,) = natures.decisions(ws, OWNER, ended=True)
    assert (past.ended_by, past.ended_why, past.ended_at >= past.made_at) == ("test", "It was a fee", True)
    events = ws.db.rows("select who, what, subject, before is null, after is null from event order by event_id")
    assert events == [("test", "decided", "nature", True, False), ("test", "ended", "nature", False, False)]
    with pytest.raises(NotFound):
        natures.end(ws, OWNER, number)


def test_the_effect_is_told_to_the_cent_before_anything_changes(ws):
    version = ws.db.data_version()
    about = Lines(supplier_id=supplier(ws, "Rossi"))
    told = natures.effect(ws, OWNER, "rent", about)
    assert told.moved == (("purchase", "rent", Decimal("600.00"), 1),)
    assert (told.before["addressable_spend"], told.after["addressable_spend"]) == (Decimal("740.00"), Decimal("140.00"))
    assert (nature_of(ws, 4), ws.db.data_version()) == ("purchase", version)
    natures.decide(ws, OWNER, "rent", "It is our landlord", about)
    assert natures.effect(ws, OWNER, "rent", about).before == told.after


def test_a_new_decision_about_the_same_lines_replaces_the_earlier_one(ws):
    about = Lines(category="Paper")
    natures.decide(ws, OWNER, "rent", "First", about)
    natures.decide(ws, OWNER, "tax", "Second", about)
    assert [rule.why for rule in natures.decisions(ws, OWNER)] == ["Second"]
    assert [rule.why for rule in natures.decisions(ws, OWNER, ended=True)] == ["First"]
    assert nature_of(ws, 4) == "tax"


def test_one_line_by_hand(ws):
    natures.decide(ws, OWNER, "sponsorship", "They printed our logo", Lines(line_id=5))
    assert nature_of(ws, 5) == "sponsorship"
    (rule,) = natures.decisions(ws, OWNER)
    assert (rule.sheet, rule.row_number, rule.company_id, rule.lines) == ("Sheet1", 6, 2, 1)


def test_words_are_looked_for_whatever_the_accents_and_marks(ws):
    natures.decide(ws, OWNER, "tax", "x", Lines(words="PULÌZIE, uffici"))
    assert [nature_of(ws, line) for line in (1, 4)] == ["tax", "purchase"]


@pytest.mark.parametrize(
    ("nature", "why", "about", "refusal"),
    [
        ("magic", "x", Lines(category="Paper"), Refused),
        ("rent", "  ", Lines(category="Paper"), Refused),
        ("rent", "x", Lines(), Refused),
        ("rent", "x", Lines(words=" -- "), Refused),
        ("rent", "x", Lines(supplier_id=99), NotFound),
        ("rent", "x", Lines(line_id=99), NotFound),
    ],
)
def test_what_cannot_be_decided_is_refused_and_changes_nothing(ws, nature, why, about, refusal):
    version = ws.db.data_version()
    with pytest.raises(refusal):
        natures.decide(ws, OWNER, nature, why, about)
    assert ws.db.data_version() == version


def test_who_sees_one_company_decides_for_that_one(ws):
    with ws.db.write(OWNER) as tx:
        tx.execute("update line set category = 'Paper' where line_id = 1")
    (number,) = natures.decide(ws, OF_ALBA, "rent", "x", Lines(category="Paper"))
    assert (nature_of(ws, 1), nature_of(ws, 4)) == ("rent", "purchase")
    (everywhere,) = natures.decide(ws, OWNER, "tax", "x", Lines(category="Paper"))
    assert (nature_of(ws, 1), nature_of(ws, 4)) == ("rent", "tax")
    natures.end(ws, OF_ALBA, number)
    with pytest.raises(NotAllowed):
        natures.end(ws, OF_ALBA, everywhere)
    with pytest.raises(NotFound):
        natures.decide(ws, OF_ALBA, "rent", "x", Lines(line_id=4))
    with pytest.raises(NotAllowed):
        natures.decide(ws, Actor("vera", "viewer"), "rent", "x", Lines(category="Paper"))


def test_groups_stand_with_what_is_uncertain_first_each_with_its_reason(ws):
    found = nature_groups.groups(ws, OWNER)
    assert [(group.supplier, group.uncertain) for group in found.groups] == [("Banca Sella", True), ("Il Ponte", True)]
    assert (found.count, found.spend, found.uncertain) == (2, Decimal("350.00"), 2)
    bank, gift = found.groups
    assert str(gift.why) == "Only the description says so: “Donazione”."
    assert str(bank.why) == (
        "The ledger's category says so: “Advisory”. Yet the supplier's name looks like: Banks and finance."
    )
    assert [line["description"] for line in nature_groups.lines(ws, OWNER, gift)] == ["Donazione 2024"]
    assert nature_groups.groups(ws, OF_ALBA, nature="donation").count == 1
    assert nature_groups.groups(ws, Actor("b", "viewer", frozenset({2}))).count == 0


def test_a_confirmed_group_waits_no_more_and_the_next_line_like_it_follows(ws):
    gift = next(group for group in nature_groups.groups(ws, OWNER).groups if group.nature == "donation")
    natures.decide(ws, OWNER, "donation", "Right", gift.about)
    assert [group.supplier for group in nature_groups.groups(ws, OWNER).groups] == ["Banca Sella"]
    assert nature_of(ws, 1) == "purchase"


def test_purchases_that_look_like_something_else_are_listed_until_a_person_decides(ws):
    (group,) = nature_groups.groups(ws, OWNER, "purchases").groups
    assert (group.supplier, group.like, group.spend) == ("Fondazione Blu", "donation", Decimal("40.00"))
    assert "hints at: Donation" in str(group.why)
    assert nature_of(ws, 5) == "purchase"
    natures.decide(ws, OWNER, "purchase", "A concert for our staff", group.about)
    assert nature_groups.groups(ws, OWNER, "purchases").groups == ()
