"""Registers: the published lists that say who is social, each with its dated snapshots, and how to add one."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access
from socialimpact.ui.errors import told
from socialimpact.ui.language import say
from socialimpact.ui.registers import rates_card, register_form, register_list

st.title(say(msg("Registers")))
st.caption(
    say(
        msg(
            "A supplier counts as social when its tax code or VAT number stands in a register, on the dates on"
            " which it does. Names alone only suggest."
        )
    )
)

with told():
    ws, actor = access.current()
    register_form.settle()
    register_list.show(ws, actor)
    register_form.show(ws, actor)
    rates_card.show(ws, actor)
