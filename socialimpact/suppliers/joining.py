"""One of two, two of one: what a person decides about who is who, and taking it back.

A decision moves suppliers, ways of writing and lines, and remembers what stood there before (`identity_decision`);
`suppliers.decided` sees to it that it holds when the next ledger comes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import pyarrow as pa

from socialimpact.columns import array
from socialimpact.errors import NotFound, Refused
from socialimpact.language import msg
from socialimpact.store import Transaction
from socialimpact.suppliers import decided, forgetting, profiles, tags

What = Literal["merge", "split", "apart"]


def merge(tx: Transaction, keep: int, absorb: int, why: str) -> int:
    """Let the supplier `absorb` be `keep` from now on; returns the decision's number.

    Its ways of writing and its lines stay its own, so that the decision can be taken back. An earlier decision that
    the two are not the same is outweighed.
    """
    keeper, other = _keeper(tx, keep), _keeper(tx, absorb)
    if keeper == other:
        raise Refused(msg("These are one supplier already."), code="same_supplier")
    members = tx.dicts(
        "select supplier_id, same_as, same_as_import from supplier where ? in (supplier_id, same_as)"
        " order by supplier_id",
        [other],
    )
    outweighed = [
        int(row[0])
        for row in tx.rows(
            "select d.decision_id from identity_decision d"
            " inner join supplier s on s.supplier_id = d.supplier_id"
            " inner join supplier o on o.supplier_id = d.other_id"
            " where d.undone_at is null and d.what <> 'merge'"
            " and list_sort([coalesce(s.same_as, s.supplier_id), coalesce(o.same_as, o.supplier_id)]) = list_sort(?)",
            [[keeper, other]],
            step="decisions that are outweighed",
        )
    ]
    last = tx.next_id("supplier_name", "spelling_id") - 1
    decision = _write(tx, "merge", keeper, other, why, {"members": members, "outweighed": outweighed, "last": last})
    _mark_undone(tx, outweighed, undone=True)
    decided.remember(tx, decision, [keeper, other])
    tx.execute("update supplier set same_as = ?, same_as_import = null where supplier_id = ?", [keeper, other])
    tx.execute("update supplier set same_as = ? where same_as = ?", [keeper, other])
    profiles.derive(tx, [keeper])
    return decision


def split(tx: Transaction, supplier_id: int, spellings: Sequence[int], why: str) -> tuple[int, int]:
    """Give these ways of writing (`spelling_id`) to a supplier of their own; the decision's number and the new one's.

    All rows that are written the same way go with them, whichever import they are of. Raises `Refused` where nothing
    would stay, or where lines were read before lines knew how their supplier is written.
    """
    keeper = _keeper(tx, supplier_id)
    same = " and ".join(f"n.{name} is not distinct from c.{name}" for name in decided.SPELLING)
    moved = [
        (int(row[0]), int(row[1]))
        for row in tx.rows(
            f"""
            select distinct n.spelling_id, n.supplier_id
            from supplier_name n
            inner join supplier s on s.supplier_id = n.supplier_id and coalesce(s.same_as, s.supplier_id) = ?
            inner join supplier_name c on list_contains(?, c.spelling_id) and {same}
            order by 1
            """,
            [keeper, list(spellings)],
            step="ways of writing that are split off",
        )
    ]
    whole = tx.value(
        "select count(*) from supplier_name n inner join supplier s on s.supplier_id = n.supplier_id"
        " where coalesce(s.same_as, s.supplier_id) = ?",
        [keeper],
    )
    if not moved:
        raise NotFound(msg("Choose the ways of writing that are another supplier."))
    if len(moved) == whole:
        raise Refused(msg("One way of writing has to stay: this would split off all of them."), code="nothing_left")
    _refuse_unknown_lines(tx, keeper, [spelling for spelling, _ in moved])
    made = tx.next_id("supplier", "supplier_id")
    decision = _write(tx, "split", keeper, made, why, {"moved": moved})
    _move(tx, moved, made)
    profiles.derive(tx, [made, keeper])
    decided.remember(tx, decision, [keeper, made])
    return decision, made


def tell_apart(tx: Transaction, one: int, other: int, why: str) -> int:
    """Write down that two suppliers are not the same, so that nothing joins them; returns the decision's number."""
    first, second = _keeper(tx, one), _keeper(tx, other)
    if first == second:
        raise Refused(msg("These are one supplier already."), code="same_supplier")
    decision = _write(tx, "apart", first, second, why, {})
    decided.remember(tx, decision, [first, second])
    return decision


def undo(tx: Transaction, decision_id: int) -> dict[str, Any]:
    """Take a decision back; returns it as it was written. A later one about the same suppliers has to go first."""
    found = tx.dicts("select * from identity_decision where decision_id = ?", [decision_id])
    if not found:
        raise NotFound(msg("There is no decision {number}.", number=str(decision_id)))
    decision = found[0]
    if decision["undone_at"] is not None:
        raise Refused(msg("This decision was taken back before."), code="already_undone")
    one, other = int(decision["supplier_id"]), int(decision["other_id"])
    if decision["what"] != "apart":
        _refuse_earlier(tx, decision_id, one, other)
    before = json.loads(decision["before"])
    remembered = decided.spellings_of(tx, decision_id)
    _mark_undone(tx, [decision_id], undone=True)
    if decision["what"] == "merge":
        _part(tx, one, other, before, remembered)
    elif decision["what"] == "split":
        _put_back(tx, one, other, before)
    if decision["what"] != "apart":
        forgetting.sweep(tx, [one, other])
    return decision


def _part(tx: Transaction, keeper: int, other: int, before: dict[str, Any], remembered: decided.Standing) -> None:
    """Let the absorbed supplier be itself again, with what came since then and is written as it was."""
    for member in before["members"]:
        tx.execute(
            "update supplier set same_as = ?, same_as_import = ? where supplier_id = ? and same_as = ?",
            [member["same_as"], member["same_as_import"], member["supplier_id"], keeper],
            step="part suppliers",
        )
    _mark_undone(tx, before["outweighed"], undone=False)
    ids = {value for spelling, owner in remembered.whole.items() if owner == other for value in spelling[3:5] if value}
    ids -= {value for spelling, owner in remembered.whole.items() if owner == keeper for value in spelling[3:5]}
    come = tx.rows(
        f"select spelling_id, supplier_id, {', '.join(decided.SPELLING)} from supplier_name"
        " where supplier_id = ? and spelling_id > ?",
        [keeper, before["last"]],
        step="what came since the merge",
    )
    back = [
        (spelling, owner)
        for spelling, owner, *written in come
        if remembered.of(tuple(written)) == other or ids.intersection(written[3:5])
    ]
    _move(tx, back, other)


def _put_back(tx: Transaction, keeper: int, made: int, before: dict[str, Any]) -> None:
    """Give what was split off back to where it stood; a tag that a person gave it stays with it, and so with both."""
    homes = dict(map(tuple, before["moved"]))
    rows = tx.rows("select spelling_id from supplier_name where supplier_id = ?", [made])
    living = {int(row[0]) for row in tx.rows("select supplier_id from supplier")}
    back: dict[int, list[tuple[int, int]]] = {}
    for (spelling,) in rows:
        home = homes.get(spelling, keeper)
        back.setdefault(home if home in living else keeper, []).append((spelling, made))
    for home, moved in back.items():
        _move(tx, moved, home)
    spoken = tx.value(
        "select count(*) from tag where supplier_id = ? and made_by <> ?", [made, tags.AUTOMATIC], step="tags"
    )
    if spoken:
        tx.execute("update supplier set same_as = ?, same_as_import = null where supplier_id = ?", [keeper, made])
    profiles.derive(tx, [keeper])


def _keeper(tx: Transaction, supplier_id: int) -> int:
    found = tx.value("select coalesce(same_as, supplier_id) from supplier where supplier_id = ?", [supplier_id])
    if found is None:
        raise NotFound(msg("There is no supplier {number}.", number=str(supplier_id)))
    return int(found)


def _write(  # noqa: PLR0917 - the columns of a decision, in their order
    tx: Transaction, what: What, supplier_id: int, other_id: int, why: str, before: dict[str, Any]
) -> int:
    if not why.strip():
        raise Refused(msg("Say how you know: an auditor will ask."), code="reason_missing")
    decision = tx.next_id("identity_decision", "decision_id")
    tx.insert(
        "identity_decision",
        {"decision_id": decision, "what": what, "supplier_id": supplier_id, "other_id": other_id, "why": why.strip(),
         "made_by": tx.actor.name, "before": json.dumps(before)},
    )  # fmt: skip
    return decision


def _mark_undone(tx: Transaction, decisions: Iterable[int], *, undone: bool) -> None:
    when = "current_timestamp::timestamp" if undone else "null"
    tx.execute(
        f"update identity_decision set undone_at = {when}, undone_by = ? where list_contains(?, decision_id)",
        [tx.actor.name if undone else None, list(decisions)],
        step="take decisions back",
    )


def _refuse_earlier(tx: Transaction, decision_id: int, one: int, other: int) -> None:
    later = tx.value(
        "select max(decision_id) from identity_decision where undone_at is null and decision_id > ? and what <> 'apart'"
        " and (supplier_id in (?, ?) or other_id in (?, ?))",
        [decision_id, one, other, one, other],
    )
    if later:
        raise Refused(
            msg("Decision {later} about the same supplier came after this one: take that back first.",
                later=str(later)),
            code="later_decision",
        )  # fmt: skip


def _refuse_unknown_lines(tx: Transaction, keeper: int, spellings: list[int]) -> None:
    imports = tx.rows(
        "select distinct line.import_id from line inner join supplier s on s.supplier_id = line.supplier_id"
        " where coalesce(s.same_as, s.supplier_id) = ? and line.spelling_id is null and line.import_id in"
        " (select import_id from supplier_name where list_contains(?, spelling_id)) order by 1",
        [keeper, spellings],
        step="lines without a way of writing",
    )
    if imports:
        raise Refused(
            msg(
                "The lines of import {number} do not say how their supplier is written, as they were read by an earlier"
                " version. Undo that import and import its file again, then split.",
                number=str(imports[0][0]),
            ),
            code="spelling_unknown",
        )


def _move(tx: Transaction, moved: Sequence[tuple[int, int]], owner: int) -> None:
    """Give ways of writing, and the lines that carry them, to a supplier."""
    if not moved:
        return
    with tx.frame("moved", pa.table({"spelling_id": array([spelling for spelling, _ in moved], pa.int32())})):
        for table in ("supplier_name", "line", "held_line"):
            tx.execute(
                f"update {table} set supplier_id = ? where spelling_id in (select spelling_id from moved)",
                [owner],
                step=f"move {table}",
            )
