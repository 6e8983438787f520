"""What waits for a person's eye: one section an open question, each with what is at stake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services.workspace import Workspace
from socialimpact.ui import review_suppliers
from socialimpact.ui.language import say


@dataclass(frozen=True)
class Section:
    """One kind of question. `key` stands in the address (`review?about=natures`); `show` draws its cases."""

    key: str
    title: Message
    show: Callable[[Workspace, Actor], None]


# In the order of what they decide. One line here puts a section on the page.
SECTIONS: tuple[Section, ...] = (Section("suppliers", msg("Possible social suppliers"), review_suppliers.show),)


def show(ws: Workspace, actor: Actor) -> None:
    """The choice of section, kept in the address, and the section that was chosen."""
    keys = [section.key for section in SECTIONS]
    titles = {section.key: say(section.title) for section in SECTIONS}
    chosen = st.segmented_control(
        say(msg("What to review")),
        keys,
        format_func=titles.__getitem__,
        default=keys[0],
        required=True,
        key="about",
        bind="query-params",
        label_visibility="collapsed",
    )
    next(section for section in SECTIONS if section.key == chosen).show(ws, actor)
