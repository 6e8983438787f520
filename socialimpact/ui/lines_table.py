"""The lines behind a figure: searched, sorted and paged by the server; a row opens to the row of its file as read."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.figures import behind
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import measure
from socialimpact.language import Message, msg, plural
from socialimpact.services.dashboards import explaining
from socialimpact.services.dashboards.explaining import LINE_COLUMNS
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats, language, line_detail, on_page
from socialimpact.ui.download import excel_button
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.table_card import table

PAGE = 100
_ORDERS: Mapping[str, Message] = {
    "-net_amount": msg("Largest first"),
    "net_amount": msg("Smallest first"),
    "-date": msg("Newest first"),
    "date": msg("Oldest first"),
    "due_date": msg("Earliest due first"),
    "-payment_date": msg("Last paid first"),
    "supplier": msg("By supplier"),
    "description": msg("By description"),
    "document_number": msg("By document"),
    "category": msg("By category"),
    "kind": msg("By kind"),
    "file": msg("By file"),
}


def lines_table(ws: Workspace, actor: Actor, key: str, selection: Selection, *, place: str) -> None:
    """The lines of a measure over a selection. `place` tells the widgets of a page and a dialog apart."""
    chosen = st.session_state.get(f"{place}_line")
    if chosen is not None:
        st.button(say(msg("Back to the lines")), icon=":material/arrow_back:", type="tertiary", key=f"{place}_back",
                  on_click=_open, args=(place, None))  # fmt: skip
        if not explaining.is_behind(ws, actor, key, selection, chosen):
            st.info(say(msg("This line is not among those behind the figure.")), icon=":material/info:")
        line_detail.show(ws, actor, chosen)
        return
    search, order = _asked(place)
    found = explaining.number_of_lines(ws, actor, key, selection, search=search)
    pages = max(1, math.ceil(found / PAGE))
    page = min(st.session_state.get(f"{place}_page", 1), pages)
    rows = explaining.lines_behind(
        ws, actor, key, selection, limit=PAGE, offset=(page - 1) * PAGE, search=search, order=order
    )
    st.caption(literal(_sentence(found, page, len(rows))))
    if rows:
        name = msg("Lines behind: {figure}", figure=measure(key).name)
        picked = table(
            explaining.line_columns(rows), rows, key=f"{place}_{key}_{page}_{order}_{search}", alt=name, selectable=True
        )  # fmt: skip
        if picked is not None:
            _open(place, rows[picked]["line_id"])
            st.rerun(scope="fragment" if place == "dialog" else "app")
        _by_keyboard(rows, place)
    with st.container(horizontal=True, vertical_alignment="center"):
        if pages > 1:
            st.pagination(pages, key=f"{place}_page")
        excel_button(
            LINE_COLUMNS,
            lambda: explaining.lines_behind(ws, actor, key, selection, search=search, order=order),
            file_name=key.replace("_", "-"),
            key=f"{place}_{key}_excel",
            notes=on_page.notes(measure(key).sentence, selection.sentence()),
        )


def _asked(place: str) -> tuple[str, str]:
    """What is searched for and how it is sorted; either takes the table back to its first page."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        search = st.text_input(
            say(msg("Search")),
            key=f"{place}_search",
            placeholder=say(msg("Supplier, document or description")),
            icon=":material/search:",
            on_change=_first_page,
            args=(place,),
        )
        reader = language.current()
        order = st.selectbox(
            say(msg("Sorted")),
            list(_ORDERS),
            format_func=lambda name: _ORDERS[name].to(reader),
            key=f"{place}_order",
            on_change=_first_page,
            args=(place,),
            width=200,
        )
    return search or "", order or behind.LARGEST


def _by_keyboard(rows: Sequence[Mapping[str, Any]], place: str) -> None:
    """The same step without a mouse: the table is a drawing, this is a list."""
    words = {
        row[
            "line_id"
        ]: f"{formats.euro(row['net_amount'], cents=True)} · {row['supplier']} · {row['file']} {row['row_number']}"
        for row in rows
    }
    key = f"{place}_choose"
    st.selectbox(
        say(msg("Open a line")),
        list(words),
        index=None,
        format_func=words.__getitem__,
        placeholder=say(msg("Choose, or tick a row")),
        key=key,
        on_change=lambda: _open(place, st.session_state[key]),
    )


def _words(row: Mapping[str, Any]) -> str:
    amount = formats.euro(row["net_amount"], cents=True)
    return f"{amount} · {row['supplier']} · {row['file']} {row['row_number']}"


def _first_page(place: str) -> None:
    st.session_state[f"{place}_page"] = 1


def _open(place: str, line_id: int | None) -> None:
    st.session_state[f"{place}_line"] = line_id


def forget(place: str) -> None:
    """Begin anew: another figure is asked about."""
    for name in ("line", "page", "search", "order"):
        st.session_state.pop(f"{place}_{name}", None)


def _sentence(found: int, page: int, shown: int) -> str:
    told = plural("{n} line", "{n} lines", found)
    if found <= PAGE:
        return say(msg("{lines}. Tick a row to open it as it stands in its file.", lines=told))
    first = (page - 1) * PAGE + 1
    numbers: dict[str, Any] = {"first": first, "last": first + shown - 1}
    return say(
        msg("{lines}, shown: {first} to {last}. Tick a row to open it as it stands in its file.", lines=told,
            **numbers)
    )  # fmt: skip
