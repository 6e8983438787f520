"""Access: who may see which company, in which role, and who may take files away."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access
from socialimpact.ui.errors import told
from socialimpact.ui.granting import people_list
from socialimpact.ui.language import say

st.title(say(msg("Access")))
st.caption(
    say(
        msg(
            "Everybody sees only the companies that they were given. To take data away as a file is a right of its own."
            " Each change is written down with its date and author."
        )
    )
)
with told():
    people_list.show(*access.current())
