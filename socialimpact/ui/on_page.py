"""What this visit has drawn on the page so far: what it is about, its figures and its charts, to be taken along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from socialimpact.language import Message
from socialimpact.services.dashboards.asked import Asked
from socialimpact.services.dashboards.figure_view import FigureView
from socialimpact.services.spreadsheet import Column
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_KEY = "on_page"


@dataclass(frozen=True)
class Chart:
    """A chart as it was shown: its message, what is measured, its numbers, and the question that they answer."""

    title: Message
    under: Message
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    asked: Asked | None = None


@dataclass
class OnPage:
    """`coverage` says over what everything on the page is: period, scope, rule. Charts by their key, in order.

    `downloads`: whether the reader may take files away, once it was asked; who writes the file asks again.
    """

    title: str
    coverage: Message | None = None
    downloads: bool | None = None
    figures: dict[str, FigureView] = field(default_factory=dict)
    charts: dict[str, Chart] = field(default_factory=dict)


def begin(title: str) -> None:
    """A page is drawn anew."""
    st.session_state[_KEY] = OnPage(title)


def shown() -> OnPage:
    """What the page shows. A part of it that is drawn again replaces what it was."""
    found: OnPage = st.session_state.setdefault(_KEY, OnPage(""))
    return found


def coverage(message: Message) -> None:
    """Say under the page's title over what its figures are. Pictures, tables and slides that leave it say it too."""
    shown().coverage = message
    st.caption(literal(say(message)))


def notes(*own: Message | str) -> tuple[Message | str, ...]:
    """What a table or picture says about itself, with the page's coverage."""
    about = shown().coverage
    return (*own, about) if about is not None else own
