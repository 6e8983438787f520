import gc
import io

import pytest

from socialimpact.actor import local_owner
from socialimpact.services import import_records
from socialimpact.services.workspace import open_workspace
from socialimpact.ui.upload_desk import Desk

LEDGER = b"""\
Fornitore;Partita IVA;Data fattura;Imponibile
Alfa Meccanica Srl;00488410010;05/03/2024;1.000,00
Beta Carta Spa;00159560366;30/06/2024;49,50
"""
OWNER = local_owner()


@pytest.fixture
def ws():
    with open_workspace() as opened:
        yield opened


def settle(desk, ws):
    for _ in range(40):
        desk.go_on(ws, OWNER)
        if not desk.working:
            return
    pytest.fail("the work never ended")


def dropped(desk, ws, content=LEDGER, name="ledger.csv"):
    return desk.receive(ws, OWNER, name, io.BytesIO(content), None)


def test_a_dropped_file_waits_is_read_and_is_ready(ws):
    desk = Desk()
    upload = dropped(desk, ws)
    assert upload.stage == "waiting"
    settle(desk, ws)
    assert upload.stage == "ready"
    assert upload.importable


def test_a_file_that_is_no_ledger_is_refused_and_the_next_one_is_read(ws):
    desk = Desk()
    refused, fine = dropped(desk, ws, b"\x89PNG\r\n\x1a\n" + bytes(900), "photo.xlsx"), dropped(desk, ws)
    settle(desk, ws)
    assert (refused.stage, fine.stage) == ("refused", "ready")


def test_files_are_imported_one_after_the_other_and_the_same_one_once(ws):
    desk = Desk()
    first, second = dropped(desk, ws), dropped(desk, ws, name="copy.csv")
    settle(desk, ws)
    desk.bring_in([first, second])
    settle(desk, ws)
    assert first.stage == "imported"
    assert second.refusal is not None or (second.preview is not None and second.preview.already is not None)
    assert len(import_records.imports(ws, OWNER)) == 1


def test_a_change_during_a_look_asks_for_another_look(ws):
    desk = Desk()
    upload = dropped(desk, ws)
    settle(desk, ws)
    upload.look(ws, OWNER)
    upload.said["amount_basis"] = "gross"
    upload.touched = True
    upload.change()
    settle(desk, ws)
    assert upload.preview is not None
    assert upload.preview.mapping.amount_basis == "gross"
    assert upload.refusal is None


def test_the_passing_file_goes_with_the_import_the_removal_or_the_visit(ws):
    desk = Desk()
    imported, removed, left = (dropped(desk, ws, name=name) for name in ("a.csv", "b.csv", "c.csv"))
    paths = [upload.path for upload in (imported, removed, left)]
    settle(desk, ws)
    desk.bring_in([imported])
    settle(desk, ws)
    desk.remove(removed)
    assert [path.exists() for path in paths] == [False, False, True]
    del desk, imported, removed, left
    gc.collect()
    assert not paths[2].exists()
