"""One supplier: who it is, what it is and how that is known, what was bought when, and the rows behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from socialimpact import knowledge
from socialimpact.actor import Actor
from socialimpact.charts.bars import Bar, bars
from socialimpact.errors import NotFound
from socialimpact.figures.labels import plain
from socialimpact.language import Message, msg
from socialimpact.services import directory
from socialimpact.services.supplier_view import LINES_SHOWN, SupplierView
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers.identifiers import identify
from socialimpact.ui import formats, language, navigation, notice, supplier_identity, supplier_tags, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.supplier_words import (
    place_source_words,
)
from socialimpact.ui.table_card import table_card
from socialimpact.ui.tag_form import PLACE

_MOST_WRONG = 3
_LINE_COLUMNS = (
    Column("date", msg("Date"), "date"),
    Column("document_number", msg("Document")),
    Column("net_amount", msg("Amount"), "euro"),
    Column("description", msg("Description")),
    Column("category", msg("Category")),
    Column("nature", msg("Nature")),
    Column("file", msg("File")),
    Column("sheet", msg("Sheet")),
    Column("row", msg("Row")),
)
_SPELLING_COLUMNS = (
    Column("name", msg("As written")),
    Column("ledger_code", msg("Code in the ledger")),
    Column("vat_number", msg("VAT number")),
    Column("tax_code", msg("Tax code")),
    Column("place", msg("Place")),
    Column("lines", msg("Lines"), "count"),
    Column("file", msg("File")),
)


def show(ws: Workspace, actor: Actor, asked: str) -> None:
    """The whole view of the supplier whose number is `asked`. Raises `NotFound` where there is none."""
    navigation.link("suppliers", msg("All suppliers"), icon=":material/arrow_back:")
    if not asked.isdecimal():
        raise NotFound(msg("There is no supplier {number}.", number=asked))
    view = directory.supplier(ws, actor, int(asked))
    st.title(literal(say(view.supplier or msg("Suppliers without a name"))))
    st.caption(" · ".join(literal(say(part)) for part in (*_identifiers(view), _place(view))))
    notice.show(PLACE)
    _figures(view)
    supplier_tags.show(ws, actor, view)
    supplier_identity.show(ws, actor, view)
    _over_time(view)
    _spellings(view)
    _lines(view)


def _identifiers(view: SupplierView) -> list[Message]:
    """The valid numbers, then those that ledgers wrote wrongly; where there is none, what follows from that."""
    said = []
    if view.vat_number:
        said.append(msg("VAT number {number} (valid)", number=view.vat_number))
    if view.tax_code and view.tax_code != view.vat_number:
        said.append(msg("tax code {number} (valid)", number=view.tax_code))
    if not said:
        said.append(msg("no valid VAT number or tax code: no register can be asked about it"))
    written = {row[column] for row in view.spellings for column in ("vat_number", "tax_code") if row[column]}
    read = (identify(text, view.country) for text in sorted(written))
    wrong = [found.value for found in read if found and not found.valid][:_MOST_WRONG]
    return [*said, *(msg("{number} as written is not valid", number=number) for number in wrong)]


def _place(view: SupplierView) -> Message:
    where = view.place
    if not where:
        return msg("place not known: it is not local anywhere")
    source = place_source_words(view.place_source)
    return msg("{place}, from {source}", place=where, source=source) if source else plain(where)


def _figures(view: SupplierView) -> None:
    with st.grid(4, min_column_width=150, key="supplier_figures"):
        st.metric(say(msg("Spend")), formats.euro(view.spend), border=True)
        st.metric(say(msg("Lines")), formats.count(view.lines), border=True)
        st.metric(say(msg("First purchase")), formats.day(view.first_date), border=True)
        st.metric(say(msg("Last purchase")), formats.day(view.last_date), border=True)


def _over_time(view: SupplierView) -> None:
    if not view.by_year:
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
        columns=(
            Column("year", msg("Year")),
            Column("spend", msg("Spend"), "euro"),
            Column("lines", msg("Lines"), "count"),
        ),
        rows=years,
        file_name="supplier-years",
    )


def _trend_words(by_year: Sequence[dict[str, Any]]) -> Message:
    """The chart's message: the largest year, or the only one."""
    dated = [row for row in by_year if row["year"]]
    if not dated:
        return msg("No purchase has a date")
    best = max(dated, key=lambda row: row["spend"])
    if len(dated) == 1:
        return msg("All dated purchases are of {year}", year=str(best["year"]))
    return msg("Most was bought in {year}", year=str(best["year"]))


def _spellings(view: SupplierView) -> None:
    with st.expander(say(msg("Spellings seen ({n})", n=len(view.spellings)))):
        table_card(
            _SPELLING_COLUMNS,
            view.spellings,
            key="spellings",
            file_name="supplier-spellings",
            alt=msg("How files write this supplier"),
        )


def _lines(view: SupplierView) -> None:
    st.subheader(say(msg("Lines")))
    st.caption(say(msg("Every line with its file, sheet and row, as the file counts them.")))
    if view.lines > LINES_SHOWN:
        st.caption(say(msg("The newest {n} lines are shown.", n=LINES_SHOWN)))
    natures = knowledge.load("natures")["natures"]
    rows = [
        {**row, "nature": natures.get(row["nature"], {}).get("label"), "row": str(row["row_number"])}
        for row in view.lines_table
    ]
    table_card(
        _LINE_COLUMNS,
        rows,
        key="supplier_lines",
        file_name="supplier-lines",
        alt=msg("Purchase lines of this supplier"),
    )
