"""One supplier: first whether and why it counts, then what is known of it, each piece with its source and date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.errors import NotFound
from socialimpact.language import Euro, Message, msg, plain
from socialimpact.services.suppliers import directory, expiry
from socialimpact.services.suppliers.supplier_view import SupplierView
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers.identifiers import identify
from socialimpact.ui import formats, navigation, notice
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.suppliers import (
    supplier_declared,
    supplier_history,
    supplier_identity,
    supplier_sources,
    supplier_spend,
    supplier_tags,
)
from socialimpact.ui.suppliers import supplier_registers as registers_part
from socialimpact.ui.suppliers.supplier_words import place_source_words
from socialimpact.ui.suppliers.tag_form import PLACE

_MOST_WRONG = 3
Part = Callable[[Workspace, Actor, SupplierView], None]
# What can be looked at, one part at a time; the address says which (supplier=12&part=registers).
_PARTS: Mapping[str, tuple[Message, Part]] = {
    "spend": (msg("Purchases"), supplier_spend.over_time),
    "lines": (msg("Lines"), supplier_spend.lines),
    "identity": (msg("Numbers, names, places"), supplier_sources.show),
    "registers": (msg("Registers"), registers_part.show),
    "declared": (msg("Declared"), supplier_declared.show),
    "history": (msg("History"), supplier_history.show),
}
_LOOKS: Mapping[str, tuple[Any, str]] = {
    "counts": (st.success, ":material/verified:"),
    "possible": (st.warning, ":material/help:"),
    "ended": (st.warning, ":material/event_busy:"),
    "other": (st.info, ":material/info:"),
    "none": (st.info, ":material/radio_button_unchecked:"),
}


def show(ws: Workspace, actor: Actor, asked: str) -> None:
    """The whole view of the supplier whose number is `asked`. Raises `NotFound` where there is none."""
    navigation.link("suppliers", msg("All suppliers"), icon=":material/arrow_back:")
    if not asked.isdecimal():
        raise NotFound(msg("There is no supplier {number}.", number=asked))
    view = directory.supplier(ws, actor, int(asked))
    st.title(literal(say(view.supplier or msg("Suppliers without a name"))), anchor=False)
    st.caption(" · ".join(literal(say(part)) for part in (*_identifiers(view), _place(view))))
    notice.show(PLACE)
    _verdict(view)
    _ending(ws, actor, view)
    _figures(view)
    supplier_tags.show(ws, actor, view)
    supplier_identity.show(ws, actor, view)
    part = _choose()
    _PARTS[part][1](ws, actor, view)


def _verdict(view: SupplierView) -> None:
    """Whether it counts, as what, since when and because of what: what an auditor comes for."""
    box, icon = _LOOKS[view.verdict.status]
    said = f"**{literal(say(view.verdict.sentence))}**"
    if view.verdict.because:
        said += "  \n" + literal(say(view.verdict.because))
    box(said, icon=icon)


def _ending(ws: Workspace, actor: Actor, view: SupplierView) -> None:
    ending = [each for each in expiry.expiring(ws, actor) if each.supplier_id == view.supplier_id]
    for each in ending[:1]:
        about = {"date": each.valid_to, "n": each.days}
        if each.past:
            text = msg("The proof ended on {date}. {amount} bought since then does not count.",
                       amount=Euro(each.since, cents=False), **about)  # fmt: skip
        else:
            text = msg("The proof ends on {date}, in {n} days. {amount} a year hangs on it.",
                       amount=Euro(each.a_year, cents=False), **about)  # fmt: skip
        st.warning(literal(say(text)), icon=":material/event_upcoming:")


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
        st.metric(say(msg("Social spend")), formats.euro(view.counted), border=True)
        st.metric(say(msg("Lines")), formats.count(view.lines), border=True)
        st.metric(say(msg("Last purchase")), formats.day(view.last_date), border=True)


def _choose() -> str:
    asked = st.query_params.get("part", "")
    if "supplier_part" not in st.session_state:
        st.session_state["supplier_part"] = asked if asked in _PARTS else next(iter(_PARTS))
    chosen = st.segmented_control(
        say(msg("What to look at")),
        list(_PARTS),
        format_func=lambda key: say(_PARTS[key][0]),
        key="supplier_part",
        required=True,
        label_visibility="collapsed",
    )
    if chosen != asked:
        st.query_params["part"] = str(chosen)
    return str(chosen)
