"""The history of a supplier tells what every room decided about it, in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from socialimpact.services import organisation
from socialimpact.services.ledgers import importing
from socialimpact.services.review import categorising, identities, natures
from socialimpact.services.suppliers import directory, history
from socialimpact.services.workspace import open_workspace
from tests.store_with import OWNER

LEDGER = """Data;Numero;Fornitore;Partita IVA;Descrizione;Imponibile
31/01/2024;1;Rossi S.r.l.;00488410010;xyz;100,00
31/01/2024;2;Verdi S.r.l.;07643520567;xyz;200,00
"""


@pytest.fixture
def ws(tmp_path: Path):
    path = tmp_path / "ledger.csv"
    path.write_text(LEDGER, encoding="utf-8")
    with open_workspace(tmp_path / "home") as workspace:
        importing.import_ledger(workspace, OWNER, importing.preview(workspace, OWNER, path, rehearse=False))
        yield workspace


def number_of(ws, name: str) -> int:
    return directory.suppliers(ws, OWNER, search=name)["supplier_id"].to_pylist()[0]


def told(ws, supplier: int, language: str = "en", actor=OWNER) -> list[str]:
    return [entry.what.to(language) for entry in history.history(ws, actor, supplier)]


def test_each_decision_stands_there_in_words_in_both_languages(ws):
    rossi, verdi = number_of(ws, "rossi"), number_of(ws, "verdi")
    identities.keep_apart(ws, OWNER, rossi, verdi, "two firms")
    merged = identities.merge(ws, OWNER, rossi, verdi, "one firm")
    identities.undo(ws, OWNER, merged)
    rules = natures.decide(ws, OWNER, "rent", "a hall", natures.Lines(supplier_id=rossi))
    natures.end(ws, OWNER, rules, "no hall")
    made = categorising.decide(ws, OWNER, [categorising.Decision("supplier", str(rossi), "cleaning")], "they clean")
    categorising.take_back(ws, OWNER, made, "they do not")
    said = told(ws, rossi)
    for sentence in (
        "Said not to be the same as another supplier",
        "Joined with another supplier",
        "A decision about who it is was taken back",
        "The nature of its purchases was decided: Rent",
        "The rule about the nature of its purchases was taken back: Rent",
        "The category of its purchases was decided: Cleaning",
        "The decision about the category of its purchases was taken back: Cleaning",
    ):
        assert said.count(sentence) == 1, sentence
    assert not set(said) & set(told(ws, rossi, "it"))


def test_who_sees_another_company_alone_reads_nothing_of_a_rule_that_was_ended_here(ws):
    rossi = number_of(ws, "rossi")
    (company,) = organisation.companies(ws, OWNER)
    here = replace(OWNER, companies=frozenset({company.company_id}))
    rules = natures.decide(ws, here, "rent", "a hall", natures.Lines(supplier_id=rossi))
    natures.end(ws, here, rules, "no hall")
    elsewhere = replace(OWNER, companies=frozenset({company.company_id + 1}))
    assert [entry for entry in history._decisions(ws, here, rossi) if entry.why]
    assert history._decisions(ws, elsewhere, rossi) == []
