"""The command `access`: who may see what, before anybody can sign in to say so."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from socialimpact.actor import Actor
from socialimpact.answers import Told
from socialimpact.language import msg
from socialimpact.services import granting, organisation
from socialimpact.services.granting import Grant, Person
from socialimpact.services.workspace import Workspace


def access(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    company = organisation.find_company(ws, actor, called.company) if called.company else None
    match called.action:
        case None:
            seen = granting.people(ws, actor)
            told.answer([_plain(each) for each in seen], lambda: "\n".join(_line(each) for each in seen))
        case _ if not called.who:
            print("access grant WHO · access revoke WHO", file=sys.stderr)
            return 2
        case "grant":
            granting.grant(
                ws, actor, called.who, called.role, issuer=called.issuer, company_id=company,
                downloads=not called.no_download,
            )  # fmt: skip
            found = granting.find(ws, actor, called.who, called.issuer)
            told.answer(_plain(found), lambda: told.say(msg("{who} may come in.", who=called.who)))
        case _:
            found = granting.find(ws, actor, called.who, called.issuer)
            for held in found.grants:
                if company in {None, held.company_id}:
                    granting.revoke(ws, actor, found, held)
            told.answer({"who": called.who}, lambda: told.say(msg("Access was taken back from {who}.", who=called.who)))
    return 0


def _plain(person: Person) -> dict[str, Any]:
    return {**vars(person), "grants": [vars(held) for held in person.grants]}


def _line(person: Person) -> str:
    return f"{person.name or person.email or person.subject}  {', '.join(_held(held) for held in person.grants) or '-'}"


def _held(held: Grant) -> str:
    return f"{held.role}@{held.company_id or '*'}{'' if held.downloads else ' (no download)'}"
