"""The explanation of a figure as a page of its own, with an address that can be kept and sent."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import MEASURES
from socialimpact.language import msg
from socialimpact.services.dashboards import explaining
from socialimpact.services.dashboards.coverage import coverage
from socialimpact.services.workspace import Workspace
from socialimpact.ui import errors, language, on_page
from socialimpact.ui.explanation import explained, value_of
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.lines_table import lines_table

_FIRST = "social_share"
_PLACE = "explained"


def show(ws: Workspace, actor: Actor, selection: Selection) -> None:
    """The figure that the address names, over what the bar selects; a line that it names is open."""
    key = _measure()
    if key is None:
        return
    with errors.told():
        about = explaining.explanation(ws, actor, key, selection)
        by_key = {figure.measure.key: figure.value for figure in about.coverage}
        on_page.coverage(coverage(ws, selection, about.definitions, by_key["identified_share"], actor=actor))
        with st.container(border=True, key="explained"):
            st.metric(literal(say(about.figure.measure.name)), literal(value_of(about.figure)))
            explained(about, most=len(about.excluded) + len(about.evidence))
        st.markdown(f"### {literal(say(msg('The lines behind it')))}", anchors=False)
        _line_from_address()
        lines_table(ws, actor, key, selection, place=_PLACE)
        _line_into_address()


def _measure() -> str | None:
    """The measure that the address names; the choice of another. None, said in words, for one that does not exist."""
    asked = st.query_params.get("measure", _FIRST)
    if asked not in MEASURES:
        st.error(literal(say(msg("There is no figure “{key}”. Choose one.", key=asked))), icon=":material/link_off:")
    st.session_state["explained_measure"] = asked if asked in MEASURES else None
    reader = language.current()
    st.selectbox(
        say(msg("Figure")),
        list(MEASURES),
        format_func=lambda key: MEASURES[key].name.to(reader),
        key="explained_measure",
        on_change=_chosen,
        width=420,
    )
    return asked if asked in MEASURES else None


def _chosen() -> None:
    st.query_params["measure"] = st.session_state["explained_measure"] or _FIRST
    st.session_state[f"{_PLACE}_line"] = None


def _line_from_address() -> None:
    asked = st.query_params.get("line", "")
    if f"{_PLACE}_line" not in st.session_state and asked.isdecimal():
        st.session_state[f"{_PLACE}_line"] = int(asked)


def _line_into_address() -> None:
    line = st.session_state.get(f"{_PLACE}_line")
    if line is not None:
        st.query_params["line"] = str(line)
    elif "line" in st.query_params:
        del st.query_params["line"]
