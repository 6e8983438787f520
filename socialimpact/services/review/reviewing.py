"""Answers to "may this supplier be that entry?": yes, no, none of these, later; each can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from socialimpact.actor import Actor
from socialimpact.errors import NotFound, Refused
from socialimpact.figures import spend
from socialimpact.language import Message, labelled, msg
from socialimpact.services.review import name_only
from socialimpact.services.review.review_queue import ANSWERS, Answer, entries_of
from socialimpact.services.suppliers import tag_words
from socialimpact.services.suppliers.supplier_view import mine, visible
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.suppliers import answered, kinds, registered, tags


@dataclass(frozen=True)
class Given:
    """What one press decided: `number` takes it back; `suppliers` and `entries` by name; `ended_at` where it was."""

    number: int
    answer: Answer
    suppliers: tuple[str, ...]
    supplier_ids: tuple[int, ...]
    entries: tuple[str, ...]
    why: Message | None
    who: str
    when: datetime
    ended_at: datetime | None
    ended_by: str | None


def answer(  # noqa: PLR0917 - who, whose, which, what and why are said in this order everywhere
    ws: Workspace,
    actor: Actor,
    supplier_id: int,
    entry_id: int,
    given: Answer,
    why: Message | str,
    *,
    also: Sequence[int] = (),
) -> int:
    """Answer whether a supplier is a register entry, and return the number that takes the answer back.

    `yes` begins `confirmed` tags for the dates of which the register says it, `no` speaks of this entry only, `none`
    of all that may be meant, `later` puts the supplier off. The entry `name_only.NAME_ALONE` is none: then it is about
    what the name alone says. `also`: suppliers that get the same answer. Raises
    `Refused` where a reason is missing or a tag that counts stands already.
    """
    return answer_all(ws, actor, [(each, entry_id, given, why) for each in dict.fromkeys((supplier_id, *also))])


def answer_all(ws: Workspace, actor: Actor, answers: Sequence[tuple[int, int, Answer, Message | str]]) -> int:
    """Several answers as one: supplier, entry, answer and reason of each. All of them are written, or none."""
    actor.require("editor")
    keepers = [visible(ws, actor, supplier_id) for supplier_id, *_ in answers]
    with ws.db.write(actor) as tx:
        number = int(tx.value("select coalesce(max(given), 0) + 1 from review_answer"))
        touched: set[int] = set()
        for keeper, (_, entry_id, given, why) in zip(keepers, answers, strict=True):
            touched |= _answer(tx, number, keeper, entry_id, given, why=_packed(why))
        if touched:
            spend.retag(tx, touched)
    return number


def undo(ws: Workspace, actor: Actor, number: int, why: str = "") -> None:
    """Take an answer back, with the tags that it began. Raises `NotFound`, or `Refused` where it was taken back."""
    actor.require("editor")
    rows = ws.db.dicts("select * from review_answer where given = ? order by answer_id", [number], step="answer")
    if not rows:
        raise NotFound(msg("There is no answer {number}.", number=str(number)))
    if not any(row["ended_at"] is None for row in rows):
        raise Refused(msg("This answer has been taken back already."), code="answer_ended")
    for supplier_id in {row["supplier_id"] for row in rows} & _present(ws, rows):
        visible(ws, actor, supplier_id)
    with ws.db.write(actor) as tx:
        touched: set[int] = set()
        for row in rows:
            if row["ended_at"] is None:
                touched |= _undo(tx, row, why.strip())
        if touched:
            spend.retag(tx, touched)


def given(ws: Workspace, actor: Actor, *, limit: int = 50, standing: bool = True) -> tuple[Given, ...]:
    """The latest answers about suppliers that the actor sees, newest first; those taken back too if not `standing`."""
    actor.require("viewer")
    only, values = mine(actor, "n.company_id")
    seen = (
        ""
        if actor.companies is None
        else f" and exists (select 1 from supplier_name n where n.supplier_id = review_answer.supplier_id{only})"
    )
    rows = ws.db.dicts(
        f"""
        select given, answer, list(distinct supplier order by supplier) as suppliers,
            list(distinct supplier_id order by supplier_id) as supplier_ids,
            list(distinct entry order by entry) as entries, min(why) as why, min(answered_by) as who,
            min(answered_at) as answered, max(ended_at) as ended, max(ended_by) as ended_by
        from review_answer
        where true{seen}{" and ended_at is null" if standing else ""}
        group by given, answer
        order by given desc, answer
        limit {int(limit)}
        """,
        values,
        step="answers given",
    )
    return tuple(
        Given(
            row["given"],
            row["answer"],
            tuple(row["suppliers"]),
            tuple(row["supplier_ids"]),
            tuple(row["entries"]),
            tags.unpack(row["why"]),
            row["who"],
            row["answered"],
            row["ended"],
            row["ended_by"],
        )
        for row in rows
    )


def _packed(why: Message | str) -> str:
    text = tags.pack(why) if isinstance(why, Message) else why.strip()
    if not text:
        raise Refused(msg("Say how you know: an auditor will ask."), code="reason_missing")
    return text


def _answer(tx: Transaction, number: int, keeper: int, entry_id: int, given: Answer, *, why: str) -> set[int]:
    """Write one answer with what follows from it; returns the suppliers whose tags changed."""
    if given not in ANSWERS:
        raise Refused(msg("The answer is yes, no, none or later."), code="answer_unknown")
    by_name = entry_id == name_only.NAME_ALONE
    standing = _standing(tx, keeper)
    if given == "yes" and (counted := _counted(standing)):
        raise Refused(
            msg("This supplier has a tag that counts already: {kind}.", kind=labelled(kinds.kind(counted).label)),
            code="already_tagged",
        )
    said = _supersede_later(tx, keeper)
    if by_name:
        after = name_only.write(tx, number, keeper, given, why)
        tx.event("answer review", "supplier", keeper, before={"tags": standing, "later": said}, after=after)
        return {keeper} if after["tags_begun"] or after["tags_ended"] else set()
    asked = [entry_id] if given != "none" else [row["entry_id"] for row in entries_of(tx, keeper)] or [entry_id]
    written = [_write(tx, number, keeper, each, given, why) for each in asked]
    ended = _end_suspected(tx, standing, written[0], given, set(asked))
    begun = _confirm(tx, keeper, written[0]) if given == "yes" else []
    tx.event(
        "answer review",
        "supplier",
        keeper,
        before={"tags": standing, "later": said},
        after={"answers": written, "tags_begun": begun, "tags_ended": ended},
    )
    return {keeper} if begun or ended else set()


def _write(  # noqa: PLR0917 - one row: whose, about what, what and why
    tx: Transaction, number: int, keeper: int, entry_id: int, given: Answer, why: str
) -> dict[str, Any]:
    entries = tx.dicts(
        "select e.*, r.register_key from register_entry e"
        " inner join register_snapshot s on s.snapshot_id = e.snapshot_id"
        " inner join register r on r.register_id = s.register_id where e.entry_id = ?",
        [entry_id],
        step="entry",
    )
    if not entries:
        raise NotFound(msg("There is no register entry {entry}.", entry=str(entry_id)))
    entry = entries[0]
    row = {
        "answer_id": tx.next_id("review_answer", "answer_id"),
        "given": number,
        "answer": given,
        **answered.told_by(tx, keeper),
        "entry_id": entry_id,
        "register_key": entry["register_key"],
        "entry": entry["name"],
        "entry_tax_code": entry["tax_code"],
        "entry_vat_number": entry["vat_number"],
        "entry_key": entry["name_key"],
        "entry_place": entry["municipality_code"] or entry["municipality"],
        "kind": entry["kind"],
        "probability": tx.value(
            "select max(g.probability) from suggestion g where g.entry_id = ? and g.supplier_id in"
            " (select m.supplier_id from supplier m where coalesce(m.same_as, m.supplier_id) = ?)",
            [entry_id, keeper],
            step="how likely it was",
        ),
        "why": why,
        "answered_by": tx.actor.name,
    }
    tx.insert("review_answer", row)
    return row


def _confirm(tx: Transaction, keeper: int, row: dict[str, Any]) -> list[int]:
    """The tags of a confirmed entry, for the dates of which its register's lists say so."""
    wanted = registered.of_bodies(tx, [answered.body_of(row)]).get(row["answer_id"], [])
    if not wanted:
        raise Refused(
            msg(
                "By the dates in the register “{name}” never held its status: it cannot be confirmed.",
                name=row["entry"],
            ),
            code="never_valid",
        )
    return answered.replace(tx, row["answer_id"], keeper, wanted, row)


def _end_suspected(
    tx: Transaction, standing: Sequence[dict[str, Any]], row: dict[str, Any], given: Answer, asked: set[int]
) -> list[int]:
    """End the suspicions that the answer settles; they come back when it is taken back."""
    if given == "later":
        return []
    ended = []
    for tag in standing:
        about = given in {"yes", "none"} or tag["entry_id"] in asked
        if tag["evidence"] == "suspected" and about:
            answered.stop(
                tx, tag["tag_id"], tags.pack(msg("A person has answered: {answer}.", answer=tag_words.ANSWERS[given]))
            )
            tx.insert("review_tag", {"answer_id": row["answer_id"], "tag_id": tag["tag_id"], "begun": False})
            ended.append(tag["tag_id"])
    return ended


def _supersede_later(tx: Transaction, keeper: int) -> list[int]:
    """A supplier that was put off is so no longer, once it is answered or put off again."""
    if not answered.any_about(tx, keeper):
        return []
    found = [
        int(row[0])
        for row in tx.rows(
            f"with {answered.met_sql()} select a.answer_id from answered_pair m"
            " inner join standing_answer a on a.answer_id = m.answer_id"
            " where m.supplier_id = ? and a.answer = 'later'",
            [keeper],
            step="put off before",
        )
    ]
    for answer_id in found:
        _end_answer(tx, answer_id, tags.pack(msg("Another answer has taken its place.")))
    return found


def _undo(tx: Transaction, row: dict[str, Any], why: str) -> set[int]:
    """End one answer and its tags, and begin again the suspicions that it had ended."""
    _end_answer(tx, row["answer_id"], why or tags.pack(msg("The answer was taken back.")))
    linked = tx.dicts(
        "select b.begun, t.* from review_tag b inner join tag t on t.tag_id = b.tag_id where b.answer_id = ?"
        " order by b.begun desc, t.tag_id",
        [row["answer_id"]],
        step="tags of the answer",
    )
    touched: set[int] = set()
    again = []
    for tag in linked:
        if tag.pop("begun"):
            if tag["ended_at"] is None:
                tags.end(tx, tag["tag_id"], why or tags.pack(msg("The answer was taken back.")))
                touched.add(tag["supplier_id"])
        elif _may_return(tx, tag):
            new = tag | {"tag_id": tx.next_id("tag", "tag_id"), "ended_at": None, "ended_by": None, "ended_why": None}
            new.pop("made_at")
            tx.insert("tag", new)
            tx.event("begin tag", "supplier", new["supplier_id"], after=new)
            again.append(new["tag_id"])
            touched.add(tag["supplier_id"])
    tx.event("undo review", "supplier", row["supplier_id"], before=row, after={"why": why, "tags_begun": again})
    return {int(tx.value("select coalesce(same_as, supplier_id) from supplier where supplier_id = ?", [each]))
            for each in touched}  # fmt: skip


def _may_return(tx: Transaction, tag: dict[str, Any]) -> bool:
    """Whether the supplier and the entry of a suspicion are still there, and nothing else is known by now."""
    return bool(
        tx.value(
            "select count(*) from supplier s where s.supplier_id = ? and not exists (select 1 from tag t"
            " where t.supplier_id = s.supplier_id and t.ended_at is null)"
            " and (? is null or exists (select 1 from register_entry e where e.entry_id = ?))",
            [tag["supplier_id"], tag["entry_id"], tag["entry_id"]],
            step="whether the suspicion returns",
        )
    )


def _end_answer(tx: Transaction, answer_id: int, why: str) -> None:
    tx.execute(
        "update review_answer set ended_at = current_timestamp, ended_by = ?, ended_why = ?"
        " where answer_id = ? and ended_at is null",
        [tx.actor.name, why, answer_id],
        step="end answer",
    )


def _standing(tx: Transaction, keeper: int) -> list[dict[str, Any]]:
    return tx.dicts(
        "select t.* from tag t inner join supplier s on s.supplier_id = t.supplier_id"
        " where coalesce(s.same_as, s.supplier_id) = ? and t.ended_at is null order by t.tag_id",
        [keeper],
        step="tags that stand",
    )


def _counted(standing: Sequence[dict[str, Any]]) -> str | None:
    return next((tag["kind"] for tag in standing if tag["evidence"] in kinds.counted_evidence()), None)


def _present(ws: Workspace, rows: Sequence[dict[str, Any]]) -> set[int]:
    """The suppliers of these answers that are still in the store."""
    return {
        int(row[0])
        for row in ws.db.rows(
            "select supplier_id from supplier where list_contains(?, supplier_id)",
            [[row["supplier_id"] for row in rows]],
        )
    }
