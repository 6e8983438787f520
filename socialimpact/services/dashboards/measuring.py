"""Figures for the command line: names in, one JSON document out; as they are, or as they were known on a past day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.figures import spend
from socialimpact.figures.query import query
from socialimpact.language import SOURCE_LANGUAGE, msg
from socialimpact.services import selecting
from socialimpact.services.dashboards import rewinding
from socialimpact.services.workspace import Workspace


def figures(
    ws: Workspace,
    actor: Actor,
    *,
    measures: Sequence[str],
    by: Sequence[str] = (),
    where: Sequence[str] = (),
    scope: str | None = None,
    local: str | None = None,
    view: str | None = None,
    as_known_on: date | None = None,
    language: str = SOURCE_LANGUAGE,
) -> dict[str, Any]:
    """The measures by the dimensions, in the shape that scheduled tasks rely on.

    `where` holds `key=value` conditions over those of a saved `view`; `scope` and `local` stand in for the
    organisation's own. Unknown names are
    refused with the known ones.

    With `as_known_on` the figures are those that the tags, imports and decisions recorded up to the end of that day
    give. Beside them stand `reproduced`, what was brought back to that day, and `not_reproduced`, the later decisions
    that are in these figures all the same, both as sentences in `language`. Raises `Refused` for a day to come.
    """
    selection = selecting.selection(ws, actor, where=where, scope=scope, local=local, view=view)
    if as_known_on is None:
        return query(ws.db, measures, by, selection, actor=actor).as_json()
    actor.require("viewer")
    if as_known_on > datetime.now(UTC).date():
        raise Refused(msg("{date} is in the future: nobody knows yet.", date=as_known_on), code="date_in_future")
    with ws.db.rehearse(actor) as tx:
        left = rewinding.rewind(tx, as_known_on)
        spend.rebuild(tx)
        document = query(tx, measures, by, selection, actor=actor).as_json()
    return document | {
        "as_known_on": as_known_on.isoformat(),
        "reproduced": [message.to(language) for message in rewinding.REPRODUCED],
        "not_reproduced": [each.words().to(language) for each in left],
    }
