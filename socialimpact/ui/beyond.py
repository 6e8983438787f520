"""Shares that are larger than the whole, or less than nothing: why that is no mistake, said where they show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from socialimpact.language import Message, msg
from socialimpact.services.spreadsheet import Column
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

# Half of the last digit that a share is printed with: 100.0 % is the whole.
_SEEN = 0.0005
_OVER = msg("Over 100%: credit notes of others make the whole smaller than this part of it.")
_BELOW = msg("Below 0%: more was given back in credit notes than bought.")


def why(shares: Iterable[Any]) -> tuple[Message, ...]:
    """What has to be said about these shares; nothing about most."""
    known = [float(each) for each in shares if each is not None]
    said = ((_OVER, any(each > 1 + _SEEN for each in known)), (_BELOW, any(each < -_SEEN for each in known)))
    return tuple(message for message, there in said if there)


def told(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> None:
    """The sentences beneath a chart or a table; a change of share or spend may be of any size."""
    keys = [column.key for column in columns if column.unit == "share" and column.role != "change"]
    for message in why(row.get(key) for key in keys for row in rows):
        st.caption(f":material/info: {literal(say(message))}")
