"""What has no category as a workbook for a colleague who knows: one row a group of lines, with a list of categories."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from socialimpact.actor import Actor
from socialimpact.categories import tree
from socialimpact.categories.rules import Field
from socialimpact.language import Message, Share, msg
from socialimpact.services.review import categorising
from socialimpact.services.review.categorising import Case
from socialimpact.services.review.to_fill import SENDING, SORTING, Asked, Questions, check_of, workbook
from socialimpact.services.suppliers.supplier_view import mine
from socialimpact.services.workspace import Workspace

CATEGORY = msg("Its category")
LEAVE = msg("Leave it unclassified")
CASE_FORM = re.compile(r"([CS])-([0-9a-f]{16})")
_LETTERS: Mapping[str, str] = {"category": "C", "supplier": "S"}
_ABOUT: Mapping[str, Message] = {"category": msg("Category in the ledger"), "supplier": msg("Supplier")}
_FEW = 3


def case_name(field: Field, value: str, name: str) -> str:
    """The name of a group in the file: what it is about, and a check of the words that it stood for."""
    told = (field, *(" ".join(text.split()).casefold() for text in (value, name)))
    return f"{_LETTERS[field]}-{check_of(*told)}{check_of(*reversed(told))}"


def open_cases(ws: Workspace, actor: Actor) -> tuple[Case, ...]:
    """All that is open: the ledger's words first, since they decide first, then the suppliers."""
    return (
        *categorising.cases(ws, actor, "open_categories").cases,
        *categorising.cases(ws, actor, "open_suppliers").cases,
    )


def export(ws: Workspace, actor: Actor, reader: str) -> bytes:
    """The workbook in the language `reader`, the largest spend first. Raises `NotAllowed`."""
    actor.require_download()
    words = [*(tree.name(key).to(reader) for key in tree.leaves()), LEAVE.to(reader)]
    rows = list(_rows(ws, actor, open_cases(ws, actor)))
    return workbook(Questions(msg("Categories"), CATEGORY, 36, words, _COLUMNS, rows, _TOLD), reader)


_COLUMNS = (
    Asked("name", msg("As the ledger writes it"), 40),
    Asked("about", msg("What this is"), 20),
    Asked("amount", msg("Addressable spend"), 16, "euro"),
    Asked("lines", msg("Lines"), 9, "count"),
    Asked("examples", msg("For example"), 46),
    Asked("proposed", msg("Perhaps"), 34),
    Asked("why", msg("Why"), 50),
)
_TOLD = (
    msg("Each row asks: what is bought here? A row is a category as the ledger writes it, or a supplier."),
    msg("Choose a category in the yellow column, from the list that opens in its cell."),
    msg("“{leave}” is an answer too: then nobody is asked again, and the spend stays visible as unclassified.",
        leave=LEAVE),
    msg("A supplier's answer is for its lines that the ledger's own category leaves open."),
    msg("Leave empty what you do not know: an empty row stays open. Fill in as many rows as you like."),
    SORTING,
    SENDING,
)  # fmt: skip


def _rows(ws: Workspace, actor: Actor, cases: Sequence[Case]) -> Iterator[dict[str, Any]]:
    by_supplier = _examples(ws, actor, "supplier", cases)
    by_category = _examples(ws, actor, "category", cases)
    for case in cases:
        found = by_supplier if case.field == "supplier" else by_category
        yield {
            "case": case_name(case.field, case.value, case.name),
            "name": case.name,
            "about": _ABOUT[case.field],
            "amount": case.amount,
            "lines": case.lines,
            "examples": " · ".join(found.get(case.value, ())),
            "proposed": _proposed(case),
            "why": case.reason,
        }


def _proposed(case: Case) -> Message | None:
    if case.proposed is None or case.confidence is None:
        return None
    return msg("{words} ({share})", words=tree.name(case.proposed), share=Share(case.confidence, 0))


def _examples(ws: Workspace, actor: Actor, field: Field, cases: Sequence[Case]) -> dict[str, list[str]]:
    """What the most spend of a group is: descriptions of a supplier's lines; suppliers of a ledger's category."""
    only, values = mine(actor, "p.company_id")
    key, what = (
        ("cast(p.supplier_id as varchar)", "coalesce(l.description, p.ledger_category)")
        if field == "supplier"
        else ("p.ledger_category", "p.supplier")
    )
    found: dict[str, list[str]] = {}
    for value, text in ws.db.rows(
        f"select {key} as about, {what} as what from spend p inner join line l on l.line_id = p.line_id"
        f" inner join (select unnest(?) as value) w on w.value = {key}"
        f" where p.category is null and p.addressable and {what} is not null{only}"
        " group by 1, 2 order by 1, sum(p.net_amount) desc, 2",
        [[case.value for case in cases if case.field == field], *values],
        step="examples of what has no category",
    ):
        known = found.setdefault(value, [])
        if len(known) < _FEW:
            known.append(text)
    return found
