"""What a supplier declared of itself, year by year, and a form to write it down."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services.suppliers import declaring
from socialimpact.services.suppliers.supplier_view import SupplierView
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import declarations
from socialimpact.suppliers.declarations import Declaration
from socialimpact.ui.download import Column
from socialimpact.ui.errors import told
from socialimpact.ui.language import say
from socialimpact.ui.table_card import table_card

_UNITS = {"euro": msg("euro"), "people": msg("people"), "hours": msg("hours")}
_COLUMNS = (
    Column("year", msg("Year")),
    Column("name", msg("What")),
    Column("value", msg("Value"), "number"),
    Column("unit", msg("Unit")),
    Column("source", msg("Where it stands")),
    Column("stated_by", msg("Said by")),
    Column("stated_on", msg("Said on"), "date"),
)


def show(ws: Workspace, actor: Actor, view: SupplierView) -> None:
    """The declarations that stand, and below them the form for editors."""
    st.caption(say(msg("What the supplier says of itself, with its source. Nothing of it is computed or estimated.")))
    found = declaring.declared(ws, actor, view.supplier_id)
    if found:
        rows = [_row(each) for each in found]
        table_card(_COLUMNS, rows, key="declared", file_name="declared", alt=msg("What the supplier declared"))
    else:
        st.info(say(msg("It has declared nothing yet.")), icon=":material/info:")
    if actor.role != "viewer":
        _form(ws, actor, view)
        _take_back(ws, actor, found)


def _row(each: Declaration) -> dict[str, object]:
    return {**vars(each), "year": str(each.year), "name": _name(each), "unit": _UNITS[each.unit]}


def _name(each: Declaration) -> Message:
    return declarations.outcome(each.outcome).name


def _form(ws: Workspace, actor: Actor, view: SupplierView) -> None:
    # in words now: what is drawn later may not know whose page it is
    known = {key: f"{say(each.name)} ({say(_UNITS[each.unit])})" for key, each in declarations.outcomes().items()}
    last = datetime.now(UTC).year
    with st.form("declare_form", border=True, clear_on_submit=True):
        st.markdown(f"**{say(msg('Write down what it declares'))}**")
        what = st.selectbox(
            say(msg("What")),
            list(known),
            format_func=known.__getitem__,
            key="declare_what",
        )
        year = st.number_input(say(msg("Year")), 1900, last, last - 1, key="declare_year")
        value = st.text_input(say(msg("Value")), key="declare_value", placeholder="1200000.50")
        source = st.text_input(say(msg("Where it stands")), key="declare_source",
                               placeholder=say(msg("Accounts, social report, mail of …")))  # fmt: skip
        said_by = st.text_input(say(msg("Said by")), key="declare_by")
        said_on = st.date_input(say(msg("Said on")), value=None, format="DD/MM/YYYY", key="declare_on")
        sent = st.form_submit_button(say(msg("Write it down")), type="primary")
    if sent and what:
        done = False
        with told():
            declaring.declare(
                ws, actor, view.supplier_id, what, int(year), declarations.amount(value), source,
                stated_by=said_by, stated_on=said_on,
            )  # fmt: skip
            done = True
        if done:
            st.rerun()


def _take_back(ws: Workspace, actor: Actor, found: tuple[Declaration, ...]) -> None:
    if not found:
        return
    with st.expander(say(msg("Take a declaration back"))):
        names = {each.declaration_id: f"{each.year} · {say(_name(each))} · {each.value:f}" for each in found}
        number = st.selectbox(say(msg("Which")), list(names), format_func=names.__getitem__, key="withdraw_which")
        why = st.text_input(say(msg("Why")), key="withdraw_why")
        if st.button(say(msg("Take it back")), key="withdraw_go", icon=":material/undo:") and number:
            done = False
            with told():
                declaring.withdraw(ws, actor, number, why)
                done = True
            if done:
                st.rerun()
