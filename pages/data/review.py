"""Review: what only a person can decide, ordered by the spend at stake."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access
from socialimpact.ui.errors import told
from socialimpact.ui.language import say
from socialimpact.ui.review import review_desk

st.title(say(msg("Review")))
with told():
    review_desk.show(*access.current())
