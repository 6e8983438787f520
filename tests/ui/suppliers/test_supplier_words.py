"""How a statement about a supplier is told: where it comes from, from when to when, and who made it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from socialimpact.language import msg
from socialimpact.services.registers.registering import register_kinds
from socialimpact.services.suppliers.supplier_view import TagView
from socialimpact.suppliers import kinds
from socialimpact.ui.suppliers import supplier_words as words

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


def test_an_entry_is_named_by_file_and_row():
    assert words.entry_words(REGISTERED).to("en") == "Row 12 of albo.xlsx."
    assert words.entry_words(replace(REGISTERED, entry_row=None)) is None


@pytest.mark.parametrize(
    ("probability", "word"), [(1.0, "very likely"), (0.9, "very likely"), (0.7, "likely"), (0.3, "possible"),
                              (0.0, "unlikely")],
)  # fmt: skip
def test_a_probability_is_said_as_people_say_it(probability, word):
    assert words.likely_words(probability).to("en") == word


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
    assert words.validity(first, last).to("en") == sentence


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
