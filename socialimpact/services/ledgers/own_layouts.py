"""The layouts of a company's own: mappings that people confirmed, with a name, to list, rename and forget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from socialimpact.actor import Actor
from socialimpact.errors import NotFound, Refused
from socialimpact.language import msg
from socialimpact.services.ledgers import mapping_memory
from socialimpact.services.ledgers.mapping_memory import Known
from socialimpact.services.organisation import companies, require_company
from socialimpact.services.suppliers.decisions import sees
from socialimpact.services.workspace import Workspace

KEY_LENGTH = 8


@dataclass(frozen=True)
class OwnLayout:
    """A confirmed mapping. `key` names it among the company's; `roles` by header; `corrected` if a person said
    otherwise than the proposal.
    """

    key: str
    company_id: int
    company: str
    name: str
    columns: int
    roles: dict[str, str]
    amount_basis: str
    corrected: bool
    saved_at: datetime
    saved_by: str

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "saved_at": self.saved_at.isoformat()}


def own_layouts(ws: Workspace, actor: Actor) -> list[OwnLayout]:
    """The layouts of the companies that the actor may see, by company and name."""
    actor.require("viewer")
    found = []
    for company in companies(ws, actor):
        if not sees(actor, company.company_id):
            continue
        saved = {
            fingerprint: (at, by)
            for fingerprint, at, by in ws.db.rows(
                "select fingerprint, saved_at, saved_by from mapping where company_id = ? and purpose = 'ledger'",
                [company.company_id],
                step="own layouts: saved",
            )
        }
        for known in mapping_memory.known_layouts(ws.db, company.company_id).values():
            at, by = saved[known.fingerprint]
            found.append(
                OwnLayout(
                    known.fingerprint[:KEY_LENGTH],
                    company.company_id,
                    company.name,
                    known.name,
                    len(known.headers),
                    _roles(known),
                    known.said["amount_basis"],
                    known.corrected,
                    at,
                    by,
                )
            )
    return sorted(found, key=lambda each: (each.company, each.name.casefold(), each.key))


def rename(ws: Workspace, actor: Actor, key: str, name: str, company_id: int | None = None) -> None:
    """Give a layout another name. Raises `NotFound`, `NotAllowed`, and `Refused` without a name."""
    company = require_company(ws, actor, company_id, "editor")
    wanted = " ".join(name.split())
    if not wanted:
        raise Refused(msg("Give the layout a name."), code="no_name")
    with ws.db.write(actor) as tx:
        known = _found(mapping_memory.known_layouts(tx, company), key)
        mapping_memory.keep(tx, company, known.fingerprint, known.said | {"name": wanted})
        tx.event("renamed", "layout", known.fingerprint, before={"name": known.name}, after={"name": wanted})


def forget(ws: Workspace, actor: Actor, key: str, company_id: int | None = None) -> str:
    """Forget a layout, so that its files are proposed anew; returns its name. Raises `NotFound`, `NotAllowed`."""
    company = require_company(ws, actor, company_id, "editor")
    with ws.db.write(actor) as tx:
        known = _found(mapping_memory.known_layouts(tx, company), key)
        mapping_memory.drop(tx, company, known.fingerprint)
        tx.event("forgot", "layout", known.fingerprint, before=known.said)
    return known.name


def _found(known: dict[str, Known], key: str) -> Known:
    matching = [each for each in known.values() if len(key) >= KEY_LENGTH and each.fingerprint.startswith(key)]
    if len(matching) != 1:
        raise NotFound(msg("There is no layout {key} of your own.", key=key))
    return matching[0]


def _roles(known: Known) -> dict[str, str]:
    """Role by header, or by the number of the column where it has none."""
    headers = dict(enumerate(known.headers))
    return {headers.get(int(place)) or place: role for place, role in known.said["roles"].items()}
