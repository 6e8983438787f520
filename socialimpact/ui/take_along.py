"""The page as a file for a meeting: a button above its title, where it has charts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import msg
from socialimpact.report.board import Board, Card, Told, chart
from socialimpact.services import organisation
from socialimpact.services.dashboards.figure_view import FigureView
from socialimpact.services.reporting import looks, taking_along
from socialimpact.ui import access, figure_card, language, navigation, on_page
from socialimpact.ui.download import file_button
from socialimpact.ui.language import say

_TITLES = {"pptx": msg("PowerPoint, to edit"), "pdf": msg("One sheet, to print (PDF)")}


def place() -> Any:
    """Where the button will stand: above the page, which says only when it is drawn what there is to take."""
    return st.container(key="take_along")


def offer() -> None:
    """The button, for those who may download, if the page has shown a chart."""
    if not on_page.shown().charts or not access.may_download():
        return
    opened = st.popover(
        say(msg("Take it along")), icon=":material/co_present:", type="tertiary", key="take_along_open",
        on_change="rerun",
    )  # fmt: skip
    if not opened.open:
        return
    with opened:
        ws, actor = access.current()
        board = replace(_board(organisation.settings(ws, actor).name), look=looks.look(ws))
        st.caption(say(msg("This page as it stands, with its filters: for a meeting, or to hand out.")))
        for form, title in _TITLES.items():

            def make(actor: Actor, reader: str, form: str = form) -> bytes:
                return taking_along.taken(actor, board, form, reader)

            file_button(
                title, make, file_name=f"{navigation.here()}-{language.current()}.{form}",
                mime=taking_along.MIMES[form], key=f"take_along_{form}", quiet=True,
            )  # fmt: skip


def _board(name: str) -> Board:
    """What the page shows, in the reader's language."""
    shown, reader = on_page.shown(), language.current()
    drawn = [
        chart(
            say(each.title),
            say(each.under),
            [Told(say(column.title), column.unit, column.role) for column in each.columns],
            [[_plain(row.get(column.key), column.unit) for column in each.columns] for row in each.rows],
            reader,
        )
        for each in shown.charts.values()
    ]
    return Board(
        shown.title,
        name,
        say(shown.coverage),
        datetime.now(UTC).date(),
        tuple(_card(view) for view in shown.figures.values()),
        tuple(each for each in drawn if each is not None),
    )


def _plain(value: Any, unit: str) -> Any:
    return say(value) if unit == "text" and not isinstance(value, (int, float)) else value


def _card(view: FigureView) -> Card:
    change = f"{say(view.change.text)} {say(view.change.since)}" if view.change else ""
    told = " · ".join(each for each in (change, say(view.target.text) if view.target else "") if each)
    return Card(say(view.measure.name), figure_card.short(view.measure, view.value), told, say(view.measure.sentence))
