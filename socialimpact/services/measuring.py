"""Figures for the command line: names in, one JSON document out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.query import query
from socialimpact.services import organisation
from socialimpact.services.workspace import Workspace


def figures(
    ws: Workspace,
    actor: Actor,
    *,
    measures: Sequence[str],
    by: Sequence[str] = (),
    where: Sequence[str] = (),
    scope: str | None = None,
    local: str | None = None,
) -> dict[str, Any]:
    """The measures by the dimensions, in the shape that scheduled tasks rely on.

    `where` holds `key=value` conditions; `scope` and `local` stand in for the organisation's own. Unknown names are
    refused with the known ones.
    """
    selection = organisation.selection(ws, actor, where=where, scope=scope, local=local)
    return query(ws.db, measures, by, selection, actor=actor).as_json()
