"""The chapter of a year's impact report: put together from the store, and written in the formats that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.language import msg
from socialimpact.report.chapter.whole import chapter
from socialimpact.report.document import Report
from socialimpact.report.excel import excel
from socialimpact.report.own_texts import with_own_texts
from socialimpact.report.pdf import pages, pdf
from socialimpact.report.plain import written
from socialimpact.report.word import word
from socialimpact.services.reporting import looks, texts
from socialimpact.services.reporting.restating import earlier
from socialimpact.services.workspace import Workspace

__all__ = ["FORMATS", "MIMES", "file_name", "made", "pages", "proposed", "written_as", "years"]

FORMATS: dict[str, Callable[[Report, str], bytes]] = {"docx": word, "pdf": pdf, "xlsx": excel, "json": written}
MIMES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


def years(ws: Workspace, actor: Actor, companies: tuple[int, ...] = ()) -> list[int]:
    """The years that there are lines of, the newest first."""
    actor.require("viewer")
    found = query(ws.db, ["lines"], ["year"], Selection(companies=companies), actor=actor).rows
    return sorted((row["year"] for row in found if row["year"] is not None), reverse=True)


def made(
    ws: Workspace, actor: Actor, year: int, *, companies: Sequence[int] = (), made_on: date | None = None
) -> Report:
    """The chapter on a year, as the store knows it now. Raises `Refused` for a year without a line.

    Of whoever may see some companies only it names them, so that its figures can be asked again by those who see more.
    """
    actor.require("viewer")
    for company in companies:
        actor.require("viewer", company)
    companies = tuple(companies) or (() if actor.companies is None else tuple(sorted(actor.companies)))
    known = years(ws, actor, tuple(companies))
    if year not in known:
        raise Refused(
            msg(
                "There is no line of {year}. Years with lines: {known}.",
                year=str(year),
                known=", ".join(map(str, known)) or "–",
            ),
            code="no_lines_of_year",
        )
    today = made_on or datetime.now(UTC).date()
    found = proposed(ws, actor, year, companies=companies, made_on=today)
    own = texts.by_key(texts.kept(ws, actor, year, companies))
    return with_own_texts(found, own, texts.hidden(ws, actor, year, companies))


def proposed(
    ws: Workspace, actor: Actor, year: int, *, companies: Sequence[int] = (), made_on: date | None = None
) -> Report:
    """The chapter with every section and the texts that the data propose, before people make it their own."""
    actor.require("viewer")
    for company in companies:
        actor.require("viewer", company)
    whose = tuple(companies) or (() if actor.companies is None else tuple(sorted(actor.companies)))
    today = made_on or datetime.now(UTC).date()
    before = earlier(ws, actor, year, whose)
    found = chapter(ws.db, actor, year, made_on=today, companies=whose, restated=before.restated, since=before.since)
    return replace(found, look=looks.look(ws))


def written_as(actor: Actor, report: Report, form: str, language: str) -> bytes:
    """The report as a file. Raises `Refused` for a format that there is none of, `NotAllowed` without the right."""
    actor.require_download()
    if form not in FORMATS:
        raise Refused(
            msg("There is no format “{format}”. Those there are: {known}.", format=form, known=", ".join(FORMATS)),
            code="unknown_format",
        )
    return FORMATS[form](report, language)


def file_name(year: int, form: str, language: str) -> str:
    """What the file is called."""
    stem = {"it": "acquisti-sociali-e-locali", "en": "social-and-local-procurement"}[language]
    return f"{stem}-{year}.{form}"
