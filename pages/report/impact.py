"""The impact report: the chapter of a year, ready to paste."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access
from socialimpact.ui.errors import told
from socialimpact.ui.language import say
from socialimpact.ui.report import release_list, report_desk

st.title(say(msg("Impact report")))
st.caption(
    say(
        msg(
            "The chapter on social and local procurement of a year, with its method and its evidence: for the yearly"
            " report of a benefit corporation, and for whoever checks it."
        )
    )
)
with told():
    report_desk.show(*access.current())
with told():
    release_list.show(*access.current())
