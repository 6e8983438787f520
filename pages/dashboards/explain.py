"""Where one figure comes from: its definition, its division, what is left out, the proof, and the lines behind it."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access, cached, explained_page
from socialimpact.ui.filter_bar import filter_bar
from socialimpact.ui.language import say
from socialimpact.ui.overview.first_minute import first_minute

ws, actor = access.current()
if not cached.has_lines(ws, actor):
    first_minute(ws, actor)
    st.stop()

st.title(say(msg("Where a figure comes from")), anchor=False)
selection = filter_bar(ws, actor)
explained_page.show(ws, actor, selection)
