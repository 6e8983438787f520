"""Mappings that were confirmed before, found again by the headers of a sheet: next month is one click."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from socialimpact.ledger.mapping import Basis, Mapping, corrected, proposed
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.tables import currencies
from socialimpact.tables.layout import Layout

_SAID = ("header_row", "decimal_mark", "date_order", "currency", "fixed_rate")


def recall(
    ws: Workspace,
    company: int,
    layouts: tuple[Layout, ...],
    given: dict[str, Any] | None,
    basis: Basis | None,
) -> tuple[Mapping, bool]:
    """The proposal, overlaid by what was confirmed for these headers before, overlaid by what the person says now."""
    country = ws.db.value("select country from company where company_id = ?", [company])
    mapping = replace(proposed(layouts), default_currency=currencies.of_country(country))
    remembered = False
    for layout in layouts:
        stored = ws.db.value(
            "select mapping from mapping where company_id = ? and purpose = 'ledger' and fingerprint = ?",
            [company, layout.fingerprint],
        )
        if stored and layout.fingerprint:
            known = json.loads(stored)
            said = {"amount_basis": known["amount_basis"], "assumed_vat_rate": known.get("assumed_vat_rate"),
                    "tables": [{"sheet": layout.sheet, **{key: known[key] for key in ("roles", "used", *_SAID)
                                                          if key in known}}]}  # fmt: skip
            mapping = corrected(mapping, said, layouts)
            remembered = True
    if given:
        mapping = corrected(mapping, given, layouts)
    return (replace(mapping, amount_basis=basis) if basis else mapping), remembered


def remember(tx: Transaction, company: int, mapping: Mapping, layouts: tuple[Layout, ...]) -> None:
    """Keep the confirmed mapping of each sheet under the fingerprint of its headers."""
    for table, told in zip(mapping.tables, mapping.as_json()["tables"], strict=True):
        if not table.fingerprint:
            continue
        layout = next(layout for layout in layouts if layout.sheet == table.sheet)
        tx.execute(
            "delete from mapping where company_id = ? and purpose = 'ledger' and fingerprint = ?",
            [company, table.fingerprint],
        )
        kept = {"roles": told["roles"], "used": told["used"], "amount_basis": mapping.amount_basis}
        if mapping.assumed_vat_rate is not None:
            kept["assumed_vat_rate"] = str(mapping.assumed_vat_rate)
        # Only what the person said otherwise than the file: next month's header may stand in another row.
        kept |= {key: told[key] for key in _SAID if told[key] != getattr(layout, key, None)}
        tx.insert(
            "mapping",
            {
                "company_id": company,
                "fingerprint": table.fingerprint,
                "purpose": "ledger",
                "mapping": json.dumps(kept),
                "saved_by": tx.actor.name,
            },
        )
