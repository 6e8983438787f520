"""Commands about the store: backup, restore, companies, demo, check."""

from __future__ import annotations

import argparse
import sys

from socialimpact.actor import Actor
from socialimpact.answers import Told, vars_of
from socialimpact.commands.given import existing
from socialimpact.language import msg
from socialimpact.services import backup, demo, integrity, organisation
from socialimpact.services.workspace import Workspace


def whole_home(called: argparse.Namespace, told: Told) -> int:
    """Backup or restore: the home as files, not as an open database."""
    if called.command == "backup":
        parts = backup.backup(called.home, called.file)
        done = msg("{parts} files were written to {file}.", parts=parts, file=str(called.file))
    else:
        parts = backup.restore(called.home, existing(called.file))
        done = msg("{parts} files were restored from {file}.", parts=parts, file=str(called.file))
    told.answer({"file": str(called.file), "files": parts}, lambda: told.say(done))
    return 0


def companies(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if called.action == "add":
        if not called.name:
            print("companies add NAME", file=sys.stderr)
            return 2
        number = organisation.save_company(
            ws, actor, name=called.name, vat_number=called.vat, tax_code=called.tax_code, country=called.country
        )
        made = next(each for each in organisation.companies(ws, actor) if each.company_id == number)
        told.answer(vars_of(made), lambda: told.say(
            msg("Company {number} was made: {name}.", number=str(number), name=made.name)))  # fmt: skip
        return 0
    seen = organisation.companies(ws, actor)
    told.answer(
        [vars_of(each) for each in seen],
        lambda: "\n".join(f"{each.company_id:>4}  {each.vat_number or each.tax_code or '-':<16} {each.name}"
                          for each in seen),
    )  # fmt: skip
    return 0


def load_demo(ws: Workspace, actor: Actor, _: argparse.Namespace, told: Told) -> int:
    results = demo.load_demo(ws, actor)
    told.answer([result.as_json(told.language) for result in results], lambda: told.say(
        msg("The demo company is ready. Start the app to look around.")))  # fmt: skip
    return 0


def check(ws: Workspace, actor: Actor, _: argparse.Namespace, told: Told) -> int:
    faults = integrity.check(ws, actor)
    told.answer([fault.as_json(told.language) for fault in faults], lambda: "\n".join(
        told.say(fault.message) for fault in faults) or told.say(msg("Everything adds up.")))  # fmt: skip
    for open_point in integrity.in_no_total(ws, actor):
        print(told.say(open_point.message), file=sys.stderr)
    return 1 if faults else 0
