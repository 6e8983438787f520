"""Numbers and dates as the reader's locale writes them."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from socialimpact.language import Euro, Share, msg, render
from socialimpact.ui import language

# What means something to Markdown: anywhere in a line, or at its beginning.
_MARKS = re.compile(r"([\\`*_\[\]<$~@]|:(?=\w)|(?<=www)\.|^>|^[-+#](?=[-+#\s]|$))")
_SIGN = re.compile(r"(?<=[\d]) (?=[%€])|(?<=[\d]) (?=mln\b)|(?<=mln) (?=€)")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")


def euro(value: Decimal | None, *, cents: bool = False) -> str:
    return not_known() if value is None else render(Euro(value, cents), language.current())


def share(value: float | Decimal | None, decimals: int = 1) -> str:
    """A ratio between 0 and 1 as a percentage; None, a share of nothing, is said as not known."""
    # the zero that is added takes the sign from a negative zero, which a share of credit notes can be
    return not_known() if value is None else render(Share(value + 0, decimals), language.current())


def count(value: int | None) -> str:
    return not_known() if value is None else render(value, language.current())


def day(value: date | datetime | None) -> str:
    return not_known() if value is None else render(value, language.current())


def any_value(value: Any) -> str:
    """A value of any type, None as not known."""
    return (
        not_known()
        if value is None
        else language.say(value)
        if isinstance(value, str)
        else render(value, language.current())
    )


def literal(text: str) -> str:
    """A text that Streamlit's Markdown shows as it is: a supplier's name may hold `*`, `$`, `:red[` or a link."""
    one_line = text.replace("\r", " ").replace("\n", " ").strip(" \t")
    return _NUMBERED.sub(r"\1\\\2", _MARKS.sub(r"\\\1", one_line))


def unbroken(text: str) -> str:
    """`literal`, with numbers and their signs on one line: no title ends in "6" and goes on with "%"."""
    return _SIGN.sub("\N{NO-BREAK SPACE}", literal(text))


def not_known() -> str:
    return language.say(msg("not known"))
