"""Commands about who the suppliers are: match, suppliers, tag."""

from __future__ import annotations

import argparse

from socialimpact.actor import Actor
from socialimpact.answers import Told
from socialimpact.language import msg
from socialimpact.services import directory, registering
from socialimpact.services.workspace import Workspace


def match(ws: Workspace, actor: Actor, _: argparse.Namespace, told: Told) -> int:
    document = registering.match(ws, actor).as_json()
    told.answer(document, lambda: "\n".join(f"{key}: {value}" for key, value in document.items()))
    return 0


def suppliers(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    rows = directory.suppliers(ws, actor, search=called.search or "").to_pylist()
    told.answer(
        rows,
        lambda: "\n".join(
            f"{row['supplier_id']:>6}  {row['spend']:>16}  {row['kind'] or '-':<24} {row['supplier']}" for row in rows
        ),
    )
    return 0


def tag(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    tag = directory.tag_supplier(
        ws, actor, called.supplier, called.kind, called.evidence, called.why,
        valid_from=called.valid_from, valid_to=called.valid_to, file=called.file,
    )  # fmt: skip
    told.answer({"tag_id": tag}, lambda: told.say(msg("Tag {number} was written down.", number=str(tag))))
    return 0
