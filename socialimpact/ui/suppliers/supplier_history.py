"""What was decided about one supplier: who, when, what and why, the newest first, and all of it as Excel."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import msg
from socialimpact.services.suppliers import history
from socialimpact.services.suppliers.supplier_view import SupplierView
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats
from socialimpact.ui.download import book_button
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_SHOWN = 50


def show(ws: Workspace, actor: Actor, view: SupplierView) -> None:
    """One block an event: its day and who, what it was, and the reason that was given."""
    told = history.history(ws, actor, view.supplier_id)
    st.caption(say(msg("Nothing here is ever changed or removed: a correction is an entry of its own.")))
    for entry in told[:_SHOWN]:
        said = f"**{formats.day(entry.when)}** · {literal(say(entry.who))}  \n{literal(say(entry.what))}"
        if entry.why:
            said += f"  \n:small[{literal(say(entry.why))}]"
        st.markdown(said)
    if len(told) > _SHOWN:
        st.caption(say(msg("The newest {n} entries are shown; the Excel file has them all.", n=_SHOWN)))
    book_button(
        msg("Download the history as Excel"),
        lambda actor, reader: history.as_workbook(ws, actor, view.supplier_id, reader=reader),
        file_name="supplier-history",
        key="history_excel",
    )
