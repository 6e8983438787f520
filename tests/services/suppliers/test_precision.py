"""No tag counts without an equal, valid identifier in a register or a person's decision: every way round is tried."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from socialimpact.actor import Actor
from socialimpact.cli import main
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.services import integrity
from socialimpact.services.ledgers import importing
from socialimpact.services.registers import registering
from socialimpact.services.suppliers import tagging
from socialimpact.services.workspace import Workspace, open_workspace
from tests.homes import prepared
from tests.store_with import OWNER

LEDGER = """Data;Numero;Fornitore;Partita IVA;Comune;Imponibile
28/02/2024;1;Verdi Cooperativa Sociale;07643520567;Novara;300,00
28/02/2024;2;Azzurra Cooperativa Sociale;;Novara;200,00
28/02/2024;3;Rossi Cooperativa Sociale;07643520568;Novara;100,00
28/02/2024;4;Consorzio Insieme Cooperativa Sociale;02000000014;Novara;50,00
"""
# The true one; a homonym with another number; one whose number is wrong; the consortium's member beside it.
ALBO = """Nome;Codice fiscale;Tipo
Verdi Cooperativa Sociale;07643520567;Cooperativa sociale B
Azzurra Cooperativa Sociale;00488410010;Cooperativa sociale B
Rossi Cooperativa Sociale;07643520568;Cooperativa sociale B
Insieme Cooperativa Sociale;00159560366;Cooperativa sociale B
"""


@pytest.fixture
def ws(tmp_path: Path):
    with prepared(tmp_path / "home", bought_and_listed) as workspace:
        yield workspace


def bought_and_listed(ws: Workspace, folder: Path) -> None:
    for name, text in (("ledger.csv", LEDGER), ("albo.csv", ALBO)):
        (folder / name).write_text(text, encoding="utf-8")
    importing.import_ledger(ws, OWNER, importing.preview(ws, OWNER, folder / "ledger.csv", rehearse=False))
    registering.add_register(ws, OWNER, "generic", folder / "albo.csv", as_of=date(2024, 6, 30), register_name="Albo")


def counted(ws: Workspace) -> set[str]:
    return {
        name for (name,) in ws.db.rows(
            "select distinct supplier from spend where evidence in ('registered', 'documented', 'confirmed')"
        )
    }  # fmt: skip


def number(ws: Workspace, name: str) -> int:
    return int(ws.db.value("select supplier_id from supplier where name ilike ?", [f"%{name}%"]))


def test_only_the_equal_and_valid_number_counts_by_itself(ws):
    assert counted(ws) == {"Verdi Cooperativa Sociale"}
    assert integrity.check(ws, OWNER) == []


def test_no_service_writes_what_only_the_comparison_finds(ws):
    for evidence in ("registered", "suspected", "rumour", ""):
        with pytest.raises(Refused):
            tagging.tag_supplier(ws, OWNER, number(ws, "Azzurra"), "social_cooperative_b", evidence, "trust me")
    assert counted(ws) == {"Verdi Cooperativa Sociale"}


def test_nobody_speaks_under_the_programs_name(ws):
    impostor = Actor("matching", "owner")
    with pytest.raises(Refused) as refusal:
        tagging.tag_supplier(ws, impostor, number(ws, "Azzurra"), "social_cooperative_b", "confirmed", "trust me")
    assert refusal.value.code == "name_reserved"
    assert counted(ws) == {"Verdi Cooperativa Sociale"}


def test_a_viewer_and_a_stranger_decide_nothing(ws):
    azzurra = number(ws, "Azzurra")
    with pytest.raises(NotAllowed):
        tagging.tag_supplier(ws, Actor("Bea", "viewer"), azzurra, "social_cooperative_b", "confirmed", "seen")
    with pytest.raises(NotFound):
        tagging.tag_supplier(
            ws, Actor("Carlo", "editor", frozenset({77})), azzurra, "social_cooperative_b", "confirmed", "seen"
        )


def test_a_paper_that_is_none_proves_nothing(ws, tmp_path):
    fake = tmp_path / "certificate.pdf"
    for content in (b"", b"<html><script>alert(1)</script>", b"PK\x03\x04", b"MZ\x90", b" %PDF-1.7"):
        fake.write_bytes(content)
        with pytest.raises(Refused):
            tagging.tag_supplier(
                ws, OWNER, number(ws, "Azzurra"), "social_cooperative_b", "documented", "see there", file=fake
            )
    assert counted(ws) == {"Verdi Cooperativa Sociale"}
    assert ws.db.value("select count(*) from tag_evidence") == 0


def test_the_command_line_knows_no_other_way(ws, tmp_path, capsys):
    azzurra = str(number(ws, "Azzurra"))
    ws.close()
    called = ("--home", str(tmp_path / "home"), "tag", azzurra, "social_cooperative_b", "--why", "trust me")
    for evidence in ("registered", "suspected"):
        with pytest.raises(SystemExit) as refused:
            main([*called, "--evidence", evidence])
        assert refused.value.code == 2
    assert main([*called, "--evidence", "documented"]) == 1
    assert main([*called[:-1], " ", "--evidence", "confirmed"]) == 1
    capsys.readouterr()
    with open_workspace(tmp_path / "home") as again:
        assert counted(again) == {"Verdi Cooperativa Sociale"}


FALSE_ROWS = (
    {"evidence": "registered", "made_by": "Anna"},
    {"evidence": "registered", "made_by": "Anna", "register_id": 1, "snapshot_id": 1, "entry_id": 1},
    {"evidence": "registered", "made_by": "matching"},
    {"evidence": "registered", "made_by": "matching", "register_id": 1, "snapshot_id": 1},
    {"evidence": "confirmed", "made_by": "matching"},
    {"evidence": "declared", "made_by": "matching"},
    {"evidence": "suspected", "made_by": "Anna"},
    {"evidence": "documented", "made_by": "Anna"},
    {"evidence": "confirmed", "made_by": "Anna", "why": "   "},
    {"evidence": "hearsay", "made_by": "Anna"},
)


def test_the_store_itself_refuses_it(ws):
    about = {"tag_id": 999, "supplier_id": number(ws, "Azzurra"), "kind": "social_cooperative_b", "why": "so"}
    for row in FALSE_ROWS:
        with pytest.raises(Refused) as refusal, ws.db.write(OWNER) as tx:
            tx.insert("tag", about | row)
        assert "onstraint" in str(refusal.value), row
    assert counted(ws) == {"Verdi Cooperativa Sociale"}


def test_what_was_slipped_past_all_that_is_found_by_the_check(ws):
    entry = ws.db.rows(
        "select e.entry_id, e.snapshot_id, s.register_id from register_entry e"
        " inner join register_snapshot s on s.snapshot_id = e.snapshot_id where e.name ilike 'azzurra%'"
    )[0]
    with ws.db.write(OWNER) as tx:
        tx.insert("tag", {"tag_id": 999, "supplier_id": number(ws, "Azzurra"), "kind": "social_cooperative_b",
                          "evidence": "registered", "made_by": "matching", "why": "a homonym", "entry_id": entry[0],
                          "snapshot_id": entry[1], "register_id": entry[2]})  # fmt: skip
    assert [problem.code for problem in integrity.check(ws, OWNER)] == ["tag_unproven"]
    registering.match(ws, OWNER)
    assert integrity.check(ws, OWNER) == []
    assert counted(ws) == {"Verdi Cooperativa Sociale"}


def test_a_tag_is_inherited_by_no_one(ws):
    tagging.tag_supplier(ws, OWNER, number(ws, "Consorzio"), "social_consortium", "confirmed", "albo, section C")
    registering.match(ws, OWNER)
    assert counted(ws) == {"Verdi Cooperativa Sociale", "Consorzio Insieme Cooperativa Sociale"}


def test_a_persons_decision_does_count_and_only_for_whom_it_was_made(ws):
    tagging.tag_supplier(ws, OWNER, number(ws, "Azzurra"), "social_cooperative_b", "confirmed", "rang them up")
    tagging.tag_supplier(ws, OWNER, number(ws, "Rossi"), "social_cooperative_b", "declared", "their mail")
    assert counted(ws) == {"Verdi Cooperativa Sociale", "Azzurra Cooperativa Sociale"}
    with pytest.raises(Refused) as refusal:
        tagging.tag_supplier(ws, OWNER, number(ws, "Azzurra"), "social_cooperative_b", "confirmed", "second click")
    assert refusal.value.code == "tag_exists"
