"""Concentration: how much hangs on few suppliers, of all purchases, of social spend, of single categories."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access, cached, on_page
from socialimpact.ui.concentration import concentration_parts
from socialimpact.ui.figure_card import figure_cards
from socialimpact.ui.filter_bar import filter_bar
from socialimpact.ui.language import say
from socialimpact.ui.nothing import nothing_selected, nothing_yet

ws, actor = access.current()
st.title(say(msg("Concentration")), anchor=False)
if not cached.has_lines(ws, actor):
    nothing_yet()
    st.stop()

selection = filter_bar(ws, actor)
view = cached.concentration(ws, actor, selection)
on_page.coverage(view.coverage)
if not view.lines:
    nothing_selected("concentration")
    st.stop()

figure_cards(ws, actor, view.figures, selection)
wide, narrow = st.columns([3, 2])
with wide:
    concentration_parts.curve(view)
with narrow:
    concentration_parts.social(view)
concentration_parts.significant(view)
concentration_parts.sources(ws, actor, view)
concentration_parts.dependency(view)
