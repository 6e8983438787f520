"""Bands of days from an invoice to its payment. Directive 2011/7/EU counts 30 days, and 60 where that is agreed."""

from __future__ import annotations

from socialimpact.language import Message, msg

# The last day of each band and its key; keys sort as the bands do. Beyond the last one there is one more.
_BANDS = ((30, "000-030"), (60, "031-060"), (90, "061-090"), (120, "091-120"))
_BEYOND = "121+"
KEYS = (*(key for _, key in _BANDS), _BEYOND)


def band_sql(column: str = "days_to_pay") -> str:
    """The key of the band; null where the days are not known. Paid before the invoice's date is in the first."""
    branches = " ".join(f"when {column} <= {last} then '{key}'" for last, key in _BANDS)
    return f"case {branches} when {column} is not null then '{_BEYOND}' end"


def band_name(key: str) -> Message:
    """A band in words: `31–60 days`. Raises KeyError for a key that is no band's."""
    lasts = {known: last for last, known in _BANDS}
    if key == _BEYOND:
        return msg("More than {n} days", n=_BANDS[-1][0])
    last = lasts[key]
    if last == _BANDS[0][0]:
        return msg("Within {n} days", n=last)
    return msg("{first}–{last} days", first=int(key[:3]), last=last)
