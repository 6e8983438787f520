"""Commands about figures: figures, explain, lines, views, changes, rates."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from socialimpact.actor import Actor
from socialimpact.answers import Told, sentences
from socialimpact.commands.given import existing, listed, written
from socialimpact.figures.filters import Selection
from socialimpact.language import Message, msg, plural
from socialimpact.ledger.conversion import Unconverted
from socialimpact.services import selecting
from socialimpact.services.dashboards import changes_document, explaining, line_view, measuring, saved_views
from socialimpact.services.ledgers import rates
from socialimpact.services.workspace import Workspace


def figures(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    document = measuring.figures(
        ws, actor, measures=listed(called.measures), by=listed(called.by), where=called.where,
        scope=called.scope, local=called.local, view=called.view, as_known_on=called.as_known_on,
        language=told.language,
    )  # fmt: skip
    told.answer(document, lambda: "\n".join(
        ["\t".join(map(str, row.values())) for row in document["rows"]]
        + [f"! {said}" for said in document.get("not_reproduced", ())]))  # fmt: skip
    return 0


def explain(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """How a measure comes about: what it divides, what is left out, the proof, the registers."""
    document = explaining.as_json(
        explaining.explanation(ws, actor, called.measure, _over(ws, actor, called)), told.language
    )
    told.answer(document, lambda: "\n".join(_lines_of(document)))
    return 0


def _lines_of(document: dict[str, Any]) -> list[str]:
    said = [f"{document['name']}: {document['value']}", document["definition"]]
    parts = (document[part] for part in ("numerator", "denominator"))
    said += [f"  {part['measure']}: {part['value']}" for part in parts if part]
    for part in ("excluded", "evidence"):
        said += [f"  {each['name']}: {each['amount']} ({each['lines']})" for each in document[part]]
    said += [f"  {each['register']} {each['as_of']}: {each['amount']}" for each in document["registers"]]
    return [*said, f"  {document['lines']} lines"]


def lines(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """The lines behind a measure, with file, sheet and row; or one of them with its row as read."""
    if called.line is not None:
        told.answer(line_view.as_json(line_view.line_view(ws, actor, called.line), told.language), lambda: "\n".join(
            f"{cell.column}\t{cell.header}\t{cell.value}" for cell in line_view.line_view(ws, actor, called.line).cells
        ))  # fmt: skip
        return 0
    if not called.measure:
        print("lines MEASURE, or lines --line NUMBER", file=sys.stderr)
        return 2
    selection = _over(ws, actor, called)
    asked: dict[str, Any] = {"search": called.search, "order": called.sort}
    number = explaining.number_of_lines(ws, actor, called.measure, selection, search=called.search)
    if called.out:
        book = explaining.lines_book(ws, actor, called.measure, selection, reader=told.language, **asked)
        document: dict[str, Any] = {"file": str(called.out), "bytes": written(called.out, book), "lines": number}
        told.answer(document, lambda: f"{called.out}: {number}")
        return 0
    rows = explaining.lines_behind(
        ws, actor, called.measure, selection, limit=called.limit, offset=called.offset, **asked
    )
    plain = [explaining.line_as_json(row, told.language) for row in rows]
    told.answer({"measure": called.measure, "lines": number, "rows": plain}, lambda: "\n".join(
        f"{row['date'] or '':<10} {row['net_amount']:>14} {row['supplier']} {row['file']} {row['row_number']}"
        for row in plain
    ))  # fmt: skip
    return 0


def _over(ws: Workspace, actor: Actor, called: argparse.Namespace) -> Selection:
    return selecting.selection(ws, actor, where=called.where, scope=called.scope, local=called.local, view=called.view)


def views(ws: Workspace, actor: Actor, _: argparse.Namespace, told: Told) -> int:
    """Views of the dashboards that are kept by name, with what each chooses."""
    found = saved_views.saved_views(ws, actor)
    told.answer(
        [
            {"view_id": each.view_id, "name": each.name, "where": each.selection.as_query(), "owner": each.owner,
             "for_everybody": each.for_everybody}
            for each in found
        ],
        lambda: "\n".join(f"{each.name}: {told.say(each.selection.sentence())}" for each in found),
    )  # fmt: skip
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
