"""Which kinds count as social: the scopes that there are, and those of the organisation's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.figures import scopes as scope_figures
from socialimpact.figures.scopes import Scope
from socialimpact.language import msg
from socialimpact.services.suppliers.decisions import require
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import kinds


def scopes(ws: Workspace, actor: Actor) -> list[Scope]:
    """The standard scopes, then the organisation's own."""
    actor.require("viewer")
    return list(scope_figures.scopes(ws.db))


def save_scope(ws: Workspace, actor: Actor, name: str, chosen: Sequence[str]) -> str:
    """Make a scope of the organisation's own, or change the kinds of the one with this name. Returns its key.

    Raises `Refused` without a name or a kind, `NotFound` for a kind that does not exist.
    """
    require(actor, "editor", None)
    title = " ".join(name.split())
    if not title:
        raise Refused(msg("Give the scope a name."), code="no_name")
    if not chosen:
        raise Refused(msg("Choose at least one kind of supplier for the scope."), code="no_kind")
    wanted = [kinds.kind(key).key for key in dict.fromkeys(chosen)]
    with ws.db.write(actor) as tx:
        own = [each for each in scope_figures.scopes(tx) if each.own]
        before = next((each for each in own if str(each.name).casefold() == title.casefold()), None)
        key = before.key if before else _free_key(title, {each.key for each in own})
        tx.execute("delete from scope where scope_key = ?", [key])
        tx.insert("scope", {"scope_key": key, "name": title, "kinds": wanted})
        tx.event("saved", "scope", key, before=list(before.kinds) if before else None, after=wanted)
    return key


def _free_key(title: str, taken: set[str]) -> str:
    """A key for a scope of one's own, made of its name: `own_cooperatives`."""
    words = "_".join(re.findall(r"[a-z0-9]+", title.casefold())) or "scope"
    key, number = f"own_{words}", 2
    while key in taken:
        key, number = f"own_{words}_{number}", number + 1
    return key
