"""One level deeper, and back: for every chart whose bars or points are parts of a dimension.

How a chart takes part:

    level = drill.shown(selection, "kind")            # figures.drill: kinds; of one chosen kind its suppliers
    ... the service asks `query` by that dimension and the chart carries each row's key as its `customdata` ...
    key = chart_card(..., clickable=True, more=lambda: drill.links(ws, actor, selection, level, rows))
    if key is not None:
        drill.go(ws, actor, selection, level, key, measure="social_spend")

`go` narrows the view to the part that was clicked and runs the page again; where nothing but the lines is beneath, it
opens them. `links` are the same steps for those who use the keyboard, beneath the numbers of the chart. The way back
is drawn by the filter bar, above every dashboard: `breadcrumb`.
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.figures import drill
from socialimpact.figures.drill import Crumb
from socialimpact.figures.filters import Selection, Value
from socialimpact.language import Message, msg
from socialimpact.services.dashboards.filtering import FilterChoices
from socialimpact.services.dashboards.naming import naming
from socialimpact.services.workspace import Workspace
from socialimpact.ui import cached, chosen_view, navigation
from socialimpact.ui.explanation import lines_dialog
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_LONGEST = 40


def go(ws: Workspace, actor: Actor, selection: Selection, dimension: str, key: Value, *, measure: str) -> None:
    """Look at the part `key` of a dimension; the lines of `measure` in it where there is no level beneath."""
    part = drill.narrowed(selection, dimension, key)
    if drill.deeper(dimension) is None or part == selection:
        lines_dialog(ws, actor, measure, part)
        return
    chosen_view.keep(part, cached.filter_choices(ws, actor))
    st.rerun()


def links(
    ws: Workspace, actor: Actor, selection: Selection, dimension: str, rows: Iterable[tuple[Value, Message | str]]
) -> None:
    """A link for each part, by its key and words: the way of the keyboard beside the click."""
    choices = cached.filter_choices(ws, actor)
    for key, words in rows:
        part = drill.narrowed(selection, dimension, key)
        navigation.link(navigation.here(), words, icon=":material/zoom_in:", query=address(part, choices))


def breadcrumb(ws: Workspace, actor: Actor, selection: Selection) -> None:
    """Where one is, and the way back level by level; nothing at the top."""
    trails = drill.trails(selection, naming(cached.names_of(ws, actor, selection)))
    choices = cached.filter_choices(ws, actor)
    for trail in trails:
        with st.container(horizontal=True, gap="xxsmall", vertical_alignment="center", width="content"):
            for crumb in trail:
                _crumb(crumb, choices)


def _crumb(crumb: Crumb, choices: FilterChoices) -> None:
    words = say(crumb.name)
    short = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    if crumb.back is None:
        st.markdown(f"**{literal(short)}**", width="content")
        return
    told = msg("Back to: {level}", level=words)
    navigation.link(navigation.here(), literal(short), query=address(crumb.back, choices), help=told)
    st.markdown("›", width="content")


def address(selection: Selection, choices: FilterChoices) -> dict[str, str | list[str]]:
    """The parameters of a link to this page with another selection; what else the page keeps there stays."""
    kept = {key: st.query_params.get_all(key) for key in st.query_params if key not in {*chosen_view.KEYS, "line"}}
    return {**kept, **chosen_view.as_query(selection, choices)}
