"""Where one supplier stands in registers, list by list, and where its name suggests that it may stand."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Share, msg
from socialimpact.services.suppliers import supplier_facts
from socialimpact.services.suppliers.supplier_facts import SuggestionFact
from socialimpact.services.suppliers.supplier_view import SupplierView
from socialimpact.services.workspace import Workspace
from socialimpact.ui import navigation
from socialimpact.ui.download import Column
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.suppliers.supplier_words import kind_words, likely_words, register_words
from socialimpact.ui.table_card import table_card

_COLUMNS = (
    Column("register", msg("Register")),
    Column("as_of", msg("List of"), "date"),
    Column("found_by", msg("Found by")),
    Column("name", msg("Name there")),
    Column("kind", msg("Kind")),
    Column("place", msg("Place")),
    Column("registered_on", msg("Registered on"), "date"),
    Column("valid_from", msg("From"), "date"),
    Column("valid_to", msg("To"), "date"),
    Column("tax_code", msg("Tax code")),
    Column("vat_number", msg("VAT number")),
    Column("section", msg("Section")),
    Column("file", msg("File")),
    Column("row", msg("Row")),
)


def show(ws: Workspace, actor: Actor, view: SupplierView) -> None:
    """The entries of every list, the newest first; then the suggestions."""
    entries = supplier_facts.entries(ws, actor, view.supplier_id)
    if entries:
        st.caption(say(msg("Every list that has one of its numbers, or that a statement about it rests on.")))
        rows = [
            {
                **vars(entry),
                "register": register_words(entry.register),
                "found_by": msg("its number") if entry.by_number else msg("its name only"),
                "kind": kind_words(entry.kind),
                "row": str(entry.row),
            }
            for entry in entries
        ]
        table_card(_COLUMNS, rows, key="entries", file_name="supplier-registers", alt=msg("Entries in registers"))
    else:
        st.info(say(msg("None of its numbers stands in a register that is here.")), icon=":material/info:")
        navigation.link("registers", msg("Look at the registers"), icon=":material/menu_book:")
    suggested = supplier_facts.suggestions(ws, actor, view.supplier_id)
    if suggested:
        title = msg("It may be one of these, by its name")
        st.markdown(f"#### {say(title)}")
        st.caption(say(msg("None of this counts. A name only suggests; a person decides.")))
        for fact in suggested:
            _suggestion(fact)
        navigation.link("review", msg("Decide on the review page"), icon=":material/rule:")


def _suggestion(fact: SuggestionFact) -> None:
    with st.container(border=True, gap="xsmall", key=f"suggestion_{fact.entry_id}"):
        st.markdown(
            literal(
                say(
                    msg(
                        "{name}, {likely} ({share})",
                        name=fact.name,
                        likely=likely_words(fact.probability),
                        share=Share(fact.probability, 0),
                    )
                )
            )
        )
        about = [say(kind_words(fact.kind)), fact.place, say(register_words(fact.register))]
        st.caption(literal(" · ".join(part for part in about if part)))
        if fact.reasons:
            st.caption(literal("; ".join(say(reason) for reason in fact.reasons)))
