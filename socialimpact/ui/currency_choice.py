"""In which currency the amounts of a table are, and, where no published rate is wanted, at which rate they count."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import streamlit as st

from socialimpact.language import msg
from socialimpact.tables.template import declared
from socialimpact.ui.language import current, say, say_in

_EURO, _BOOKS = "EUR", "books"
_SIX_DECIMALS = "%.6f"


def show(tables: list[dict[str, Any]], prefix: str, *, changed: Callable[[], None]) -> None:
    """The choice for tables that are read alike, and the rate where another currency was chosen."""
    key, reader = f"{prefix}_amounts_in", current()
    chosen = tables[0].get("currency")
    codes = list(dict.fromkeys([*declared()["currencies"], *([chosen] if chosen else [])]))
    words = {_BOOKS: msg("that of the company's books")}
    st.session_state[key] = chosen

    def choose() -> None:
        for table in tables:
            table["currency"], table["fixed_rate"] = st.session_state[key], None
        changed()

    st.selectbox(
        say(msg("All amounts are in")),
        codes,
        index=None,
        format_func=lambda code: say_in(reader, words.get(code, code)),
        key=key,
        placeholder=say(msg("each row's own currency")),
        on_change=choose,
    )
    if chosen not in {None, _EURO, _BOOKS}:
        _rate(tables, prefix, str(chosen), changed)


def _rate(tables: list[dict[str, Any]], prefix: str, currency: str, changed: Callable[[], None]) -> None:
    key = f"{prefix}_fixed_rate"
    stated = tables[0].get("fixed_rate")
    st.session_state[key] = float(stated) if stated else None

    def state() -> None:
        rate = st.session_state[key]
        for table in tables:
            table["fixed_rate"] = None if not rate else str(Decimal(str(rate)))
        changed()

    st.number_input(
        say(msg("{currency} for one euro", currency=currency)),
        0.0,
        value=None,
        format=_SIX_DECIMALS,
        key=key,
        placeholder=say(msg("the published rate of each day")),
        on_change=state,
    )
