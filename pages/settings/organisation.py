"""Organisation: who we are, what counts, what is left out, where we want to be."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access
from socialimpact.ui.errors import told
from socialimpact.ui.language import say
from socialimpact.ui.organisation import companies, definitions, exclusions, look, targets

SECTIONS = {
    "companies": (msg("Companies and sites"), companies.show),
    "definitions": (msg("What counts"), definitions.show),
    "exclusions": (msg("What is left out"), exclusions.show),
    "targets": (msg("Targets"), targets.show),
    "look": (msg("Look of documents"), look.show),
}

st.title(say(msg("Organisation")))
st.caption(
    say(msg("What you decide here holds for every figure. Each change is written down with its date and author."))
)

with told():
    ws, actor = access.current()
    titles = {key: say(title) for key, (title, _) in SECTIONS.items()}
    asked = st.query_params.get("section", "")
    # A link such as organisation?section=targets opens that part.
    tabs = st.tabs(list(titles.values()), default=titles.get(asked), on_change="rerun")
    for tab, (_, part) in zip(tabs, SECTIONS.values(), strict=True):
        with tab, told():
            if tab.open:
                part(ws, actor)
