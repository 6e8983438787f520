"""Adding registers as a person does: preview, add, what is refused, and what the figures then say."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import Cancelled, FileRefused, MappingRefused, NotAllowed, NotFound, Refused
from socialimpact.services.registers import registering
from socialimpact.services.workspace import Workspace
from tests.store_with import OWNER, workspace_with

SOLE, LUNA = "07643520567", "00743110157"
ALBO = f"Denominazione;Codice fiscale;Tipo\nSole coop. sociale;{SOLE};Cooperativa sociale di tipo B\nLuna;{LUNA};boh\n"


@pytest.fixture
def ws(tmp_path: Path):
    with workspace_with(
        tmp_path / "home",
        lines="""
            date       | supplier | amount  | company
            2024-03-01 | Sole     | 1000.00 | A
            2024-04-01 | Sole     | -100.00 | B
            2024-05-01 | Terra    |  500.00 | A
        """,
        suppliers=f"name | vat\nSole | {SOLE}\nTerra |",
    ) as workspace:
        yield workspace


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def content(ws: Workspace) -> list[tuple[int, ...]]:
    return ws.db.rows(
        "select (select count(*) from register), (select count(*) from register_snapshot),"
        " (select count(*) from register_entry), (select count(*) from tag), (select count(*) from mapping)"
    )


def test_a_preview_says_what_a_file_holds_and_writes_nothing(ws, tmp_path):
    before = content(ws)
    seen = registering.preview_register(ws, OWNER, "generic", saved(tmp_path, "albo_2024-06-30.csv", ALBO))
    assert (seen.rows_read, seen.entries, seen.set_aside) == (2, 1, 1)
    assert seen.as_of == date(2024, 6, 30)
    assert seen.by_kind == (("social_cooperative_b", 1),)
    assert (seen.register_key, seen.name) == ("albo", "albo")
    assert seen.sample[0]["name"] == "Sole coop. sociale"
    assert seen.set_aside_rows[0]["row"] == 3
    assert seen.mapping.roles == {0: "name", 1: "tax_code", 2: "kind"}
    assert content(ws) == before


def test_a_register_makes_spend_social_and_taking_it_back_unmakes_it(ws, tmp_path):
    steps: list[float] = []
    result = registering.add_register(
        ws,
        OWNER,
        "generic",
        saved(tmp_path, "albo.csv", ALBO),
        as_of=date(2024, 6, 30),
        register_name="Albo del Piemonte",
        progress=lambda part, message: steps.append(part) or str(message),
    )
    assert (result.register, result.rows_read, result.entries, result.set_aside) == ("albo-del-piemonte", 2, 1, 1)
    assert (result.tagged, result.suspected) == (1, 0)
    assert steps == sorted(steps)
    assert steps[-1] == 1
    social = "select sum(net_amount) from spend where kind = 'social_cooperative_b' and evidence = 'registered'"
    assert ws.db.value(social) == Decimal("900.00")
    (record,) = registering.registers(ws, OWNER)
    assert (record.name, record.matched_suppliers, record.matched_spend) == ("Albo del Piemonte", 1, Decimal("900.00"))
    assert [(each.as_of, each.entries, each.file) for each in record.snapshots] == [(date(2024, 6, 30), 1, "albo.csv")]
    registering.remove_snapshot(ws, OWNER, result.snapshot_id)
    assert ws.db.value(social) is None
    assert registering.registers(ws, OWNER) == []


def test_a_viewer_of_one_company_sees_its_spend_and_adds_nothing(ws, tmp_path):
    path = saved(tmp_path, "albo.csv", ALBO)
    registering.add_register(ws, OWNER, "generic", path, as_of=date(2024, 6, 30))
    viewer = Actor("Bea", "viewer", frozenset({2}))
    (record,) = registering.registers(ws, viewer)
    assert record.matched_spend == Decimal("-100.00")
    for attempt in (
        lambda: registering.add_register(ws, viewer, "generic", path, as_of=date(2024, 7, 30)),
        lambda: registering.preview_register(ws, viewer, "generic", path),
        lambda: registering.match(ws, viewer),
        lambda: registering.remove_snapshot(ws, viewer, 1),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_the_same_file_or_date_twice_is_refused(ws, tmp_path):
    path = saved(tmp_path, "albo.csv", ALBO)
    registering.add_register(ws, OWNER, "generic", path, as_of=date(2024, 6, 30))
    before = content(ws)
    assert registering.preview_register(ws, OWNER, "generic", path).already == date(2024, 6, 30)
    with pytest.raises(Refused, match="here already"):
        registering.add_register(ws, OWNER, "generic", path, as_of=date(2024, 7, 30))
    other = saved(tmp_path, "albo_2.csv", ALBO + "Stella;00488410010;B Corp\n")
    with pytest.raises(Refused, match="list of 30 Jun 2024 already"):
        registering.add_register(ws, OWNER, "generic", other, as_of=date(2024, 6, 30))
    assert content(ws) == before


def test_columns_are_remembered_for_the_next_list(ws, tmp_path):
    text = "X;Y;Z\nSole;" + SOLE + ";B Corp\n"
    roles = {"X": "name", "Y": "tax_code", "Z": "kind"}
    path = saved(tmp_path, "mine.csv", text)
    registering.add_register(ws, OWNER, "generic", path, as_of=date(2024, 1, 1), mapping={"roles": roles})
    again = saved(tmp_path, "mine_2.csv", text + f"Luna;{LUNA};B Corp\n")
    seen = registering.preview_register(ws, OWNER, "generic", again)
    assert seen.remembered
    assert (seen.entries, seen.register_key) == (2, "mine")


def test_cancelling_in_the_middle_leaves_the_store_as_it_was(ws, tmp_path):
    path = saved(tmp_path, "albo.csv", ALBO)
    for stop_at in (1, 2, 3):
        asked = iter([False] * (stop_at - 1) + [True])
        before = content(ws)
        with pytest.raises(Cancelled):
            registering.add_register(
                ws, OWNER, "generic", path, as_of=date(2024, 6, 30), cancelled=lambda asked=asked: next(asked)
            )
        assert content(ws) == before


def test_a_list_without_a_date_is_of_today_and_says_so(ws, tmp_path):
    result = registering.add_register(ws, OWNER, "generic", saved(tmp_path, "albo.csv", ALBO))
    assert [problem.code for problem in result.problems] == ["date_assumed"]
    assert json.loads(json.dumps(result.as_json("it")))["as_of"] == result.as_of.isoformat()


def test_what_is_no_register_is_refused_in_words(ws, tmp_path):
    before = content(ws)
    nothing = saved(tmp_path, "list.csv", "Importo;Data\n1,00;01/01/2024\n2,00;01/02/2024\n")
    runts = registering.preview_register(ws, OWNER, "runts", nothing)
    assert runts.refusal.code == "not_the_runts_list"
    for kind in ("runts", "generic"):
        with pytest.raises(MappingRefused):
            registering.add_register(ws, OWNER, kind, nothing, as_of=date(2024, 1, 1))
    with pytest.raises(FileRefused):
        registering.add_register(ws, OWNER, "generic", saved(tmp_path, "empty.csv", ""), as_of=date(2024, 1, 1))
    with pytest.raises(NotFound):
        registering.add_register(ws, OWNER, "phone book", nothing)
    with pytest.raises(NotFound):
        registering.add_register(ws, OWNER, "generic", nothing, default_kind="saint")
    with pytest.raises(Refused, match="name of a known register"):
        registering.add_register(ws, OWNER, "generic", saved(tmp_path, "a.csv", ALBO), register_name="RUNTS")
    assert content(ws) == before


def test_the_real_layout_keeps_no_file_and_no_representative(ws, samples):
    path = samples / "registers" / "runts_layout_from_5x1000.xlsx"
    seen = registering.preview_register(ws, OWNER, "runts", path)
    assert seen.entries == 50_301
    assert "ROSSI" not in str(seen.sample)
    result = registering.add_register(ws, OWNER, "runts", path, as_of=date(2023, 7, 1))
    assert (result.register, result.entries, result.set_aside) == ("runts", 50_301, 0)
    assert list(ws.home.files.iterdir()) == []
    told = ws.db.table("select * from register_entry").to_pandas().astype(str)
    assert not any(told[column].str.contains("ROSSI MARIO").any() for column in told if column != "name")
