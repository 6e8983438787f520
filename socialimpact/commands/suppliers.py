"""Commands about the suppliers: match, suggest, suppliers."""

from __future__ import annotations

import argparse
import sys

from socialimpact.actor import Actor
from socialimpact.answers import Told, known_by, sentences
from socialimpact.commands.given import existing
from socialimpact.language import msg
from socialimpact.services.progress import Progress, silent
from socialimpact.services.registers import registering
from socialimpact.services.suppliers import directory, suggesting
from socialimpact.services.workspace import Workspace


def match(ws: Workspace, actor: Actor, _: argparse.Namespace, told: Told) -> int:
    result = registering.match(ws, actor)
    moved = msg("Tags begun: {begun}, ended: {ended}.", begun=result.begun, ended=result.ended)
    told.answer(result.as_json(), lambda: sentences([known_by(result.registered, result.suspected), moved], (), told))
    return 0


def suggest(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    answers = suggesting.suggest(ws, actor, existing(called.file), progress=_progress(told))
    document = [answer.as_json(told.language) for answer in answers]
    told.answer(
        document,
        lambda: "\n".join(
            f"{answer.row_id:>6}  {answer.name[:40]:<40}  {each.probability:>4.0%}  {each.name} ({each.tax_code})"
            for answer in answers
            for each in answer.suggestions[:1]
        ),
    )
    return 0


def _progress(told: Told) -> Progress:
    """How far the work is, on standard error where a person reads it."""
    if not sys.stderr.isatty():
        return silent
    return lambda part, message: print(
        f"\r{part:>4.0%}  {told.say(message)}", end="\n" if part >= 1 else "", file=sys.stderr
    )


def suppliers(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    rows = directory.suppliers(ws, actor, search=called.search or "", show=called.show).to_pylist()
    told.answer(
        rows,
        lambda: "\n".join(
            f"{row['supplier_id']:>6}  {row['spend']:>16}  {row['kind'] or '-':<24} {row['supplier']}" for row in rows
        ),
    )
    return 0
