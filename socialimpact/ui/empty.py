"""What a page shows when there is nothing to show yet: why, and the next step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from socialimpact.language import Message
from socialimpact.ui import navigation
from socialimpact.ui.language import say


@dataclass(frozen=True)
class Step:
    """A link that leads on: the address of a registered page, and what it says."""

    url: str
    text: Message
    icon: str = ":material/arrow_forward:"
    query: dict[str, str] = field(default_factory=dict)


def empty(title: Message, why: Message, steps: Sequence[Step] = (), *, icon: str = ":material/inbox:") -> None:
    """A quiet box with a title, one sentence and links to what to do next."""
    with st.container(border=True):
        st.markdown(f"### {icon} {say(title)}")
        st.write(say(why))
        for step in steps:
            navigation.link(step.url, step.text, icon=step.icon, query=step.query)
