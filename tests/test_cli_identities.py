"""Who is who on the command line: proposals, joining, splitting and taking back, as JSON and as text."""

from __future__ import annotations

import json

import pytest

from socialimpact.cli import main
from tests.homes import after_import

LEDGER = """Data;Numero;Fornitore;Partita IVA;Comune;Provincia;Imponibile
31/03/2024;1;Myo S.p.A.;03222970406;;;1.000,00
31/03/2024;2;MYO SRL;;;;300,00
31/03/2024;3;Verdi Giardini srl;07643520567;Torino;TO;70,00
31/03/2024;4;Verdi Restauri srl;07643520567;Torino;TO;30,00
"""


@pytest.fixture
def call(capsys, tmp_path):
    """Runs a command on a home with the ledger: exit code, JSON document or text, standard error."""
    after_import(tmp_path / "home", LEDGER)

    def run(*arguments: object):
        code = main(["--home", str(tmp_path / "home"), "--language", "en", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, json.loads(out) if "--json" in arguments else out, err

    return run


def test_what_may_be_one_is_joined_and_taken_back(call):
    code, (case,), _ = call("identities", "--json")
    assert code == 0
    assert (case["keep"]["name"], case["other"]["name"], case["at_stake"]) == ("Myo S.p.A.", "MYO SRL", "300.00")
    assert set(case) == {"keep", "other", "why", "likely", "at_stake"}
    pair = case["keep"]["supplier_id"], case["other"]["supplier_id"]
    code, answer, _ = call("merge", *pair, "--why", "transformed", "--json")
    assert (code, answer) == (0, {"decision_id": 1})
    assert call("identities", "--json")[1] == []
    code, (decision,), _ = call("identities", "decided", "--json")
    assert (decision["what"], decision["why"], decision["undone_at"]) == ("merge", "transformed", None)
    assert call("identities", "undo", 1)[0] == 0
    assert len(call("identities", "--json")[1]) == 1
    code, _, err = call("identities", "undo", 1)
    assert (code, err.strip()) == (1, "This decision was taken back before.")


def test_ways_of_writing_are_listed_and_split_off(call):
    listed = next(row for row in call("suppliers", "--json")[1] if row["vat_number"] == "07643520567")
    code, rows, _ = call("split", listed["supplier_id"], "--json")
    assert code == 0
    restauri = next(row["spelling_id"] for row in rows if row["name"] == "Verdi Restauri srl")
    code, answer, _ = call("split", listed["supplier_id"], restauri, "--why", "a VAT group", "--json")
    assert code == 0
    spend = {row["supplier"]: row["spend"] for row in call("suppliers", "--json")[1]}
    assert (spend["Verdi Giardini srl"], spend["Verdi Restauri srl"]) == ("70.00", "30.00")
    assert answer["supplier_id"] in {row["supplier_id"] for row in call("suppliers", "--json")[1]}


def test_a_wrong_call_is_told_from_a_refusal(call):
    assert call("identities", "undo")[0] == 2
    assert call("split", 1, 1)[0] == 2
    code, _, err = call("merge", 1, 999, "--why", "x")
    assert (code, err.strip()) == (1, "There is no supplier 999.")
    assert "Myo" in call("identities")[1]
