"""The open cases as a workbook for a colleague who knows the suppliers: one row a case, with a place for the answer."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from socialimpact.actor import Actor
from socialimpact.language import Message, Share, labelled, msg
from socialimpact.services.review.review_case import probability_words, reasons_of
from socialimpact.services.review.review_queue import queue
from socialimpact.services.review.reviewing import Answer
from socialimpact.services.spreadsheet import neutral
from socialimpact.services.suppliers.supplier_view import mine
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import kinds
from socialimpact.suppliers.agreement import Known, compare

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# The words of an answer in the file; the first language's and the other's are read alike.
ANSWER_WORDS: Mapping[Answer, Message] = {
    "yes": msg("yes"),
    "no": msg("no"),
    "none": msg("none of them"),
    "later": msg("later"),
}
CASE, ANSWER, REASON = msg("Case (do not change)"), msg("Your answer"), msg("How you know")
CASE_FORM = re.compile(r"(\d{1,10})-(\d{1,18})-([0-9a-f]{8})")
_ANSWERABLE = (2, 3)
_FEW = 3


def case_name(row: Mapping[str, Any]) -> str:
    """The name of a case in the file: supplier, entry, and a check of what both stood for when it was written.

    `row` has supplier_id, name_key, entry_id and body.
    """
    told = "|".join(str(row[name]) for name in ("supplier_id", "name_key", "entry_id", "body"))
    check = hashlib.blake2b(told.encode(), digest_size=4).hexdigest()
    return f"{row['supplier_id']}-{row['entry_id']}-{check}"


def export(ws: Workspace, actor: Actor, reader: str, *, limit: int = 5000) -> bytes:
    """The workbook in the language `reader`: the cases in the order of the queue, and a sheet that says what to do.

    Everything but answer and reason is locked, without a password; texts are text, never formulas. Raises `NotAllowed`.
    """
    import openpyxl  # noqa: PLC0415 - takes 0.2 s, which only a download should pay

    actor.require_download()
    cases = queue(ws, actor).table.slice(0, limit).to_pylist()
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = neutral(msg("Cases").to(reader))
    _write(page, list(_rows(ws, actor, cases, reader)), reader)
    _help(book.create_sheet(msg("What to do").to(reader)), reader)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _titles() -> tuple[tuple[str, Message, int], ...]:
    """Key, title and width of the columns."""
    return (
        ("case", CASE, 15),
        ("answer", ANSWER, 17),
        ("reason", REASON, 36),
        ("supplier", msg("Supplier"), 36),
        ("stake", msg("Spend at stake"), 15),
        ("spellings", msg("Also written"), 34),
        ("place", msg("Place"), 22),
        ("identifier", msg("Tax code or VAT number"), 18),
        ("bought", msg("What is bought"), 34),
        ("entry", msg("May be this entry"), 40),
        ("code", msg("Its tax code"), 18),
        ("there", msg("Its place"), 22),
        ("kind", msg("Would count as"), 28),
        ("register", msg("Register"), 26),
        ("likely", msg("How likely"), 22),
        ("equal", msg("Equal"), 30),
        ("different", msg("Different"), 30),
        ("why", msg("Why it is proposed"), 50),
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


def _write(page: Worksheet, rows: Sequence[Mapping[str, Any]], reader: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection  # noqa: PLC0415 - as openpyxl itself
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - as above

    to_fill = PatternFill("solid", fgColor="FFF4CC")
    for place, (_, title, width) in enumerate(_titles(), start=1):
        head = page.cell(1, place, neutral(title.to(reader)))
        head.font, head.data_type = Font(bold=True), "s"
        page.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(rows, start=2):
        for place, (key, _, _) in enumerate(_titles(), start=1):
            value = row.get(key)
            cell = page.cell(number, place)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if place in _ANSWERABLE:
                cell.protection, cell.fill = Protection(locked=False), to_fill
            elif key == "stake":
                cell.value, cell.number_format = value, '#,##0.00\\ "€"'
            elif value:
                cell.value = neutral(value.to(reader) if isinstance(value, Message) else str(value))
                cell.data_type = "s"
    words = ",".join(word.to(reader) for word in ANSWER_WORDS.values())
    choice = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
    choice.error = neutral(msg("Choose one of the answers in the list.").to(reader))
    page.add_data_validation(choice)
    choice.add(f"B2:B{max(len(rows) + 1, 2)}")
    page.freeze_panes = "E2"
    page.auto_filter.ref = page.dimensions
    page.protection.sheet = True
    # what a locked sheet still lets a person do: look at it in another order, make columns wider
    for allowed in ("sort", "autoFilter", "formatColumns", "formatRows"):
        setattr(page.protection, allowed, False)


def _help(page: Worksheet, reader: str) -> None:
    from openpyxl.styles import Alignment  # noqa: PLC0415 - as openpyxl itself

    page.column_dimensions["A"].width = 100
    words = {key: word.to(reader) for key, word in ANSWER_WORDS.items()}
    told = (
        msg("Each row asks: is this supplier of ours the same body as this entry of a public register?"),
        msg("Write your answer in the yellow column, from the list: {yes}, {no}, {none} or {later}.", **words),
        msg("Leave empty what you do not know: an empty row stays open. Fill in as many rows as you like."),
        msg("Say how you know in a few words: an auditor will ask. For example: called them, saw the extract."),
        msg("Names alone prove nothing: many bodies have the same name. Compare the tax code on an invoice."),
        msg("You may sort and filter the rows. Do not change the first column: it says which case a row is."),
        msg("Save the file and send it back. Nothing is decided before it is uploaded under Review and looked at."),
    )
    for number, message in enumerate(told, start=1):
        cell = page.cell(number, 1, neutral(message.to(reader)))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.protection.sheet = True


def _known(names: tuple[str, ...], row: Mapping[str, Any]) -> Known:
    return Known(names, *(row[key] for key in ("vat_number", "tax_code", "municipality_code", "municipality",
                                               "province", "country")))  # fmt: skip


def _place(known: Known) -> str:
    return " ".join(part for part in (known.town, f"({known.province_code})" if known.province_code else "") if part)


def _by(rows: Sequence[dict[str, Any]], key: str) -> dict[Any, dict[str, Any]]:
    return {row[key]: row for row in rows}
