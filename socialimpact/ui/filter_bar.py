"""The one row of choices above every dashboard, and in words what it narrows. `chosen_view` keeps it in the URL.

On a phone all of it lies behind one button, with the sentence beside it.
"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.figures.filters import FILTERS, Selection
from socialimpact.language import msg
from socialimpact.services.dashboards.coverage import period_only
from socialimpact.services.dashboards.filtering import FilterChoices
from socialimpact.services.workspace import Workspace
from socialimpact.ui import cached, chosen_view, drill
from socialimpact.ui.filters import fields, period, views
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_OPEN = "filters_open"
_CELL_WIDTH = 100
_MORE_WIDTH = 320
_NARROWING = tuple(each.field for each in FILTERS if each.field not in {"years", "quarters", "months"})


def filter_bar(ws: Workspace, actor: Actor) -> Selection:
    """Draw the bar and return what is chosen. Nothing is drawn while there is no data to choose from."""
    choices = cached.filter_choices(ws, actor)
    selection = chosen_view.current(choices)
    _phone_button(selection)
    with st.container(key="filters_shown" if st.session_state.get(_OPEN) else "filters_folded", gap="small"):
        row = fields.in_row(choices, selection)
        with st.grid(len(row) + 4, min_column_width=_CELL_WIDTH, vertical_alignment="bottom", key="filter_bar"):
            period.period(choices, selection)
            period.comparison(choices, selection)
            for field in row:
                fields.pick(field, selection, choices, in_one_line=True)
            fields.definition("scope", msg("Counts as social"), tuple(choices.scopes), selection, choices)
            fields.definition("local_rule", msg("Counts as local"), tuple(choices.local_rules), selection, choices)
        with st.container(horizontal=True, gap="small", key="filter_buttons"):
            _more(ws, actor, selection, choices)
            views.views(ws, actor, selection, choices)
        period.days(choices, selection)
    for told in chosen_view.misunderstood(selection):
        st.warning(literal(say(told)), icon=":material/link_off:")
    _way_back(ws, actor, selection, choices)
    return selection


def _phone_button(selection: Selection) -> None:
    """Shown on narrow screens alone: the button that unfolds the bar, and the period. What else is chosen stands in the
    page's own sentence and on the way back.
    """
    active = sum(bool(getattr(selection, name)) for name in _NARROWING)
    words = msg("Filters ({n})", n=active) if active else msg("Filters")
    opened = bool(st.session_state.get(_OPEN))
    with st.container(key="filters_phone", horizontal=True, vertical_alignment="center", gap="small"):
        icon = ":material/expand_less:" if opened else ":material/tune:"
        st.button(say(words), icon=icon, key="filters_unfold", on_click=_unfold, args=(not opened,))
        st.caption(literal(say(period_only(selection).sentence())), width="stretch")


def _unfold(opened: bool) -> None:
    st.session_state[_OPEN] = opened


def _more(ws: Workspace, actor: Actor, selection: Selection, choices: FilterChoices) -> None:
    active = fields.active_behind_more(choices, selection)
    words = msg("More filters ({n})", n=active) if active else msg("More filters")
    box = st.popover(say(words), icon=":material/tune:", key="more_filters", on_change="rerun")
    if box.open:  # closed, nothing is asked for it
        with box, st.container(width=_MORE_WIDTH):
            more = cached.more_choices(ws, actor)
            named = cached.names_of(ws, actor, selection)
            for field in fields.behind_more(choices, more, selection, named):
                fields.pick(field, selection, choices, in_one_line=False)


def _way_back(ws: Workspace, actor: Actor, selection: Selection, choices: FilterChoices) -> None:
    """Where one is, level by level, and the way to all of it; nothing where nothing is narrowed."""
    narrowed = any(getattr(selection, name) for name in _NARROWING)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="way_back"):
        drill.breadcrumb(ws, actor, selection)
        if narrowed:
            st.button(
                say(msg("Remove these filters")),
                type="tertiary",
                icon=":material/filter_alt_off:",
                key="filter_other",
                on_click=_drop,
                args=(choices,),
            )


def _drop(choices: FilterChoices) -> None:
    whole = replace(chosen_view.remembered(choices), **dict.fromkeys(_NARROWING, ()))  # type: ignore[arg-type]
    chosen_view.keep(whole, choices)
