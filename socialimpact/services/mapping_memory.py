"""Mappings that were confirmed before, found again by the headers of a sheet: next month is one click."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from socialimpact.ledger.mapping import Basis, Mapping, corrected, proposed
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.tables.book import Book
from socialimpact.tables.layout import Layout

_SAID = ("header_row", "decimal_mark", "date_order", "carried", "headings")


def recall(
    ws: Workspace,
    company: int,
    book: Book,
    layouts: tuple[Layout, ...],
    *,
    given: dict[str, Any] | None,
    basis: Basis | None,
) -> tuple[Mapping, bool]:
    """The proposal, overlaid by what was confirmed for these headers before, overlaid by what the person says now."""
    mapping = proposed(layouts)
    said: list[dict[str, Any]] = [{"sheet": layout.sheet, "used": layout.chosen} for layout in layouts]
    basis_then: Basis | None = None
    for place, layout in enumerate(layouts):
        stored = ws.db.value(
            "select mapping from mapping where company_id = ? and purpose = 'ledger' and fingerprint = ?",
            [company, layout.fingerprint],
        )
        if stored and layout.fingerprint:
            known = json.loads(stored)
            said[place] |= {key: known[key] for key in ("roles", "used", *_SAID) if key in known}
            basis_then = known["amount_basis"]
    if basis_then:
        mapping = corrected(mapping, {"amount_basis": basis_then, "tables": said}, layouts, book)
    if given:
        mapping = corrected(mapping, given, layouts, book)
    return (replace(mapping, amount_basis=basis) if basis else mapping), basis_then is not None


def remember(tx: Transaction, company: int, mapping: Mapping, layouts: tuple[Layout, ...]) -> None:
    """Keep the confirmed mapping of each sheet under the fingerprint of its headers."""
    proposals = proposed(layouts).as_json()["tables"]
    # A table that a person added has no proposal to compare with, and no fingerprint to be found by.
    for layout, told, proposal in zip(layouts, mapping.as_json()["tables"], proposals, strict=False):
        if not layout.fingerprint:
            continue
        tx.execute(
            "delete from mapping where company_id = ? and purpose = 'ledger' and fingerprint = ?",
            [company, layout.fingerprint],
        )
        kept = {"roles": told["roles"], "used": told["used"], "amount_basis": mapping.amount_basis}
        # Only what the person said otherwise than the file: next month's header may stand in another row.
        kept |= {key: told[key] for key in _SAID if told[key] != proposal[key]}
        tx.insert(
            "mapping",
            {
                "company_id": company,
                "fingerprint": layout.fingerprint,
                "purpose": "ledger",
                "mapping": json.dumps(kept),
                "saved_by": tx.actor.name,
            },
        )
