"""Of which year, whose purchases, in which language: the first step to a report."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import msg
from socialimpact.services import organisation
from socialimpact.services.workspace import Workspace
from socialimpact.settings import LANGUAGES
from socialimpact.ui import language
from socialimpact.ui.language import say

_NAMES = {"it": "Italiano", "en": "English"}
_YEAR, _COMPANIES, _LANGUAGE = "report_year", "report_companies", "report_language"


def show(ws: Workspace, actor: Actor, years: list[int]) -> tuple[int, tuple[int, ...], str]:
    """Year, companies (none chosen is all of them) and the language of the document."""
    known = {each.company_id: each.name for each in organisation.companies(ws, actor)}
    with st.container(horizontal=True, gap="medium"):
        year = st.selectbox(say(msg("Year")), years, key=_YEAR, width=140)
        chosen: list[int] = []
        if len(known) > 1:
            chosen = st.multiselect(
                say(msg("Companies")),
                list(known),
                format_func=known.__getitem__,
                placeholder=say(msg("All companies")),
                key=_COMPANIES,
                width=360,
            )
        st.session_state.setdefault(_LANGUAGE, language.current())
        in_language = st.selectbox(
            say(msg("Language of the report")), LANGUAGES, format_func=lambda key: _NAMES[key], key=_LANGUAGE, width=200
        )
    # all of them one by one are the whole: its texts are kept once
    companies = () if len(chosen) == len(known) else tuple(sorted(chosen))
    return year, companies, in_language
