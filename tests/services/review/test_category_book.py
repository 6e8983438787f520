"""What has no category as a workbook: out with the list of categories, filled in by people, and read safely."""

from __future__ import annotations

import io

import openpyxl
import pytest

from socialimpact.actor import Actor
from socialimpact.errors import FileRefused, NotAllowed
from socialimpact.services.review import categorising, category_book, category_return
from socialimpact.services.review.categorising import Decision
from tests.store_with import OWNER, workspace_with

LINES = """
    company | date       | supplier | amount | category         | description
    Alba    | 2024-01-01 | Alfa     | 500.00 | =Voce 7          | Canone x
    Alba    | 2024-01-02 | Beta     | 300.00 | Servizi generali |
    Alba    | 2024-01-03 | Gamma    | 200.00 |                  | Canone y
    Bosco   | 2024-01-04 | Delta    |  40.00 | Voce segreta     |
    """
WHY = "Answered by a colleague"


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "home", LINES) as made:
        yield made


def sent(ws, language="en", actor=OWNER):
    return openpyxl.load_workbook(io.BytesIO(category_book.export(ws, actor, language)))


def back(ws, tmp_path, book):
    book.save(tmp_path / "back.xlsx")
    return category_return.read(ws, OWNER, tmp_path / "back.xlsx")


def fill(book, name, answer, why=None):
    """Write an answer into the first row of a name, as a colleague would."""
    row = next(row for row in book.worksheets[0].iter_rows(min_row=2) if row[3].value == name)
    row[1].value, row[2].value = answer, why


def states(returned):
    return {row.name or row.case[:1]: row.state for row in returned.rows}


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [("it", "Pulizie e sanificazione", "Lascia non classificata"), ("en", "Cleaning", "Leave it unclassified")],
)
def test_it_offers_the_categories_in_the_readers_language(ws, language, first, last):
    book = sent(ws, language)
    page, _, answers = book.worksheets
    assert [cell.value for cell in page["D"][1:]] == [
        "'=Voce 7", "Servizi generali", "Voce segreta", "Alfa", "Beta", "Gamma", "Delta",
    ]  # fmt: skip
    listed = [row[0].value for row in answers.iter_rows()]
    assert (listed[0], listed[-1], len(listed)) == (first, last, 44)
    (rule,) = page.data_validations.dataValidation
    assert rule.formula1 == f"'{answers.title}'!$A$1:$A$44"
    assert [page.cell(2, place).protection.locked for place in (1, 2, 3, 4)] == [True, False, False, True]
    assert [page.cell(2, place).value for place in (6, 7, 8)] == [500, 1, "Alfa"]
    assert page.cell(7, 8).value == "Canone y"


def test_no_cell_is_a_formula_and_each_sees_their_own(ws):
    assert {cell.data_type for page in sent(ws) for row in page.iter_rows() for cell in row} <= {"s", "n"}
    one = sent(ws, actor=Actor("anna", "viewer", frozenset({1}))).worksheets[0]
    assert "Voce segreta" not in [cell.value for cell in one["D"]]


def test_nothing_is_decided_before_it_is_applied_and_each_reason_is_kept(ws, tmp_path):
    book = sent(ws)
    fill(book, "'=Voce 7", "formazione", "Asked purchasing")
    fill(book, "Servizi generali", "Leave it unclassified")
    fill(book, "Gamma", " CLEANING ")
    found = back(ws, tmp_path, book)
    assert (len(found.ready), found.blank) == (3, 4)
    assert categorising.decided(ws, OWNER) == []
    numbers = category_return.apply(ws, OWNER, found, WHY)
    assert {(rule.value, rule.leaf, rule.why) for rule in categorising.decided(ws, OWNER)} == {
        ("=Voce 7", "training", "Asked purchasing"),
        ("Servizi generali", None, WHY),
        ("Gamma", "cleaning", WHY),
    }
    assert ws.db.rows("select category from spend where supplier = 'Gamma'") == [("cleaning",)]
    categorising.take_back(ws, OWNER, numbers)
    assert len(category_book.open_cases(ws, OWNER)) == 7


def test_unknown_words_two_answers_and_what_changed_meanwhile_are_said_by_row(ws, tmp_path):
    book = sent(ws)
    page = book.worksheets[0]
    fill(book, "'=Voce 7", "happiness")
    fill(book, "Servizi generali", "Cleaning")
    page.append([page["A3"].value, "Training"])
    fill(book, "Voce segreta", "Training")
    fill(book, "Gamma", "Cleaning")
    fill(book, "Beta", "Cleaning")
    page["A6"].value = "S-" + "0" * 16
    categorising.decide(ws, OWNER, [Decision("category", "Voce segreta", "food")], "meanwhile")
    found = back(ws, tmp_path, book)
    assert states(found) == {
        "=Voce 7": "unclear", "Servizi generali": "twice", "Voce segreta": "conflict", "Gamma": "ready", "S": "changed",
    }  # fmt: skip
    assert [row.row for row in found.rows if row.state == "unclear"] == [2]
    gamma = str(ws.db.value("select supplier_id from supplier where name = 'Gamma'"))
    categorising.decide(ws, OWNER, [Decision("supplier", gamma, "cleaning")], "meanwhile")
    assert category_return.apply(ws, OWNER, found, WHY) == [], "it is judged again when it is applied"
    assert states(back(ws, tmp_path, book))["Gamma"] == "same"


def test_another_file_and_a_viewer_are_refused(ws, tmp_path):
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Data", "Importo"])
    with pytest.raises(FileRefused):
        back(ws, tmp_path, book)
    with pytest.raises(NotAllowed):
        category_return.read(ws, Actor("vera"), tmp_path / "back.xlsx")
