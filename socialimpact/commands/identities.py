"""Commands about who is who: identities, merge, split."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from socialimpact.actor import Actor
from socialimpact.answers import Told
from socialimpact.language import msg, plural
from socialimpact.services.review import identities
from socialimpact.services.review.identities import Decision, Known, Proposal
from socialimpact.services.review.written import written_as
from socialimpact.services.workspace import Workspace


def proposed(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """List proposals or decisions, or take a decision back."""
    if called.action == "undo":
        if not called.decisions:
            print("identities undo DECISION...", file=sys.stderr)
            return 2
        undone = identities.undo_all(ws, actor, called.decisions)
        listed = [_decision(each, told) for each in undone]
        said = plural("{n} decision was taken back.", "{n} decisions were taken back.", len(undone))
        told.answer(listed[0] if len(listed) == 1 else listed, lambda: told.say(said))
        return 0
    if called.action == "decided":
        rows = [_decision(each, told) for each in identities.decisions(ws, actor)]
        told.answer(
            rows,
            lambda: "\n".join(
                f"{row['decision_id']:>5}  {row['what']:<6} {row['supplier']} | {row['other']}: {row['why']}"
                for row in rows
            ),
        )
        return 0
    cases = [_proposal(each, told) for each in identities.proposed(ws, actor)]
    told.answer(
        cases,
        lambda: "\n".join(
            f"{case['keep']['supplier_id']:>6} {case['other']['supplier_id']:>6}  {case['at_stake']:>14} "
            f" {case['keep']['name']} | {case['other']['name']}: {' '.join(case['why'])}"
            for case in cases
        ),
    )
    return 0


def merge(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """Let two suppliers be one."""
    decision = identities.merge(ws, actor, called.keep, called.absorb, called.why)
    told.answer({"decision_id": decision}, lambda: told.say(msg("They are one supplier now.")))
    return 0


def split(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """List the ways of writing a supplier, or give some of them to one of their own."""
    if called.spellings:
        if not called.why:
            print("split SUPPLIER SPELLING... --why TEXT", file=sys.stderr)
            return 2
        made = identities.split(ws, actor, called.supplier, called.spellings, called.why)
        told.answer({"supplier_id": made}, lambda: told.say(msg("They are a supplier of their own now.")))
        return 0
    rows = [dict(vars(each)) for each in written_as(ws, actor, called.supplier)]
    told.answer(
        rows,
        lambda: "\n".join(f"{row['spelling_id']:>6}  {row['lines']:>8}  {row['name'] or '-'}" for row in rows),
    )
    return 0


def _proposal(case: Proposal, told: Told) -> dict[str, Any]:
    return {
        "keep": _known(case.keep),
        "other": _known(case.other),
        "why": [told.say(why) for why in case.why],
        "likely": case.likely,
        "at_stake": f"{case.at_stake:.2f}",
    }


def _known(one: Known) -> dict[str, Any]:
    return {**vars(one), "spend": f"{one.spend:.2f}"}


def _decision(decision: Decision, told: Told) -> dict[str, Any]:
    return {**vars(decision), "why": told.say(decision.why)}
