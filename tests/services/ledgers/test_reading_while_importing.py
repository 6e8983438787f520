"""People read while a ledger is imported and taken back: every answer is of one moment, whole before or whole after."""

from __future__ import annotations

import threading
from decimal import Decimal
from itertools import count

from socialimpact.actor import local_owner
from socialimpact.figures.query import query
from socialimpact.services.ledgers import importing
from socialimpact.services.workspace import open_workspace

HEADER = "Data fattura;Numero fattura;Fornitore;Partita IVA;Imponibile\n"
READS = 10_000
THREADS = 8


def ledger(path, first, lines):
    rows = (f"{n % 28 + 1:02}/03/2024;F/{n};Fornitore {n % 9};;{n},50\n" for n in range(first, first + lines))
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def test_ten_thousand_reads_in_eight_threads_see_no_half_import(tmp_path):
    actor = local_owner()
    with open_workspace(tmp_path / "home") as ws:
        first = importing.preview(ws, actor, ledger(tmp_path / "january.csv", 1, 40))
        importing.import_ledger(ws, actor, first)
        second = importing.preview(ws, actor, ledger(tmp_path / "february.csv", 5_000, 60))
        before = (40, first.reconciliation.total_loaded)
        after = (100, before[1] + second.reconciliation.total_loaded)
        numbers, seen, wrong = count(), set(), []

        def read():
            while next(numbers) < READS and not wrong:
                by_supplier = query(ws.db, ["lines", "total_spend"], ["supplier"], actor=actor).rows
                answer = (
                    sum(row["lines"] for row in by_supplier),
                    sum((row["total_spend"] for row in by_supplier), Decimal(0)),
                )
                seen.add(answer)
                if answer not in {before, after}:
                    wrong.append(answer)

        readers = [threading.Thread(target=read) for _ in range(THREADS)]
        for reader in readers:
            reader.start()
        while any(reader.is_alive() for reader in readers):
            result = importing.import_ledger(ws, actor, second)
            importing.undo(ws, actor, result.import_id)
        for reader in readers:
            reader.join()
    assert wrong == []
    assert seen == {before, after}
