"""A chart under its message, with the table behind it and the picture of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from socialimpact.charts.style import CONFIG
from socialimpact.language import Message, msg
from socialimpact.services.dashboards.asked import Asked
from socialimpact.ui import access, beyond, on_page
from socialimpact.ui.download import Column
from socialimpact.ui.formats import unbroken
from socialimpact.ui.language import say
from socialimpact.ui.picture import picture_buttons
from socialimpact.ui.table_card import table_card

_TABLE_WIDTH = 560


def chart_card(
    title: Message,
    under: Message,
    figure: go.Figure,
    *,
    key: str,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Any]],
    file_name: str,
    clickable: bool = False,
    more: Callable[[], None] | None = None,
    asked: Asked | None = None,
    foot: Callable[[], None] | None = None,
) -> str | None:
    """Draw the card: `title` is what the chart says, `under` what is measured, over what.

    Title and sub-line are also the chart's alternative text and the notes of the Excel file. With `clickable`, a
    click on a bar or point reruns the page and its `customdata` is returned, once: the key to go one level deeper.
    `more` draws beneath the table behind the chart; links there are the way of those who use the keyboard.
    `foot` draws beneath the chart itself. `asked` is the question that the rows answer: a test asks it again.
    """
    # A click stays in the chart's state; a new key after it lets the next run begin without it.
    clicks = st.session_state.get(f"{key}_clicks", 0)
    on_page.shown().charts[key] = on_page.Chart(title, under, columns, rows, asked)
    with st.container(border=True, height="stretch", gap="xsmall", key=f"chart_{key}"):
        st.markdown(f"### {unbroken(say(title))}", anchors=False)
        st.caption(unbroken(say(under)))
        state = st.plotly_chart(
            figure,
            key=f"{key}_{clicks}",
            theme=None,
            config=CONFIG,
            alt=f"{say(title)}. {say(under)}",
            on_select="rerun" if clickable else "ignore",
            selection_mode="points",
        )
        if foot:
            foot()
        beyond.told(columns, rows)
        table_behind(title, under, key=key, columns=columns, rows=rows, file_name=file_name, more=more)
    chosen = clicked(state) if clickable else None
    if chosen:
        st.session_state[f"{key}_clicks"] = clicks + 1
    return chosen


def table_behind(
    title: Message,
    under: Message,
    *,
    key: str,
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Any]],
    file_name: str,
    more: Callable[[], None] | None = None,
) -> None:
    """A small button that opens the numbers of a chart, to read and to download, and the chart as a picture."""
    name = msg("Numbers and picture") if access.may_download() else msg("Numbers")
    behind = st.popover(say(name), icon=":material/table:", type="tertiary", key=f"{key}_numbers", on_change="rerun")
    if behind.open:  # closed, it costs nothing
        with behind, st.container(width=_TABLE_WIDTH):
            notes = on_page.notes(title, under)
            table_card(columns, rows, key=f"{key}_table", file_name=file_name, alt=title, notes=notes)
            if access.may_download():
                picture_buttons(title, under, chart=f"chart_{key}", file_name=file_name)
            if more:
                more()


def clicked(state: Any) -> str | None:
    """The `customdata` of the point that was clicked, if any."""
    points = state["selection"]["points"] if state else []
    if not points:
        return None
    data = points[0].get("customdata")
    return str(data[0] if isinstance(data, list) else data) if data is not None else None
