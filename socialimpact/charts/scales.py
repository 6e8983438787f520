"""The two axes of a line over time: values from zero on with round ticks, and months with a little air beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from socialimpact.charts import axes
from socialimpact.charts.style import Palette
from socialimpact.figures.declare import Unit
from socialimpact.language import Share, msg, render


def value_axis(
    values: Sequence[float | None], unit: Unit, palette: Palette, language: str, *, about: int = 5
) -> dict[str, Any]:
    """From zero, or from below it where a value is negative, to the largest value."""
    known = [float(value) for value in values if value is not None]
    ticks = _ticks(min([0.0, *known]), max([0.0, *known]), unit, about) if known else [0.0, 0.5, 1.0]
    return {
        "range": [ticks[0], ticks[-1] + (ticks[-1] - ticks[0]) * 0.04],
        "tickvals": ticks,
        "ticktext": tick_labels(ticks, unit, language),
        "gridcolor": palette.grid,
        "zeroline": True,
        "zerolinecolor": palette.grid,
        "zerolinewidth": 1,
        "fixedrange": True,
        "automargin": True,
    }


def _ticks(low: float, high: float, unit: Unit, about: int) -> list[float]:
    """Round values; of what is written without decimals, whole ones: `€0, €0, €1` would say nothing."""
    if unit == "share":
        return axes.share_ticks(low, high, about=about)
    ticks = axes.share_ticks(low, max(high, low + 1.0), about=about)
    if len(ticks) > 1 and ticks[1] - ticks[0] >= 1:
        return ticks
    return [float(whole) for whole in range(math.floor(ticks[0]), math.ceil(ticks[-1]) + 1)]


def tick_labels(ticks: Sequence[float], unit: Unit, language: str) -> list[str]:
    """Ticks in the unit of their measure."""
    if unit == "share":
        return axes.share_labels(ticks, language)
    return [short_value(tick, unit, language) for tick in ticks]


def short_value(value: Any, unit: Unit, language: str) -> str:
    """A value as short as a label wants it."""
    match unit:
        case "share":
            return render(Share(value + 0), language)
        case "euro":
            return axes.short_euro(Decimal(str(value)), language)
        case "days":
            return msg("{n} days", n=round(float(value), 1)).to(language)
        case _:
            return render(round(float(value), 1), language)


def month_axis(months: Sequence[date], language: str, *, most: int = 5) -> dict[str, Any]:
    """The months with at most so many named, the first and last point not cut."""
    shown = axes.month_ticks(months, most=most)
    return {
        "tickvals": shown,
        "ticktext": axes.month_labels(shown, language),
        "range": span(months),
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "hoverformat": "%m/%Y",  # the browser would name the month in its own language
        "ticklabelstandoff": 6,
    }


def span(months: Sequence[date]) -> list[date] | None:
    """A little air on both sides, so that the first tick and the last point are not cut."""
    if not months:
        return None
    air = timedelta(days=max(8.0, (months[-1] - months[0]).days * 0.015))
    return [months[0] - air, months[-1] + air]
