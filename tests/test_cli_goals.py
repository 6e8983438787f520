"""The commands about goals: what is undertaken, written down and taken back."""

from __future__ import annotations

import pytest

from tests.homes import after_import
from tests.test_cli import call

LEDGER = """Data fattura;Numero fattura;Fornitore;Partita IVA;Imponibile
31/01/2024;A/17;Rossi S.r.l.;00488410010;1.234,56
29/02/2024;V-204;Verdi Cooperativa Sociale;07643520567;100,01
"""


@pytest.fixture
def home(tmp_path):
    return after_import(tmp_path / "home", LEDGER)


@pytest.fixture
def run(capsys, home):
    def command(*words):
        return call(capsys, "--home", home, *words, "--json")

    return command


def test_an_initiative_is_written_down_changed_removed_and_taken_back(run):
    _, suppliers, _ = run("suppliers", "--search", "verdi")
    verdi = suppliers[0]["supplier_id"]
    code, made, _ = run("initiatives", "add", "Green care", "--from", "2024-02-01", "--supplier", verdi)
    assert (code, made) == (0, {"initiative_id": 1})
    (row,) = run("initiatives")[1]
    assert (row["name"], row["begins"], row["ends"], row["spend_since"]) == ("Green care", "2024-02-01", None, "100.01")
    assert row["suppliers"] == [{"supplier_id": verdi, "supplier": "Verdi Cooperativa Sociale"}]
    assert run("initiatives", "--to", "2024-01-31")[1] == []
    assert run("initiatives", "change", "1", "--responsible", "Ada", "--to", "2024-12-31")[0] == 0
    (row,) = run("initiatives")[1]
    assert (row["name"], row["responsible"], row["ends"]) == ("Green care", "Ada", "2024-12-31")
    assert run("initiatives", "remove", "1")[0] == 0
    assert run("initiatives")[1] == []
    assert run("initiatives", "undo", "1")[0] == 0
    assert len(run("initiatives")[1]) == 1
    assert [step["what"] for step in run("initiatives", "history", "1")[1]] == [
        "Brought back",
        "Removed",
        "Changed",
        "Written down",
    ]


def test_what_is_refused_exits_with_1_and_what_lacks_something_with_2(run, capsys, home):
    assert run("initiatives", "add", "x", "--from", "2024-02-01", "--to", "2024-01-01")[0] == 1
    assert run("initiatives", "remove", "7")[0] == 1
    for words in (["add"], ["add", "x"], ["change", "x"], ["undo"]):
        assert call(capsys, "--home", home, "initiatives", *words)[0] == 2


def test_a_target_is_set_listed_as_a_path_and_removed(run):
    assert run("targets", "set", "social_share", "2024", "6%")[0] == 0
    code, made, _ = run("targets", "set", "social_share", "2026", "0.08", "--category", "cleaning")
    assert (code, made) == (0, {"target_id": 2})
    whole, part = run("targets")[1]
    assert (whole["about"], part["category"]) == ("the whole organisation", "cleaning")
    (year,) = whole["years"]
    assert (year["year"], year["target"], year["known"], year["target_id"]) == (2024, "0.0600", "stated", 1)
    assert year["reached"] == 0.0
    assert run("targets", "remove", "1")[0] == 0
    assert [each["category"] for each in run("targets")[1]] == ["cleaning"]


@pytest.mark.parametrize(
    "words",
    [
        ["social_share", "2024", "6"],
        ["social_share", "2024", "six"],
        ["social_spend", "2024", "6%"],
        ["social_share", "2024", "nan"],
        ["happiness", "2024", "1"],
        ["social_share", "2024", "6%", "--site", "Nowhere"],
    ],
)
def test_a_target_that_cannot_be_is_refused(run, words):
    assert run("targets", "set", *words)[0] == 1


@pytest.mark.parametrize("words", [["set"], ["set", "social_share", "soon", "6%"], ["remove"], ["remove", "x"]])
def test_a_call_of_targets_that_lacks_something_exits_with_2(capsys, home, words):
    assert call(capsys, "--home", home, "targets", *words)[0] == 2
