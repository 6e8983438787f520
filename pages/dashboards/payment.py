"""Payment times: how long suppliers wait for their money, social ones beside all."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access, cached, on_page
from socialimpact.ui.figure_card import figure_cards
from socialimpact.ui.filter_bar import filter_bar
from socialimpact.ui.language import say
from socialimpact.ui.nothing import nothing_selected, nothing_yet
from socialimpact.ui.payment import payment_parts

ws, actor = access.current()
st.title(say(msg("Payment times")), anchor=False)
if not cached.has_lines(ws, actor):
    nothing_yet()
    st.stop()

selection = filter_bar(ws, actor)
view = cached.payment(ws, actor, selection)
on_page.coverage(view.coverage)
if not view.lines:
    nothing_selected("payment")
    st.stop()
if not view.known:
    payment_parts.nothing_known()
    st.stop()

figure_cards(ws, actor, view.figures, selection)
payment_parts.around(view)
wide, narrow = st.columns([3, 2])
with wide:
    payment_parts.bands(ws, actor, view)
with narrow:
    payment_parts.years(view)
payment_parts.kinds(ws, actor, view)
payment_parts.suppliers(ws, actor, view)
