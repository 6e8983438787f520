"""The open questions as a workbook: out in the reader's language, changed by people, and read safely."""

from __future__ import annotations

import io
import json
import random

import openpyxl
import pytest

from socialimpact.actor import Actor
from socialimpact.errors import FileRefused, NotAllowed, Refused
from socialimpact.language import msg
from socialimpact.services.review import review_book, review_return, reviewing
from socialimpact.services.review.review_queue import queue
from socialimpact.services.review.to_fill import ANSWER, Asked, Questions, workbook
from tests.review_with import entry_id, list_entries, suggest, supplier_id
from tests.store_with import OWNER, workspace_with

LINES = """
    date       | supplier   | amount  | description | category
    2024-03-01 | =cmd()     | 4000.00 | Lawn        | Gardens
    2024-05-01 | Azzurra    | 3000.00 | Canteen     |
    2024-07-01 | Rossa      |  500.00 | Laundry     |
"""
ENTRIES = """
    name                           | tax_code    | municipality
    VERDE COOPERATIVA SOCIALE      | 02000000014 | Torino
    AZZURRA IMPRESA SOCIALE S.R.L. | 02000000030 | Torino
    ROSSA ODV                      | 92000000014 | Milano
"""
SUGGESTED = """
    supplier | entry                          | probability
    =cmd()   | VERDE COOPERATIVA SOCIALE      | 0.90
    Azzurra  | AZZURRA IMPRESA SOCIALE S.R.L. | 0.60
    Rossa    | ROSSA ODV                      | 0.20
"""


@pytest.fixture
def ws(tmp_path):
    made = workspace_with(tmp_path / "home", LINES)
    with made.db.write(OWNER) as tx:
        list_entries(tx, ENTRIES)
        suggest(tx, SUGGESTED)
    yield made
    made.close()


def sent(ws, language="en") -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(review_book.export(ws, OWNER, language)))


def back(ws, tmp_path, book, name="back.xlsx") -> review_return.Returned:
    book.save(tmp_path / name)
    return review_return.read(ws, OWNER, tmp_path / name)


def fill(page, supplier: str, answer: str, why: str = "") -> None:
    """Write an answer into the row of a supplier, as a colleague would."""
    row = next(row for row in page.iter_rows(min_row=2) if row[3].value == supplier)
    row[1].value, row[2].value = answer, why or None


def states(returned) -> dict[str, str]:
    return {row.supplier or row.case: row.state for row in returned.rows}


class TestOut:
    @pytest.mark.parametrize(("language", "words"), [("it", "sì,no,nessuno,dopo"), ("en", "yes,no,none of them,later")])
    def test_it_speaks_the_readers_language_and_offers_the_answers(self, ws, language, words):
        book = sent(ws, language)
        page = book.worksheets[0]
        assert [cell.value for cell in page["D"][1:]] == ["'=cmd()", "Azzurra", "Rossa"]
        assert [rule.formula1 for rule in page.data_validations.dataValidation] == [f'"{words}"']
        assert page.protection.sheet
        assert [page.cell(2, place).protection.locked for place in (1, 2, 3, 4)] == [True, False, False, True]
        assert len(book.worksheets) == 2
        assert (book.worksheets[1]["A1"].value.startswith("Ogni")) == (language == "it")

    def test_no_cell_is_a_formula(self, ws):
        assert {cell.data_type for page in sent(ws) for row in page.iter_rows() for cell in row} <= {"s", "n"}

    def test_it_is_what_the_actor_sees(self, ws):
        alone = Actor("ann", "viewer", frozenset())
        book = openpyxl.load_workbook(io.BytesIO(review_book.export(ws, alone, "en")))
        assert book.worksheets[0].max_row == 1


class TestBack:
    def test_nothing_is_decided_before_it_is_applied(self, ws, tmp_path):
        book = sent(ws)
        fill(book.worksheets[0], "Azzurra", "yes", "Called them")
        fill(book.worksheets[0], "Rossa", "no")
        found = back(ws, tmp_path, book)
        assert (found.counts(), found.blank) == ({"yes": 1, "no": 1}, 1)
        assert queue(ws, OWNER).open == 3
        number = review_return.apply(ws, OWNER, found)
        assert queue(ws, OWNER).table["supplier"].to_pylist() == ["=cmd()"]
        reasons = dict(ws.db.rows("select supplier, why from review_answer"))
        assert reasons["Azzurra"] == "Called them"
        assert "back.xlsx" in reasons["Rossa"]
        reviewing.undo(ws, OWNER, number)
        assert queue(ws, OWNER).open == 3

    def test_a_cell_that_shows_an_error_is_neither_an_answer_nor_a_reason(self, ws, tmp_path):
        book = sent(ws)
        fill(book.worksheets[0], "Azzurra", "yes", "#VALUE!")
        fill(book.worksheets[0], "Rossa", "#N/A")
        found = back(ws, tmp_path, book)
        assert [(row.answer, row.why) for row in found.rows] == [("yes", "")]

    @pytest.mark.parametrize("answer", ["Sì", "si", " YES ", "s", "'yes"])
    def test_both_languages_are_understood_whatever_the_spelling(self, ws, tmp_path, answer):
        book = sent(ws, "it")
        fill(book.worksheets[0], "Azzurra", answer)
        assert back(ws, tmp_path, book).counts() == {"yes": 1}

    def test_rows_and_columns_may_be_moved_and_rows_left_out(self, ws, tmp_path):
        page = sent(ws).worksheets[0]
        fill(page, "Azzurra", "later")
        fill(page, "Rossa", "none of them", "Another one")
        rows = [[cell.value for cell in row][::-1] for row in page.iter_rows()]
        shuffled = [rows[0], *random.Random(7).sample(rows[1:], 3)][:4]  # noqa: S311 - no secret
        book = openpyxl.Workbook()
        book.worksheets[0].append(["A note of mine"])
        for row in shuffled:
            book.worksheets[0].append(row)
        found = back(ws, tmp_path, book)
        assert (found.counts(), found.blank) == ({"later": 1, "none": 1}, 1)
        assert {row.why for row in found.ready} == {"", "Another one"}

    def test_a_changed_case_a_word_of_ones_own_and_two_answers_are_said_and_left(self, ws, tmp_path):
        book = sent(ws)
        page = book.worksheets[0]
        fill(page, "Azzurra", "perhaps")
        fill(page, "Rossa", "yes")
        page["A2"].value = page["A2"].value.replace("1-", "2-", 1)
        page["B2"].value = "yes"
        page.append([page["A4"].value, "no", None, "Rossa"])
        found = back(ws, tmp_path, book)
        assert sorted(states(found).values()) == ["changed", "twice", "unclear"]
        assert review_return.apply(ws, OWNER, found) is None
        assert queue(ws, OWNER).open == 3

    def test_what_was_answered_meanwhile_is_a_conflict_and_stays(self, ws, tmp_path):
        book = sent(ws)
        for supplier in ("Azzurra", "Rossa"):
            fill(book.worksheets[0], supplier, "yes")
        reviewing.answer(ws, OWNER, supplier_id(ws.db, "Azzurra"), entry_id(ws.db, "AZZURRA IMPRESA SOCIALE S.R.L."),
                         "no", "seen")  # fmt: skip
        found = back(ws, tmp_path, book)
        assert states(found) == {"Azzurra": "conflict", "Rossa": "ready"}
        reviewing.answer(ws, OWNER, supplier_id(ws.db, "Rossa"), entry_id(ws.db, "ROSSA ODV"), "yes", "seen")
        assert review_return.apply(ws, OWNER, found) is None, "it is judged again when it is applied"
        assert states(back(ws, tmp_path, book)) == {"Azzurra": "conflict", "Rossa": "same"}

    def test_another_file_is_refused_in_words(self, ws, tmp_path):
        book = openpyxl.Workbook()
        book.worksheets[0].append(["Data", "Importo"])
        book.worksheets[0].append(["01/01/2024", "1,00"])
        with pytest.raises(FileRefused):
            back(ws, tmp_path, book)
        (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no workbook")
        with pytest.raises(Refused):
            review_return.read(ws, OWNER, tmp_path / "broken.xlsx")

    def test_only_who_may_decide_reads_it(self, ws, tmp_path):
        sent(ws).save(tmp_path / "x.xlsx")
        with pytest.raises(NotAllowed):
            review_return.read(ws, Actor("eve", "viewer"), tmp_path / "x.xlsx")


def test_the_command_line_lists_answers_sends_and_reads(ws, tmp_path, capsys):
    from socialimpact.cli import main  # noqa: PLC0415 - only here

    home = str(ws.home.path)
    ws.close()

    def said(*command) -> dict:
        assert main(["--home", home, "review", *command, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    found = said()
    assert (found["open"], found["decided"], found["stake"]) == (3, 0, "7500.00")
    first, second, _ = found["cases"]
    number = said("answer", str(first["supplier_id"]), str(first["entry_id"]), "yes", "--why", "Called them")["answer"]
    assert said()["decided"] == 1
    assert [each["why"] for each in said("answers")] == ["Called them"]
    said("undo", str(number))
    assert said()["open"] == 3
    said("export", str(tmp_path / "out.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    fill(book.worksheets[0], second["supplier"], "no")
    book.save(tmp_path / "out.xlsx")
    assert said("import", str(tmp_path / "out.xlsx"))["ready"] == {"no": 1}
    assert said()["open"] == 3
    assert said("import", str(tmp_path / "out.xlsx"), "--apply")["applied"]
    assert said()["open"] == 2
    assert main(["--home", home, "review", "undo", "99"]) == 1


def test_a_row_is_as_high_as_its_longest_text_needs():
    asked = Questions(
        msg("Cases"), ANSWER, 17, ("yes", "no"), (Asked("text", msg("Supplier"), 20),),
        [{"case": "1", "text": "short"}, {"case": "2", "text": "a text of many words " * 5}], (),
    )  # fmt: skip
    page = openpyxl.load_workbook(io.BytesIO(workbook(asked, "en"))).worksheets[0]
    assert page.row_dimensions[2].height < page.row_dimensions[3].height
