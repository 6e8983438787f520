"""What a decision did to the figures: the shares before and after it, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.figures.measures import measure
from socialimpact.language import Euro, Message, Share, msg
from socialimpact.services.dashboards import measuring
from socialimpact.services.workspace import Workspace
from socialimpact.ui import asking, notice
from socialimpact.ui.errors import told

_MEASURES = ("social_share", "local_share", "addressable_spend")

Figures = dict[str, float | Decimal | None]


def save(
    ws: Workspace, actor: Actor, place: str, done: Message, action: Callable[[], object], *, moves: bool = True
) -> None:
    """Do what saves a decision, leave a notice at `place` (what was done, which figures moved) and rerun the page.

    `moves` is false for what no figure hangs on, such as a name. A refusal is said where the button stands, and
    nothing else changes.
    """
    with told():
        before = figures(ws, actor) if moves else {}
        action()
        notice.leave(place, done, *(changes(before, figures(ws, actor)) if moves else ()))
        asking.forget()
        st.rerun()


def figures(ws: Workspace, actor: Actor) -> Figures:
    """The figures that decisions move, over all dates and companies that the actor may see."""
    row = measuring.figures(ws, actor, measures=_MEASURES)["rows"][0]
    return {key: _number(key, row[key]) for key in _MEASURES}


def changes(before: Figures, after: Figures) -> tuple[Message, ...]:
    """One sentence a figure that moved; one that says so where none did."""
    moved = [key for key in _MEASURES if before[key] != after[key]]
    if not moved:
        return (msg("The figures stay as they were."),)
    return tuple(
        msg(
            "{figure}: {before} → {after}",
            figure=measure(key).name,
            before=_shown(key, before[key]),
            after=_shown(key, after[key]),
        )
        for key in moved
    )


def _number(key: str, value: str | float | None) -> float | Decimal | None:
    if value is None:
        return None
    return Decimal(value) if measure(key).unit == "euro" else float(value)


def _shown(key: str, value: float | Decimal | None) -> Message | Euro | Share:
    if value is None:
        return msg("not known")
    return Euro(Decimal(value), cents=False) if measure(key).unit == "euro" else Share(value, 2)
