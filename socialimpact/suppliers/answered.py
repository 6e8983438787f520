"""What people answered about suppliers and register entries, found again whatever happens to their ids.

A supplier of an undone import comes back under another id, an entry of a register with every new list. So an answer
speaks of a supplier by its identifiers, else its names and place, and of an entry by its body: the tax code or VAT
number, else register, name and place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pyarrow as pa

from socialimpact.columns import array
from socialimpact.language import msg
from socialimpact.store import Transaction
from socialimpact.store.reader import Reader
from socialimpact.suppliers import registered, tags
from socialimpact.suppliers.registered import Body, WantedTag

# What stands in `review_answer` for an entry that is not the supplier.
REFUSALS = ("no", "none")


def met_sql() -> str:
    """A chain of steps that ends in `answered_pair`: which supplier of today each standing answer speaks of.

    Columns: answer_id, supplier_id. The supplier is the same row, or has one of the identifiers; a name decides only
    where place and identifiers do not contradict. A row that was made after the answer has only taken over the number.
    """
    return """
        standing_answer as (select * from review_answer where ended_at is null),
        held_identifier as (
            select coalesce(same_as, supplier_id) as supplier_id, vat_number as value from supplier
            where vat_number is not null
            union all
            select coalesce(same_as, supplier_id), tax_code from supplier where tax_code is not null
        ),
        told_identifier as (
            select answer_id, vat_number as value from standing_answer where vat_number is not null
            union all
            select answer_id, tax_code from standing_answer where tax_code is not null
        ),
        held_name as (
            select supplier_id, name_key from supplier where name_key <> ''
            union
            select supplier_id, name_key from supplier_name where name_key <> ''
        ),
        told_name as (select answer_id, unnest(name_keys) as name_key from standing_answer),
        answered_pair as (
            select a.answer_id, coalesce(s.same_as, s.supplier_id) as supplier_id
            from standing_answer a
            inner join supplier s on s.supplier_id = a.supplier_id and s.created_at <= a.answered_at
            union
            select t.answer_id, h.supplier_id
            from told_identifier t inner join held_identifier h on h.value = t.value
            union
            select a.answer_id, k.supplier_id
            from told_name t
            inner join standing_answer a on a.answer_id = t.answer_id
            inner join held_name h on h.name_key = t.name_key
            inner join supplier s on s.supplier_id = h.supplier_id
            inner join supplier k on k.supplier_id = coalesce(s.same_as, s.supplier_id)
            where coalesce(a.municipality_code = k.municipality_code, true)
                and coalesce(a.province = k.province, true)
                and (coalesce(a.vat_number, a.tax_code) is null or coalesce(k.vat_number, k.tax_code) is null)
        )
    """


def any_about(reader: Reader, keeper: int) -> bool:
    """Whether a standing answer may speak of the supplier: true wherever `met_sql` finds one, and a fraction of its
    time, since nearly all suppliers that are asked about have none.
    """
    rows = reader.rows(
        "select s.supplier_id, s.vat_number, s.tax_code, s.name_key, n.name_key"
        " from supplier s left join supplier_name n on n.supplier_id = s.supplier_id"
        " where coalesce(s.same_as, s.supplier_id) = ?",
        [keeper],
        step="who the supplier is",
    )
    identifiers = list({value for row in rows for value in row[1:3] if value})
    keys = list({key for row in rows for key in row[3:] if key})
    return bool(
        reader.value(
            "select count(*) from review_answer where ended_at is null and (list_contains(?, supplier_id)"
            " or list_contains(?, vat_number) or list_contains(?, tax_code) or list_has_any(name_keys, ?))",
            [list({row[0] for row in rows}), identifiers, identifiers, keys],
            step="answers about the supplier",
        )
    )


def told_by(tx: Transaction, keeper: int) -> dict[str, Any]:
    """The columns of an answer by which its supplier is found again: names, identifiers and place."""
    supplier = tx.dicts("select * from supplier where supplier_id = ?", [keeper])[0]
    keys = tx.rows(
        "select distinct n.name_key from supplier_name n inner join supplier s on s.supplier_id = n.supplier_id"
        " where coalesce(s.same_as, s.supplier_id) = ? and n.name_key <> '' order by 1",
        [keeper],
        step="names of the supplier",
    )
    return {
        "supplier_id": keeper,
        "supplier": supplier["name"],
        "name_keys": list(dict.fromkeys([supplier["name_key"], *(key for (key,) in keys)])),
        **{name: supplier[name] for name in ("vat_number", "tax_code", "municipality_code", "province")},
    }


def same_body_sql(answer: str, entry: str, register_key: str) -> str:
    """The predicate that the answer `answer` speaks of the register entry `entry` (aliases of a join)."""
    return f"""(
        {answer}.entry_tax_code = {entry}.tax_code
        or (
            ({answer}.entry_tax_code is null or {entry}.tax_code is null)
            and {answer}.entry_vat_number = {entry}.vat_number
        )
        or (
            {answer}.entry_tax_code is null and {answer}.entry_vat_number is null
            and {entry}.tax_code is null and {entry}.vat_number is null
            and {answer}.register_key = {register_key} and {answer}.entry_key = {entry}.name_key
            and {answer}.entry_place is not distinct from coalesce({entry}.municipality_code, {entry}.municipality)
        )
    )"""


def without_refused(tx: Transaction, wanted: Iterable[WantedTag]) -> list[WantedTag]:
    """The tags less those that a person's answer speaks against: nobody is asked the same twice."""
    listed = list(wanted)
    if not listed or not tx.value("select count(*) from review_answer where ended_at is null"):
        return listed
    pairs = pa.table(
        {
            "supplier_id": array([tag.supplier_id for tag in listed], pa.int32()),
            "entry_id": array([tag.entry_id for tag in listed], pa.int64()),
        }
    )
    with tx.frame("asked_pair", pairs):
        refused = {tuple(row) for row in tx.rows(_refused_sql(), [list(REFUSALS)], step="entries that were refused")}
    return [tag for tag in listed if (tag.supplier_id, tag.entry_id) not in refused]


def _refused_sql() -> str:
    """Where all entries were refused, the words of the name alone make nobody think of a social body either."""
    return f"""
        with {met_sql()}
        select p.supplier_id, p.entry_id
        from asked_pair p
        inner join answered_pair m on m.supplier_id = p.supplier_id
        inner join standing_answer a on a.answer_id = m.answer_id and list_contains(?, a.answer)
        left join register_entry e on e.entry_id = p.entry_id
        left join register_snapshot s on s.snapshot_id = e.snapshot_id
        left join register r on r.register_id = s.register_id
        where (p.entry_id is null and a.answer = 'none') or {same_body_sql("a", "e", "r.register_key")}
        group by p.supplier_id, p.entry_id
    """


def follow(tx: Transaction) -> list[int]:
    """Bring the tags of confirmed entries in step with the registers: their dates change when a body leaves the
    register or becomes something else, as those of registered suppliers do. Returns the suppliers that changed.

    A tag that a person ended is not begun again, and an entry that no list has any more leaves its tag as it is.
    """
    answers = {row["answer_id"]: row for row in tx.dicts(_followed_sql(), [tags.AUTOMATIC], step="confirmed entries")}
    if not answers:
        return []
    standing: dict[int, list[dict[str, Any]]] = {answer_id: [] for answer_id in answers}
    for row in tx.dicts(
        "select b.answer_id, t.* from review_tag b inner join tag t on t.tag_id = b.tag_id"
        " where b.begun and t.ended_at is null order by t.tag_id",
        step="tags of confirmed entries",
    ):
        if row["answer_id"] in standing:
            standing[row["answer_id"]].append(row)
    moved = []
    for answer_id, wanted in registered.of_bodies(tx, [body_of(row) for row in answers.values()]).items():
        answer = answers[answer_id]
        now = {(tag["kind"], tag["valid_from"], tag["valid_to"]) for tag in standing[answer_id]}
        if now == {(tag.kind, tag.valid_from, tag.valid_to) for tag in wanted} or not now:
            continue
        keeper = standing[answer_id][0]["supplier_id"]
        replace(tx, answer_id, keeper, wanted, answer, [tag["tag_id"] for tag in standing[answer_id]])
        tx.event("follow register", "supplier", keeper, before=standing[answer_id], after=[vars(tag) for tag in wanted])
        moved.append(int(keeper))
    return moved


def replace(  # noqa: PLR0917 - one tag for another: whose, which, by what answer
    tx: Transaction,
    answer_id: int,
    keeper: int,
    wanted: Iterable[WantedTag],
    answer: dict[str, Any],
    ended: Collection[int] = (),
) -> list[int]:
    """Begin the `confirmed` tags of an answer in the name of whoever gave it, in place of `ended`; their ids."""
    for tag_id in ended:
        stop(tx, tag_id, tags.pack(msg("The register's lists now say something else of these dates.")))
    begun = []
    for tag in wanted:
        tag_id = tx.next_id("tag", "tag_id")
        row = {
            "tag_id": tag_id,
            "supplier_id": keeper,
            "kind": tag.kind,
            "valid_from": tag.valid_from,
            "valid_to": tag.valid_to,
            "evidence": "confirmed",
            "register_id": tag.register_id,
            "snapshot_id": tag.snapshot_id,
            "entry_id": tag.entry_id,
            "made_by": answer["answered_by"],
            "why": answer["why"],
        }
        tx.insert("tag", row)
        tx.event("begin tag", "supplier", keeper, after=row)
        tx.insert("review_tag", {"answer_id": answer_id, "tag_id": tag_id, "begun": True})
        begun.append(tag_id)
    return begun


def stop(tx: Transaction, tag_id: int, why: str) -> None:
    """End a tag as a consequence of something else: it may begin again when that is taken back."""
    before = tx.dicts("select * from tag where tag_id = ? and ended_at is null", [tag_id])
    if not before:
        return
    tx.execute(
        "update tag set ended_at = current_timestamp, ended_by = ?, ended_why = ? where tag_id = ?",
        [tags.AUTOMATIC, why, tag_id],
        step="end tag",
    )
    tx.event("end tag", "supplier", before[0]["supplier_id"], before=before[0], after={"tag_id": tag_id, "why": why})


def body_of(row: dict[str, Any]) -> Body:
    """The body that a row of `review_answer` speaks of, numbered by the answer."""
    return Body(
        row["answer_id"],
        row["register_key"],
        row["entry_tax_code"],
        row["entry_vat_number"],
        row["entry_key"],
        row["entry_place"],
    )


def _followed_sql() -> str:
    """Confirmed entries, less those of which a person ended a tag by hand."""
    return """
        select a.* from review_answer a
        where a.answer = 'yes' and a.ended_at is null and not exists (
            select 1 from review_tag b inner join tag t on t.tag_id = b.tag_id
            where b.answer_id = a.answer_id and b.begun and t.ended_at is not null and t.ended_by <> ?
        )
        order by a.answer_id
    """
