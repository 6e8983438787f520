"""The command `review`: open questions about possible social suppliers, their answers, and the workbook of them."""

from __future__ import annotations

import argparse
from typing import Any

from socialimpact.actor import Actor
from socialimpact.answers import Told
from socialimpact.commands.given import existing, written
from socialimpact.language import msg, plural
from socialimpact.services.review import name_only, review_book, review_return, reviewing
from socialimpact.services.review.review_queue import queue
from socialimpact.services.review.review_return import STATES, Returned
from socialimpact.services.review.reviewing import Given
from socialimpact.services.workspace import Workspace


def review(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    match called.action:
        case "answer":
            number = reviewing.answer(ws, actor, called.supplier, called.entry, called.answer, called.why)
            told.answer(
                {"answer": number}, lambda: told.say(msg("Answer {number} was written down.", number=str(number)))
            )
        case "names":
            names = name_only.found(ws, actor)
            told.answer(
                [{**vars(each), "why": told.say(each.why)} for each in names],
                lambda: "\n".join(
                    f"{each.supplier_id:>6}  {each.stake:>16}  {each.kind:<24} {each.supplier}" for each in names
                ),
            )
        case "undo":
            reviewing.undo(ws, actor, called.number, called.why)
            done = msg("Answer {number} was taken back.", number=str(called.number))
            told.answer({"answer": called.number, "undone": True}, lambda: told.say(done))
        case "answers":
            found = reviewing.given(ws, actor)
            told.answer([_given(each, told) for each in found], lambda: "\n".join(_line(each) for each in found))
        case "export":
            size = written(called.file, review_book.export(ws, actor, told.language))
            done = msg("{file} was written.", file=str(called.file))
            told.answer({"file": str(called.file), "bytes": size}, lambda: told.say(done))
        case "import":
            _import(ws, actor, called, told)
        case _:
            _open(ws, actor, called, told)
    return 0


def _open(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> None:
    found = queue(ws, actor, years=called.year)
    rows = found.table.to_pylist()
    document = {
        "open": found.open,
        "stake": str(found.stake),
        "decided": found.decided,
        "decided_spend": str(found.decided_spend),
        "large_part_needs": found.few,
        "cases": [{name: row[name] for name in _SHOWN} for row in rows],
    }
    told.answer(
        document,
        lambda: "\n".join(
            [
                told.say(found.message()),
                told.say(found.progress()),
                *(
                    f"{row['supplier_id']:>6}  {row['entry_id']:>8}  {row['stake']:>16}  {row['supplier']}"
                    for row in rows
                ),
            ]
        ),
    )


_SHOWN = ("supplier_id", "supplier", "identifier", "stake", "entry_id", "probability", "entries", "later_at")


def _import(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> None:
    found = review_return.read(ws, actor, existing(called.file))
    number = review_return.apply(ws, actor, found) if called.apply else None
    document = {
        "file": found.file,
        "ready": found.counts(),
        "blank": found.blank,
        "applied": number is not None,
        "answer": number,
        "rows": [
            {"row": row.row, "case": row.case, "supplier": row.supplier, "entry": row.entry, "answer": row.answer,
             "why": row.why, "state": row.state}
            for row in found.rows
        ],
    }  # fmt: skip
    told.answer(document, lambda: _returned(found, number, told))


def _returned(found: Returned, number: int | None, told: Told) -> str:
    ready = len(found.ready)
    said = [told.say(plural("{n} answer can be decided", "{n} answers can be decided", ready))]
    said += [f"  {row.row}: {row.supplier or row.case}: {told.say(STATES[row.state])}" for row in found.rows]
    if number is not None:
        said.append(told.say(msg("Answer {number} was written down.", number=str(number))))
    return "\n".join(said)


def _given(each: Given, told: Told) -> dict[str, Any]:
    return {**vars(each), "why": told.say(each.why) if each.why else None}


def _line(each: Given) -> str:
    return f"{each.number:>6}  {each.answer:<6} {', '.join(each.suppliers)}: {', '.join(each.entries)}"
