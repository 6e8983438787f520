"""The commands about goals: initiatives."""

from __future__ import annotations

import argparse
import sys

from socialimpact.actor import Actor
from socialimpact.answers import Told, vars_of
from socialimpact.language import msg
from socialimpact.services import organisation
from socialimpact.services.goals import initiatives as undertaking
from socialimpact.services.goals.initiatives import InitiativeChange, InitiativeView
from socialimpact.services.workspace import Workspace

_HOW = """initiatives [list] [--from DAY] [--to DAY]
initiatives add NAME --from DAY [--to DAY] [--responsible WHO] [--story TEXT] [--supplier NUMBER]... [--company C]
initiatives change NUMBER [the same, and --name]
initiatives remove|undo|history NUMBER"""


def initiatives(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """What is undertaken, over a stretch of days; `add`, `change`, `remove`, `undo` and `history` of one."""
    match called.action:
        case "add":
            return _add(ws, actor, called, told)
        case "change" | "remove" | "undo" | "history" if not (called.value or "").isdecimal():
            print(_HOW, file=sys.stderr)
            return 2
        case "change":
            return _change(ws, actor, called, told)
        case "remove" | "undo":
            number = int(called.value)
            (undertaking.remove_initiative if called.action == "remove" else undertaking.undo_initiative)(
                ws, actor, number
            )
            done = (
                msg("Initiative {number} was removed.", number=called.value)
                if called.action == "remove"
                else msg("The last step of initiative {number} was taken back.", number=called.value)
            )
            told.answer({"initiative_id": number}, lambda: told.say(done))
        case "history":
            steps = undertaking.history(ws, actor, int(called.value))
            told.answer(
                [vars_of(each) | {"what": told.say(each.what), "who": told.say(each.who),
                                  "changed": [told.say(text) for text in each.changed]} for each in steps],
                lambda: "\n".join(_step(each, told) for each in steps),
            )  # fmt: skip
        case _:
            found = undertaking.initiatives(ws, actor, called.begins, called.ends)
            told.answer([each.as_json() for each in found], lambda: "\n".join(_row(each, told) for each in found))
    return 0


def _add(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if not (called.value and called.begins):
        print(_HOW, file=sys.stderr)
        return 2
    number = undertaking.save_initiative(
        ws, actor, name=called.value, begins=called.begins, ends=called.ends, responsible=called.responsible,
        story=called.story, suppliers=called.supplier or (), company_id=_company(ws, actor, called),
    )  # fmt: skip
    told.answer({"initiative_id": number}, lambda: told.say(
        msg("Initiative {number} was written down.", number=str(number))))  # fmt: skip
    return 0


def _change(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """What is not named stays as it is."""
    number = int(called.value)
    was = undertaking.initiative(ws, actor, number)
    undertaking.save_initiative(
        ws, actor, initiative_id=number,
        name=called.name or was.name,
        begins=called.begins or was.begins,
        ends=called.ends or was.ends,
        responsible=was.responsible if called.responsible is None else called.responsible,
        story=was.story if called.story is None else called.story,
        suppliers=was.suppliers if called.supplier is None else called.supplier,
        company_id=_company(ws, actor, called) if called.company else was.company_id,
    )  # fmt: skip
    told.answer({"initiative_id": number}, lambda: told.say(
        msg("Initiative {number} was changed.", number=str(number))))  # fmt: skip
    return 0


def _company(ws: Workspace, actor: Actor, called: argparse.Namespace) -> int | None:
    return organisation.find_company(ws, actor, called.company) if called.company else None


def _row(view: InitiativeView, told: Told) -> str:
    each = view.initiative
    said = [each.name, told.say(view.when), each.responsible or "", ", ".join(name for _, name in view.suppliers)]
    return f"{each.initiative_id:>4}  " + " · ".join(part for part in said if part)


def _step(step: InitiativeChange, told: Told) -> str:
    changed = "; ".join(told.say(text) for text in step.changed)
    return f"{step.when:%Y-%m-%d %H:%M}  {told.say(step.who)}  {told.say(step.what)}" + (
        f"  ({changed})" if changed else ""
    )
