"""A card of bars that lead one level deeper: by a click, or by a choice among its numbers for those who use keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from socialimpact.charts.bars import Bar, bars
from socialimpact.language import Message, msg
from socialimpact.services.dashboards.asked import Asked
from socialimpact.services.local.look import Part, PartsView
from socialimpact.ui import language, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

SHOW_LINES_OF, SHOW_LINES = msg("Show the lines of"), msg("Show the lines")


def parts_card(
    view: PartsView,
    drawn: Sequence[Bar],
    *,
    key: str,
    columns: Sequence[Column],
    file_name: str,
    asked: Asked,
    more: Callable[[], None] | None = None,
) -> str | None:
    """Draw the card; the key of the part that was chosen is returned, once. Columns may name name, amount, share.

    `more` draws the way of the keyboard among the numbers; without it, it is a choice of the part.
    """
    if not view.rows:
        quiet(view.title, view.under, key=key)
        return None
    options = {part.key: part.name for part in view.rows if part.key is not None}
    clicked = chart_card(
        view.title,
        view.under,
        bars(drawn, palette=theme.palette(), language=language.current()),
        key=key,
        columns=columns,
        rows=rows_of(view.rows),
        file_name=file_name,
        clickable=True,
        asked=asked,
        more=more or (lambda: choice(key, options, popover=f"{key}_numbers")),
    )
    return clicked if clicked is not None else chosen(key)


def rows_of(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """The parts as rows of a table, each with its key, empty where it is not known."""
    return [{"key": part.key or "", "name": part.name, "amount": part.amount, "share": part.share} for part in parts]


def euro_bars(parts: Sequence[Part]) -> list[Bar]:
    """Bars of euro, those that are not chosen paler."""
    return [Bar(part.key or "", say(part.name), part.amount, faint=not part.chosen) for part in parts]


def quiet(title: Message, under: Message, *, key: str) -> None:
    """A card that has nothing to draw says so, and takes no more room than that."""
    with st.container(border=True, gap="xsmall", key=f"chart_{key}"):
        st.markdown(f"### {literal(say(title))}")
        st.caption(literal(say(under)))


def choice(
    key: str,
    options: dict[str, Message],
    *,
    popover: str | None = None,
    label: Message = SHOW_LINES_OF,
    button: Message = SHOW_LINES,
) -> None:
    """A list and a button that do what a click on the chart does, and say so."""
    if not options:
        return
    words = {option: say(name) for option, name in options.items()}
    st.selectbox(say(label), list(words), format_func=words.__getitem__, key=f"{key}_choice")
    st.button(
        say(button),
        icon=":material/zoom_in:",
        key=f"{key}_choose",
        on_click=_choose,
        args=(key, popover),
    )


def _choose(key: str, popover: str | None) -> None:
    if popover:
        st.session_state[popover] = False  # an open popover would lie above the dialog
    st.session_state[f"{key}_chosen"] = st.session_state[f"{key}_choice"]


def chosen(key: str) -> str | None:
    """What was chosen with `choice` before this run, once."""
    found = st.session_state.pop(f"{key}_chosen", None)
    return None if found is None else str(found)
