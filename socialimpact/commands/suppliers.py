"""Commands about who the suppliers are: registers, match, suppliers."""

from __future__ import annotations

import argparse
import json
import sys

from socialimpact.actor import Actor
from socialimpact.answers import Told, vars_of
from socialimpact.commands.given import existing
from socialimpact.services import directory, registering
from socialimpact.services.workspace import Workspace


def registers(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if called.action == "add":
        if not (called.kind and called.file):
            print("registers add KIND FILE", file=sys.stderr)
            return 2
        given = json.loads(called.mapping.read_text(encoding="utf-8")) if called.mapping else None
        result = registering.add_register(
            ws, actor, called.kind, existing(called.file), as_of=called.as_of, mapping=given,
            register_name=called.name, default_kind=called.default_kind,
        )  # fmt: skip
        document = result.as_json(told.language)
        told.answer(document, lambda: "\n".join(f"{key}: {value}" for key, value in document.items()))
        return 0
    records = registering.registers(ws, actor)
    told.answer([vars_of(record) for record in records], lambda: "\n".join(str(record.name) for record in records))
    return 0


def match(ws: Workspace, actor: Actor, _: argparse.Namespace, told: Told) -> int:
    document = registering.match(ws, actor).as_json()
    told.answer(document, lambda: "\n".join(f"{key}: {value}" for key, value in document.items()))
    return 0


def suppliers(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    rows = directory.suppliers(ws, actor, search=called.search or "", show=called.show).to_pylist()
    told.answer(
        rows,
        lambda: "\n".join(
            f"{row['supplier_id']:>6}  {row['spend']:>16}  {row['kind'] or '-':<24} {row['supplier']}" for row in rows
        ),
    )
    return 0
