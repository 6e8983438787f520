"""Commands about ledgers: inspect, import, imports, presets, problems, template."""

from __future__ import annotations

import argparse
import json
import sys

from socialimpact.actor import Actor
from socialimpact.answers import Told, as_problem, imported, inspected, layout, plainly
from socialimpact.commands.given import existing, written
from socialimpact.errors import Problem, Refused
from socialimpact.language import msg
from socialimpact.ledger import template as ledger_template
from socialimpact.services import organisation
from socialimpact.services.ledgers import import_records, importing, own_layouts, rows_to_fix
from socialimpact.services.workspace import Workspace
from socialimpact.tables import presets as known_exports


def inspect(called: argparse.Namespace, told: Told) -> int:
    answers, refused = [], False
    for path in called.files:
        try:
            book, layouts = importing.inspect(existing(path))
        except Refused as refusal:
            refused = True
            answers.append({"file": str(path), "tables": [], "problems": [as_problem(told.refuse(refusal))]})
            continue
        answers.append(
            {
                "file": str(path),
                "sha256": book.sha256,
                "format": book.format,
                "tables": [layout(each, told) for each in layouts],
                "problems": [
                    problem.as_json(told.language)
                    for problem in (*book.problems, *(item for layout in layouts for item in layout.problems))
                ],
            }
        )
    told.answer(answers, lambda: "\n".join(inspected(answer) for answer in answers))
    return 1 if refused else 0


def template(called: argparse.Namespace, told: Told) -> int:
    size = written(called.out, ledger_template.template(called.language))
    told.answer(
        {"file": str(called.out), "language": called.language, "bytes": size},
        lambda: told.say(msg("The template was written to {file}.", file=str(called.out))),
    )
    return 0


def import_ledgers(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    company = organisation.find_company(ws, actor, called.company) if called.company else None
    given = json.loads(called.mapping.read_text(encoding="utf-8")) if called.mapping else None
    if called.vat_rate is not None:
        given = {**(given or {}), "assumed_vat_rate": called.vat_rate}
    answers, refused = [], False
    for path in called.files:
        try:
            previewed = importing.preview(
                ws, actor, existing(path), company_id=company, mapping=given, basis=called.basis, rehearse=False
            )
            result = importing.import_ledger(ws, actor, previewed, include_overlaps=called.include_overlaps)
        except Refused as refusal:
            refused = True
            answers.append({"file": str(path), "error": told.refuse(refusal) | plainly(refusal.details)})
            continue
        answers.append(result.as_json(told.language) | {"file": str(path)})
    told.answer(answers, lambda: "\n".join(imported(answer, told) for answer in answers if "error" not in answer))
    return 1 if refused else 0


def imports(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if called.action == "undo":
        if called.import_id is None:
            print("imports undo IMPORT_ID", file=sys.stderr)
            return 2
        record = importing.undo(ws, actor, called.import_id)
        told.answer({"undone": record.import_id, "lines": record.lines}, lambda: told.say(
            msg("Import {number} was taken back: {file}, {lines} lines.", number=str(record.import_id),
                file=record.file, lines=record.lines)))  # fmt: skip
        return 0
    records = import_records.imports(ws, actor)
    told.answer(
        [record.as_json() for record in records],
        lambda: "\n".join(
            f"{item.import_id:>4}  {item.imported_at:%Y-%m-%d %H:%M}  {item.file}  {item.lines} "
            f"{item.total_loaded:.2f} EUR" + ("  (undone)" if item.undone_at else "")
            for item in records
        ),
    )
    return 0


def presets(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if called.action:
        if not called.key or (called.action == "rename" and not called.name):
            print("presets rename KEY NAME, presets forget KEY", file=sys.stderr)
            return 2
        company = organisation.find_company(ws, actor, called.company) if called.company else None
        if called.action == "rename":
            own_layouts.rename(ws, actor, called.key, called.name, company)
            done, name = msg("The layout is called “{name}” now.", name=called.name), called.name
        else:
            name = own_layouts.forget(ws, actor, called.key, company)
            done = msg("The layout “{name}” was forgotten.", name=name)
        told.answer({"key": called.key, "name": name}, lambda: told.say(done))
        return 0
    own = own_layouts.own_layouts(ws, actor)
    known = [
        {"key": each.key, "name": told.say(each.label), "publisher": each.publisher, "source": each.source,
         "get": told.say(each.get) if each.get else None}
        for each in known_exports.presets().values()
    ]  # fmt: skip
    told.answer(
        {"known": known, "own": [each.as_json() for each in own]},
        lambda: "\n".join([
            *(f"{each['key']:<24} {each['name']}" for each in known),
            *(f"{each.key:<24} {each.name} ({each.company})" for each in own),
        ]),
    )  # fmt: skip
    return 0


def problems(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    found = import_records.problems(ws, actor, called.import_id)
    if called.out:
        written(called.out, rows_to_fix.of_import(ws, actor, called.import_id, told.language))
    told.answer(
        [problem.as_json(told.language) for problem in found],
        lambda: (
            "\n".join(_problem(problem, told) for problem in found)
            or told.say(msg("Nothing about this import needs to be known or checked."))
        ),
    )
    return 0


def _problem(problem: Problem, told: Told) -> str:
    kind = problem.kind
    said = [told.say(rows_to_fix.SEVERITY_NAMES[problem.severity]), told.say(problem.message)]
    return ": ".join(said) + (f"\n    {kind.done[told.language]} {kind.to_do[told.language]}" if kind else "")
