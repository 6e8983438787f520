"""How a statement about a supplier is told: where it comes from, from when to when, and who made it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from socialimpact.language import msg
from socialimpact.services.registering import register_kinds
from socialimpact.services.supplier_view import TagView
from socialimpact.suppliers import kinds
from socialimpact.ui import supplier_words as words

REGISTERED = TagView(
    tag_id=1,
    kind="social_cooperative_b",
    evidence="registered",
    valid_from=None,
    valid_to=None,
    why=msg("Its number stands there."),
    made_by="matching",
    made_at=datetime(2026, 2, 1, 10, 0),  # noqa: DTZ001 - the store keeps local times without a zone
    ended_at=None,
    ended_by=None,
    ended_why=None,
    register="Albo Piemonte",
    snapshot_id=1,
    snapshot_as_of=date(2025, 6, 1),
    seen_as_of=date(2025, 6, 1),
    entry_name="Verde",
    entry_row=12,
    register_file="albo.xlsx",
    file_sha256=None,
    file_name=None,
)


def test_a_registered_one_names_its_list():
    assert words.tag_sentence(REGISTERED).to("en") == "Registered in Albo Piemonte, list of 1 Jun 2025."
    assert words.entry_words(REGISTERED).to("en") == "Row 12 of albo.xlsx."


def test_one_that_stands_in_several_lists_names_the_first_and_the_last():
    seen = replace(REGISTERED, seen_as_of=date(2026, 1, 15))
    assert words.tag_sentence(seen).to("en") == (
        "Registered in Albo Piemonte: first in the list of 1 Jun 2025, last in the list of 15 Jan 2026."
    )


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        ("documented", "Documented by Anna on 1 Feb 2026: visura.pdf."),
        ("confirmed", "Confirmed by Anna on 1 Feb 2026."),
        ("declared", "The supplier says so itself; written down by Anna on 1 Feb 2026."),
        ("suspected", "Only possible: it is in no share until somebody confirms it."),
    ],
)
def test_what_a_person_says_names_the_person(evidence, sentence):
    tag = replace(REGISTERED, evidence=evidence, made_by="Anna", file_name="visura.pdf", register=None, entry_row=None)
    assert words.tag_sentence(tag).to("en") == sentence
    assert words.entry_words(tag) is None


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (None, None, "valid on every date"),
        (date(2020, 1, 1), None, "valid from 1 Jan 2020"),
        (None, date(2024, 12, 31), "valid to 31 Dec 2024"),
        (date(2020, 1, 1), date(2024, 12, 31), "valid from 1 Jan 2020 to 31 Dec 2024"),
    ],
)
def test_from_when_to_when_it_holds(first, last, sentence):
    assert words.validity(replace(REGISTERED, valid_from=first, valid_to=last)).to("en") == sentence


def test_a_register_that_is_known_has_its_name_in_each_language():
    name = register_kinds()[0].name
    for stored in name.values():
        assert [words.register_words(stored).to(language) for language in ("it", "en")] == [name["it"], name["en"]]


def test_every_kind_and_evidence_has_words():
    for language in ("it", "en"):
        assert all(words.kind_words(kind.key).to(language) for kind in kinds.all_kinds())
        assert all(words.evidence_words(each.key).to(language) for each in kinds.all_evidence())
        assert all(words.counted_words(each.key).to(language) for each in kinds.all_evidence())
    assert words.kind_words(None) is None
    assert words.evidence_words(None) is None


def test_nobody_is_called_by_a_word_of_the_program():
    told = [words.who_words(name).to("en") for name in ("local", "matching", "Anna", None)]
    assert told == ["the person at this computer", "the comparison with the registers", "Anna", "–"]
