"""Problems of rows: each with its place, its value, what was done and what to do. The ledgers stand in the tests."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from socialimpact import knowledge, settings
from socialimpact.actor import local_owner
from socialimpact.einvoices.reasons import NOT_INVOICES, REMARKS, UNREADABLE
from socialimpact.errors import Place, Problem, problem_kind
from socialimpact.language import msg
from socialimpact.ledger.judgement import WARNED
from socialimpact.ledger.problem_marks import MARKS
from socialimpact.ledger.problems import LISTED
from socialimpact.services.ledgers import import_records, importing
from socialimpact.services.workspace import open_workspace

HEADER = "Fornitore;Partita IVA;Data fattura;Numero;Imponibile\n"
MESSY = (
    HEADER
    + """\
Alfa Srl;00488410010;05/03/2024;17;1.000,00
Alfa Srl;00488410010;05/03/2024;17;1.000,00
Beta Spa;00159560367;06/03/2024;18;tanto
Gamma Srl;;mai;19;20,00
Delta Srl;;;20;30,00
Eta Srl;;07/03/2035;21;40,00
Zeta Srl;00159560367;07/03/2024;22;50,00
"""
)


@pytest.fixture
def ws(tmp_path):
    workspace = open_workspace(tmp_path / "home")
    yield workspace
    workspace.close()


def previewed(ws, tmp_path, text):
    path = tmp_path / "acquisti.csv"
    path.write_text(text, encoding="utf-8")
    return importing.preview(ws, local_owner(), path)


def by_code(problems):
    return {problem.code: problem for problem in problems}


def test_each_problem_has_its_rows_column_and_value(ws, tmp_path):
    found = by_code(previewed(ws, tmp_path, MESSY).problems)
    assert found["amount_unreadable"].located == (Place(None, 4, 4, "tanto"),)
    assert found["date_unreadable"].located == (Place(None, 5, 2, "mai"),)
    assert found["undated"].located == (Place(None, 6, 2, None),)
    assert found["date_implausible"].located == (Place(None, 7, 2, "07/03/2035"),)
    assert [place.row for place in found["repeated_in_file"].located] == [2, 3]
    # Row 4 was set aside: only the line that counts is named.
    assert found["vat_number_fails_check"].located == (Place(None, 8, 1, "00159560367"),)


def test_an_identifier_is_found_however_the_file_writes_it(ws, tmp_path):
    rows = "Alfa Srl;IT 00159560367;25/03/2024;1;10,00\nBeta Srl;00488410010;26/03/2024;2;20,00\n"
    problem = by_code(previewed(ws, tmp_path, HEADER + rows).problems)["vat_number_fails_check"]
    assert [(place.row, place.column) for place in problem.located] == [(2, 1)]


def test_a_mark_in_the_place_of_a_number_repeats_nothing(ws, tmp_path):
    rows = "".join(f"Alfa Srl;00159560366;25/03/2024;{mark};10,00\n" for mark in ("?", "?", "-", "-", ""))
    assert "repeated_in_file" not in by_code(previewed(ws, tmp_path, HEADER + rows).problems)


def test_the_worst_come_first(ws, tmp_path):
    severities = [problem.severity for problem in previewed(ws, tmp_path, MESSY).problems]
    assert severities[0] == "error"
    assert "error" not in severities[1:]


def test_an_import_keeps_them_as_they_were_seen(ws, tmp_path):
    seen = previewed(ws, tmp_path, MESSY)
    importing.import_ledger(ws, local_owner(), seen)
    kept = import_records.problems(ws, local_owner(), 1)
    assert [(problem.code, problem.severity, problem.message.to("it")) for problem in kept] == [
        (problem.code, problem.severity, problem.message.to("it")) for problem in seen.problems
    ]
    assert [problem.located for problem in kept] == [problem.located for problem in seen.problems]


def test_the_json_of_a_problem_tells_what_was_done_and_what_to_do(ws, tmp_path):
    told = by_code(previewed(ws, tmp_path, MESSY).problems)["amount_unreadable"].as_json("en")
    assert {key: told[key] for key in ("severity", "code", "sheet", "row", "column", "value")} == {
        "severity": "error", "code": "amount_unreadable", "sheet": None, "row": 4, "column": 4, "value": "tanto",
    }  # fmt: skip
    assert told["done"] == "The row was set aside and enters no total."
    assert told["to_do"].startswith("Correct the amount in the file")
    assert told["rows"] == [{"sheet": None, "row": 4}]


def test_many_rows_of_a_kind_are_listed_up_to_a_bound_and_then_counted(ws, tmp_path):
    good = "".join(f"Beta Srl;;25/03/2024;{n};10,00\n" for n in range(2 * LISTED))
    bad = "".join(f"Alfa Srl;;25/03/2024;{n};tanto\n" for n in range(LISTED + 7))
    problems = previewed(ws, tmp_path, HEADER + good + bad).problems
    unreadable = [problem for problem in problems if problem.code == "amount_unreadable"]
    assert len(unreadable) == LISTED + 1
    assert unreadable[-1].row is None
    assert unreadable[-1].message.to("en") == "… and 7 more rows of the same kind."


def test_a_clean_ledger_has_none(ws, tmp_path):
    assert previewed(ws, tmp_path, f"{HEADER}Alfa Srl;00488410010;25/03/2024;17;1.000,00\n").problems == ()


def codes_in_the_source() -> set[str]:
    """Every code that is written where a problem is made: `Problem(severity, "code", …)` and the like."""
    codes = set(NOT_INVOICES) | set(UNREADABLE) | set(REMARKS)
    codes |= {mark.code for mark in MARKS} | set(WARNED) | {"vat_number_fails_check", "tax_code_fails_check"}
    for path in Path(settings.ROOT, "socialimpact").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", None)
            place = {"Problem": 1, "_fault": 0, "Contradiction": 0}.get(name)
            if place is None or len(node.args) <= place:
                continue
            for part in ast.walk(node.args[place]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and "_" in part.value.strip("_"):
                    codes.add(part.value)
    return codes - {"_fails_check"}


def test_every_code_says_what_was_done_and_what_to_do_in_both_languages():
    found = codes_in_the_source()
    assert {"no_header", "sheet_hidden", "spend_differs", "collective_code"} <= found
    assert sorted(code for code in found if problem_kind(code) is None) == []
    for code, told in knowledge.load("problem_codes").items():
        for part in ("title", "done", "to_do"):
            assert set(told[part]) == set(settings.LANGUAGES), (code, part)
            assert all(text.strip() for text in told[part].values()), (code, part)


def test_a_code_that_is_not_declared_is_shown_by_its_sentence():
    told = Problem("info", "unheard_of", msg("Something.")).as_json("en")
    assert (told["message"], told["done"], told["to_do"]) == ("Something.", None, None)
