"""Tags by people: what evidence asks for, and that nothing is overwritten."""

from __future__ import annotations

from datetime import date

import pytest

from socialimpact.errors import NotFound, Refused
from socialimpact.language import msg
from socialimpact.suppliers import tags
from tests.suppliers.spelled import ACTOR, Town


@pytest.fixture
def town():
    town = Town()
    town.bring("name\nIl Girasole cooperativa sociale")
    return town


def begin(town, kind="social_cooperative_b", evidence="confirmed", why="seen in the albo", **more):
    with town.db.write(ACTOR) as tx:
        return tags.begin(tx, 1, kind, evidence, why, **more)


def standing(town):
    return town.db.dicts("select * from tag where ended_at is null order by tag_id")


def test_a_person_says_what_a_supplier_is_and_why(town):
    begin(town, valid_from=date(2024, 1, 1))
    (tag,) = standing(town)
    assert (tag["kind"], tag["evidence"], tag["made_by"], tag["why"], tag["valid_from"]) == (
        "social_cooperative_b",
        "confirmed",
        "Anna",
        "seen in the albo",
        date(2024, 1, 1),
    )
    assert town.db.rows("select who, what, subject_id from event where what = 'begin tag'") == [
        ("Anna", "begin tag", "1")
    ]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"evidence": "registered"}, "evidence_refused"),
        ({"evidence": "documented"}, "document_missing"),
        ({"why": "  "}, "reason_missing"),
        ({"valid_from": date(2024, 2, 1), "valid_to": date(2024, 1, 1)}, "dates_crossed"),
        ({"kind": "saint"}, "not_found"),
        ({"evidence": "rumour"}, "not_found"),
        ({"entry_id": 99}, "not_found"),
    ],
)
def test_what_proves_nothing_is_refused(town, wrong, code):
    with pytest.raises(Refused) as refusal:
        begin(town, **wrong)
    assert refusal.value.code == code
    assert standing(town) == []


def test_a_tag_for_nobody_is_refused(town):
    with town.db.write(ACTOR) as tx, pytest.raises(NotFound):
        tags.begin(tx, 77, "aps", "confirmed", "why not")


def test_a_counted_tag_ends_the_suspicion(town):
    town.match()
    assert [tag["evidence"] for tag in standing(town)] == ["suspected"]
    begin(town)
    assert [tag["evidence"] for tag in standing(town)] == ["confirmed"]
    town.match()
    assert [tag["evidence"] for tag in standing(town)] == ["confirmed"]


def test_a_correction_ends_one_tag_and_begins_another(town):
    first = begin(town)
    with town.db.write(ACTOR) as tx:
        tags.end(tx, first, "it is of type A")
    begin(town, kind="social_cooperative_a")
    rows = town.db.dicts("select * from tag order by tag_id")
    assert [(row["kind"], row["ended_by"], row["ended_why"]) for row in rows] == [
        ("social_cooperative_b", "Anna", "it is of type A"),
        ("social_cooperative_a", None, None),
    ]
    with town.db.write(ACTOR) as tx, pytest.raises(Refused) as refusal:
        tags.end(tx, first, "again")
    assert refusal.value.code == "tag_ended"


def test_ending_needs_a_reason_and_a_tag(town):
    first = begin(town)
    with town.db.write(ACTOR) as tx, pytest.raises(Refused):
        tags.end(tx, first, " ")
    with town.db.write(ACTOR) as tx, pytest.raises(NotFound):
        tags.end(tx, 99, "no")


def test_why_can_be_told_in_any_language():
    kept = tags.pack(msg("A tag that counts has taken its place."))
    assert str(tags.unpack(kept)) == "A tag that counts has taken its place."
    assert str(tags.unpack("I rang them up: {yes}")) == "I rang them up: {yes}"
    assert str(tags.unpack('{"half": a message')) == '{"half": a message'
    assert tags.unpack(None) is None
