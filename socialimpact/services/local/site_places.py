"""Whether the sites that buy have a place: without one nothing can be said to be local to them."""

from __future__ import annotations

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.services.workspace import Workspace


def has_place(ws: Workspace, actor: Actor, selection: Selection) -> bool:
    """Whether any site of the chosen companies has a municipality or coordinates."""
    seen = actor.companies
    chosen = {company for company in selection.companies if company is not None}
    rows = ws.db.rows(
        "select distinct company_id from site where municipality_code is not null"
        " or (latitude is not null and longitude is not null)",
        step="sites with a place",
    )
    return any((seen is None or company in seen) and (not chosen or company in chosen) for (company,) in rows)
