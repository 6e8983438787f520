"""The registers that there are: their lists, and what they say of our suppliers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from socialimpact.actor import Actor
from socialimpact.services.workspace import Workspace


@dataclass(frozen=True)
class SnapshotRecord:
    """A list as it was added. `fields` says from which of its columns each role was read."""

    snapshot_id: int
    as_of: date
    file: str
    sha256: str
    rows_read: int
    entries: int
    set_aside: int
    imported_by: str
    imported_at: datetime
    fields: Mapping[str, str]


@dataclass(frozen=True)
class RegisterRecord:
    """A register with its snapshots, newest first, the suppliers found in it, and the spend with them in euro."""

    register_key: str
    name: str
    publisher: str | None
    licence: str | None
    snapshots: tuple[SnapshotRecord, ...]
    matched_suppliers: int
    matched_spend: Decimal


def registers(ws: Workspace, actor: Actor) -> list[RegisterRecord]:
    """The registers that have a list, by name. Suppliers and spend are those of the companies that the actor sees."""
    actor.require("viewer")
    snapshots: dict[int, list[SnapshotRecord]] = {}
    for row in ws.db.dicts("select * from register_snapshot order by as_of desc", step="register snapshots"):
        row["fields"] = json.loads(row["fields"] or "{}")
        snapshots.setdefault(row.pop("register_id"), []).append(SnapshotRecord(**row))
    matched = _matched(ws, actor)
    return [
        RegisterRecord(
            row["register_key"],
            row["name"],
            row["publisher"],
            row["licence"],
            tuple(snapshots[row["register_id"]]),
            *matched.get(row["register_id"], (0, Decimal("0.00"))),
        )
        for row in ws.db.dicts("select * from register order by name", step="registers")
        if row["register_id"] in snapshots
    ]


def _matched(ws: Workspace, actor: Actor) -> dict[int, tuple[int, Decimal]]:
    """Suppliers in each register and the spend with them on the dates on which their tag holds."""
    seen = "" if actor.companies is None else " and list_contains(?, l.company_id)"
    values = [] if actor.companies is None else [sorted(actor.companies)]
    rows = ws.db.rows(
        f"""
        with hit as (
            select distinct t.register_id, l.line_id, l.supplier_id, l.net_amount
            from tag t
            inner join spend l on l.supplier_id = t.supplier_id{seen}
            where t.ended_at is null and t.evidence = 'registered'
                and (t.valid_from is null or l.date >= t.valid_from)
                and (t.valid_to is null or l.date <= t.valid_to)
        )
        select register_id, count(distinct supplier_id), sum(net_amount) from hit group by register_id
        """,
        values,
        step="suppliers of registers",
    )
    return {register_id: (suppliers, Decimal(amount)) for register_id, suppliers, amount in rows}
