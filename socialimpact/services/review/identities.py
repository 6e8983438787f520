"""Who is who: suppliers that may be one, and what people decided about them. Every decision can be taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.errors import NotFound
from socialimpact.figures import spend
from socialimpact.language import Message, msg
from socialimpact.places import municipalities
from socialimpact.services.review.written import written_as
from socialimpact.services.suppliers.supplier_view import mine, visible
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.suppliers import joining, matching, proposals, tags
from socialimpact.suppliers.names import family, is_distinctive, name_key

MOST = 500
_SPELLINGS_SHOWN = 8


@dataclass(frozen=True)
class Known:
    """A supplier as the ledgers know it. `spend` is euro, net of VAT, of the companies that the actor sees."""

    supplier_id: int
    name: str
    vat_number: str | None
    tax_code: str | None
    place: str | None
    spend: Decimal
    lines: int
    first_date: date | None
    last_date: date | None
    spellings: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """Two suppliers that may be one. `keep` is the one with a number, else with more spend; `at_stake` the other's
    spend, which an answer would move. `identical` says that name and legal form are equal and rare and that nothing
    speaks against it: such cases can be answered together.
    """

    keep: Known
    other: Known
    why: tuple[Message, ...]
    likely: bool
    identical: bool
    at_stake: Decimal


@dataclass(frozen=True)
class Decision:
    """What a person decided about two suppliers. `what` is merge, split or apart; `why` words or a kept message."""

    decision_id: int
    what: str
    supplier_id: int
    supplier: str
    other_id: int
    other: str
    why: Message
    made_by: str
    made_at: datetime
    undone_at: datetime | None
    undone_by: str | None


def proposed(ws: Workspace, actor: Actor, *, limit: int = MOST) -> list[Proposal]:
    """The suppliers that may be one, those with the most spend at stake first.

    Only suppliers that the actor's companies buy from, and no pair that somebody has told apart.
    """
    actor.require("viewer")
    money = _spend(ws, actor)
    found = [each for each in proposals.found(ws.db) if each.one in money and each.other in money]
    found.sort(key=lambda each: (-min(abs(money[each.one][0]), abs(money[each.other][0])), -each.strength, each.one))
    known = _known(ws, actor, {number for each in found[:limit] for number in (each.one, each.other)}, money)
    answers = []
    for each in found[:limit]:
        keep, other = sorted(
            (known[each.one], known[each.other]),
            key=lambda one: (not (one.vat_number or one.tax_code), -one.spend, one.supplier_id),
        )
        answers.append(
            Proposal(keep, other, each.why, each.likely, each.likely and _identical(keep, other), abs(other.spend))
        )
    return answers


def merge(ws: Workspace, actor: Actor, keep: int, absorb: int, why: str | Sequence[Message]) -> int:
    """Let two suppliers be one: the lines of `absorb` count as those of `keep`; returns the decision's number.

    They are one organisation, so a tag of either speaks for all their lines. Raises `NotFound`, `Refused`.
    """
    actor.require("editor")
    _both_visible(ws, actor, keep, absorb)
    with ws.db.write(actor) as tx:
        decision = joining.merge(tx, keep, absorb, _words(why))
        _settle(tx, decision)
        _tell(tx, "merged", decision)
    return decision


def merge_all(ws: Workspace, actor: Actor, answers: Sequence[Proposal]) -> list[int]:
    """Say yes to many proposals at once; those that an earlier one of them has settled are passed over."""
    actor.require("editor")
    decisions = []
    for each in answers:
        _both_visible(ws, actor, each.keep.supplier_id, each.other.supplier_id)
    with ws.db.write(actor) as tx:
        for each in answers:
            pair = [each.keep.supplier_id, each.other.supplier_id]
            keepers = tx.rows(
                "select distinct coalesce(same_as, supplier_id) from supplier where list_contains(?, supplier_id)",
                [pair],
            )
            if len(keepers) > 1:
                decisions.append(joining.merge(tx, pair[0], pair[1], _words(each.why)))
                _tell(tx, "merged", decisions[-1])
        _settle(tx, *decisions)
    return decisions


def split(ws: Workspace, actor: Actor, supplier_id: int, spellings: Sequence[int], why: str | Sequence[Message]) -> int:
    """Split ways of writing off as a supplier of their own, with their lines; returns the new supplier's number.

    Tags that people gave stay with the supplier that was split: none is inherited.
    """
    actor.require("editor")
    visible(ws, actor, supplier_id)
    allowed = {each.spelling_id for each in written_as(ws, actor, supplier_id)}
    with ws.db.write(actor) as tx:
        decision, made = joining.split(tx, supplier_id, [each for each in spellings if each in allowed], _words(why))
        _settle(tx, decision)
        _tell(tx, "split", decision)
    return made


def keep_apart(ws: Workspace, actor: Actor, one: int, other: int, why: str | Sequence[Message]) -> int:
    """Write down that two suppliers are not the same: nothing joins them, nothing asks again. Returns the decision."""
    actor.require("editor")
    _both_visible(ws, actor, one, other)
    with ws.db.write(actor) as tx:
        decision = joining.tell_apart(tx, one, other, _words(why))
        _tell(tx, "told apart", decision)
    return decision


def undo(ws: Workspace, actor: Actor, decision_id: int) -> Decision:
    """Take a decision back: suppliers, lines and figures are as if it had not been made. Returns it as it was."""
    return undo_all(ws, actor, [decision_id])[0]


def undo_all(ws: Workspace, actor: Actor, decision_ids: Sequence[int]) -> list[Decision]:
    """Take several decisions back in one step, the latest first: all of them, or none."""
    actor.require("editor")
    made = {each.decision_id: each for each in decisions(ws, actor)}
    latest_first = sorted(set(decision_ids), reverse=True)
    for decision_id in latest_first:
        if decision_id not in made:
            raise NotFound(msg("There is no decision {number}.", number=str(decision_id)))
    moved = []
    with ws.db.write(actor) as tx:
        for decision_id in latest_first:
            row = joining.undo(tx, decision_id)
            if row["what"] != "apart":
                moved.append(decision_id)
            tx.event("taken back", "identity", decision_id, before=row)
        if moved:
            _settle(tx, *moved)
    return [made[decision_id] for decision_id in latest_first]


def decisions(ws: Workspace, actor: Actor, *, supplier_id: int | None = None) -> list[Decision]:
    """The decisions about suppliers of the actor's companies, the newest first; taken back ones, too."""
    actor.require("viewer")
    only, values = mine(actor, "p.company_id")
    seen = f"exists (select 1 from decided_spelling p where p.decision_id = d.decision_id{only})" if only else "true"
    about = "" if supplier_id is None else " and ? in (d.supplier_id, d.other_id, s.same_as, o.same_as)"
    rows = ws.db.rows(
        f"""
        select d.decision_id, d.what, d.supplier_id, coalesce(s.name, ''), d.other_id, coalesce(o.name, ''), d.why,
            d.made_by, d.made_at, d.undone_at, d.undone_by
        from identity_decision d
        left join supplier s on s.supplier_id = d.supplier_id
        left join supplier o on o.supplier_id = d.other_id
        where {seen}{about}
        order by d.decision_id desc
        """,
        [*values, *([] if supplier_id is None else [supplier_id])],
        step="decisions about suppliers",
    )
    return [
        Decision(
            decision_id, what, one, supplier, two, other, tags.unpack(why) or Message(""), by, at, undone_at, undone_by
        )
        for decision_id, what, one, supplier, two, other, why, by, at, undone_at, undone_by in rows
    ]


def _identical(one: Known, other: Known) -> bool:
    """Whether both are written with one rare name and one legal form."""
    formed = (family(one.name), family(other.name))
    keys = {name_key(each.name).replace(" ", "") for each in (one, other)}
    return len(keys) == 1 and formed[0] == formed[1] and is_distinctive(keys.pop(), formed[0])


def _words(why: str | Sequence[Message]) -> str:
    """A person's words, or the reasons of a proposal as `tags.unpack` reads them."""
    if isinstance(why, str):
        return why
    return tags.pack(why[0]) if len(why) == 1 else tags.pack(_and(why))


def _and(why: Sequence[Message]) -> Message:
    if not why:
        return Message("")
    first, *rest = why
    return msg("{one} {other}", one=first, other=_and(rest)) if rest else first


def _settle(tx: Transaction, *decisions: int) -> None:
    """Bring tags and figures up to date with decisions, which touch no supplier but theirs."""
    matching.match(tx)
    pairs = tx.rows(
        "select supplier_id, other_id from identity_decision where list_contains(?, decision_id)", [list(decisions)]
    )
    spend.refresh(tx, sorted({number for pair in pairs for number in pair}))


def _tell(tx: Transaction, what: str, decision_id: int) -> None:
    row: dict[str, Any] = tx.dicts("select * from identity_decision where decision_id = ?", [decision_id])[0]
    tx.event(what, "identity", decision_id, before=row.pop("before"), after=row)


def _both_visible(ws: Workspace, actor: Actor, one: int, other: int) -> None:
    for number in (one, other):
        visible(ws, actor, number)


def _spend(ws: Workspace, actor: Actor) -> dict[int, tuple[Any, ...]]:
    """Spend, lines and first and last date of each supplier that the actor's companies buy from."""
    only, values = mine(actor)
    rows = ws.db.rows(
        f"select supplier_id, cast(sum(net_amount) as decimal(18, 2)), count(*), min(date), max(date) from spend"
        f" where true{only} group by supplier_id",
        values,
        step="spend of suppliers",
    )
    return {row[0]: row[1:] for row in rows}


def _known(ws: Workspace, actor: Actor, numbers: set[int], money: Mapping[int, tuple[Any, ...]]) -> dict[int, Known]:
    only, values = mine(actor, "n.company_id")
    rows = ws.db.rows(
        f"""
        select s.supplier_id, s.name, s.vat_number, s.tax_code, s.municipality_code, s.municipality, s.province,
            w.names, w.codes
        from supplier s
        left join (
            select coalesce(m.same_as, m.supplier_id) as supplier_id,
                list(distinct n.name order by n.name) filter (where n.name is not null) as names,
                list(distinct n.ledger_code order by n.ledger_code) filter (where n.ledger_code is not null) as codes
            from supplier_name n inner join supplier m on m.supplier_id = n.supplier_id
            where true{only}
            group by 1
        ) w on w.supplier_id = s.supplier_id
        where list_contains(?, s.supplier_id)
        """,
        [*values, sorted(numbers)],
        step="suppliers that may be one",
    )
    found = {}
    for number, name, vat, tax, code, town, province, names, codes in rows:
        total, lines, first, last = money[number]
        found[number] = Known(
            number, name, vat, tax, _place(code, town, province), total, lines, first, last,
            tuple((names or ())[:_SPELLINGS_SHOWN]), tuple((codes or ())[:_SPELLINGS_SHOWN]),
        )  # fmt: skip
    return found


def _place(code: str | None, town: str | None, province: str | None) -> str | None:
    known = municipalities.by_code(code)
    town, province = (known.name, known.province) if known else (town, province)
    return f"{town} ({province})" if town and province else town or province
