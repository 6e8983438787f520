"""What an import leaves of itself beside its lines: the file as it came, and the record of how it was read."""

from __future__ import annotations

import json
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

from socialimpact.ledger.headers import column_names, layout_of
from socialimpact.ledger.loading import Reconciliation
from socialimpact.services.ledgers.preview import Preview
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction


@contextmanager
def kept(ws: Workspace, tx: Transaction, previewed: Preview) -> Generator[None, None, None]:
    """Keep the file while the block runs, and beyond it where it ends well: a refused or stopped import leaves none."""
    known = tx.rows("select 1 from stored_file where sha256 = ?", [previewed.book.sha256])
    with ThreadPoolExecutor(1) as beside:
        keeping = beside.submit(ws.home.keep, previewed.path)
        try:
            yield
            keeping.result()
        except BaseException:
            if not known:
                with suppress(OSError):
                    ws.home.kept(keeping.result()).unlink()
            raise


def record(tx: Transaction, previewed: Preview, import_id: int, told: Reconciliation) -> None:
    """Write down the import of a previewed file, with what was `told` of its rows."""
    book = previewed.book
    if not tx.rows("select 1 from stored_file where sha256 = ?", [book.sha256]):
        tx.insert(
            "stored_file",
            {"sha256": book.sha256, "name": book.name, "size": book.size, "format": book.format,
             "received_by": tx.actor.name},
        )  # fmt: skip
    tx.insert(
        "import",
        {
            "import_id": import_id,
            "company_id": previewed.company_id,
            "sha256": book.sha256,
            "file": book.name,
            "format": book.format,
            "mapping": json.dumps(_as_kept(previewed)),
            "imported_by": tx.actor.name,
            **vars(told),
        },
    )


def _as_kept(previewed: Preview) -> dict[str, Any]:
    """The mapping as the import keeps it: with the names of the columns, so that its rows can be shown under them."""
    told = previewed.mapping.as_json()
    grids = {grid.sheet: grid for grid in previewed.book.grids}
    for table in told["tables"]:
        if table["used"]:
            layout = layout_of(previewed.layouts, table["sheet"], table["header_row"])
            names = column_names(grids[table["sheet"]], layout, table["header_row"])
            table["names"] = {str(index): name for index, name in names.items()}
    return told
