"""Suppliers: all of them in one table, or one of them with everything that is known of it."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access
from socialimpact.ui.errors import told
from socialimpact.ui.language import say
from socialimpact.ui.suppliers import supplier_list, supplier_view

with told():
    ws, actor = access.current()
    # The address of one supplier (suppliers?supplier=12) can be sent to a colleague.
    asked = st.query_params.get("supplier", "")
    if asked:
        supplier_view.show(ws, actor, asked)
    else:
        st.title(say(msg("Suppliers")))
        supplier_list.show(ws, actor)
