"""Purchases that waited for an exchange rate: loaded into the import that they came with, once there is one."""

from __future__ import annotations

from socialimpact.actor import Actor
from socialimpact.figures import spend
from socialimpact.ledger import lines, loading
from socialimpact.ledger.file_problems import unconverted
from socialimpact.services.ledgers.import_records import ImportRecord
from socialimpact.services.ledgers.placing import place
from socialimpact.services.ledgers.preview import Preview
from socialimpact.services.progress import silent
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import matching


def number(previewed: Preview) -> int:
    """How many purchases of a previewed file wait for an exchange rate."""
    return sum(each.rows for each in previewed.set_aside if each.reason == "no_exchange_rate")


def load(ws: Workspace, actor: Actor, previewed: Preview, record: ImportRecord) -> int:
    """Load the rows of an import that waited for an exchange rate and now have one; all or nothing.

    `previewed` is the kept file, read by the mapping of its import. Returns how many lines came of it.
    """
    actor.require("editor", record.company_id)
    previewed.mapping.check()
    import_id, book, mapping = record.import_id, previewed.book, previewed.mapping
    with ws.db.write(actor) as tx, lines.parsed(tx, book, mapping):
        loading.keep_waiting(tx, import_id)
        if not tx.value("select count(*) from parsed"):
            return 0
        place(tx, record.company_id, import_id, mapping, include_overlaps=False, tell=silent)
        told = loading.reconcile(tx)
        loading.no_longer_waiting(tx, import_id)
        loading.store(tx, import_id, record.company_id, problems=())
        loading.recount(tx, import_id)
        tx.execute("delete from problem where import_id = ? and code = 'no_exchange_rate'", [import_id])
        loading.note(tx, import_id, unconverted(tx, "set_aside", f"import_id = {int(import_id)}"))
        matching.match(tx)
        spend.rebuild(tx)
        tx.event("converted", "import", import_id, after={"lines": told.lines, "total_loaded": told.total_loaded})
    return told.lines
