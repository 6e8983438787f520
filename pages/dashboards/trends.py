"""Trends: a measure over time, year over year, by season, within the year, and by its parts."""

from __future__ import annotations

from functools import partial

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access, cached, on_page
from socialimpact.ui.filter_bar import filter_bar
from socialimpact.ui.language import say
from socialimpact.ui.nothing import nothing_selected, nothing_yet
from socialimpact.ui.trends import panel_card, trend_parts

ws, actor = access.current()
st.title(say(msg("Trends")), anchor=False)
if not cached.has_lines(ws, actor):
    nothing_yet()
    st.stop()

selection = filter_bar(ws, actor)
key, grain, by = trend_parts.choices()
view = cached.trends(ws, actor, key, selection, grain=grain, by=by)
on_page.coverage(view.coverage)
if not view.lines:
    nothing_selected("trends")
    st.stop()

trend_parts.notes(view)
over_time = partial(trend_parts.over_time, ws, actor, view, selection)
trend_parts.beside([(over_time, view.over_time), (partial(trend_parts.within, view), view.within)], wide_first=True)
trend_parts.beside([(partial(trend_parts.years, view), view.years), (trend_parts.season, view.season)])
if view.panels:
    panel_card.show(ws, actor, view, view.panels, selection)
