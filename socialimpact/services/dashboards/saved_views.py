"""Views that people keep by name: one's own, and those that an editor made for everybody.

What is kept is the selection as its link says it, so that a view opens the same on every dashboard and on the command
line. A period that moves on by itself is none of it: a view of 2025 stays one of 2025.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.figures.filters import Selection
from socialimpact.language import msg
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.store.reader import Reader

_LONGEST_NAME = 80


@dataclass(frozen=True)
class SavedView:
    """A view by its name. `own`: this actor made it; `may_change`: this actor may rename and delete it."""

    view_id: int
    name: str
    selection: Selection
    owner: str
    for_everybody: bool
    own: bool
    may_change: bool


def saved_views(ws: Workspace, actor: Actor) -> tuple[SavedView, ...]:
    """The actor's own views and those for everybody, by name."""
    actor.require("viewer")
    return _views(ws.db, actor)


def find_view(ws: Workspace, actor: Actor, name: str) -> SavedView:
    """The view of that name: the actor's own before one for everybody. Raises `NotFound` that names those there are."""
    seen = saved_views(ws, actor)
    wanted = _tidy(name).casefold()
    found = sorted((each for each in seen if each.name.casefold() == wanted), key=lambda each: not each.own)
    if not found:
        known = ", ".join(each.name for each in seen) or "–"
        raise NotFound(msg("There is no saved view “{name}”. Those there are: {known}.", name=name, known=known))
    return found[0]


def save_view(
    ws: Workspace, actor: Actor, name: str, selection: Selection, *, for_everybody: bool = False
) -> SavedView:
    """Keep a selection under a name. One's own view of the same name is replaced.

    Raises `Refused` without a name or for one that is too long, `NotAllowed` for everybody's unless by an editor.
    """
    actor.require("editor" if for_everybody else "viewer")
    title = _named(name)
    with ws.db.write(actor) as tx:
        same = next(
            (
                each
                for each in _views(tx, actor)
                if each.name.casefold() == title.casefold() and (each.own or each.for_everybody == for_everybody)
            ),
            None,
        )
        if same and not same.may_change:
            raise Refused(msg("There is a view “{name}” for everybody already.", name=title), code="name_taken")
        view_id = same.view_id if same else tx.next_id("saved_view", "view_id")
        tx.execute("delete from saved_view where view_id = ?", [view_id])
        row = {
            "view_id": view_id,
            "name": title,
            "query": json.dumps(selection.as_query()),
            "owner": same.owner if same else actor.name,
            "for_everybody": for_everybody,
        }
        tx.insert("saved_view", row)
        tx.event("saved", "saved_view", str(view_id), before=_told(same) if same else None, after=row)
        return _view(tx, actor, view_id)


def rename_view(ws: Workspace, actor: Actor, view_id: int, name: str) -> SavedView:
    """Give a view another name. Raises `NotFound`, `NotAllowed` where it is another's, `Refused` for a taken name."""
    title = _named(name)
    with ws.db.write(actor) as tx:
        before = _changeable(tx, actor, view_id)
        taken = (each for each in _views(tx, actor) if each.name.casefold() == title.casefold())
        if any(each.view_id != view_id for each in taken):
            raise Refused(msg("There is a view “{name}” already.", name=title), code="name_taken")
        tx.execute("update saved_view set name = ? where view_id = ?", [title, view_id])
        tx.event("renamed", "saved_view", str(view_id), before=_told(before), after={"name": title})
        return _view(tx, actor, view_id)


def delete_view(ws: Workspace, actor: Actor, view_id: int) -> None:
    """Forget a view. Raises `NotFound`, `NotAllowed` where it is another's."""
    with ws.db.write(actor) as tx:
        before = _changeable(tx, actor, view_id)
        tx.execute("delete from saved_view where view_id = ?", [view_id])
        tx.event("deleted", "saved_view", str(view_id), before=_told(before))


def _views(reader: Reader, actor: Actor) -> tuple[SavedView, ...]:
    rows = reader.rows(
        "select view_id, name, query::varchar, owner, for_everybody from saved_view"
        " where owner = ? or for_everybody order by lower(name), view_id",
        [actor.name],
        step="saved views",
    )
    edits = actor.role != "viewer"
    return tuple(
        SavedView(
            number,
            name,
            Selection.from_query(json.loads(query)),
            owner,
            everybody,
            own=owner == actor.name,
            may_change=edits if everybody else owner == actor.name,
        )
        for number, name, query, owner, everybody in rows
    )


def _view(reader: Reader, actor: Actor, view_id: int) -> SavedView:
    found = next((each for each in _views(reader, actor) if each.view_id == view_id), None)
    if found is None:
        raise NotFound(msg("This view is no more."))
    return found


def _changeable(tx: Transaction, actor: Actor, view_id: int) -> SavedView:
    found = _view(tx, actor, view_id)
    if not found.may_change:
        raise NotAllowed(msg("This view is for everybody: only an editor may change it."))
    return found


def _named(name: str) -> str:
    title = _tidy(name)
    if not title:
        raise Refused(msg("Give the view a name."), code="no_name")
    if len(title) > _LONGEST_NAME:
        raise Refused(
            msg("A name has at most {most} characters; this one has {count}.", most=_LONGEST_NAME, count=len(title)),
            code="long_name",
        )
    return title


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _told(view: SavedView) -> dict[str, object]:
    return asdict(view) | {"selection": view.selection.as_query()}
