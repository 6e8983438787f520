"""The chapter as a whole: its sections in the order in which they are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from socialimpact.actor import Actor
from socialimpact.language import msg
from socialimpact.report.chapter import (
    annexes,
    goals,
    group,
    method,
    outcomes,
    recipients,
    standards,
    territory,
    year,
)  # fmt: skip
from socialimpact.report.chapter.scene import scene
from socialimpact.report.chapter.since import Restated
from socialimpact.report.document import Report, Section
from socialimpact.store.reader import Reader


def chapter(
    reader: Reader,
    actor: Actor,
    of_year: int,
    *,
    made_on: date,
    companies: tuple[int, ...] = (),
    restated: Sequence[Restated] = (),
    since: date | None = None,
) -> Report:
    """The chapter on a year, of `companies` or of all that the actor may see.

    `restated` are figures of earlier reports that are others today, `since` the day of the newest of these reports.
    """
    look = scene(reader, actor, of_year, companies)
    names = _names(reader, actor, companies)
    own = look.settings.name or ", ".join(names)
    sections: tuple[Section | None, ...] = (
        goals.purpose(look, own),
        year.section(look),
        group.section(look),
        recipients.section(look),
        territory.section(look),
        goals.undertaken(look),
        outcomes.section(look),
        goals.hindered(look),
        goals.ahead(look),
        method.section(look, made_on, restated, since),
        standards.section(look),
        annexes.suppliers(look),
        annexes.sources(look),
    )
    return Report(
        year=of_year,
        organisation=own,
        title=msg("Social and local procurement {year}", year=str(of_year)),
        companies=names,
        scope=look.definitions.scope.key,
        local=look.definitions.local_rule.key,
        data_version=int(reader.value("select version from data_version", step="data version")),
        last_event=int(reader.value("select coalesce(max(event_id), 0) from event", step="last event")),
        made_on=made_on,
        sections=tuple(each for each in sections if each is not None),
    )


def _names(reader: Reader, actor: Actor, companies: tuple[int, ...]) -> tuple[str, ...]:
    rows = reader.rows("select company_id, name from company order by name", step="companies of the report")
    return tuple(
        name
        for number, name in rows
        if (actor.companies is None or number in actor.companies) and (not companies or number in companies)
    )
