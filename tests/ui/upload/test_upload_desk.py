import gc
import io

import pytest

from socialimpact.actor import local_owner
from socialimpact.services.ledgers import import_records
from socialimpact.services.workspace import open_workspace
from socialimpact.ui.upload.upload_desk import Desk
from tests.einvoices.making import fattura

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


def test_many_single_invoices_are_one_upload_and_tables_their_own(ws):
    desk = Desk()
    invoices = [
        (f"{number}.xml", io.BytesIO(fattura("Pane | 1.00 | 22.00", number=str(number)))) for number in range(30)
    ]
    desk.receive_all(ws, OWNER, [*invoices, ("ledger.csv", io.BytesIO(LEDGER))], None)
    settle(desk, ws)
    assert [upload.stage for upload in desk.uploads] == ["ready", "ready"]
    batch, table = desk.uploads
    assert batch.preview.book.format == "einvoices"
    assert (batch.preview.reconciliation.lines, table.preview.reconciliation.lines) == (30, 2)
    assert "30" in batch.name


def test_one_invoice_stays_the_file_it_is(ws):
    desk = Desk()
    desk.receive_all(ws, OWNER, [("a.xml", io.BytesIO(fattura("Pane | 1.00 | 22.00")))], None)
    settle(desk, ws)
    assert [(upload.name, upload.preview.book.format) for upload in desk.uploads] == [("a.xml", "fatturapa")]


def test_invoices_that_only_add_to_a_ledger_can_be_imported(ws):
    desk = Desk()
    numbered = b"Fornitore;Partita IVA;Numero;Data fattura;Imponibile\nAlfa;00488410010;17;05/03/2024;1.000,00\n"
    dropped(desk, ws, numbered)
    settle(desk, ws)
    desk.bring_in(desk.uploads)
    settle(desk, ws)
    content = fattura("Tornitura | 1000.00 | 22.00", date="2024-03-05")
    desk.receive_all(ws, OWNER, [("a.xml", io.BytesIO(content))], None)
    settle(desk, ws)
    upload = desk.uploads[-1]
    assert upload.preview.reconciliation.lines == 0
    assert upload.importable
