"""One figure: its value, its change, its target, its movement, and the way to everything behind it."""

from __future__ import annotations

from typing import Any, Literal

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.charts import axes
from socialimpact.charts.sparkline import sparkline
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import Measure
from socialimpact.language import msg
from socialimpact.services.dashboards.figure_view import ChangeView, FigureView
from socialimpact.services.workspace import Workspace
from socialimpact.ui import beyond, formats, language, navigation, on_page, theme
from socialimpact.ui.explanation import how_calculated
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_NARROWEST = 150

_ARROWS: dict[str, Literal["up", "down", "off"]] = {"up": "up", "down": "down", "same": "off"}


def figure_cards(ws: Workspace, actor: Actor, views: tuple[FigureView, ...], selection: Selection) -> None:
    """A row of cards, two beside each other on a phone."""
    with st.grid(len(views), min_column_width=_NARROWEST, key="figure_cards"):
        for view in views:
            figure_card(ws, actor, view, selection)


def figure_card(ws: Workspace, actor: Actor, view: FigureView, selection: Selection) -> None:
    on_page.shown().figures[view.measure.key] = view
    with st.container(border=True, height="stretch", gap="xsmall", key=f"card_{view.measure.key}"):
        change = view.change
        st.metric(
            literal(say(view.measure.name)),
            literal(short(view.measure, view.value)),
            literal(say(change.text)) if change else None,
            delta_color=_colour(change),
            delta_arrow=_ARROWS[change.direction] if change else "off",
            delta_description=literal(say(change.since)) if change else None,
        )
        drawn = sparkline(view.series, colour=theme.palette().accent, alt=say(view.series_alt))
        if drawn:
            st.html(drawn)
        if view.target:
            icon = ":material/check_circle:" if view.target.reached else ":material/flag:"
            st.caption(f"{icon} {literal(say(view.target.text))}")
        if view.note and view.note_url:
            navigation.link(view.note_url, view.note, icon=":material/arrow_forward:")
        elif view.note:
            st.caption(literal(say(view.note)))
        if view.measure.unit == "share":
            for why in beyond.why([view.value]):
                st.caption(literal(say(why)))
        how_calculated(ws, actor, view.measure.key, selection, place="card")


def short(measure: Measure, value: Any) -> str:
    """The value as a card has room for: whole euro, millions above a million, shares with one decimal."""
    if value is None:
        return formats.not_known()
    match measure.unit:
        case "euro":
            return axes.short_euro(value, language.current(), decimals=2)
        case "share":
            return formats.share(value)
        case "days":
            return say(msg("{n} days", n=round(float(value), 1)))
        case _:
            return formats.count(int(value))


def _colour(change: ChangeView | None) -> Literal["green", "red", "gray"]:
    if change is None or change.good is None:
        return "gray"
    return "green" if change.good else "red"
