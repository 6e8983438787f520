"""Where the money goes: the map with its provinces, and what goes abroad."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.charts.style import DARK
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.language import msg
from socialimpact.services.dashboards.asked import Asked
from socialimpact.services.local.look import PartsView
from socialimpact.services.local.places import MapView
from socialimpact.services.workspace import Workspace
from socialimpact.ui import cached, drill, language, on_page, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.local.parts_card import choice, chosen, euro_bars, parts_card, quiet, rows_of
from socialimpact.ui.table_card import table_card

_AMOUNT = (Column("amount", msg("Addressable spend"), "euro"), Column("share", msg("Share"), "share"))
_PROVINCES = (
    Column("name", msg("Province")),
    _AMOUNT[0],
    Column("social", msg("Social spend"), "euro"),
    Column("suppliers", msg("Suppliers"), "count"),
)


def show(ws: Workspace, actor: Actor, view: MapView, selection: Selection) -> None:
    """The map beside the list of provinces; each leads one level deeper."""
    wide, narrow = st.columns([3, 2])
    with wide:
        dimension, _, key = (_map(ws, actor, view, selection) or "").partition(":")
        _notes(view)
    with narrow:
        part = _list(view)
    if part is not None:
        dimension, key = view.parts.dimension, part
    if dimension:
        drill.go(ws, actor, selection, dimension, key, measure="addressable_spend")


def _map(ws: Workspace, actor: Actor, view: MapView, selection: Selection) -> str | None:
    near = _near() if view.marks else False
    rows = [
        {"key": area.code, "name": area.name, "amount": area.spend, "social": area.social, "suppliers": area.suppliers}
        for area in view.areas
    ]
    dark = theme.palette() is DARK
    figure = cached.province_map(ws, actor, selection, view, reader=language.current(), dark=dark, near=near)
    return chart_card(
        view.title,
        view.under,
        figure,
        key="local_map",
        columns=_PROVINCES,
        rows=rows,
        file_name="spend-by-province",
        clickable=True,
        asked=Asked(
            {"amount": "addressable_spend", "social": "social_spend", "suppliers": "suppliers"}, "province", selection
        ),
    )


def _near() -> bool:
    words = {False: say(msg("All Italy")), True: say(msg("Around your sites"))}
    return bool(
        st.segmented_control(
            say(msg("Part of the map")),
            list(words),
            format_func=words.__getitem__,
            default=False,
            required=True,
            key="local_map_part",
            label_visibility="collapsed",
        )
    )


def _list(view: MapView) -> str | None:
    """The places as a table, for those who do not use the map: a choice there does what a click on it does."""
    parts = view.parts
    if not parts.rows:
        return None
    with st.container(border=True, gap="xsmall", key="chart_local_places"):
        st.markdown(f"### {literal(say(parts.title))}")
        st.caption(literal(say(parts.under)))
        rows = rows_of(parts.rows)
        columns = (Column("name", DIMENSIONS[parts.dimension].name), *_AMOUNT)
        notes = on_page.notes(parts.title, parts.under)
        table_card(columns, rows, key="local_places", file_name="spend-by-place", alt=view.title, notes=notes)
        options = {part.key or "": part.name for part in parts.rows}
        choice("local_place", options, label=msg("Look closer at"), button=msg("Look closer"))
    return chosen("local_place")


def _notes(view: MapView) -> None:
    for note in view.notes:
        st.caption(f":material/info: {literal(say(note))}")


def abroad(ws: Workspace, actor: Actor, view: PartsView, selection: Selection) -> None:
    """What goes to other countries; a click leads into one."""
    if not view.rows:
        quiet(view.title, view.under, key="local_abroad")
        return
    parts = [(part.key, part.name) for part in view.rows]
    country = parts_card(
        view,
        euro_bars(view.rows),
        key="local_abroad",
        columns=(Column("name", msg("Country")), *_AMOUNT),
        file_name="spend-abroad",
        asked=Asked({"amount": "addressable_spend"}, view.dimension, selection),
        more=lambda: drill.links(ws, actor, selection, view.dimension, parts),
    )
    if country is not None:
        drill.go(ws, actor, selection, view.dimension, country, measure="addressable_spend")
