"""Releasing a report: its figures, tags, method and texts are frozen under a number, a date, an author and a hash."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from socialimpact.actor import Actor
from socialimpact.errors import Overtaken, Refused
from socialimpact.figures import choices
from socialimpact.figures import scopes as scope_figures
from socialimpact.language import msg
from socialimpact.report.document import ReleaseMark, Report
from socialimpact.report.plain import plain, written
from socialimpact.services.reporting import changes_since, freezing, impact_report
from socialimpact.services.reporting.figure_names import figure_names
from socialimpact.services.reporting.releases import Release, known, seen, standing
from socialimpact.services.suppliers.tag_words import who_words
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.store.reader import Reader

_TRIES = 3


def may_release(actor: Actor) -> bool:
    """Whether the actor may release reports: whoever may decide, as for every other decision."""
    return actor.role in {"editor", "owner"}


def to_correct(ws: Workspace, actor: Actor, year: int, companies: Sequence[int] = ()) -> Release | None:
    """The release that a new one of this year and these companies would correct; None where it would be the first."""
    actor.require("viewer")
    return _to_correct(ws.db, actor, year, _whose(actor, companies))


def make(
    ws: Workspace,
    actor: Actor,
    year: int,
    *,
    language: str,
    companies: Sequence[int] = (),
    why: str = "",
    made_on: date | None = None,
) -> Release:
    """Release the report on a year as it stands now.

    Where there is a release of the same year and companies already, this one corrects it: `why` is the reason then.
    Raises `NotAllowed`, and `Refused` for a year without lines, a correction without a reason, or a reason where
    there is nothing to correct.
    """
    actor.require("editor")
    whose = _whose(actor, companies)
    for company in whose:
        actor.require("editor", company)
    for tried in range(_TRIES):
        version = ws.db.data_version()
        report = impact_report.made(ws, actor, year, companies=whose, made_on=made_on)
        # its lines are frozen beside other writers; where they go on writing, they wait for the last try
        beside = tried < _TRIES - 1
        with suppress(_Changed, Overtaken), ws.db.write_beside(actor) if beside else ws.db.write(actor) as tx:
            if int(tx.value("select version from data_version")) != version:
                raise _Changed  # the report may hold some of it before the change, some after
            number = _release(ws, tx, report, whose, language=language, why=" ".join(why.split()))
            return next(each for each in known(tx) if each.number == number)
    raise Refused(msg("The data is being changed at the moment. Release the report once that is done."))


class _Changed(Exception):  # noqa: N818 - no fault: the report is made again
    """The data was changed while the report was made."""


def _release(
    ws: Workspace, tx: Transaction, report: Report, companies: tuple[int, ...], *, language: str, why: str
) -> str:
    """Write the release within one transaction; returns its number."""
    old = _to_correct(tx, tx.actor, report.year, companies)
    _check_reason(old, why)
    all_of_year = [each for each in known(tx) if each.year == report.year]
    number = f"{report.year}-{len(all_of_year) + 1}"
    author = who_words(tx.actor.name).to(language)
    mark = ReleaseMark(number, author, old.number if old else None, why or None)
    report = replace(report, release=mark)
    if old:
        told = changes_since.changes(tx, ws, old, plain(report, language), report)
        names = figure_names(tx, [each.figure for each in told])
        report = changes_since.told_in_method(report, old.number, why, told, names)
    file = written(report, language)
    sha256 = hashlib.sha256(file).hexdigest()
    with _kept(ws, tx, file, sha256, f"{number}.json"):
        release_id = tx.next_id("release", "release_id")
        tx.insert(
            "release",
            {
                "release_id": release_id,
                "number": number,
                "year": report.year,
                "companies": list(companies),
                "language": language,
                "released_by": tx.actor.name,
                "sha256": sha256,
                "corrects": old.release_id if old else None,
                "why": why or None,
                "last_event": report.last_event,
                "scope_kinds": list(scope_figures.scope(tx, report.scope).kinds),
                "declared_counts": choices.settings(tx).declared_counts,
            },
        )
        freezing.freeze(tx, release_id, report.year, companies)
        tx.event(
            "released",
            "release",
            number,
            after={"number": number, "year": report.year, "companies": list(companies), "sha256": sha256,
                   "corrects": mark.corrects, "why": mark.why},
        )  # fmt: skip
    return number


def _check_reason(old: Release | None, why: str) -> None:
    if old and not why:
        raise Refused(
            msg(
                "Release {number} is of the same year and companies: a new one corrects it. Say why: the reason is"
                " printed in the report.",
                number=old.number,
            ),
            code="no_reason",
        )
    if why and not old:
        raise Refused(
            msg("There is no release of this year and these companies yet: nothing is corrected, so no reason is"
                " needed."),
            code="nothing_to_correct",
        )  # fmt: skip


def _to_correct(reader: Reader, actor: Actor, year: int, companies: tuple[int, ...]) -> Release | None:
    found = [each for each in known(reader) if each.year == year and each.companies == companies and seen(actor, each)]
    return next(iter(standing(found)), None)


def _whose(actor: Actor, companies: Sequence[int]) -> tuple[int, ...]:
    """The companies that a report of the actor is about: none stands for every company there is."""
    if companies:
        return tuple(sorted(companies))
    return () if actor.companies is None else tuple(sorted(actor.companies))


@contextmanager
def _kept(ws: Workspace, tx: Transaction, file: bytes, sha256: str, name: str) -> Generator[None, None, None]:
    """Keep the file while the block runs, and beyond it where it ends well."""
    with tempfile.TemporaryDirectory(prefix="socialimpact-release-") as folder:
        path = Path(folder) / name
        path.write_bytes(file)
        ws.home.keep(path)
    try:
        tx.insert(
            "stored_file",
            {"sha256": sha256, "name": name, "size": len(file), "format": "json", "received_by": tx.actor.name},
        )
        yield
    except BaseException:
        with suppress(OSError):
            ws.home.kept(sha256).unlink()
        raise
