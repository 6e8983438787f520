"""The parts of the page of categories: the way in, the map, where social spend is missing, the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.charts.bars import Bar, bars
from socialimpact.charts.treemap import Tile, treemap
from socialimpact.figures.drill import narrowed
from socialimpact.language import Euro, Message, Share, msg, plural
from socialimpact.services.dashboards.asked import Asked
from socialimpact.services.dashboards.categories import CategoriesView, found
from socialimpact.services.dashboards.category_rows import CategoryRow, Level
from socialimpact.services.workspace import Workspace
from socialimpact.ui import drill, language, navigation, on_page, parts, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.empty import empty
from socialimpact.ui.explanation import lines_dialog
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.table_card import paged_table

_LEVELS: Mapping[Level, Message] = {
    "category_group": msg("Groups of categories"),
    "category": msg("Categories"),
    "ledger_category": msg("Categories of the ledger"),
}
_NUMBERS = (
    Column("spend", msg("Spend"), "euro"),
    Column("social", msg("Social spend"), "euro"),
    Column("share", msg("Share"), "share"),
    Column("missing", msg("Missing to the target"), "euro"),
    Column("possible", msg("Possible"), "euro"),
    Column("change", msg("Change of spend"), "share", "change"),
    Column("points", msg("Change of share, points"), "number"),
    Column("suppliers", msg("Suppliers"), "count"),
    Column("social_suppliers", msg("Social suppliers"), "count"),
)
_NAME, _GROUP = Column("name", msg("Category")), Column("group", msg("Group"))


# The columns that are measures as they are: what changed and what is missing is worked out from them.
_MEASURES_SHOWN = {
    "spend": "addressable_spend",
    "social": "social_spend",
    "share": "social_share",
    "possible": "possible_social_spend",
    "suppliers": "suppliers",
    "social_suppliers": "social_suppliers",
}


def by_ledger() -> bool:
    """Which categories are shown: ours or the ledger's own; the address says which (`by=ledger`)."""
    titles = {"ours": msg("Our categories"), "ledger": msg("The ledger's own")}
    return parts.chosen("by", titles, label=msg("Which categories")) == "ledger"


def spend_map(ws: Workspace, actor: Actor, view: CategoriesView) -> None:
    """The map; a click opens a group, or shows the lines of a category."""
    if not view.map.tiles:
        empty(
            msg("Nothing to draw"),
            msg("All that is chosen here is left out of the figures, or credit notes outweigh the invoices."),
            icon=":material/grid_view:",
        )
        return
    tiles = [
        Tile(str(place), say(tile.name), tile.spend, tile.share, outside=tile.row is not None and tile.row.key is None)
        for place, tile in enumerate(view.map.tiles)
    ]
    goal = view.goal.share if view.goal else None
    chosen = chart_card(
        view.map.title,
        view.map.under,
        treemap(tiles, goal, palette=theme.palette(), language=language.current()),
        key="category_map",
        columns=(Column("name", _LEVELS[view.level]), Column("spend", msg("Spend"), "euro"),
                 Column("share", msg("Share"), "share")),
        rows=[
            {"key": tile.row and (tile.row.key or ""), "name": tile.name, "spend": tile.spend, "share": tile.share}
            for tile in view.map.tiles
        ],
        file_name="spend-by-category",
        clickable=True,
        more=lambda: _links(ws, actor, view),
        asked=Asked({"spend": "addressable_spend", "share": "social_share"}, view.level, view.selection),
    )  # fmt: skip
    if view.map.undrawn:
        st.caption(f":material/info: {literal(say(view.map.undrawn))}")
    if chosen:
        _go_in(ws, actor, view, view.map.tiles[int(chosen)].row, view.level)


def _go_in(ws: Workspace, actor: Actor, view: CategoriesView, row: CategoryRow | None, level: Level) -> None:
    """One level deeper: from a group to its categories, from a category to its lines."""
    if row is None:
        return
    if level == "category_group" and row.key is not None:
        drill.go(ws, actor, view.selection, level, row.key, measure="addressable_spend")
    lines_dialog(ws, actor, "addressable_spend", narrowed(view.selection, level, row.key))


def _links(ws: Workspace, actor: Actor, view: CategoriesView) -> None:
    """The way into a group for those who use the keyboard."""
    if view.level == "category_group":
        groups = [(tile.row.key, tile.name) for tile in view.map.tiles if tile.row and tile.row.key]
        drill.links(ws, actor, view.selection, view.level, groups)


def ranking(ws: Workspace, actor: Actor, view: CategoriesView) -> None:
    """Where social spend is missing most; a click shows the lines."""
    rank = view.ranking
    proven = st.toggle(
        say(msg("Only where a social enterprise sells to you already, or may do")), key="category_proven",
        bind="query-params",
    )  # fmt: skip
    rows = rank.proven if proven else rank.rows
    if not rows:
        empty(rank.title, rank.under, icon=":material/flag:")
        return
    drawn = [
        Bar(str(place), say(row.name), row.spend if row.missing is None else row.missing)
        for place, row in enumerate(rows)
    ]
    chosen = chart_card(
        rank.title,
        rank.under,
        bars(drawn, palette=theme.palette(), language=language.current()),
        key="category_ranking",
        columns=_columns(view),
        rows=[{**vars(row), "key": row.key or ""} for row in rows],
        file_name="missing-by-category",
        clickable=True,
        asked=Asked(_MEASURES_SHOWN, view.rows_of, view.selection),
    )
    if chosen:
        lines_dialog(ws, actor, "addressable_spend", narrowed(view.selection, view.rows_of, rows[int(chosen)].key))


def unclassified(ws: Workspace, actor: Actor, view: CategoriesView) -> None:
    """What is in no category, with the way to decide it."""
    row = view.unclassified
    if row is None:
        return
    with st.container(border=True, gap="xsmall", key="unclassified"):
        st.markdown(f"### {literal(say(_unclassified_title(view, row)))}")
        st.caption(literal(say(plural("From {n} supplier.", "From {n} suppliers.", row.suppliers))))
        if view.rows_of == "category":
            why = msg("Neither the ledger's words nor the suppliers say what it is. A few decisions place most of it.")
            st.markdown(literal(say(why)))
            navigation.link(
                "review", msg("Choose categories"), icon=":material/arrow_forward:", query={"about": "categories"}
            )
        if st.button(say(msg("Show the lines")), key="unclassified_lines", icon=":material/list:", type="tertiary"):
            lines_dialog(ws, actor, "addressable_spend", narrowed(view.selection, view.rows_of, row.key))


def _unclassified_title(view: CategoriesView, row: CategoryRow) -> Message:
    amount = Euro(row.spend, cents=False)
    if view.unclassified_share is None:
        return msg("{amount} is in no category", amount=amount)
    return msg("{amount} is in no category: {share} of the spend", amount=amount, share=Share(view.unclassified_share))


def every(ws: Workspace, actor: Actor, view: CategoriesView) -> None:
    """All categories in one table that can be searched; a row leads to its lines."""
    with st.container(border=True, gap="xsmall", key="every_category"):
        title = plural("{n} category", "All {n} categories", sum(1 for row in view.rows if row.key is not None))
        st.markdown(f"### {literal(say(title))}")
        if view.since:
            st.caption(literal(say(msg("Changes: {since}.", since=view.since))))
        asked = st.text_input(
            say(msg("Search")), key="category_search", placeholder=say(msg("A word of the category or its group"))
        )
        rows = found(view.rows, asked or "", language.current())
        if not rows:
            st.caption(literal(say(msg("No category has “{words}” in its name.", words=asked))))
            return
        columns = _columns(view)
        values: Sequence[dict[str, Any]] = [vars(row) for row in rows]
        chosen = paged_table(
            columns, values, key=f"categories_{view.rows_of}_{hash(asked)}", file_name="categories", alt=title,
            notes=on_page.notes(view.ranking.under),
        )  # fmt: skip
    if chosen is not None and chosen < len(rows):
        lines_dialog(ws, actor, "addressable_spend", narrowed(view.selection, view.rows_of, rows[chosen].key))


def _columns(view: CategoriesView) -> tuple[Column, ...]:
    numbers = tuple(
        each
        for each in _NUMBERS
        if (each.key != "missing" or view.goal) and (each.key not in {"change", "points"} or view.since)
    )
    return (_NAME, _GROUP, *numbers) if view.rows_of == "category" else (_NAME, *numbers)
