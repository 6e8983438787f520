"""What a person may state about the money of a file: the VAT inside its amounts, their currency, a rate."""

from __future__ import annotations

from typing import Any

import streamlit as st

from socialimpact.language import msg
from socialimpact.ledger.mapping import BOOKS
from socialimpact.services.ledgers.preview import Preview
from socialimpact.tables import currencies
from socialimpact.ui.language import say
from socialimpact.ui.upload.upload_desk import Upload

_WIDTH = 230


def show(upload: Upload, preview: Preview) -> None:
    """The questions that this file raises: none for a ledger in euro without VAT."""
    with_vat = upload.said["amount_basis"] == "gross" or "vat_included" in _codes(preview)
    abroad = _is_abroad(upload, preview)
    if not (with_vat or upload.said.get("assumed_vat_rate") or abroad):
        return
    with st.grid(min_column_width=_WIDTH, key=f"upload_{upload.number}_stated"):
        if with_vat or upload.said.get("assumed_vat_rate"):
            _vat_rate(upload)
        if abroad:
            _currency(upload)
            _fixed_rate(upload)


def show_currency(upload: Upload, preview: Preview) -> None:
    """The currency of a file that raises no question about it: only a person knows that its amounts are no euro."""
    if not _is_abroad(upload, preview):
        _currency(upload)


def _codes(preview: Preview) -> set[str]:
    return {problem.code for problem in preview.problems}


def _is_abroad(upload: Upload, preview: Preview) -> bool:
    stated = any(table.get("fixed_rate") or table.get("currency") for table in upload.said["tables"] if table["used"])
    return stated or bool({"no_exchange_rate", "converted", "converted_as_published"} & _codes(preview))


def _vat_rate(upload: Upload) -> None:
    key = f"upload_{upload.number}_vat_rate"
    now = upload.said.get("assumed_vat_rate")
    st.session_state[key] = None if now is None else float(now)
    st.number_input(
        say(msg("VAT to take off, in per cent")),
        0.0,
        30.0,
        value=None,
        step=1.0,
        format="%.2f",
        key=key,
        placeholder=say(msg("not stated: amounts keep their VAT")),
        help=say(msg("For amounts that include VAT where no column says how much: 22 takes 22 of every 122 off.")),
        on_change=lambda: _say(upload, {"assumed_vat_rate": _text(st.session_state[key])}, {}),
    )


def _currency(upload: Upload) -> None:
    key = f"upload_{upload.number}_currency"
    now = next((table.get("currency") for table in upload.said["tables"] if table["used"]), None)
    st.session_state[key] = now
    st.selectbox(
        say(msg("Currency of the amounts")),
        [BOOKS, *currencies.currencies()],
        index=None,
        format_func=lambda code: say(msg("that of the company's books")) if code == BOOKS else str(code),
        key=key,
        placeholder=say(msg("as each row says")),
        on_change=lambda: _say(upload, {}, {"currency": st.session_state[key]}),
    )


def _fixed_rate(upload: Upload) -> None:
    key = f"upload_{upload.number}_fixed_rate"
    now = next((table.get("fixed_rate") for table in upload.said["tables"] if table["used"]), None)
    st.session_state[key] = None if now is None else float(now)
    st.number_input(
        say(msg("Rate: units for one euro")),
        0.0001,
        value=None,
        step=0.01,
        format="%.4f",
        key=key,
        placeholder=say(msg("the one of each day")),
        help=say(
            msg(
                "One rate for all amounts that are not in euro and have none in their row. 1 takes them at their face"
                " value. Leave it empty to use the European Central Bank's rates."
            )
        ),
        on_change=lambda: _say(upload, {}, {"fixed_rate": _text(st.session_state[key])}),
    )


def _say(upload: Upload, whole: dict[str, Any], of_tables: dict[str, Any]) -> None:
    """Try the file with what is stated now."""
    tables = [table | of_tables if table["used"] else table for table in upload.said["tables"]]
    upload.correct(upload.said | whole | {"tables": tables})


def _text(number: float | None) -> str | None:
    return None if number is None else f"{number:.4f}".rstrip("0").rstrip(".")
