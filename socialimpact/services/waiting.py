"""Purchases that waited for an exchange rate: loaded into the import that they came with, once there is one."""

from __future__ import annotations

from socialimpact.actor import Actor
from socialimpact.figures import spend
from socialimpact.ledger import lines, loading
from socialimpact.ledger.problems import unconverted
from socialimpact.services.import_records import ImportRecord
from socialimpact.services.importing import Preview, place
from socialimpact.services.progress import silent
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import matching


def load(ws: Workspace, actor: Actor, previewed: Preview, record: ImportRecord) -> int:
    """Load the rows of an import that waited for an exchange rate and now have one; all or nothing.

    `previewed` is the kept file, read by the mapping of its import. Returns how many lines came of it.
    """
    actor.require("editor", record.company_id)
    previewed.mapping.check()
    number, book, mapping = record.import_id, previewed.book, previewed.mapping
    with ws.db.write(actor) as tx, lines.parsed(tx, book, mapping):
        loading.keep_waiting(tx, number)
        if not tx.value("select count(*) from parsed"):
            return 0
        place(tx, record.company_id, number, mapping, include_overlaps=False, tell=silent)
        told = loading.reconcile(tx)
        loading.no_longer_waiting(tx, number)
        loading.store(tx, number, record.company_id, book=book, mapping=mapping, problems=())
        loading.recount(tx, number)
        tx.execute("delete from problem where import_id = ? and code = 'no_exchange_rate'", [number])
        loading.note(tx, number, unconverted(tx, "set_aside", f"import_id = {int(number)}"))
        matching.match(tx)
        spend.rebuild(tx)
        tx.event("converted", "import", number, after={"lines": told.lines, "total_loaded": told.total_loaded})
    return told.lines
