"""Initiatives: what the organisation undertakes to buy otherwise, written down by those who do it."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access
from socialimpact.ui.errors import told
from socialimpact.ui.initiatives import initiative_list
from socialimpact.ui.language import say

st.title(say(msg("Initiatives")))
with told():
    initiative_list.show(*access.current())
