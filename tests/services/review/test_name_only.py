"""Suppliers that may be social by their name alone: asked last, answered with a reason, taken back, not asked twice."""

from __future__ import annotations

import io

import openpyxl
import pytest

from socialimpact.errors import NotFound, Refused
from socialimpact.figures import spend
from socialimpact.services.review import name_only, review_book, review_return, reviewing
from socialimpact.suppliers import matching
from tests.review_with import is_as_rebuilt, list_entries, suggest, supplier_id, tagged
from tests.store_with import OWNER, workspace_with

LINES = """
    date       | supplier                        | amount
    2024-03-01 | Verde Soc. Coop. Sociale        | 1000.00
    2024-03-01 | Azzurra Cooperativa Sociale     | 8000.00
    2024-03-01 | Rossa ODV                       |  500.00
    2024-03-01 | Ferramenta S.r.l.               |   50.00
"""


@pytest.fixture
def ws(tmp_path):
    made = workspace_with(tmp_path / "home", LINES)
    with made.db.write(OWNER) as tx:
        list_entries(tx, "name | tax_code\nROSSA ODV | 92000000014", default="runts")
        matching.match(tx)
        suggest(tx, "supplier | entry\nRossa ODV | ROSSA ODV") if not tx.value("select count(*) from suggestion") else 0
        spend.rebuild(tx)
    yield made
    made.close()


def asked(ws) -> list[str]:
    return [each.supplier for each in name_only.found(ws, OWNER)]


def press(ws, name, given, why="seen") -> int:
    return reviewing.answer(ws, OWNER, supplier_id(ws.db, name), name_only.NAME_ALONE, given, why)


def test_the_largest_come_first_and_what_a_register_may_hold_is_asked_there(ws):
    first, second = name_only.found(ws, OWNER)
    assert (first.supplier, second.supplier) == ("Azzurra Cooperativa Sociale", "Verde Soc. Coop. Sociale")
    assert first.kind == "social_cooperative"
    assert "no register has it" in str(first.why)


def test_a_yes_counts_by_the_word_of_a_person_and_is_taken_back(ws):
    before = tagged(ws)
    number = press(ws, "Azzurra Cooperativa Sociale", "yes", "company extract seen")
    assert ("Azzurra Cooperativa Sociale", "social_cooperative", "confirmed", None, None) in tagged(ws)
    assert is_as_rebuilt(ws)
    assert asked(ws) == ["Verde Soc. Coop. Sociale"]
    (said, *_) = reviewing.given(ws, OWNER)
    assert (said.answer, str(said.why), said.entries) == ("yes", "company extract seen", ("",))
    reviewing.undo(ws, OWNER, number)
    assert tagged(ws) == before
    assert is_as_rebuilt(ws)
    assert len(asked(ws)) == 2


def test_a_no_is_not_asked_again_when_suppliers_are_matched_anew(ws):
    number = press(ws, "Verde Soc. Coop. Sociale", "no")
    with ws.db.write(OWNER) as tx:
        matching.match(tx)
    assert asked(ws) == ["Azzurra Cooperativa Sociale"]
    reviewing.undo(ws, OWNER, number)
    assert len(asked(ws)) == 2


def test_a_yes_stays_when_suppliers_are_matched_anew(ws):
    press(ws, "Verde Soc. Coop. Sociale", "yes", "they sent their statute")
    with ws.db.write(OWNER) as tx:
        matching.match(tx)
    assert ("Verde Soc. Coop. Sociale", "social_cooperative", "confirmed", None, None) in tagged(ws)


def test_it_needs_a_reason_and_a_question(ws):
    with pytest.raises(Refused):
        press(ws, "Verde Soc. Coop. Sociale", "yes", "  ")
    with pytest.raises(NotFound):
        press(ws, "Ferramenta S.r.l.", "yes")


def test_what_was_put_off_comes_last_until_it_is_answered_or_taken_back(ws):
    number = press(ws, "Azzurra Cooperativa Sociale", "later")
    assert asked(ws) == ["Verde Soc. Coop. Sociale", "Azzurra Cooperativa Sociale"]
    assert name_only.found(ws, OWNER)[1].later_at
    assert ("Azzurra Cooperativa Sociale", "suspected") in {(name, evidence) for name, _, evidence, *_ in tagged(ws)}
    reviewing.undo(ws, OWNER, number)
    assert asked(ws)[0] == "Azzurra Cooperativa Sociale"
    press(ws, "Azzurra Cooperativa Sociale", "later")
    press(ws, "Azzurra Cooperativa Sociale", "no")
    assert [given.answer for given in reviewing.given(ws, OWNER)] == ["none"]


def test_a_colleague_answers_it_in_the_file_and_says_how_they_know(ws, tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(review_book.export(ws, OWNER, "en")))
    page = book.worksheets[0]
    names = {page.cell(row, 4).value: row for row in range(2, page.max_row + 1)}
    azzurra, verde = names["Azzurra Cooperativa Sociale"], names["Verde Soc. Coop. Sociale"]
    heads = {page.cell(1, column).value: column for column in range(1, page.max_column + 1)}
    assert page.cell(azzurra, heads["May be this entry"]).value == "No register has it"
    page.cell(azzurra, 2).value, page.cell(verde, 2).value = "yes", "no"
    book.save(tmp_path / "back.xlsx")
    found = review_return.read(ws, OWNER, tmp_path / "back.xlsx")
    assert {row.supplier: row.state for row in found.rows} == {
        "Azzurra Cooperativa Sociale": "unfounded", "Verde Soc. Coop. Sociale": "ready",
    }  # fmt: skip
    page.cell(azzurra, 3).value = "Their statute"
    book.save(tmp_path / "back.xlsx")
    found = review_return.read(ws, OWNER, tmp_path / "back.xlsx")
    assert found.counts() == {"yes": 1, "no": 1}
    review_return.apply(ws, OWNER, found)
    assert ("Azzurra Cooperativa Sociale", "social_cooperative", "confirmed", None, None) in tagged(ws)
    assert asked(ws) == []
    assert {row.state for row in review_return.read(ws, OWNER, tmp_path / "back.xlsx").rows} == {"same"}


def test_who_did_it_is_an_event(ws):
    press(ws, "Verde Soc. Coop. Sociale", "no")
    assert ws.db.value("select count(*) from event where what = 'answer review' and who = ?", [OWNER.name]) == 1
