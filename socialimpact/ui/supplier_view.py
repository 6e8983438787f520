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
from socialimpact.services.directory import LINES_SHOWN, SupplierView, TagView
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import kinds
from socialimpact.ui import asking, formats, language, navigation, notice, theme
from socialimpact.ui.chart_card import chart_card
from socialimpact.ui.download import Column
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.supplier_words import (
    counted_words,
    entry_words,
    evidence_words,
    kind_words,
    place_source_words,
    tag_sentence,
    validity,
    who_words,
)
from socialimpact.ui.table_card import table_card
from socialimpact.ui.tag_form import BY_HAND, PLACE, end_dialog, tag_dialog

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
    _what_it_is(ws, actor, view)
    _over_time(view)
    _spellings(view)
    _lines(view)


def _identifiers(view: SupplierView) -> list[Message]:
    """The numbers with whether their check digit is right; where there is none, what follows from that."""
    said = []
    if view.vat_number:
        said.append(msg("VAT number {number} (valid)", number=view.vat_number))
    if view.tax_code and view.tax_code != view.vat_number:
        said.append(msg("tax code {number} (valid)", number=view.tax_code))
    return said or [msg("no valid VAT number or tax code: no register can be asked about it")]


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


def _what_it_is(ws: Workspace, actor: Actor, view: SupplierView) -> None:
    standing = sorted(
        (tag for tag in view.tags if tag.ended_at is None), key=lambda tag: kinds.kind(tag.kind).precedence
    )
    ended = [tag for tag in view.tags if tag.ended_at is not None]
    with st.container(border=True):
        st.subheader(say(msg("What it is")))
        if not standing:
            st.write(say(msg("No register has it, and nobody has said what it is: it counts as an ordinary supplier.")))
        for tag in standing:
            _tag(ws, actor, tag)
        if len(standing) > 1:
            st.caption(say(msg("On a date on which several hold it counts once: by the best evidence, as the first.")))
        suspected = next((tag for tag in standing if tag.evidence == "suspected"), None)
        if suspected:
            _what_to_do()
        st.button(
            say(msg("Say what it is")),
            key="tag_add",
            icon=":material/verified:",
            type="primary" if suspected else "secondary",
            on_click=asking.ask,
            args=("tag", view.supplier_id),
        )
        if asking.asked("tag", view.supplier_id):
            tag_dialog(ws, actor, view.supplier_id, view.supplier or "", kind=suspected.kind if suspected else None)
        if ended:
            with st.expander(say(msg("What was said before"))):
                for tag in ended:
                    _ended(tag)


def _tag(ws: Workspace, actor: Actor, tag: TagView) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"tag_{tag.tag_id}"):
        st.markdown(f"**{say(kind_words(tag.kind))}**")
        st.badge(say(evidence_words(tag.evidence)), color=_COLOURS[tag.evidence])
        st.badge(say(counted_words(tag.evidence)), color="gray")
        if tag.evidence in BY_HAND:
            st.button(
                say(msg("End it")),
                key=f"tag_end_{tag.tag_id}",
                type="tertiary",
                icon=":material/block:",
                on_click=asking.ask,
                args=("end", tag.tag_id),
            )
    if asking.asked("end", tag.tag_id):
        end_dialog(ws, actor, tag)
    about = [msg("{sentence} It is {validity}.", sentence=tag_sentence(tag), validity=validity(tag)), tag.why]
    if entry := entry_words(tag):
        about.append(entry)
    st.caption("  \n".join(literal(say(text)) for text in about))


_COLOURS: dict[str, Any] = {
    "registered": "green",
    "documented": "green",
    "confirmed": "green",
    "declared": "blue",
    "suspected": "orange",
}


def _what_to_do() -> None:
    st.info(
        say(
            msg(
                "Nobody has looked yet. Ask the supplier for its tax code or an extract from the register and compare"
                " it; then say what it is: confirmed if you have checked, documented with the extract attached."
            )
        ),
        icon=":material/search_check:",
    )


def _ended(tag: TagView) -> None:
    st.markdown(
        literal(
            say(
                msg(
                    "{kind}, {evidence}, {validity}. Ended on {date} by {who}: {why}",
                    kind=kind_words(tag.kind),
                    evidence=evidence_words(tag.evidence),
                    validity=validity(tag),
                    date=tag.ended_at and tag.ended_at.date(),
                    who=who_words(tag.ended_by),
                    why=tag.ended_why or "",
                )
            )
        )
    )


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
