"""The registers that are known by name: what each is good for, and where to get it. Nothing is fetched from here."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import Message, msg
from socialimpact.registers.presets import Preset
from socialimpact.services.registers import registering
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_COUNTRIES: dict[str | None, Message] = {
    "IT": msg("Italy"),
    "GB": msg("United Kingdom"),
    "FR": msg("France"),
    "ES": msg("Spain"),
    None: msg("Everywhere"),
}


def show() -> None:
    """An expander with a short card for each known list, by country."""
    with st.expander(say(msg("Which lists are there, and where do I get them?")), icon=":material/help:"):
        st.caption(say(msg("You download a list yourself and drop it here: this program asks no other computer.")))
        known = registering.register_kinds()
        for country, words in _COUNTRIES.items():
            st.markdown(f"##### {say(words)}", anchors=False)
            with st.grid(2, min_column_width=320, key=f"known_{country or 'any'}"):
                for preset in known:
                    if preset.country == country:
                        _card(preset)


def about(preset: Preset) -> None:
    """What a list is good for and where it comes from, beneath the choice of it."""
    st.caption(literal(say(preset.get)))
    if not preset.columns_seen and preset.title is not None:
        st.caption(f":material/visibility: {say(_UNSEEN)}")


_UNSEEN = msg("The names of its columns are expected, not known: look twice at what was understood.")


def _card(preset: Preset) -> None:
    with st.container(border=True, key=f"known_{preset.key}"):
        st.markdown(f"**{literal(say(preset.name))}**")
        st.markdown(literal(say(preset.good_for)))
        st.caption(literal(say(preset.get)))
        origin = " · ".join(text for text in (preset.publisher, preset.licence) if text)
        if origin:
            st.caption(f":material/account_balance: {literal(origin)}")
        if not preset.columns_seen and preset.title is not None:
            st.caption(f":material/visibility: {say(_UNSEEN)}")
