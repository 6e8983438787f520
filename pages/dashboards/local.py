"""The local economy: how much stays near, by which rule, where it goes, and how that moved."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access, cached, on_page
from socialimpact.ui.figure_card import figure_cards
from socialimpact.ui.filter_bar import filter_bar
from socialimpact.ui.language import say
from socialimpact.ui.local import local_map, local_parts, over_years, site_table
from socialimpact.ui.nothing import nothing_selected, nothing_yet

ws, actor = access.current()
st.title(say(msg("Local economy")), anchor=False)
if not cached.has_lines(ws, actor):
    nothing_yet()
    st.stop()

selection = filter_bar(ws, actor)
view = cached.local_economy(ws, actor, selection)
on_page.coverage(view.coverage)
if not view.lines:
    nothing_selected("local")
    st.stop()

if not view.placed:
    local_parts.no_site()
figure_cards(ws, actor, view.figures, selection)
if view.rules and view.distance:
    left, right = st.columns(2)
    with left:
        local_parts.rules(ws, actor, view.rules, selection)
    with right:
        local_parts.distance(ws, actor, view.distance, selection)
local_map.show(ws, actor, view.map, selection)
left, right = st.columns(2)
with right:
    local_map.abroad(ws, actor, view.abroad, selection)
if view.social_and_local:
    with left:
        local_parts.social_and_local(ws, actor, view.social_and_local, selection)
if view.top and view.years and view.moves:
    left, right = st.columns([3, 2])
    with left:
        local_parts.top(view.top, selection)
    with right:
        over_years.years(view.years, selection)
    over_years.moves(view.moves)
if view.sites:
    site_table.show(ws, actor, view.sites, selection)
