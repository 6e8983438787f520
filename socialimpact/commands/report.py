"""Commands about the impact report: report, verify."""

from __future__ import annotations

import argparse
import json

from socialimpact.actor import Actor
from socialimpact.answers import Told
from socialimpact.commands.given import existing, listed, written
from socialimpact.errors import Refused
from socialimpact.language import msg
from socialimpact.services import organisation
from socialimpact.services.reporting import impact_report, verifying
from socialimpact.services.workspace import Workspace


def report(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """Write the chapter of a year in each format."""
    companies = [organisation.find_company(ws, actor, called.company)] if called.company else []
    made = impact_report.made(ws, actor, called.year, companies=companies, made_on=called.made_on)
    files = {form: impact_report.written_as(actor, made, form, told.language) for form in listed(called.format)}
    try:
        called.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            msg("{file} cannot be written: {reason}", file=str(called.out), reason=error.strerror or str(error)),
            code="not_written",
        ) from error
    paths = []
    for form, content in files.items():
        path = called.out / impact_report.file_name(made.year, form, told.language)
        written(path, content)
        paths.append(str(path))
    answer = {"year": made.year, "scope": made.scope, "local": made.local, "data_version": made.data_version,
              "files": paths}  # fmt: skip
    told.answer(answer, lambda: "\n".join(paths))
    return 0


def verify(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """Ask every figure of a report again; exit code 1 where one differs."""
    try:
        document = json.loads(existing(called.file).read_text(encoding="utf-8"))
    except (UnicodeDecodeError, ValueError) as error:
        raise Refused(
            msg("This file is no report of this program: give the JSON that it wrote."), code="not_a_report"
        ) from error
    verdict = verifying.verify(ws, actor, document)
    told.answer(verdict.as_json(), lambda: "\n".join(_lines(verdict, told)))
    return 0 if verdict.holds else 1


def _lines(verdict: verifying.Verdict, told: Told) -> list[str]:
    if verdict.holds:
        return [told.say(msg("All {n} figures are as the report says.", n=verdict.checked))]
    said = [told.say(msg("{n} of {all} figures differ.", n=len(verdict.differences), all=verdict.checked))]
    said += [f"  {each.measure} {dict(each.row) or ''}: {each.reported} → {each.now}" for each in verdict.differences]
    said.append(told.say(msg("What happened since:")))
    return said + [f"  {told.say(each.words())}" for each in verdict.causes]
