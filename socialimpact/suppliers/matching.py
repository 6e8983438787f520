"""Matching suppliers with registers: all automatic tags, computed anew and applied as a difference.

Running it twice changes nothing. A tag that is no longer right is ended, never overwritten; what a person ended is
not begun again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from socialimpact.columns import array
from socialimpact.language import Message, msg
from socialimpact.store import Transaction
from socialimpact.suppliers import answered, name_edition, registered, suspicion, tags
from socialimpact.suppliers.registered import WantedTag
from socialimpact.suppliers.suggestions import standing

_COLUMNS = {
    "tag_id": pa.int32(),
    "supplier_id": pa.int32(),
    "kind": pa.string(),
    "valid_from": pa.date32(),
    "valid_to": pa.date32(),
    "evidence": pa.string(),
    "register_id": pa.int32(),
    "snapshot_id": pa.int32(),
    "entry_id": pa.int64(),
    "made_by": pa.string(),
    "why": pa.string(),
}
_SAME = ("supplier_id", "kind", "valid_from", "valid_to", "evidence", "register_id")


@dataclass(frozen=True)
class MatchResult:
    """Suppliers with a registered and with a suspected tag now; tags that this run began and ended."""

    registered: int
    suspected: int
    begun: int
    ended: int

    def as_json(self) -> dict[str, int]:
        return dict(vars(self))


def match(tx: Transaction) -> MatchResult:
    """Bring the automatic tags up to date with suppliers and registers.

    `registered` needs an equal valid identifier, for the dates of `suppliers.registered`. `suspected` is at most one a
    supplier and only where no tag is known by register, document, a person or the supplier's word. A supplier without
    a place takes that of its register entry. The table `suggestion` says which entries the others may be by their name.
    """
    name_edition.note(tx)
    moved = len(answered.follow(tx))
    certain = registered.found(tx)
    spoken_for = {
        int(row[0])
        for row in tx.rows(
            "select distinct coalesce(s.same_as, s.supplier_id) from tag t"
            " inner join supplier s on s.supplier_id = t.supplier_id"
            " where t.ended_at is null and t.evidence <> 'suspected' and t.made_by <> ?",
            [tags.AUTOMATIC],
            step="suppliers that a person spoke of",
        )
    }
    _places(tx, certain)
    settled = spoken_for | {tag.supplier_id for tag in certain}
    standing.renew(tx, settled)
    possible = answered.without_refused(tx, suspicion.found(tx, settled))
    refused = {
        tuple(row)
        for row in tx.rows(
            "select supplier_id, kind, evidence, register_id from tag"
            " where made_by = ? and ended_at is not null and ended_by <> ?",
            [tags.AUTOMATIC, tags.AUTOMATIC],
            step="tags that a person ended",
        )
    }
    wanted = [tag for tag in (*certain, *possible) if _kind_of_claim(tag) not in refused]
    begun, ended = _apply(tx, wanted)
    counts = {
        evidence: len({tag.supplier_id for tag in wanted if tag.evidence == evidence})
        for evidence in ("registered", "suspected")
    }
    return MatchResult(counts["registered"], counts["suspected"], begun + moved, ended + moved)


def _kind_of_claim(tag: WantedTag) -> tuple[Any, ...]:
    return tag.supplier_id, tag.kind, tag.evidence, tag.register_id


def _apply(tx: Transaction, wanted: list[WantedTag]) -> tuple[int, int]:
    """End what is no longer wanted, begin what is new; returns how many of each."""
    rows = tx.dicts(
        "select * from tag where made_by = ? and ended_at is null order by tag_id", [tags.AUTOMATIC], step="tags"
    )
    standing = {_key(row): row for row in rows}
    asked = {_key({**vars(tag), "why": tags.pack(tag.why)}): tag for tag in wanted}
    gone = [row for key, row in standing.items() if key not in asked]
    followed = {(tag.supplier_id, tag.kind) for tag in wanted} | {
        (tag.supplier_id, None) for tag in wanted if tag.evidence == "registered"
    }
    replaced = [
        row["tag_id"]
        for row in gone
        if (row["supplier_id"], row["kind"]) in followed
        or (row["evidence"] == "suspected" and (row["supplier_id"], None) in followed)
    ]
    _end(tx, replaced, msg("What is known now has taken its place."))
    lapsed = [row["tag_id"] for row in gone if row["tag_id"] not in set(replaced)]
    _end(tx, lapsed, msg("The registers and names known now no longer say so."))
    new = [tag for key, tag in asked.items() if key not in standing]
    _begin(tx, new)
    return len(new), len(gone)


def _key(tag: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two tags the same. A suspicion may move to a newer snapshot as long as its words stay."""
    origin = tag["snapshot_id"] if tag["evidence"] == "registered" else tag["why"]
    return (*(tag[name] for name in _SAME), origin)


def _end(tx: Transaction, tag_ids: list[int], why: Message) -> None:
    if not tag_ids:
        return
    with tx.frame("gone", pa.table({"tag_id": array(tag_ids, pa.int32())})):
        tx.execute(
            "update tag set ended_at = current_timestamp, ended_by = ?, ended_why = ?"
            " where tag_id in (select tag_id from gone)",
            [tags.AUTOMATIC, tags.pack(why)],
            step="end tags",
        )
    tx.event("end tags", "tag", None, before={"standing": tag_ids}, after={"tags": tag_ids, "why": why.as_json()})


def _begin(tx: Transaction, new: list[WantedTag]) -> None:
    if not new:
        return
    first = tx.next_id("tag", "tag_id")
    rows: list[dict[str, Any]] = [
        {
            **{name: getattr(tag, name) for name in _COLUMNS if hasattr(tag, name)},
            "tag_id": first + place,
            "made_by": tags.AUTOMATIC,
            "why": tags.pack(tag.why),
        }
        for place, tag in enumerate(new)
    ]
    frame = pa.table({name: array([row[name] for row in rows], kind) for name, kind in _COLUMNS.items()})
    with tx.frame("begun", frame):
        tx.execute("insert into tag by name select * from begun", step="begin tags")
    tx.event("begin tags", "tag", None, after={"tags": [row["tag_id"] for row in rows]})


def _places(tx: Transaction, certain: Iterable[WantedTag]) -> None:
    """Give suppliers without a place that of their newest register entry."""
    entry_of: dict[int, int] = {}
    for tag in certain:
        if tag.entry_id is not None:
            entry_of[tag.supplier_id] = max(tag.entry_id, entry_of.get(tag.supplier_id, 0))
    pairs = pa.table(
        {
            "supplier_id": array(list(entry_of), pa.int32()),
            "entry_id": array(list(entry_of.values()), pa.int64()),
        }
    )
    with tx.frame("placed_by", pairs):
        tx.execute(
            "update supplier set municipality_code = e.municipality_code,"
            " municipality = case when e.municipality_code is null then e.municipality end, province = e.province,"
            " country = coalesce(e.country, supplier.country), place_source = 'register'"
            " from placed_by p inner join register_entry e on e.entry_id = p.entry_id"
            " where supplier.supplier_id = p.supplier_id and supplier.place_source is null"
            " and coalesce(e.municipality_code, e.municipality, e.province) is not null",
            step="places from registers",
        )
