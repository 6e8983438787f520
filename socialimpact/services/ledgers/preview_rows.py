"""The rows that a preview shows: the first ones of each sort, and what becomes of all others."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from socialimpact.ledger.cells import unpacked_sql
from socialimpact.store import Transaction

# How many rows of each sort a preview shows.
SHOWN = 200


def fates(tx: Transaction) -> pa.Table:
    """Every row of which nothing is a purchase, with the reason."""
    return tx.table(
        "select sheet, row_number, min(reason) as reason from placed where reason is not null"
        " and not exists (select 1 from placed as kept where kept.reason is null"
        "  and kept.grid = placed.grid and kept.row_number = placed.row_number)"
        " group by grid, sheet, row_number order by grid, row_number",
        step="rows set aside",
    )


def first(tx: Transaction, condition: str) -> tuple[dict[str, Any], ...]:
    """The first placed rows that fit a condition, with their cells as read."""
    return tuple(
        tx.dicts(
            "select sheet, row_number, reason, date, supplier_name, document_number, document_type, description,"
            f" category, nature, amount_text, euro, {unpacked_sql('as_read')} as as_read from placed"
            f" where {condition} order by grid, row_number limit {SHOWN}",
            step="preview rows",
        )
    )
