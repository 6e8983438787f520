"""The selection that the command line names by conditions, names of companies and sites, or a saved view."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from socialimpact.actor import Actor
from socialimpact.errors import NotFound
from socialimpact.figures import scopes as scope_figures
from socialimpact.figures.filters import Selection
from socialimpact.language import msg
from socialimpact.places import local_rules
from socialimpact.services import organisation
from socialimpact.services.dashboards import saved_views
from socialimpact.services.workspace import Workspace


def selection(
    ws: Workspace,
    actor: Actor,
    *,
    where: Sequence[str] = (),
    scope: str | None = None,
    local: str | None = None,
    view: str | None = None,
) -> Selection:
    """The selection of `key=value` conditions, where a company or site may also be named. Raises `Refused`.

    With the name of a saved `view` the conditions stand over what it chooses.
    """
    conditions = [_with_number(ws, actor, condition) for condition in where]
    chosen = Selection.from_where(conditions)
    if view is not None:
        base = saved_views.find_view(ws, actor, view).selection
        base = base.without_period() if chosen.has_period() else base
        stated = {name: value for name, value in vars(chosen).items() if value not in (None, ())}
        chosen = replace(base, **stated)
    if scope is not None:
        chosen = replace(chosen, scope=scope_figures.scope(ws.db, scope).key)
    if local is not None:
        chosen = replace(chosen, local_rule=local_rules.parse(local).key)
    return chosen


def _with_number(ws: Workspace, actor: Actor, condition: str) -> str:
    key, _, text = condition.partition("=")
    name = text.strip()
    if key.strip() == "company" and name and not re.fullmatch(r"[\d, ]+", name):
        return f"company={organisation.find_company(ws, actor, name)}"
    if key.strip() == "site" and name and not re.fullmatch(r"[\d, ]+", name):
        known = [each for each in organisation.sites(ws, actor) if each.name.casefold() == name.casefold()]
        if not known:
            raise NotFound(msg("There is no site “{name}”.", name=name))
        return "site=" + ",".join(str(each.site_id) for each in known)
    return condition
