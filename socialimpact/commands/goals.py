"""The commands about goals: targets, and initiatives on the way to them."""

from __future__ import annotations

import argparse
import sys
from decimal import Decimal, InvalidOperation

from socialimpact.actor import Actor
from socialimpact.answers import Told, vars_of
from socialimpact.categories import tree
from socialimpact.errors import Refused
from socialimpact.figures.measures import measure
from socialimpact.language import msg, render
from socialimpact.services import organisation, selecting
from socialimpact.services.goals import initiatives as undertaking
from socialimpact.services.goals import targets as aiming
from socialimpact.services.goals.initiatives import InitiativeChange, InitiativeView
from socialimpact.services.goals.targets import Goal
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


def targets(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """Paths with what was reached; `set MEASURE YEAR VALUE` sets one target, `remove NUMBER` takes it back."""
    match called.action:
        case "set":
            if not (called.first and called.value and (called.year or "").isdecimal()):
                print("targets set MEASURE YEAR VALUE [--company C] [--site S] [--category K]", file=sys.stderr)
                return 2
            number = aiming.save_target(
                ws, actor, called.first, int(called.year), _value(called.first, called.value),
                company_id=_company(ws, actor, called), site_id=_site(ws, actor, called.site),
                category=tree.key_of(called.category) if called.category else None,
                scope=called.scope, local_rule=called.local,
            )  # fmt: skip
            told.answer({"target_id": number}, lambda: told.say(
                msg("Target {number} was set.", number=str(number))))  # fmt: skip
        case "remove":
            if not (called.first or "").isdecimal():
                print("targets remove NUMBER", file=sys.stderr)
                return 2
            aiming.remove_target(ws, actor, int(called.first))
            told.answer({"removed": int(called.first)}, lambda: told.say(msg("The target was removed.")))
        case _:
            goals = aiming.goals(ws, actor)
            told.answer([each.as_json(told.language) for each in goals],
                        lambda: "\n".join(_goal(each, told) for each in goals))  # fmt: skip
    return 0


def _value(key: str, text: str) -> Decimal:
    """`6%` and `0.06` for a share, else a number as it is written in code. Raises `Refused`."""
    percent = text.strip().endswith("%")
    try:
        number = Decimal(text.strip().removesuffix("%").strip().replace(",", "."))
    except InvalidOperation as error:
        raise Refused(msg("“{text}” is no number.", text=text), code="bad_target") from error
    if not number.is_finite():
        raise Refused(msg("“{text}” is no number.", text=text), code="bad_target")
    if percent and measure(key).unit != "share":
        raise Refused(msg("“{figure}” is no share: a percentage cannot be its target.", figure=measure(key).name),
                      code="bad_target")  # fmt: skip
    return number / 100 if percent else number


def _site(ws: Workspace, actor: Actor, named: str | None) -> int | None:
    if named is None:
        return None
    chosen = selecting.selection(ws, actor, where=[f"site={named}"]).sites
    if len(chosen) != 1 or chosen[0] is None:
        raise Refused(msg("Several sites are called “{name}”: give the number of one.", name=named), code="which_site")
    return chosen[0]


def _goal(goal: Goal, told: Told) -> str:
    head = f"{told.say(goal.name)} · {told.say(goal.about)}"
    years = [
        f"{each.target_id if each.target_id is not None else '':>6}  {each.year}  "
        f"{render(aiming.printed(goal.target.measure, each.value), told.language):>12}  "
        + (told.say(each.words) if each.words else "")
        for each in goal.years
    ]
    return "\n".join([head, *years])


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
