"""The open cases as a workbook for a colleague who knows the suppliers: one row a case, with a place for the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from socialimpact.actor import Actor
from socialimpact.language import Message, Share, labelled, msg
from socialimpact.services.review import name_only
from socialimpact.services.review.review_case import probability_words, reasons_of
from socialimpact.services.review.review_queue import Answer, Queue, queue
from socialimpact.services.review.to_fill import ANSWER, SENDING, SORTING, Asked, Questions, check_of, workbook
from socialimpact.services.suppliers.supplier_view import mine
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import kinds
from socialimpact.suppliers.agreement import Known, compare

# The words of an answer in the file; the first language's and the other's are read alike.
ANSWER_WORDS: Mapping[Answer, Message] = {
    "yes": msg("yes"),
    "no": msg("no"),
    "none": msg("none of them"),
    "later": msg("later"),
}
CASE_FORM = re.compile(r"(\d{1,10})-(\d{1,18})-([0-9a-f]{8})")
_FEW = 3


def case_name(row: Mapping[str, Any]) -> str:
    """The name of a case in the file: supplier, entry, and a check of what both stood for when it was written.

    `row` has supplier_id, name_key, entry_id and body.
    """
    check = check_of(*(row[name] for name in ("supplier_id", "name_key", "entry_id", "body")))
    return f"{row['supplier_id']}-{row['entry_id']}-{check}"


def export(ws: Workspace, actor: Actor, reader: str, *, limit: int = 5000) -> bytes:
    """The workbook in the language `reader`: the cases in the order of the queue. Raises `NotAllowed`."""
    actor.require_download()
    found = queue(ws, actor)
    cases = found.table.slice(0, limit).to_pylist()
    words: dict[str, str] = {key: word.to(reader) for key, word in ANSWER_WORDS.items()}
    rows = [*_rows(ws, actor, cases, reader), *_by_name(ws, actor, found)]
    return workbook(Questions(msg("Cases"), ANSWER, 17, list(words.values()), _COLUMNS, rows, _told(words)), reader)


_COLUMNS = (
    Asked("supplier", msg("Supplier"), 36),
    Asked("stake", msg("Spend at stake"), 15, "euro"),
    Asked("spellings", msg("Also written"), 34),
    Asked("place", msg("Place"), 22),
    Asked("identifier", msg("Tax code or VAT number"), 18),
    Asked("bought", msg("What is bought"), 34),
    Asked("entry", msg("May be this entry"), 40),
    Asked("code", msg("Its tax code"), 18),
    Asked("there", msg("Its place"), 22),
    Asked("kind", msg("Would count as"), 28),
    Asked("register", msg("Register"), 26),
    Asked("likely", msg("How likely"), 22),
    Asked("equal", msg("Equal"), 30),
    Asked("different", msg("Different"), 30),
    Asked("why", msg("Why it is proposed"), 50),
)


def _told(words: Mapping[str, str]) -> tuple[Message, ...]:
    return (
        msg("Each row asks: is this supplier of ours the same body as this entry of a public register?"),
        msg("Where no entry is named, it asks: is the supplier what its name says? A yes needs how you know it."),
        msg("Write your answer in the yellow column, from the list: {yes}, {no}, {none} or {later}.", **words),
        msg("Leave empty what you do not know: an empty row stays open. Fill in as many rows as you like."),
        msg("Say how you know in a few words: an auditor will ask. For example: called them, saw the extract."),
        msg("Names alone prove nothing: many bodies have the same name. Compare the tax code on an invoice."),
        SORTING,
        SENDING,
    )


def _rows(ws: Workspace, actor: Actor, cases: Sequence[dict[str, Any]], reader: str) -> Iterator[dict[str, Any]]:
    only, values = mine(actor, "n.company_id")
    asked = [case["supplier_id"] for case in cases]
    entries = _by(
        ws.db.dicts(
            "select e.*, r.name as register from register_entry e"
            " inner join (select unnest(?) as entry_id) w on w.entry_id = e.entry_id"
            " inner join register_snapshot s on s.snapshot_id = e.snapshot_id"
            " inner join register r on r.register_id = s.register_id",
            [[case["entry_id"] for case in cases]],
            step="entries of the queue",
        ),
        "entry_id",
    )
    suppliers = _by(
        ws.db.dicts(
            "select s.* from supplier s"
            " inner join (select unnest(?) as supplier_id) w on w.supplier_id = s.supplier_id",
            [asked],
            step="suppliers of the queue",
        ),
        "supplier_id",
    )
    names = dict(
        ws.db.rows(
            "select coalesce(s.same_as, s.supplier_id), list(distinct n.name order by n.name)"
            " from supplier_name n inner join supplier s on s.supplier_id = n.supplier_id"
            f" where n.name is not null{only} group by 1",
            values,
            step="spellings of the queue",
        )
    )
    bought = _bought(ws, actor, asked)
    reasons = {
        (supplier, entry): reasons_of(stored, why)
        for supplier, entry, stored, why in ws.db.rows(
            "select supplier_id, entry_id, cast(reasons as varchar), null from suggestion union all"
            " select supplier_id, entry_id, null, why from tag where ended_at is null and evidence = 'suspected'"
            " order by 3 nulls first",
            step="reasons of the queue",
        )
    }
    for case in cases:
        entry, supplier = entries[case["entry_id"]], suppliers[case["supplier_id"]]
        spellings = [name for name in names.get(case["supplier_id"], []) if name != case["supplier"]]
        here, there = _known((case["supplier"], *spellings), supplier), _known((entry["name"],), entry)
        points = compare(here, there)
        why = reasons.get((case["supplier_id"], case["entry_id"]), ())
        yield {
            "case": case_name(case),
            "supplier": case["supplier"],
            "stake": case["stake"],
            "spellings": " · ".join(spellings),
            "place": _place(here),
            "identifier": case["identifier"],
            "bought": " · ".join(bought.get(case["supplier_id"], ())),
            "entry": entry["name"],
            "code": entry["tax_code"] or entry["vat_number"],
            "there": _place(there),
            "kind": labelled(kinds.kind(entry["kind"]).label),
            "register": entry["register"],
            "likely": _likely(case["probability"]),
            "equal": ", ".join(point.what.to(reader) for point in points if point.verdict == "agrees"),
            "different": ", ".join(point.what.to(reader) for point in points if point.verdict == "differs"),
            "why": " ".join(each.to(reader) for each in why),
        }


def _by_name(ws: Workspace, actor: Actor, among: Queue) -> Iterator[dict[str, Any]]:
    """Those that only their name makes think of a social body: asked last, with no entry to compare."""
    names = name_only.found(ws, actor, among)
    bought = _bought(ws, actor, [each.supplier_id for each in names])
    for each in names:
        row = {"supplier_id": each.supplier_id, "name_key": each.name_key}
        yield {
            "case": case_name({**row, **name_only.ENTRY}),
            "supplier": each.supplier,
            "stake": each.stake,
            "place": each.place,
            "identifier": each.identifier,
            "bought": " · ".join(bought.get(each.supplier_id, ())),
            "entry": msg("No register has it"),
            "kind": labelled(kinds.kind(each.kind).label),
            "why": each.why,
        }


def _bought(ws: Workspace, actor: Actor, asked: Sequence[int]) -> dict[int, list[str]]:
    """What is bought most from each supplier: its largest categories, where lines have none their descriptions."""
    only, values = mine(actor, "p.company_id")
    found: dict[int, list[str]] = {}
    for supplier, text in ws.db.rows(
        "select p.supplier_id, coalesce(p.ledger_category, l.description) as what from spend p"
        " inner join (select unnest(?) as supplier_id) w on w.supplier_id = p.supplier_id"
        " inner join line l on l.line_id = p.line_id"
        f" where coalesce(p.ledger_category, l.description) is not null{only}"
        " group by 1, 2 order by 1, sum(p.net_amount) desc, 2",
        [list(asked), *values],
        step="what is bought",
    ):
        known = found.setdefault(supplier, [])
        if len(known) < _FEW:
            known.append(text)
    return found


def _likely(probability: float | None) -> Message:
    words = probability_words(probability)
    return words if probability is None else msg("{words} ({share})", words=words, share=Share(probability, 0))


def _known(names: tuple[str, ...], row: Mapping[str, Any]) -> Known:
    return Known(names, *(row[key] for key in ("vat_number", "tax_code", "municipality_code", "municipality",
                                               "province", "country")))  # fmt: skip


def _place(known: Known) -> str:
    return " ".join(part for part in (known.town, f"({known.province_code})" if known.province_code else "") if part)


def _by(rows: Sequence[dict[str, Any]], key: str) -> dict[Any, dict[str, Any]]:
    return {row[key]: row for row in rows}
