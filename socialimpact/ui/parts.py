"""A choice among the parts of a page, kept in the address by its key: a link works in every language."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from socialimpact.language import Message
from socialimpact.ui.language import say


def chosen(parameter: str, titles: Mapping[str, Message], *, label: Message) -> str:
    """The key of the part that is shown: the one in the address (`review?part=answers`), else the first.

    The framework's own binding writes what the reader sees into the address, which another language cannot read.
    """
    keys = _begin(parameter, titles)
    shown = {key: say(title) for key, title in titles.items()}
    part = st.segmented_control(
        say(label), keys, format_func=shown.__getitem__, required=True, key=parameter, label_visibility="collapsed"
    )
    return _kept(parameter, part, keys)


def listed(parameter: str, titles: Mapping[str, Message], *, label: Message) -> str:
    """As `chosen`, out of a list that drops down under its label: for many choices, or beside others."""
    keys = _begin(parameter, titles)
    shown = {key: say(title) for key, title in titles.items()}
    part = st.selectbox(say(label), keys, format_func=shown.__getitem__, key=parameter)
    return _kept(parameter, part, keys)


def _begin(parameter: str, titles: Mapping[str, Message]) -> list[str]:
    """What can be chosen; before the first choice the address decides."""
    keys = list(titles)
    asked = st.query_params.get(parameter)
    if st.session_state.get(parameter) not in titles:
        st.session_state[parameter] = asked if asked in titles else keys[0]
    return keys


def _kept(parameter: str, part: str | None, keys: list[str]) -> str:
    """The address says what is chosen, unless it is the first."""
    if part is None or part == keys[0]:
        st.query_params.pop(parameter, None)
    elif part != st.query_params.get(parameter):
        st.query_params[parameter] = part
    return part or keys[0]
