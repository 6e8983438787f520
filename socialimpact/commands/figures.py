"""Commands about figures: figures, rates."""

from __future__ import annotations

import argparse
import sys

from socialimpact.actor import Actor
from socialimpact.answers import Told, sentences
from socialimpact.commands.given import existing, listed
from socialimpact.language import Message, msg, plural
from socialimpact.ledger.conversion import Unconverted
from socialimpact.services.dashboards import measuring
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


def exchange_rates(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if called.action == "add":
        if not called.file:
            print("rates add FILE", file=sys.stderr)
            return 2
        result = rates.add_rates(ws, actor, existing(called.file))
        said = [
            msg(
                "{rates} rates of {currencies} currencies are here, the newest of {date}.",
                rates=result.rates, currencies=result.currencies, date=result.last_date,
            ),
            _converted(result.converted),
            *(_waits(each) for each in result.waiting),
        ]  # fmt: skip
        told.answer(result.as_json(), lambda: sentences(said, (), told))
        return 0
    if called.action == "convert":
        converted = rates.convert(ws, actor)
        told.answer({"converted": converted}, lambda: told.say(_converted(converted)))
        return 0
    view = rates.rates(ws, actor)
    told.answer(view.as_json(), lambda: "\n".join(
        [f"{each.currency}  {each.first_date} – {each.last_date}  {each.newest}" for each in view.coverage]
        + [told.say(_waits(each)) for each in view.waiting]))  # fmt: skip
    return 0


def _converted(lines: int) -> Message:
    return plural("{n} purchase was brought to euro.", "{n} purchases were brought to euro.", lines)


def _waits(each: Unconverted) -> Message:
    return plural(
        "{n} purchase of {amount} {currency} waits for a rate.",
        "{n} purchases of {amount} {currency} wait for a rate.",
        each.lines,
        amount=each.amount,
        currency=each.currency,
    )
