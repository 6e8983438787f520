"""What the last released report of an earlier year says otherwise than the data do today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.report.chapter.since import Restated
from socialimpact.report.plain import parsed
from socialimpact.services.reporting import event_words, verifying
from socialimpact.services.reporting.causes import Suspects
from socialimpact.services.reporting.events import since
from socialimpact.services.reporting.releases import Release, content, releases, standing
from socialimpact.services.reporting.reported import Reported, figures
from socialimpact.services.workspace import Workspace

# The figures of a whole year; those of kinds, categories and sites follow from them, and `verify` tells each.
_SECTION = "year"
_ASKED_BY = {"year", "scope", "local", "company"}


@dataclass(frozen=True)
class Earlier:
    """The day of the report before, and its figures that are others today; no day where there is none."""

    since: date | None = None
    restated: tuple[Restated, ...] = ()


def earlier(ws: Workspace, actor: Actor, year: int, companies: Sequence[int]) -> Earlier:
    """What the newest standing release of the same companies on a year before `year` has otherwise."""
    actor.require("viewer")
    alike = [
        each
        for each in standing(releases(ws, actor))
        if each.year < year and each.companies == tuple(sorted(companies))
    ]
    if not alike:
        return Earlier()
    last = max(alike, key=lambda each: (each.year, each.release_id))
    return Earlier(last.released_at.date(), _restated(ws, actor, last))


def _restated(ws: Workspace, actor: Actor, last: Release) -> tuple[Restated, ...]:
    whole = {each.key: each for each in figures(parsed(content(ws, last))) if _is_whole(each)}
    others = verifying.differing(ws, actor, whole.values())
    if not others:
        return ()
    events = [each for each in since(ws.db, last.last_event) if each.subject != "release"]
    suspects = Suspects(ws.db, events, event_words.names(ws.db, events))
    return tuple(
        Restated(
            report=last.number,
            year=int(figure.where["year"][0]),
            measure=figure.measure,
            part=None,
            reported=_value(figure, figure.value),
            now=now,
            reasons=tuple(cause.words() for cause in suspects.causes(figure)),
        )
        for figure, now in others
    )


def _is_whole(figure: Reported) -> bool:
    return (
        figure.section == _SECTION
        and not figure.row
        and figure.declared is not None
        and set(figure.where) <= _ASKED_BY
        and len(figure.where.get("year", ())) == 1
    )


def _value(figure: Reported, written: Any) -> Any:
    return Decimal(written) if figure.unit == "euro" and written is not None else written
