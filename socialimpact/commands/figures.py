"""Commands about figures: figures, changes, rates."""

from __future__ import annotations

import argparse
import sys

from socialimpact.actor import Actor
from socialimpact.answers import Told
from socialimpact.commands.given import existing, listed
from socialimpact.services.dashboards import changes_document, measuring
from socialimpact.services.ledgers import rates
from socialimpact.services.workspace import Workspace


def figures(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    document = measuring.figures(
        ws, actor, measures=listed(called.measures), by=listed(called.by), where=called.where,
        scope=called.scope, local=called.local, as_known_on=called.as_known_on, language=told.language,
    )  # fmt: skip
    told.answer(document, lambda: "\n".join(
        ["\t".join(map(str, row.values())) for row in document["rows"]]
        + [f"! {said}" for said in document.get("not_reproduced", ())]))  # fmt: skip
    return 0


def changes(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    document = changes_document.changes_document(
        ws, actor, key=called.measure, where=called.where, against=called.against, by=called.by,
        scope=called.scope, local=called.local, language=told.language,
    )  # fmt: skip
    told.answer(document, lambda: "\n".join(
        [f"{document['before']}\t{called.measure}"]
        + [f"{part['value']}\t{part['name']}" for part in document["parts"]]
        + [f"{document['after']}\t{called.measure}"]))  # fmt: skip
    return 0


def exchange_rates(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if called.action == "add":
        if not called.file:
            print("rates add FILE", file=sys.stderr)
            return 2
        result = rates.add_rates(ws, actor, existing(called.file))
        document = result.as_json()
        told.answer(document, lambda: "\n".join(f"{key}: {value}" for key, value in document.items()))
        return 0
    if called.action == "convert":
        converted = rates.convert(ws, actor)
        told.answer({"converted": converted}, lambda: f"converted: {converted}")
        return 0
    view = rates.rates(ws, actor)
    told.answer(view.as_json(), lambda: "\n".join(
        [f"{each.currency}  {each.first_date} – {each.last_date}  {each.newest}" for each in view.coverage]
        + [f"{each.currency}  {each.lines} waiting  {each.amount:.2f}" for each in view.waiting]))  # fmt: skip
    return 0
