"""The command `natures`: what is no purchase and why, and what people decide about it."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from socialimpact.actor import Actor
from socialimpact.answers import Told, vars_of
from socialimpact.errors import NotFound
from socialimpact.language import msg
from socialimpact.services.review import nature_groups
from socialimpact.services.review import natures as deciding
from socialimpact.services.review.nature_groups import NatureGroup
from socialimpact.services.review.natures import Lines
from socialimpact.services.suppliers import directory
from socialimpact.services.workspace import Workspace

_MOST = 100_000


def natures(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """Groups by spend with their reason; `set` makes a rule, `end` ends one, `rules` lists them."""
    match called.action:
        case "set":
            return _set(ws, actor, called, told)
        case "end":
            return _end(ws, actor, called, told)
        case "rules":
            rules = deciding.decisions(ws, actor)
            told.answer([vars_of(rule) for rule in rules], lambda: "\n".join(_rule(rule, told) for rule in rules))
        case _:
            view: nature_groups.View = "purchases" if called.purchases else "open"
            groups = nature_groups.groups(ws, actor, view, nature=called.value, limit=_MOST).groups
            told.answer(
                [_group(group, told) for group in groups], lambda: "\n".join(_row(group, told) for group in groups)
            )
    return 0


def _set(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if not (called.value and called.why):
        print("natures set NATURE --supplier|--category|--description|--line VALUE --why TEXT", file=sys.stderr)
        return 2
    about = Lines(
        None if called.supplier is None else _supplier(ws, actor, called.supplier),
        called.category,
        called.description,
        called.found,
        called.line,
    )
    effect = deciding.effect(ws, actor, called.value, about)
    made = deciding.decide(ws, actor, called.value, called.why, about)
    moved = [
        {"from": before, "to": after, "spend": amount, "lines": lines} for before, after, amount, lines in effect.moved
    ]
    told.answer(
        {"rules": list(made), "moved": moved, "before": effect.before, "after": effect.after},
        lambda: "\n".join(
            [
                told.say(msg("Rule {number} was written down.", number=", ".join(str(each) for each in made))),
                *(f"{each['spend']:>16}  {each['from']} → {each['to']} ({each['lines']})" for each in moved),
            ]
        ),
    )
    return 0


def _end(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if not (called.value and called.value.isdecimal()):
        print("natures end RULE [--why TEXT]", file=sys.stderr)
        return 2
    deciding.end(ws, actor, int(called.value), called.why or "")
    told.answer({"ended": int(called.value)}, lambda: told.say(msg("Rule {number} was ended.", number=called.value)))
    return 0


def _supplier(ws: Workspace, actor: Actor, named: str) -> int:
    """A supplier by its number or its whole name. Raises `NotFound`, also where several bear the name."""
    if named.isdecimal():
        return int(named)
    rows = directory.suppliers(ws, actor, search=named).to_pylist()
    same = [row["supplier_id"] for row in rows if row["supplier"].casefold() == named.strip().casefold()]
    found = same or [row["supplier_id"] for row in rows]
    if len(found) != 1:
        raise NotFound(
            msg("“{name}” is the name of {n} suppliers. Give the number that the command “suppliers” shows.",
                name=named, n=len(found))
        )  # fmt: skip
    return int(found[0])


def _group(group: NatureGroup, told: Told) -> dict[str, Any]:
    return {
        "nature": group.nature,
        "looks_like": group.like,
        "supplier_id": group.supplier_id,
        "supplier": group.supplier,
        "category": group.category,
        "spend": f"{group.spend:.2f}",
        "lines": group.lines,
        "uncertain": group.uncertain,
        "reason": told.say(group.why),
    }


def _row(group: NatureGroup, told: Told) -> str:
    mark = "?" if group.uncertain else " "
    return (
        f"{group.spend:>16}  {group.like or group.nature:<15}{mark} {group.supplier} · {group.category or '-'}"
        f" · {told.say(group.why)}"
    )


def _rule(rule: deciding.NatureRule, told: Told) -> str:
    words = nature_groups.decided_in_words(rule.nature, rule.made_by, rule.made_at, rule.why)
    about = told.say(nature_groups.about_in_words(rule))
    return f"{rule.nature_rule_id:>6}  {rule.spend:>16}  {about} → {told.say(words)}"
