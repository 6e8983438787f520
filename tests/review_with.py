"""Registers and suggestions from small text tables, for a store of `store_with`.

- entries: register (its key, `runts` has a start that does not bind), as_of, name, tax_code, municipality, province,
  kind, from, to, registered
- suggestions: supplier, entry (name), probability, reason
"""

from __future__ import annotations

import json
from datetime import date

from socialimpact.figures import spend
from socialimpact.language import msg
from socialimpact.services.review.review_queue import queue
from socialimpact.store import Transaction
from socialimpact.suppliers import tags
from socialimpact.suppliers.names import name_key
from tests.store_with import OWNER, day, table, town

ALL_SPEND = "select * from spend order by line_id"


def list_entries(tx: Transaction, entries: str, *, default: str = "runts", as_of: str = "2026-01-15") -> None:
    """Add the snapshots of these rows, each register and date one."""
    for row in table(entries):
        key = row.get("register") or default
        dated = date.fromisoformat(row.get("as_of") or as_of)
        register_id = tx.value("select register_id from register where register_key = ?", [key])
        if register_id is None:
            register_id = tx.next_id("register", "register_id")
            tx.insert(
                "register",
                {"register_id": register_id, "register_key": key, "name": key.upper(), "start_binds": key != "runts"},
            )
        snapshot_id = tx.value(
            "select snapshot_id from register_snapshot where register_id = ? and as_of = ?", [register_id, dated]
        )
        if snapshot_id is None:
            snapshot_id = tx.next_id("register_snapshot", "snapshot_id")
            counts = dict.fromkeys(("rows_read", "entries", "set_aside"), 0)
            tx.insert(
                "register_snapshot",
                {"snapshot_id": snapshot_id, "register_id": register_id, "as_of": dated, "sha256": "0",
                 "file": f"{key}.xlsx", "imported_by": "test", **counts},
            )  # fmt: skip
        tx.insert(
            "register_entry",
            {
                "entry_id": tx.next_id("register_entry", "entry_id"),
                "snapshot_id": snapshot_id,
                "row_number": 2,
                "tax_code": row.get("tax_code") or None,
                "name": row["name"],
                "name_key": name_key(row["name"]),
                "kind": row.get("kind") or "social_cooperative_b",
                "municipality": row.get("municipality") or None,
                "municipality_code": town(row.get("municipality", "")),
                "province": row.get("province") or None,
                "country": "IT",
                "valid_from": day(row.get("from", "")),
                "valid_to": day(row.get("to", "")),
                "registered_on": day(row.get("registered", "")),
            },
        )


def suggest(tx: Transaction, suggestions: str) -> None:
    """Fill `suggestion` with these rows, in the order given; the newest entry of a name is meant."""
    places: dict[int, int] = {}
    for row in table(suggestions):
        supplier_id = tx.value("select supplier_id from supplier where name = ?", [row["supplier"]])
        entry_id, snapshot_id, register_id = tx.rows(
            "select e.entry_id, e.snapshot_id, s.register_id from register_entry e"
            " inner join register_snapshot s on s.snapshot_id = e.snapshot_id where e.name = ?"
            " order by s.as_of desc limit 1",
            [row["entry"]],
        )[0]
        places[supplier_id] = places.get(supplier_id, 0) + 1
        tx.insert(
            "suggestion",
            {
                "supplier_id": supplier_id,
                "place": places[supplier_id],
                "register_id": register_id,
                "snapshot_id": snapshot_id,
                "entry_id": entry_id,
                "probability": float(row.get("probability") or 0.8),
                "reasons": json.dumps([tags.pack(msg("Compared with the register entry."))]),
            },
        )


def supplier_id(reader, name: str) -> int:
    return reader.value("select supplier_id from supplier where name = ?", [name])


def entry_id(reader, name: str) -> int:
    return reader.value("select max(entry_id) from register_entry where name = ?", [name])


def asked(ws, actor=OWNER, **more) -> list[str]:
    return queue(ws, actor, **more).table["supplier"].to_pylist()


def tagged(ws) -> list[tuple]:
    return ws.db.rows(
        "select s.name, t.kind, t.evidence, t.valid_from, t.valid_to"
        " from tag t inner join supplier s using (supplier_id) where t.ended_at is null order by all"
    )


def is_as_rebuilt(ws) -> bool:
    """Whether `spend` is what a rebuild makes of everything that is known."""
    now = ws.db.rows(ALL_SPEND)
    with ws.db.rehearse(OWNER) as tx:
        spend.rebuild(tx)
        return tx.rows(ALL_SPEND) == now
