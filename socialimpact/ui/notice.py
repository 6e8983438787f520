"""What a save did, said once on the page that comes after it."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import Message
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_KEY = "notice"


def leave(place: str, *messages: Message) -> None:
    """Leave a notice for the part of the page named `place`; the next run shows it there."""
    st.session_state[_KEY] = (place, messages)


def show(place: str) -> bool:
    """Show what was left for this part, once; whether there was something."""
    left = st.session_state.get(_KEY)
    if not left or left[0] != place:
        return False
    del st.session_state[_KEY]
    st.success("\n\n".join(literal(say(message)) for message in left[1]), icon=":material/check:")
    return True
