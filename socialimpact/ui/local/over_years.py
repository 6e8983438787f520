"""The local share year by year, and what came to the territory and left it between two periods."""

from __future__ import annotations

import streamlit as st

from socialimpact.charts.bars import Bar, bars
from socialimpact.charts.year_columns import Column as Year
from socialimpact.charts.year_columns import year_columns
from socialimpact.figures.filters import Selection
from socialimpact.language import msg, plain, plural
from socialimpact.services.dashboards.asked import Asked
from socialimpact.services.local.over_years import WAY_NAMES, MovesView, YearsView
from socialimpact.ui import language, navigation, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.local.parts_card import quiet
from socialimpact.ui.table_card import table_card

_LARGEST = (
    Column("name", msg("Supplier")),
    Column("way", msg("What happened")),
    Column("before", msg("Local spend before"), "euro"),
    Column("after", msg("Local spend after"), "euro"),
    Column("change", msg("Change of local spend"), "euro"),
)


def years(view: YearsView, selection: Selection) -> None:
    """One column a year."""
    if not view.rows:
        quiet(view.title, view.under, key="local_years")
        return
    notes = ["" if row.whole else say(plural("{n} month only", "{n} months only", row.months)) for row in view.rows]
    drawn = [Year(row.year, row.share, row.whole, note) for row, note in zip(view.rows, notes, strict=True)]
    chart_card(
        view.title,
        view.under,
        year_columns(drawn, palette=theme.palette(), language=language.current()),
        key="local_years",
        columns=(
            Column("year", msg("Year")),
            Column("share", msg("Local share"), "share"),
            Column("months", msg("Months in the ledgers"), "count"),
        ),
        rows=[
            {"key": str(row.year), "year": str(row.year), "share": row.share, "months": row.months} for row in view.rows
        ],
        file_name="local-share-by-year",
        asked=Asked({"share": "local_share"}, "year", selection.without_period()),
    )


def moves(view: MovesView) -> None:
    """The change of local spend in its parts; the suppliers that changed the most stand among the numbers."""
    if not view.parts:
        quiet(view.title, view.under, key="local_moves")
        return
    drawn = [Bar(part.key or "", say(part.name), part.amount, faint=not part.chosen) for part in view.parts]
    rows = [{"key": part.key, "name": part.name, "change": part.amount} for part in view.parts]
    total = view.after - view.before
    rows.append({"name": msg("Local spend, all in all"), "change": total})
    largest = [
        {
            "name": move.supplier,
            "way": WAY_NAMES[move.way],
            "before": move.before,
            "after": move.after,
            "change": move.change,
        }
        for move in view.largest
    ]

    def more() -> None:
        title = msg("The suppliers whose local spend changed the most")
        st.markdown(f"**{literal(say(title))}**")
        table_card(_LARGEST, largest, key="local_movers", file_name="local-spend-movers", alt=title)
        for move in view.largest:
            navigation.link("suppliers", plain(move.supplier), query={"supplier": str(move.supplier_id)})

    chart_card(
        view.title,
        view.under,
        bars(drawn, palette=theme.palette(), language=language.current()),
        key="local_moves",
        columns=(Column("name", msg("What happened")), Column("change", msg("Change of local spend"), "euro")),
        rows=rows,
        file_name="local-spend-moved",
        more=more,
    )
