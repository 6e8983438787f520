"""Commands about the impact report: report, verify."""

from __future__ import annotations

import argparse
from pathlib import Path

from socialimpact.actor import Actor
from socialimpact.answers import Told
from socialimpact.commands.given import existing, listed, written
from socialimpact.errors import Refused
from socialimpact.language import Message, msg
from socialimpact.services import organisation
from socialimpact.services.reporting import impact_report, package, release_files, releases, releasing, verifying
from socialimpact.services.reporting.releases import Release
from socialimpact.services.suppliers.tag_words import who_words
from socialimpact.services.workspace import Workspace

_LIST = "releases"


def report(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """Write the chapter of a year, or a release of it, in each format; release it; or list the releases."""
    if called.what == _LIST:
        return _listed(ws, actor, told)
    if verifying.is_number(called.what):
        return _written_again(ws, actor, releases.release(ws, actor, called.what), called, told)
    year = _year(called.what)
    if called.release:
        companies = _companies(ws, actor, called)
        made = releasing.make(
            ws, actor, year, language=told.language, companies=companies, why=called.why, made_on=called.made_on
        )
        return _written_again(ws, actor, made, called, told)
    if called.why or called.package:
        raise Refused(msg("Only a release is corrected or packed: add --release, or name one instead of the year."))
    return _draft(ws, actor, year, called, told)


def _draft(ws: Workspace, actor: Actor, year: int, called: argparse.Namespace, told: Told) -> int:
    folder = _folder(called.out)
    companies = _companies(ws, actor, called)
    made = impact_report.made(ws, actor, year, companies=companies, made_on=called.made_on)
    files = {
        impact_report.file_name(made.year, form, told.language): impact_report.written_as(
            actor, made, form, told.language
        )
        for form in listed(called.format)
    }
    paths = _write(folder, files)
    answer = {"year": made.year, "scope": made.scope, "local": made.local, "data_version": made.data_version,
              "files": paths}  # fmt: skip
    told.answer(answer, lambda: "\n".join(paths))
    return 0


def _written_again(ws: Workspace, actor: Actor, each: Release, called: argparse.Namespace, told: Told) -> int:
    """A release as files, where a folder is named for them."""
    paths: list[str] = []
    if called.out or not called.release:
        folder = _folder(called.out)
        if called.package:
            files = {package.file_name(each, told.language): package.package(ws, actor, each, told.language)}
        else:
            files = {
                release_files.file_name(each, form, told.language): release_files.written_as(
                    ws, actor, each, form, told.language
                )
                for form in listed(called.format)
            }
        paths = _write(folder, files)
    lines = [told.say(_in_words(each)), f"SHA-256 {each.sha256}", *paths]
    told.answer({**each.as_json(), "files": paths}, lambda: "\n".join(lines))
    return 0


def _listed(ws: Workspace, actor: Actor, told: Told) -> int:
    found = releases.releases(ws, actor)
    empty = told.say(msg("No report has been released yet."))
    told.answer(
        [each.as_json() for each in found],
        lambda: "\n".join(f"{told.say(_in_words(each))}  {each.sha256}" for each in found) or empty,
    )
    return 0


def _in_words(each: Release) -> Message:
    said = msg("Release {number}, {day}, by {who}", number=each.number, day=each.released_at.date(),
               who=who_words(each.released_by))  # fmt: skip
    if each.corrects:
        return msg("{what}; corrects {other}: {why}", what=said, other=each.corrects, why=each.why or "")
    return said


def _companies(ws: Workspace, actor: Actor, called: argparse.Namespace) -> list[int]:
    return [organisation.find_company(ws, actor, called.company)] if called.company else []


def _year(text: str) -> int:
    if not text.isdigit():
        raise Refused(
            msg("“{text}” is neither a year nor the number of a release, such as 2025-1.", text=text), code="no_year"
        )
    return int(text)


def _folder(out: Path | None) -> Path:
    if out is None:
        raise Refused(msg("Name the folder to write to with --out."), code="no_folder")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            msg("{file} cannot be written: {reason}", file=str(out), reason=error.strerror or str(error)),
            code="not_written",
        ) from error
    return out


def _write(folder: Path, files: dict[str, bytes]) -> list[str]:
    for name, content in files.items():
        written(folder / name, content)
    return [str(folder / name) for name in files]


def verify(ws: Workspace, actor: Actor, called: argparse.Namespace, told: Told) -> int:
    """Ask every figure of a report again; exit code 1 where one differs or the file is not what was released."""
    if verifying.is_number(called.file.name) and not called.file.exists():
        verdict = verifying.verify_release(ws, actor, called.file.name)
    else:
        verdict = verifying.verify(ws, actor, existing(called.file).read_bytes())
    told.answer(verdict.as_json(told.language), lambda: "\n".join(_lines(verdict, told)))
    return 0 if verdict.holds else 1


def _lines(verdict: verifying.Verdict, told: Told) -> list[str]:
    said = [told.say(verdict.file_words()), f"SHA-256 {verdict.sha256}"]
    said += [f"  {told.say(each.place)}: {each.released} → {each.found}" for each in verdict.altered]
    said.append(told.say(verdict.words()))
    for each in verdict.differences:
        was, now = (told.say(each.figure.shown(value)) for value in (each.reported, each.now))
        said.append(f"  {told.say(each.name)}: {was} → {now}")
        said += [f"    {told.say(cause.words())}" for cause in each.causes]
    return said
