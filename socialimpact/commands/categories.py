"""The command about what is bought: the tree with its spend, what is open, decisions by hand."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from socialimpact.actor import Actor
from socialimpact.answers import Told
from socialimpact.commands.given import existing, written
from socialimpact.language import msg, plural
from socialimpact.services import organisation
from socialimpact.services.review import categorising, category_book, category_return
from socialimpact.services.review.categorising import Case, Decision
from socialimpact.services.review.category_return import STATES, CategoriesReturned
from socialimpact.services.workspace import Workspace


def categories(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if called.action == "map":
        return _map(ws, actor, called, told)
    if called.action == "forget":
        return _forget(ws, actor, called, told)
    if called.action in {"export", "import"}:
        return _exchange(ws, actor, called, told)
    if called.unmapped:
        found = categorising.cases(ws, actor, "open_suppliers" if called.by == "supplier" else "open_categories")
        told.answer(
            [_case(case, told) for case in found.cases],
            lambda: "\n".join(f"{case.amount:>16}  {case.lines:>8}  {case.name}" for case in found.cases),
        )
        return 0
    rows = categorising.by_leaf(ws, actor)
    told.answer(
        [row | {"label": told.say(row["label"])} for row in rows],
        lambda: "\n".join(
            f"{row['addressable_spend']:>16}  {row['lines']:>8}  {row['category'] or '-':<20} {told.say(row['label'])}"
            for row in rows
        ),
    )
    return 0


def _map(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if not (called.value and called.leaf):
        print("categories map TEXT CATEGORY [--by category|supplier|description] [--why TEXT]", file=sys.stderr)
        return 2
    company = organisation.find_company(ws, actor, called.company) if called.company else None
    said = Decision(called.by, called.value, categorising.leaf_of(called.leaf))
    (number, *_) = categorising.decide(ws, actor, [said], called.why, company_id=company)
    told.answer(
        {"category_rule_id": number, "category": said.leaf},
        lambda: told.say(msg("Decision {number} was written down.", number=str(number))),
    )
    return 0


def _forget(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if not (called.value and called.value.isdigit()):
        print("categories forget NUMBER", file=sys.stderr)
        return 2
    categorising.take_back(ws, actor, [int(called.value)], called.why)
    told.answer(
        {"category_rule_id": int(called.value)},
        lambda: told.say(msg("The decision was taken back: the words decide again.")),
    )
    return 0


def _exchange(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if not called.value:
        print("categories export FILE, categories import FILE [--apply]", file=sys.stderr)
        return 2
    file = Path(called.value)
    if called.action == "export":
        size = written(file, category_book.export(ws, actor, told.language))
        done = msg("{file} was written.", file=str(file))
        told.answer({"file": str(file), "bytes": size}, lambda: told.say(done))
        return 0
    found = category_return.read(ws, actor, existing(file))
    why = told.say(msg("Answered by a colleague in the file {file}.", file=found.file))
    numbers = category_return.apply(ws, actor, found, called.why or why) if called.apply else []
    document = {
        "file": found.file,
        "ready": len(found.ready),
        "blank": found.blank,
        "applied": bool(numbers),
        "category_rule_ids": numbers,
        "rows": [
            {"row": row.row, "case": row.case, "name": row.name, "category": row.leaf, "written": row.written,
             "why": row.why, "state": row.state}
            for row in found.rows
        ],
    }  # fmt: skip
    told.answer(document, lambda: _returned(found, numbers, told))
    return 0


def _returned(found: CategoriesReturned, numbers: list[int], told: Told) -> str:
    said = [told.say(plural("{n} answer can be decided", "{n} answers can be decided", len(found.ready)))]
    said += [f"  {row.row}: {row.name or row.case}: {told.say(STATES[row.state])}" for row in found.rows]
    said += [told.say(msg("Decision {number} was written down.", number=str(number))) for number in numbers]
    return "\n".join(said)


def _case(case: Case, told: Told) -> dict[str, Any]:
    return {
        "by": case.field,
        "value": case.value,
        "name": case.name,
        "addressable_spend": f"{case.amount:.2f}",
        "lines": case.lines,
        "proposed": case.proposed,
        "confidence": case.confidence,
        "reason": told.say(case.reason),
    }
