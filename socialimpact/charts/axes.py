"""Ticks that read well in the reader's language: round shares, named months."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from babel import dates

from socialimpact.language import Euro, Share, locale, msg, render

_STEPS = (1, 2, 2.5, 5, 10)
_FLAT = 1e-6
_MILLION = 1_000_000


def share_ticks(low: float, high: float, *, about: int = 5) -> list[float]:
    """Round values from at or below `low` to at or above `high`, about so many."""
    if high - low < _FLAT:  # a flat line gets a little air above it
        high = low + max(abs(low), 0.01)
    raw = (high - low) / about
    size = 10.0 ** math.floor(math.log10(raw))
    step = next(size * factor for factor in _STEPS if size * factor >= raw * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]


def share_labels(ticks: Sequence[float], language: str) -> list[str]:
    """Percentages with as many decimals as tell the ticks apart, and no more."""
    step = min((after - before for before, after in pairwise(ticks)), default=1.0)
    decimals = (
        0
        if step * 100 >= 1 - 1e-9 and all(whole_percent(tick) for tick in ticks)
        else 1
        if step * 100 >= 0.1 - 1e-9
        else 2
    )
    return [render(Share(tick, decimals), language) for tick in ticks]


def whole_percent(share: float) -> bool:
    """Whether a share is a whole percentage, but for the rounding error of a float."""
    return math.isclose(share * 100, round(share * 100), abs_tol=1e-6)


def short_share(share: float) -> Share:
    """A share with a decimal only where it has one: 6 %, 6.5 %."""
    return Share(share, 0 if whole_percent(share) else 1)


def month_ticks(months: Sequence[date], *, most: int = 5) -> list[date]:
    """At most so many of the months, evenly apart: at years, half-years or quarters where these fit."""
    if not months:
        return []
    span = (months[-1].year - months[0].year) * 12 + months[-1].month - months[0].month + 1
    step = next((size for size in (1, 2, 3, 6, 12, 24, 36, 60, 120) if math.ceil(span / size) <= most), 240)
    anchored = [month for month in months if (month.year * 12 + month.month - 1) % step == 0]
    return anchored or [months[0]]


def month_labels(ticks: Sequence[date], language: str) -> list[str]:
    """`Mar 2025`, `mar 2025`; years alone where every tick is a January."""
    pattern = "y" if len(ticks) > 1 and all(month.month == 1 for month in ticks) else "LLL y"
    return [dates.format_date(month, pattern, locale=locale(language)) for month in ticks]


def short_euro(value: Decimal, language: str, *, decimals: int = 1) -> str:
    """Whole euro below a million, millions with few decimals above: the label of a bar, the value of a card."""
    if abs(value) < _MILLION:
        return render(Euro(value, cents=False), language)
    millions = render(round(float(abs(value)) / _MILLION, decimals), language)
    text = msg("€{millions} m", millions=millions).to(language)
    return f"-{text}" if value < 0 else text
