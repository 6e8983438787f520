"""Words that tell a row of a ledger from a purchase, as patterns over texts in small letters (`data/row_marks.yml`)."""

from __future__ import annotations

import re
from functools import cache

from socialimpact import knowledge


@cache
def pattern_text(name: str) -> str:
    """The patterns under a name as one, for a whole cell in lower case without accents."""
    entry = knowledge.load("row_marks")[name]
    joined = "|".join(f"(?:{pattern})" for pattern in entry["patterns"])
    return joined.replace("{tail}", entry.get("tail", ""))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """As `pattern_text`, compiled."""
    return re.compile(pattern_text(name))


def names_total(text: str) -> bool:
    """Whether a cell names a total, a subtotal or a balance."""
    return bool(pattern("total").fullmatch(text.strip().lower()))
