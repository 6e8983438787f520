"""The command line: the same services without a screen. Exit 0 done, 1 refused with a reason, 2 wrong call."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from socialimpact.actor import Actor, local_owner
from socialimpact.answers import Told, as_problem, imported, inspected, layout, plainly, vars_of
from socialimpact.arguments import parser
from socialimpact.errors import Problem, Refused
from socialimpact.language import msg
from socialimpact.ledger import template as ledger_template
from socialimpact.services import (
    backup,
    demo,
    directory,
    import_records,
    importing,
    integrity,
    measuring,
    organisation,
    own_layouts,
    rates,
    registering,
    rows_to_fix,
)
from socialimpact.services.workspace import Workspace, open_workspace
from socialimpact.tables import presets


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    called = parser().parse_args(arguments)
    told = Told(as_json=getattr(called, "json", False), language=called.language)
    try:
        if without_home := WITHOUT_HOME.get(called.command):
            return without_home(called, told)
        workspace = open_workspace(called.home)
        try:
            return RUN[called.command](workspace, local_owner(), called, told)
        finally:
            workspace.close()
    except Refused as refusal:
        error = told.refuse(refusal)
        if told.as_json:
            told.answer({"error": error}, lambda: "")
        return 1


def _inspect(called: argparse.Namespace, told: Told) -> int:
    answers, refused = [], False
    for path in called.files:
        try:
            book, layouts = importing.inspect(_existing(path))
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


def _whole_home(called: argparse.Namespace, told: Told) -> int:
    """Backup or restore: the home as files, not as an open database."""
    if called.command == "backup":
        parts = backup.backup(called.home, called.file)
        done = msg("{parts} files were written to {file}.", parts=parts, file=str(called.file))
    else:
        parts = backup.restore(called.home, _existing(called.file))
        done = msg("{parts} files were restored from {file}.", parts=parts, file=str(called.file))
    told.answer({"file": str(called.file), "files": parts}, lambda: told.say(done))
    return 0


def _template(called: argparse.Namespace, told: Told) -> int:
    written = _written(called.out, ledger_template.template(called.language))
    told.answer(
        {"file": str(called.out), "language": called.language, "bytes": written},
        lambda: told.say(msg("The template was written to {file}.", file=str(called.out))),
    )
    return 0


def _import(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    company = organisation.find_company(ws, actor, called.company) if called.company else None
    given = json.loads(called.mapping.read_text(encoding="utf-8")) if called.mapping else None
    if called.vat_rate is not None:
        given = {**(given or {}), "assumed_vat_rate": called.vat_rate}
    answers, refused = [], False
    for path in called.files:
        try:
            previewed = importing.preview(
                ws, actor, _existing(path), company_id=company, mapping=given, basis=called.basis, rehearse=False
            )
            result = importing.import_ledger(ws, actor, previewed, include_overlaps=called.include_overlaps)
        except Refused as refusal:
            refused = True
            answers.append({"file": str(path), "error": told.refuse(refusal) | plainly(refusal.details)})
            continue
        answers.append(result.as_json(told.language) | {"file": str(path)})
    told.answer(answers, lambda: "\n".join(imported(answer, told) for answer in answers if "error" not in answer))
    return 1 if refused else 0


def _imports(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
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


def _presets(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
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
        for each in presets.presets().values()
    ]  # fmt: skip
    told.answer(
        {"known": known, "own": [each.as_json() for each in own]},
        lambda: "\n".join([
            *(f"{each['key']:<24} {each['name']}" for each in known),
            *(f"{each.key:<24} {each.name} ({each.company})" for each in own),
        ]),
    )  # fmt: skip
    return 0


def _problems(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    found = import_records.problems(ws, actor, called.import_id)
    if called.out:
        _written(called.out, rows_to_fix.of_import(ws, actor, called.import_id, told.language))
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


def _registers(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if called.action == "add":
        if not (called.kind and called.file):
            print("registers add KIND FILE", file=sys.stderr)
            return 2
        given = json.loads(called.mapping.read_text(encoding="utf-8")) if called.mapping else None
        result = registering.add_register(
            ws, actor, called.kind, _existing(called.file), as_of=called.as_of, mapping=given,
            register_name=called.name, default_kind=called.default_kind,
        )  # fmt: skip
        document = result.as_json(told.language)
        told.answer(document, lambda: "\n".join(f"{key}: {value}" for key, value in document.items()))
        return 0
    records = registering.registers(ws, actor)
    told.answer([vars_of(record) for record in records], lambda: "\n".join(str(record.name) for record in records))
    return 0


def _rates(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if called.action == "add":
        if not called.file:
            print("rates add FILE", file=sys.stderr)
            return 2
        result = rates.add_rates(ws, actor, _existing(called.file))
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


def _match(ws: Workspace, actor: Actor, _: argparse.Namespace, told: Told) -> int:
    document = registering.match(ws, actor).as_json()
    told.answer(document, lambda: "\n".join(f"{key}: {value}" for key, value in document.items()))
    return 0


def _suppliers(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    rows = directory.suppliers(ws, actor, search=called.search or "").to_pylist()
    told.answer(
        rows,
        lambda: "\n".join(
            f"{row['supplier_id']:>6}  {row['spend']:>16}  {row['kind'] or '-':<24} {row['supplier']}" for row in rows
        ),
    )
    return 0


def _tag(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    tag = directory.tag_supplier(
        ws, actor, called.supplier, called.kind, called.evidence, called.why,
        valid_from=called.valid_from, valid_to=called.valid_to, file=called.file,
    )  # fmt: skip
    told.answer({"tag_id": tag}, lambda: told.say(msg("Tag {number} was written down.", number=str(tag))))
    return 0


def _figures(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    document = measuring.figures(
        ws, actor, measures=_listed(called.measures), by=_listed(called.by), where=called.where,
        scope=called.scope, local=called.local,
    )  # fmt: skip
    told.answer(document, lambda: "\n".join("\t".join(map(str, row.values())) for row in document["rows"]))
    return 0


def _companies(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    if called.action == "add":
        if not called.name:
            print("companies add NAME", file=sys.stderr)
            return 2
        number = organisation.save_company(
            ws, actor, name=called.name, vat_number=called.vat, tax_code=called.tax_code, country=called.country
        )
        made = next(each for each in organisation.companies(ws, actor) if each.company_id == number)
        told.answer(vars_of(made), lambda: told.say(
            msg("Company {number} was made: {name}.", number=str(number), name=made.name)))  # fmt: skip
        return 0
    seen = organisation.companies(ws, actor)
    told.answer(
        [vars_of(each) for each in seen],
        lambda: "\n".join(f"{each.company_id:>4}  {each.vat_number or each.tax_code or '-':<16} {each.name}"
                          for each in seen),
    )  # fmt: skip
    return 0


def _demo(ws: Workspace, actor: Actor, _: argparse.Namespace, told: Told) -> int:
    results = demo.load_demo(ws, actor)
    told.answer([result.as_json(told.language) for result in results], lambda: told.say(
        msg("The demo company is ready. Start the app to look around.")))  # fmt: skip
    return 0


def _check(ws: Workspace, actor: Actor, _: argparse.Namespace, told: Told) -> int:
    faults = integrity.check(ws, actor)
    told.answer([fault.as_json(told.language) for fault in faults], lambda: "\n".join(
        told.say(fault.message) for fault in faults) or told.say(msg("Everything adds up.")))  # fmt: skip
    for open_point in integrity.in_no_total(ws, actor):
        print(told.say(open_point.message), file=sys.stderr)
    return 1 if faults else 0


# What runs each command that needs no open home.
WITHOUT_HOME: dict[str, Callable[[argparse.Namespace, Told], int]] = {
    "inspect": _inspect,
    "backup": _whole_home,
    "restore": _whole_home,
    "template": _template,
}

# What runs each command that works on an open home.
RUN: dict[str, Callable[[Workspace, Actor, argparse.Namespace, Told], int]] = {
    "import": _import,
    "imports": _imports,
    "presets": _presets,
    "problems": _problems,
    "registers": _registers,
    "rates": _rates,
    "match": _match,
    "suppliers": _suppliers,
    "tag": _tag,
    "figures": _figures,
    "companies": _companies,
    "demo": _demo,
    "check": _check,
}


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise Refused(msg("There is no file {file}.", file=str(path)), code="no_file")
    return path


def _written(path: Path, content: bytes) -> int:
    """Write a document where the caller wants it; `Refused` where that cannot be."""
    try:
        return path.write_bytes(content)
    except OSError as error:
        raise Refused(
            msg("{file} cannot be written: {reason}", file=str(path), reason=error.strerror or str(error)),
            code="not_written",
        ) from error


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
