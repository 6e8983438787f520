"""The review page: the question whose turn it is, its answers by button, what was answered, and the way in."""

from __future__ import annotations

from pathlib import Path

import pytest

from socialimpact.services.review.review_queue import queue
from socialimpact.suppliers import matching
from tests.pages.screen import keys, opened, said, workspace
from tests.review_with import list_entries, suggest
from tests.store_with import OWNER, workspace_with

PAGE = "data/review"
LINES = """
    date       | supplier        | amount  | description
    2024-03-01 | Verde <b>*S*</b> | 4000.00 | Lawn
    2024-05-01 | Azzurra         | 3000.00 | Canteen
"""
ENTRIES = """
    name                           | tax_code    | municipality
    VERDE COOPERATIVA SOCIALE      | 02000000014 | Torino
    VERDE ODV                      | 92000000014 | Milano
    AZZURRA IMPRESA SOCIALE S.R.L. | 02000000030 | Torino
"""
SUGGESTED = """
    supplier         | entry                          | probability
    Verde <b>*S*</b> | VERDE COOPERATIVA SOCIALE      | 0.90
    Verde <b>*S*</b> | VERDE ODV                      | 0.20
    Azzurra          | AZZURRA IMPRESA SOCIALE S.R.L. | 0.60
"""


@pytest.fixture
def full(tmp_path: Path) -> None:
    ws = workspace_with(tmp_path / "home", LINES)
    with ws.db.write(OWNER) as tx:
        list_entries(tx, ENTRIES)
        suggest(tx, SUGGESTED)
    ws.close()


def drawn(at) -> str:
    """The question and its case, as they are drawn."""
    return " ".join(element.value for element in at.get("html") if "si-" in element.value[:40])


def part(at, key: str):
    """Another part of the section."""
    at.session_state["part"] = key
    return at.run()


@pytest.mark.parametrize(("language", "words"), [("it", "Nulla da verificare"), ("en", "Nothing to review")])
def test_an_empty_home_says_what_to_do_next(language, words):
    at = opened(PAGE, language)
    assert not at.exception
    assert words in said(at)
    assert len(at.get("page_link")) >= 2


def test_what_only_a_name_makes_think_of_is_answered_with_a_reason(tmp_path):
    ws = workspace_with(tmp_path / "home", "date | supplier | amount\n2024-03-01 | Verde Coop. Sociale | 40.00")
    with ws.db.write(OWNER) as tx:
        matching.match(tx)
    ws.close()
    at = opened(PAGE)
    assert "1 more supplier is possible by its name alone" in said(at)
    at = part(at, "names")
    assert not at.exception
    at.button(key="review_later").click().run()
    assert "put off on" in drawn(at)
    at.button(key="review_undo").click().run()
    assert "put off on" not in drawn(at)
    at.button(key="review_yes").click().run()
    assert "an auditor will ask" in said(at)
    at.text_input[0].set_value("saw the statute").run()
    at.button(key="review_yes").click().run()
    assert "counts from now on" in said(at)
    assert workspace().db.rows("select evidence, why from tag where ended_at is null") == [
        ("confirmed", "saw the statute")
    ]
    assert "by the name alone" in said(part(at, "answers"))


@pytest.mark.usefixtures("full")
class TestQuestions:
    @pytest.mark.parametrize(
        ("language", "asks", "reason"),
        [
            ("en", "Is “Verde", "Compared with the register entry."),
            ("it", "è lo stesso ente di", "Confrontato con l'iscrizione nel registro."),
        ],
    )
    def test_the_largest_is_asked_about_with_a_reason_in_words(self, language, asks, reason):
        at = opened(PAGE, language)
        assert not at.exception
        assert asks in drawn(at)
        assert "<b>*S*" not in drawn(at), "a supplier's name is no markup"
        assert at.text_input[0].value.startswith(reason)

    def test_an_answer_brings_the_next_question_and_can_be_taken_back(self):
        at = opened(PAGE)
        at.button(key="review_yes").click().run()
        assert "Azzurra" in drawn(at)
        assert "Yes: Verde" in said(at)
        assert workspace().db.value("select evidence from tag where ended_at is null") == "confirmed"
        at.button(key="review_undo").click().run()
        assert "Verde" in drawn(at)
        assert workspace().db.value("select count(*) from tag where ended_at is null") == 0

    def test_another_entry_and_other_words_are_taken(self):
        at = opened(PAGE)
        at.radio[0].set_value(2).run()
        assert "VERDE ODV" in drawn(at)
        at.text_input[0].set_value("Spoke to them").run()
        at.button(key="review_yes").click().run()
        assert workspace().db.rows("select kind, why from tag") == [("social_cooperative_b", "Spoke to them")]
        assert workspace().db.value("select entry from review_answer") == "VERDE ODV"

    def test_when_all_is_decided_the_page_says_so_and_the_answers_stand_in_their_list(self):
        at = opened(PAGE)
        at.button(key="review_none").click().run()
        at.button(key="review_later").click().run()
        assert "put off on" in drawn(at)
        at.button(key="review_yes").click().run()
        assert "Everything is decided" in said(at)
        at = part(at, "answers")
        back = [key for key in keys(at) if key.startswith("take_back")]
        assert len(back) == 2
        at.button(key=back[-1]).click().run()
        assert queue(workspace(), OWNER).table["supplier"].to_pylist() == ["Verde <b>*S*</b>"]

    def test_the_questions_go_out_and_come_back_as_a_file(self):
        at = part(opened(PAGE), "excel")
        assert not at.exception
        assert "Download 2 questions" in [button.label for button in at.get("download_button")]

    def test_the_overview_leads_there_with_what_is_at_stake(self):
        at = opened("dashboards/overview")
        assert "2 suppliers may stand in a register: €7,000" in said(at)
        assert "Review them" in [link.label for link in at.get("page_link")]

    def test_an_answer_is_written_also_where_another_part_is_drawn_next(self):
        at = opened(PAGE)
        at.session_state["part"] = "answers"
        at.button(key="review_yes").click().run()
        assert not at.exception
        assert workspace().db.rows("select answer from review_answer") == [("yes",)]
        assert "Verde" in said(at)
