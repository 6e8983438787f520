"""The command about categories: the tree with its spend, what is open, decisions by hand and their end."""

from __future__ import annotations

from decimal import Decimal

import openpyxl
import pytest

from tests.homes import after_import
from tests.test_cli import call

LEDGER = """Data fattura;Numero fattura;Fornitore;Partita IVA;Categoria;Imponibile
31/01/2024;A/17;Rossi S.r.l.;00488410010;Voce 7;1.234,56
29/02/2024;V-204;Verdi Cooperativa Sociale;07643520567;Pulizie;100,01
"""


@pytest.fixture
def home(tmp_path):
    return after_import(tmp_path / "home", LEDGER)


def spend(capsys, home):
    _, rows, _ = call(capsys, "--home", home, "categories", "--json")
    return {row["category"]: Decimal(row["addressable_spend"]) for row in rows if row["lines"]}


def test_the_tree_adds_up_to_the_whole_and_agrees_with_the_figures(capsys, home):
    assert spend(capsys, home) == {"cleaning": Decimal("100.01"), None: Decimal("1234.56")}
    _, figures, _ = call(
        capsys,
        "--home",
        home,
        "figures",
        "--measures",
        "addressable_spend",
        "--by",
        "category,category_group",
        "--json",
    )
    assert {(row["category"], row["category_group"]): row["addressable_spend"] for row in figures["rows"]} == {
        ("cleaning", "premises"): "100.01",
        (None, None): "1234.56",
    }


def test_a_group_stands_for_its_leaves_in_a_condition(capsys, home):
    _, figures, _ = call(
        capsys, "--home", home, "figures", "--measures", "total_spend", "--where", "category=premises", "--json"
    )
    assert figures["rows"] == [{"total_spend": "100.01"}]


def test_what_is_open_is_decided_by_the_name_of_a_category_and_taken_back(capsys, home):
    _, (case,), _ = call(capsys, "--home", home, "categories", "--unmapped", "--json")
    assert (case["by"], case["value"], case["addressable_spend"]) == ("category", "Voce 7", "1234.56")
    code, made, _ = call(
        capsys, "--home", home, "categories", "map", "Voce 7", "formazione", "--why", "agreed", "--json"
    )
    assert (code, made) == (0, {"category_rule_id": 1, "category": "training"})
    assert spend(capsys, home) == {"cleaning": Decimal("100.01"), "training": Decimal("1234.56")}
    assert call(capsys, "--home", home, "categories", "--unmapped", "--json")[1] == []
    assert call(capsys, "--home", home, "categories", "forget", "1", "--json")[0] == 0
    assert None in spend(capsys, home)


def test_a_category_that_is_none_is_refused_with_those_there_are(capsys, home):
    code, answer, said = call(capsys, "--home", home, "categories", "map", "Voce 7", "happiness", "--json")
    assert (code, answer["error"]["code"]) == (1, "unknown_category")
    assert "cleaning" in said


def test_what_is_open_goes_out_as_excel_and_is_decided_on_demand(capsys, home, tmp_path):
    file = tmp_path / "open.xlsx"
    assert call(capsys, "--home", home, "categories", "export", file, "--json")[0] == 0
    book = openpyxl.load_workbook(file)
    book.worksheets[0]["B2"].value = "Training"
    book.save(file)
    _, plan, _ = call(capsys, "--home", home, "categories", "import", file, "--json")
    assert (plan["ready"], plan["applied"], plan["rows"][0]["category"]) == (1, False, "training")
    assert None in spend(capsys, home)
    assert call(capsys, "--home", home, "categories", "import", file, "--apply", "--json")[1]["applied"]
    assert spend(capsys, home)["training"] == Decimal("1234.56")


@pytest.mark.parametrize("words", [["export"], ["import"], ["map"], ["map", "x"], ["forget"], ["forget", "x"]])
def test_a_call_that_lacks_something_exits_with_2(capsys, home, words):
    assert call(capsys, "--home", home, "categories", *words)[0] == 2
