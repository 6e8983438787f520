"""The command about what suppliers declare of themselves."""

from __future__ import annotations

import argparse

from socialimpact.actor import Actor
from socialimpact.answers import Told
from socialimpact.errors import Refused
from socialimpact.language import msg
from socialimpact.services.suppliers import declaring
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers.declarations import REVENUE, amount, outcome


def declare(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    given = [("" if called.revenue is None else f"{REVENUE}={called.revenue}"), *called.outcome]
    pairs = [text.partition("=") for text in given if text]
    if pairs and (called.year is None or not called.source):
        raise Refused(msg("Say of which --year it is, and its --source."), code="no_source")
    # all are read before the first is written
    for about, value in [(outcome(key.strip()), amount(value)) for key, _, value in pairs]:
        declaring.declare(
            ws, actor, called.supplier, about.key, called.year, value, called.source,
            stated_by=called.stated_by, stated_on=called.stated_on,
        )  # fmt: skip
    rows = [each.as_json() for each in declaring.declared(ws, actor, called.supplier)]
    told.answer(rows, lambda: "\n".join(
        f"{row['year']}  {row['outcome']:<24} {row['value']:>18} {row['unit']:<8} {row['source']}" for row in rows
    ))  # fmt: skip
    return 0
