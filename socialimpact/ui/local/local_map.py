"""Where the money goes: the map with its provinces, and what goes abroad."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.charts.province_map import province_map
from socialimpact.figures.filters import Selection
from socialimpact.language import msg, plain
from socialimpact.services.local.look import PartsView
from socialimpact.services.local.places import MapView
from socialimpact.services.workspace import Workspace
from socialimpact.ui import language, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.explanation import lines_dialog
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.local.parts_card import choice, chosen, euro_bars, parts_card, quiet
from socialimpact.ui.table_card import table_card

_PROVINCES = (
    Column("name", msg("Province")),
    Column("amount", msg("Addressable spend"), "euro"),
    Column("share", msg("Share"), "share"),
    Column("social", msg("Social spend"), "euro"),
    Column("suppliers", msg("Suppliers"), "count"),
)
_FIELDS = {"province": "provinces", "municipality": "municipalities", "country": "countries"}


def show(ws: Workspace, actor: Actor, view: MapView, abroad: PartsView, selection: Selection) -> None:
    """The map beside the list of provinces and the countries; each leads to its lines."""
    wide, narrow = st.columns([3, 2])
    with wide:
        asked = _map(view)
    with narrow:
        found = _beside(view, abroad)
    key, _, value = (asked or found or "").partition(":")
    if key in _FIELDS:
        narrowed: dict[str, Any] = {_FIELDS[key]: (value,)}
        lines_dialog(ws, actor, "addressable_spend", replace(selection, **narrowed))


def _map(view: MapView) -> str | None:
    near = _near() if view.marks else False
    rows = [
        {"name": area.name, "amount": area.spend, "share": share, "social": area.social, "suppliers": area.suppliers}
        for area, share in zip(view.areas, view.shares, strict=True)
    ]
    figure = province_map(
        view.areas, view.dots, view.marks, palette=theme.palette(), language=language.current(), near=near
    )
    return chart_card(
        view.title,
        view.under,
        figure,
        key="local_map",
        columns=_PROVINCES,
        rows=rows,
        file_name="spend-by-province",
        clickable=True,
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


def _beside(view: MapView, abroad: PartsView) -> str | None:
    """The provinces as a table for those who do not use the map, what it does not draw, and the other countries."""
    rows = [
        {"name": area.name, "amount": area.spend, "share": share}
        for area, share in zip(view.areas, view.shares, strict=True)
    ]
    if rows:
        with st.container(border=True, gap="xsmall", key="chart_local_provinces"):
            st.markdown(f"### {literal(say(msg('By province')))}")
            table_card(_PROVINCES[:3], rows, key="local_provinces", file_name="spend-by-province", alt=view.title)
            choice("local_province", {f"province:{area.code}": plain(area.name) for area in view.areas})
    for note in view.notes:
        st.caption(f":material/info: {literal(say(note))}")
    if not abroad.rows:
        quiet(abroad.title, abroad.under, key="local_abroad")
        return chosen("local_province")
    columns = (Column("name", msg("Country")), *_PROVINCES[1:3])
    country = parts_card(abroad, euro_bars(abroad.rows), key="local_abroad", columns=columns, file_name="spend-abroad")
    return f"country:{country}" if country else chosen("local_province")
