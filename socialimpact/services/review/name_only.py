"""Suppliers that may be social by the words in their name alone: no register has an entry for them to compare.

They are asked about after those that a register may hold. Only a person's own knowledge can say yes here, so a yes
needs a reason in the person's own words. Answers are given and taken back as all others (`reviewing`), about the entry
`NAME_ALONE`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.errors import NotFound
from socialimpact.language import Message, msg
from socialimpact.places import municipalities
from socialimpact.services.review.review_queue import Answer, Queue, queue
from socialimpact.services.suppliers.supplier_view import mine
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.suppliers import answered, kinds, tags

# What stands in an answer in the place of a register and of its entry.
NAME_ALONE = 0
_REGISTER = "name"
# The same in the name of a case in the review's workbook.
ENTRY: Mapping[str, Any] = {"entry_id": NAME_ALONE, "body": _REGISTER}


@dataclass(frozen=True)
class NameOnly:
    """A supplier whose name makes think of a kind. `stake` is addressable spend in euro, of the actor's companies.

    `later_at`: when it was put off.
    """

    supplier_id: int
    supplier: str
    identifier: str | None
    place: str | None
    kind: str
    why: Message
    stake: Decimal
    lines: int
    name_key: str
    later_at: datetime | None


def found(ws: Workspace, actor: Actor, among: Queue | None = None) -> tuple[NameOnly, ...]:
    """Those that nobody has spoken about and are not in the queue `among`: the largest spend first, put off last."""
    actor.require("viewer")
    asked = (among or queue(ws, actor)).table["supplier_id"].to_pylist()
    only, values = mine(actor, "p.company_id")
    rows = ws.db.dicts(
        f"""
        with {answered.met_sql()},
        later as (
            select m.supplier_id, max(a.answered_at) as later_at
            from answered_pair m inner join standing_answer a on a.answer_id = m.answer_id
            where a.answer = 'later'
            group by m.supplier_id
        ),
        suspected as (
            select coalesce(s.same_as, s.supplier_id) as supplier_id, arg_min(t.kind, t.tag_id) as kind,
                arg_min(t.why, t.tag_id) as why
            from tag t inner join supplier s on s.supplier_id = t.supplier_id
            where t.ended_at is null and t.evidence = 'suspected' and t.entry_id is null
            group by 1
        )
        select s.supplier_id, s.name as supplier, coalesce(s.tax_code, s.vat_number) as identifier,
            s.municipality_code, s.municipality, s.name_key, suspected.kind, suspected.why, later.later_at,
            cast(sum(case when p.addressable then p.net_amount else 0 end) as decimal(18, 2)) as stake,
            count(*) as lines
        from suspected
        inner join supplier s on s.supplier_id = suspected.supplier_id
        inner join spend p on p.supplier_id = s.supplier_id{only}
        left join later on later.supplier_id = s.supplier_id
        where not list_contains(?, s.supplier_id)
        group by s.supplier_id, s.name, s.tax_code, s.vat_number, s.municipality_code, s.municipality, s.name_key,
            suspected.kind, suspected.why, later.later_at
        order by later.later_at nulls first, stake desc, s.supplier_id
        """,
        [*values, asked],
        step="suppliers suspected by their name alone",
    )
    return tuple(
        NameOnly(
            row["supplier_id"], row["supplier"], row["identifier"], _place(row), row["kind"],
            tags.unpack(row["why"]) or Message(""), row["stake"], row["lines"], row["name_key"],
            row["later_at"],
        )
        for row in rows
    )  # fmt: skip


def write(tx: Transaction, number: int, keeper: int, given: Answer, why: str) -> dict[str, Any]:
    """Write down whether a supplier is what its name says; for the event: the answer, tags that began and ended.

    `yes` begins a `confirmed` tag without dates, `no` and `none` end the suspicion for good, `later` leaves it. Raises
    `NotFound` where nothing is open.
    """
    suspected = tx.dicts(
        "select t.* from tag t inner join supplier s on s.supplier_id = t.supplier_id"
        " where coalesce(s.same_as, s.supplier_id) = ? and t.ended_at is null and t.evidence = 'suspected'"
        " and t.entry_id is null order by t.tag_id",
        [keeper],
        step="suspicions by the name",
    )
    if not suspected:
        raise NotFound(msg("Nothing is left to decide about supplier {supplier}.", supplier=str(keeper)))
    row = _row(tx, number, keeper, suspected[0]["kind"], given, why)
    tx.insert("review_answer", row)
    begun, ended = [], []
    if given != "later":
        ended = [tag["tag_id"] for tag in suspected]
        for tag_id in ended:
            tx.insert("review_tag", {"answer_id": row["answer_id"], "tag_id": tag_id, "begun": False})
    if given == "yes":
        begun = [tags.begin(tx, keeper, row["kind"], "confirmed", why)]
        tx.insert("review_tag", {"answer_id": row["answer_id"], "tag_id": begun[0], "begun": True})
    else:
        for tag_id in ended:
            answered.stop(tx, tag_id, tags.pack(msg("A person has answered: {answer}.", answer=given)))
    return {"answers": [row], "tags_begun": begun, "tags_ended": ended}


def _row(  # noqa: PLR0917 - one row: which, whose, what and why
    tx: Transaction, number: int, keeper: int, kind: str, given: Answer, why: str
) -> dict[str, Any]:
    """The answer, told by the supplier's names and identifiers as those about entries are (`suppliers.answered`)."""
    kinds.kind(kind)
    return {
        "answer_id": tx.next_id("review_answer", "answer_id"),
        "given": number,
        # none of all that may be meant: so the name makes nobody think of a social body again
        "answer": "none" if given == "no" else given,
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
