"""From a figure to its definition, its proof and the lines behind it."""

from __future__ import annotations

from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures import explain
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.explain import Explanation
from socialimpact.figures.filters import Selection
from socialimpact.services.workspace import Workspace

# What a spreadsheet opens without complaint; more lines than that are taken from the command line.
MOST_LINES = 200_000


def explanation(ws: Workspace, actor: Actor, key: str, selection: Selection) -> Explanation:
    """Everything that a reader may ask of the measure `key` over a selection."""
    actor.require("viewer")
    return explain.explain(ws.db, key, selection, actor=actor)


def lines_behind(
    ws: Workspace, actor: Actor, key: str, selection: Selection, *, limit: int = MOST_LINES, offset: int = 0
) -> list[dict[str, Any]]:
    """The lines behind a figure, the largest first, with the file, sheet and row that each comes from.

    Keys: date, supplier_id, supplier, document_number, description, category, ledger_category, nature, kind,
    evidence, net_amount, file, sheet, row_number. Category, nature, kind and evidence are messages.
    """
    actor.require("viewer")
    rows: list[dict[str, Any]] = explain.lines(
        ws.db, key, selection, actor=actor, limit=limit, offset=offset
    ).to_pylist()
    for row in rows:
        for name in ("category", "nature", "kind", "evidence"):
            row[name] = DIMENSIONS[name].label(row) if row[name] is not None else None
    return rows
