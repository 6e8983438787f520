"""Who one supplier is: its numbers, names and places, each with the file or register that says so."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services.suppliers import supplier_facts
from socialimpact.services.suppliers.supplier_view import SupplierView
from socialimpact.services.workspace import Workspace
from socialimpact.ui.download import Column
from socialimpact.ui.language import say
from socialimpact.ui.suppliers.supplier_words import register_words
from socialimpact.ui.table_card import table_card

_SOURCE = (
    Column("register", msg("Register")),
    Column("source", msg("File")),
)
_NUMBERS = (
    Column("value", msg("Number")),
    Column("field", msg("What it is")),
    Column("check", msg("Check digit")),
    *_SOURCE,
    Column("sheet", msg("Sheet")),
    Column("row", msg("Row")),
    Column("on", msg("Known since"), "date"),
)
_NAMES = (
    Column("name", msg("As written")),
    Column("first_date", msg("First purchase"), "date"),
    Column("last_date", msg("Last purchase"), "date"),
    Column("lines", msg("Lines"), "count"),
    Column("ledger_code", msg("Code in the ledger")),
    Column("vat_number", msg("VAT number")),
    Column("tax_code", msg("Tax code")),
    Column("file", msg("File")),
)
_PLACES = (Column("place", msg("Place")), *_SOURCE, Column("on", msg("Known since"), "date"))
_FIELDS = {"vat_number": msg("VAT number"), "tax_code": msg("Tax code")}


def show(ws: Workspace, actor: Actor, view: SupplierView) -> None:
    """Three tables: its numbers, its names, its places."""
    numbers = [
        {
            **vars(fact),
            "field": _FIELDS[fact.field],
            "check": msg("right") if fact.valid else msg("wrong: it identifies nobody"),
            "register": fact.register and register_words(fact.register),
            "row": str(fact.row) if fact.row else None,
        }
        for fact in supplier_facts.identifiers(ws, actor, view.supplier_id)
    ]
    _heading(msg("VAT numbers and tax codes"))
    if numbers:
        table_card(_NUMBERS, numbers, key="numbers", file_name="supplier-numbers", alt=msg("Numbers and who says so"))
    else:
        st.caption(say(msg("No file and no register gives it a number.")))
    _heading(msg("Names"))
    table_card(
        _NAMES,
        supplier_facts.names(ws, actor, view.supplier_id),
        key="spellings",
        file_name="supplier-spellings",
        alt=msg("How files write this supplier"),
    )
    _heading(msg("Places"))
    places = [
        {**row, "register": row["register"] and register_words(row["register"])}
        for row in supplier_facts.places(ws, actor, view.supplier_id)
    ]
    if places:
        table_card(_PLACES, places, key="places", file_name="supplier-places", alt=msg("Places and who says so"))
    else:
        st.caption(say(msg("No file and no register says where it is.")))


def _heading(text: Message) -> None:
    st.markdown(f"#### {say(text)}")
