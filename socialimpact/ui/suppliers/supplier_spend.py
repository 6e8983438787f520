"""What is bought from one supplier: over the years, by category and nature, and every line with its row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from socialimpact import knowledge
from socialimpact.actor import Actor
from socialimpact.categories import tree
from socialimpact.charts.bars import Bar, bars
from socialimpact.language import Message, msg
from socialimpact.services.suppliers import supplier_facts
from socialimpact.services.suppliers.supplier_view import LINES_SHOWN, SupplierView, supplier_lines
from socialimpact.services.workspace import Workspace
from socialimpact.ui import language, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.language import say
from socialimpact.ui.table_card import table_card

_CATEGORY, _NATURE = Column("category", msg("Category")), Column("nature", msg("Nature"))
_LINE_COLUMNS = (
    Column("date", msg("Date"), "date"),
    Column("document_number", msg("Document")),
    Column("net_amount", msg("Amount"), "euro"),
    Column("description", msg("Description")),
    _CATEGORY,
    _NATURE,
    Column("file", msg("File")),
    Column("sheet", msg("Sheet")),
    Column("row", msg("Row")),
)
_SPEND, _LINES = Column("spend", msg("Spend"), "euro"), Column("lines", msg("Lines"), "count")


def over_time(ws: Workspace, actor: Actor, view: SupplierView) -> None:
    """The years, the categories and the natures."""
    if not view.by_year:
        st.info(say(msg("Nothing has been bought from it in the ledgers that you see.")), icon=":material/info:")
        return
    years = [{**row, "year": str(row["year"]) if row["year"] else say(msg("without a date"))} for row in view.by_year]
    chart_card(
        _trend_words(view.by_year),
        msg("Spend per year in euro, net of VAT, all natures"),
        bars(
            [Bar(row["year"], row["year"], row["spend"]) for row in years],
            palette=theme.palette(),
            language=language.current(),
        ),
        key="supplier_years",
        columns=(Column("year", msg("Year")), _SPEND, _LINES),
        rows=years,
        file_name="supplier-years",
    )
    left, right = st.columns(2)
    with left:
        _table(supplier_facts.spent_on(ws, actor, view.supplier_id, "category"), _CATEGORY, msg("By category"))
    with right:
        _table(supplier_facts.spent_on(ws, actor, view.supplier_id, "nature"), _NATURE, msg("By nature"))


def _table(split: Sequence[dict[str, Any]], column: Column, title: Message) -> None:
    st.markdown(f"#### {say(title)}")
    field = column.key
    rows = [{**row, field: _nature(row[field]) if column is _NATURE else _category(row[field])} for row in split]
    table_card((column, _SPEND, _LINES), rows, key=f"by_{field}", file_name=f"supplier-{field}", alt=title)


def _category(key: str | None) -> Message:
    return tree.name(key) if key else msg("unclassified")


def _nature(key: str) -> Any:
    return knowledge.load("natures")["natures"].get(key, {}).get("label") or key


def _trend_words(by_year: Sequence[dict[str, Any]]) -> Message:
    """The chart's message: the largest year, or the only one."""
    dated = [row for row in by_year if row["year"]]
    if not dated:
        return msg("No purchase has a date")
    best = max(dated, key=lambda row: row["spend"])
    if len(dated) == 1:
        return msg("All dated purchases are of {year}", year=str(best["year"]))
    return msg("Most was bought in {year}", year=str(best["year"]))


def lines(ws: Workspace, actor: Actor, view: SupplierView) -> None:
    """Every line, as its file counts it."""
    st.caption(say(msg("Every line with its file, sheet and row, as the file counts them.")))
    if view.lines > LINES_SHOWN:
        st.caption(say(msg("The newest {n} lines are shown.", n=LINES_SHOWN)))
    rows = [
        {**row, "nature": _nature(row["nature"]), "row": str(row["row_number"])}
        for row in supplier_lines(ws, actor, view.supplier_id)
    ]
    table_card(
        _LINE_COLUMNS,
        rows,
        key="supplier_lines",
        file_name="supplier-lines",
        alt=msg("Purchase lines of this supplier"),
    )
