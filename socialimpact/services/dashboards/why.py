"""Why the share changed, in two or three sentences: the causes that weighed most, each with its largest example."""

from __future__ import annotations

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.language import Message, msg
from socialimpact.services.dashboards.changing import PartView, changes
from socialimpact.services.workspace import Workspace

_MOST = 3
# A tenth of a point: less is no cause that a reader has to know.
_LEAST = 0.001


def why(ws: Workspace, actor: Actor, selection: Selection) -> tuple[Message, ...]:
    """The largest causes first; empty where there is nothing to compare with or nothing moved."""
    view = changes(ws, actor, "social_share", selection)
    moved = sorted(view.parts, key=lambda part: -abs(part.effect))
    return tuple(_sentence(part) for part in moved if abs(part.effect) >= _LEAST)[:_MOST]


def _sentence(part: PartView) -> Message:
    along = [item for item in part.items if item.effect and (item.effect > 0) == (part.effect > 0)]
    if not along:
        return msg("{effect} · {cause}", cause=part.name, effect=part.text)
    return msg("{effect} · {cause}, above all {name}", cause=part.name, effect=part.text, name=along[0].name)
