"""The first page: where we stand, where it goes, what is in doubt."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access, cached, on_page
from socialimpact.ui.figure_card import figure_cards
from socialimpact.ui.filter_bar import filter_bar
from socialimpact.ui.language import say
from socialimpact.ui.nothing import nothing_selected
from socialimpact.ui.overview import overview_parts
from socialimpact.ui.overview.first_minute import first_minute

ws, actor = access.current()
if not cached.has_lines(ws, actor):
    first_minute(ws, actor)
    st.stop()

st.title(say(msg("Overview")), anchor=False)
selection = filter_bar(ws, actor)
view = cached.overview(ws, actor, selection)
on_page.coverage(view.coverage)
if not view.lines:
    nothing_selected("overview")
    st.stop()

overview_parts.headline(view.headline, view.why)
figure_cards(ws, actor, view.figures, selection)
wide, narrow = st.columns([3, 2])
with wide:
    overview_parts.trend(view.trend)
with narrow:
    overview_parts.kinds(ws, actor, view.kinds, selection)
wide, narrow = st.columns(2)
with wide:
    overview_parts.categories(ws, actor, view.categories, selection)
with narrow:
    overview_parts.suppliers(view.suppliers, view.movement)
wide, narrow = st.columns(2)
with wide:
    overview_parts.next_steps(view.steps)
with narrow:
    overview_parts.doubts(view.doubts, view.steps)
overview_parts.beside(ws, actor, view.beside, selection)
overview_parts.definitions(view.figures)
