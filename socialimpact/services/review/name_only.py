"""Suppliers that may be social by the words in their name alone: no register has an entry for them to compare.

They are asked about after those that a register may hold. Only a person's own knowledge can say yes here, so a yes
needs a reason in the person's own words; each answer is taken back like any other (`reviewing.undo`).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from socialimpact.actor import Actor
from socialimpact.errors import NotFound, Refused
from socialimpact.figures import spend
from socialimpact.language import Message, msg
from socialimpact.places import municipalities
from socialimpact.services.review.review_queue import Queue, queue
from socialimpact.services.suppliers.supplier_view import mine, visible
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.suppliers import answered, kinds, tags

# What stands in an answer in the place of a register and of its entry.
NAME_ALONE = 0
_REGISTER = "name"


@dataclass(frozen=True)
class NameOnly:
    """A supplier whose name makes think of a kind. `stake` is addressable spend in euro, of the actor's companies."""

    supplier_id: int
    supplier: str
    identifier: str | None
    place: str | None
    kind: str
    why: Message
    stake: Decimal
    lines: int


def found(ws: Workspace, actor: Actor, among: Queue | None = None) -> tuple[NameOnly, ...]:
    """Those that nobody has spoken about, the largest spend first, without those of the queue `among`."""
    actor.require("viewer")
    asked = (among or queue(ws, actor)).table["supplier_id"].to_pylist()
    only, values = mine(actor, "p.company_id")
    rows = ws.db.dicts(
        f"""
        with suspected as (
            select coalesce(s.same_as, s.supplier_id) as supplier_id, arg_min(t.kind, t.tag_id) as kind,
                arg_min(t.why, t.tag_id) as why
            from tag t inner join supplier s on s.supplier_id = t.supplier_id
            where t.ended_at is null and t.evidence = 'suspected' and t.entry_id is null
            group by 1
        )
        select s.supplier_id, s.name as supplier, coalesce(s.tax_code, s.vat_number) as identifier,
            s.municipality_code, s.municipality, suspected.kind, suspected.why,
            cast(sum(case when p.addressable then p.net_amount else 0 end) as decimal(18, 2)) as stake,
            count(*) as lines
        from suspected
        inner join supplier s on s.supplier_id = suspected.supplier_id
        inner join spend p on p.supplier_id = s.supplier_id{only}
        where not list_contains(?, s.supplier_id)
        group by s.supplier_id, s.name, s.tax_code, s.vat_number, s.municipality_code, s.municipality, suspected.kind,
            suspected.why
        order by stake desc, s.supplier_id
        """,
        [*values, asked],
        step="suppliers suspected by their name alone",
    )
    return tuple(
        NameOnly(
            row["supplier_id"], row["supplier"], row["identifier"], _place(row), row["kind"],
            tags.unpack(row["why"]) or Message(""), row["stake"], row["lines"],
        )
        for row in rows
    )  # fmt: skip


def answer(ws: Workspace, actor: Actor, supplier_id: int, given: Literal["yes", "no"], why: Message | str) -> int:
    """Say whether a supplier is what its name says, and return the number that takes the answer back.

    `yes` begins a `confirmed` tag without dates, `no` ends the suspicion for good. Raises `Refused` where the reason is
    missing, `NotFound` where nothing is open.
    """
    actor.require("editor")
    keeper = visible(ws, actor, supplier_id)
    packed = tags.pack(why) if isinstance(why, Message) else why.strip()
    if not packed:
        raise Refused(msg("Say how you know: an auditor will ask."), code="reason_missing")
    with ws.db.write(actor) as tx:
        suspected = tx.dicts(
            "select t.* from tag t inner join supplier s on s.supplier_id = t.supplier_id"
            " where coalesce(s.same_as, s.supplier_id) = ? and t.ended_at is null and t.evidence = 'suspected'"
            " and t.entry_id is null order by t.tag_id",
            [keeper],
            step="suspicions by the name",
        )
        if not suspected:
            raise NotFound(msg("Nothing is left to decide about supplier {supplier}.", supplier=str(supplier_id)))
        row = _row(tx, keeper, suspected[0]["kind"], given, packed)
        tx.insert("review_answer", row)
        for tag in suspected:
            tx.insert("review_tag", {"answer_id": row["answer_id"], "tag_id": tag["tag_id"], "begun": False})
        begun = []
        if given == "yes":
            begun = [tags.begin(tx, keeper, row["kind"], "confirmed", packed)]
            tx.insert("review_tag", {"answer_id": row["answer_id"], "tag_id": begun[0], "begun": True})
        else:
            for tag in suspected:
                answered.stop(tx, tag["tag_id"], tags.pack(msg("A person has answered: {answer}.", answer=given)))
        ended = [tag["tag_id"] for tag in suspected]
        after = {"answers": [row], "tags_begun": begun, "tags_ended": ended}
        tx.event("answer review", "supplier", keeper, before={"tags": suspected}, after=after)
        spend.retag(tx, {keeper})
    return int(row["given"])


def _row(tx: Transaction, keeper: int, kind: str, given: Literal["yes", "no"], why: str) -> dict[str, Any]:
    """The answer, told by the supplier's names and identifiers as those about entries are (`suppliers.answered`)."""
    kinds.kind(kind)
    return {
        "answer_id": tx.next_id("review_answer", "answer_id"),
        "given": tx.next_id("review_answer", "given"),
        # none of all that may be meant: so the name makes nobody think of a social body again
        "answer": "yes" if given == "yes" else "none",
        **answered.told_by(tx, keeper),
        "entry_id": NAME_ALONE,
        "register_key": _REGISTER,
        "entry": "",
        "entry_key": "",
        "kind": kind,
        "why": why,
        "answered_by": tx.actor.name,
    }


def _place(row: dict[str, Any]) -> str | None:
    town = municipalities.by_code(row["municipality_code"])
    return f"{town.name} ({town.province})" if town else row["municipality"]
