"""Commands about the suppliers: match, suppliers."""

from __future__ import annotations

import argparse

from socialimpact.actor import Actor
from socialimpact.answers import Told
from socialimpact.services import directory, registering
from socialimpact.services.workspace import Workspace


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
