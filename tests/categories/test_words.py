"""What words say: names and descriptions in five languages, labelled by hand. Silence is allowed, wrong is not."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact import knowledge
from socialimpact.categories import texts, tree
from socialimpact.categories.words import NOTHING, recognised, telling
from tests.store_with import OWNER, store_with

LABELLED = [
    tuple(part.strip() for part in line.split("|", 1))
    for line in (Path(__file__).with_name("labelled.txt")).read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def leaf_of(text):
    said = recognised(text)
    return said.leaf if said and said.confidence >= tree.confidence("least") else NOTHING


def test_of_the_texts_labelled_by_hand_hardly_any_is_wrong_and_few_stay_open():
    found = [(leaf, leaf_of(text), text) for leaf, text in LABELLED]
    wrong = [each for each in found if each[1] not in {each[0], NOTHING}]
    right = [each for each in found if each[0] == each[1]]
    assert len(found) >= 300
    assert wrong == []
    assert len(right) >= 0.97 * len(found)


def test_every_leaf_has_labelled_texts():
    assert {leaf for leaf, _ in LABELLED} == {*tree.leaves(), NOTHING}


def test_each_entry_of_the_words_leads_to_its_leaf():
    for leaf in tree.leaves().values():
        for entry in leaf.words:
            said = recognised(" ".join(re.findall(r"[a-z]+", entry)))
            assert said is not None, entry
            assert leaf.key in (said.leaf, *said.others), entry


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("Pulizie e giardinaggio", {"green"}),
        ("Stampa e comunicazione", {"marketing"}),
        ("Mensa, carburanti", {"vehicles"}),
    ],
)
def test_words_of_two_leaves_are_a_proposal_only(text, others):
    said = recognised(text)
    assert said.confidence == tree.confidence("two_leaves") < tree.confidence("least")
    assert set(said.others) <= {*others, said.leaf} or said.leaf in others


def test_a_vague_word_gives_way_to_any_other():
    assert recognised("Manutenzione").leaf == "maintenance"
    assert recognised("Manutenzione software").leaf == "it_services"


def test_the_words_that_decided_are_told():
    assert telling("Servizio di PULIZIE sede", "cleaning") == ("PULIZIE",)
    assert telling("Trasporto dei rifiuti", "waste") == ("Trasporto", "rifiuti")


@pytest.mark.parametrize("text", ["", "   ", "123", "ÄÖ", "=1+1", "\x00", "ß" * 50, "a" * 10_000])
def test_a_text_that_says_nothing(text):
    assert recognised(text) is None


def test_many_texts_at_once_are_read_as_one_by_one():
    of_all = {number: text for number, (_, text) in enumerate(LABELLED) if len(text.split()) <= 8}
    with store_with().write(OWNER) as tx:
        frame = pa.table({"text_key": pa.array(list(of_all), pa.uint64()), "text": pa.array(list(of_all.values()))})
        with tx.frame("asked", frame):
            tx.execute("create temp table unread as select * from asked")
        texts.look_up(tx, "unread", "of_description")
        found = {key: (leaf, confidence) for key, leaf, confidence in tx.rows("select * from category_text")}
    assert found.keys() == of_all.keys()
    factor = tree.confidence("of_description")
    for key, text in of_all.items():
        said = recognised(text)
        assert found[key][0] == (said.leaf if said else None), text
        if said:
            assert found[key][1] == pytest.approx(said.confidence * factor, abs=1e-6)


@given(st.text())
def test_any_text_has_an_answer(text):
    said = recognised(text)
    assert said is None or said.leaf in tree.leaves()


class TestTree:
    def test_two_levels_each_complete_in_both_languages(self):
        declared = knowledge.load("categories")["groups"]
        assert 9 <= len(declared) <= 12
        assert 38 <= len(tree.leaves()) <= 46
        for group in declared:
            assert set(group["label"]) == {"it", "en"}
            for leaf in group["leaves"]:
                assert set(leaf) == {"key", "label", "sentence", "cpv", "nace", "words"}
                assert set(leaf["label"]) == set(leaf["sentence"]) == {"it", "en"}
                assert leaf["words"]

    def test_no_key_label_word_or_code_stands_twice(self):
        groups, leaves = [group.key for group in tree.groups()], tree.leaves().values()
        for values in (
            [*groups, *tree.leaves()],
            [leaf.label["it"] for leaf in leaves],
            [leaf.label["en"] for leaf in leaves],
            [word.rstrip("~") for leaf in leaves for word in leaf.words],
            [code for leaf in leaves for code in leaf.cpv],
            [code for leaf in leaves for code in leaf.nace],
        ):
            assert len(values) == len(set(values)), [value for value in values if values.count(value) > 1]

    def test_words_and_codes_are_written_in_their_forms(self):
        for leaf in tree.leaves().values():
            assert all(re.fullmatch(r"(=?[a-z]{2,} )*=?[a-z]{2,}~?", word) for word in leaf.words), leaf.key
            assert all(re.fullmatch(r"\d{2,7}", code) for code in leaf.cpv)
            assert all(re.fullmatch(r"\d{2}(\.\d{1,2})?", code) for code in leaf.nace)


def test_the_demo_company_s_categories_or_at_least_its_descriptions_are_recognised():
    for bought in knowledge.load("demo/recipe")["categories"]:
        assert leaf_of(bought["name"]) != NOTHING or all(leaf_of(text) != NOTHING for text in bought["texts"]), bought
