"""Commands about how suppliers are known: tag, renew, expiring, history."""

from __future__ import annotations

import argparse

from socialimpact.actor import Actor
from socialimpact.answers import Told
from socialimpact.commands.given import existing, written
from socialimpact.language import msg, plural
from socialimpact.services.suppliers import expiry, tagging
from socialimpact.services.suppliers import history as histories
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers.tags import Proof


def tag(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    made = tagging.tag_supplier(
        ws, actor, called.supplier, called.kind, called.evidence, called.why,
        valid_from=called.valid_from, valid_to=called.valid_to, file=called.file and existing(called.file),
        proof=Proof(None, called.issued, called.expires, called.stated_by, called.stated_on), entry_id=called.entry,
    )  # fmt: skip
    told.answer({"tag_id": made}, lambda: told.say(msg("Tag {number} was written down.", number=str(made))))
    return 0


def renew(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    made = tagging.renew_tag(
        ws, actor, called.tag, called.why, file=called.file and existing(called.file),
        issued_on=called.issued, expires_on=called.expires, stated_by=called.stated_by, stated_on=called.stated_on,
    )  # fmt: skip
    told.answer({"tag_id": made}, lambda: told.say(msg("Tag {number} was written down.", number=str(made))))
    return 0


def expiring(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    tags = expiry.expiring(ws, actor, within=called.within)
    none = plural("No proof ends within {n} day.", "No proof ends within {n} days.", called.within)
    told.answer([each.as_json() for each in tags], lambda: "\n".join(
        f"{each.valid_to}  {each.days:>5}  {each.a_year:>14}  {each.kind:<24} {each.supplier}" for each in tags
    ) or told.say(none))  # fmt: skip
    return 0


def history(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    entries = [entry.as_json(told.language) for entry in histories.history(ws, actor, called.supplier)]
    document: object = entries
    if called.out:
        size = written(called.out, histories.as_workbook(ws, actor, called.supplier, reader=told.language))
        document = {"file": str(called.out), "bytes": size, "entries": len(entries)}
    told.answer(document, lambda: "\n".join(
        f"{entry['when']}  {entry['who']}  {entry['what']}" + (f"  ({entry['why']})" if entry["why"] else "")
        for entry in entries
    ))  # fmt: skip
    return 0
