"""Evidence and history: what was ever done to the data, by whom, when and why."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access
from socialimpact.ui.errors import told
from socialimpact.ui.language import say
from socialimpact.ui.report import history_list

st.title(say(msg("Evidence and history")))
st.caption(
    say(
        msg(
            "Every import, list of a register, decision and release, with who did it and when, before and after."
            " Nothing here can be changed or deleted."
        )
    )
)
with told():
    history_list.show(*access.current())
