"""Horizontal bars with their names above them: long names and small screens keep the whole width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

import plotly.graph_objects as go

from socialimpact.charts import axes
from socialimpact.charts.style import Palette, figure
from socialimpact.language import Euro, msg, render

ROW_HEIGHT = 50
_LONGEST_NAME = 46
# The narrowest place a chart gets, on a 390 px phone inside a card, and the width of a character at 13 px.
_NARROWEST = 320.0
_CHARACTER = 6.8
_GAP = 12.0


@dataclass(frozen=True)
class Bar:
    """One bar: what counts, and what is only possible, drawn as a lighter hatched end. `key` comes back on a click.

    `label` stands at its end instead of the amount, for bars whose length is no euro. A `faint` one steps back behind
    the others.
    """

    key: str
    name: str
    amount: Decimal
    possible: Decimal = Decimal(0)
    label: str = ""
    faint: bool = False


def bars(rows: Sequence[Bar], *, palette: Palette, language: str) -> go.Figure:
    """Bars from top to bottom in the order given, amounts in euro at their ends. Negative amounts go to the left."""
    places = list(range(len(rows)))[::-1]
    common = {
        "type": "bar",
        "orientation": "h",
        "width": 0.36,
        "y": places,
        "hoverinfo": "text",
        "hovertext": [_hover(row, language) for row in rows],
        "customdata": [row.key for row in rows],
    }
    pattern = {"shape": "/", "fgcolor": palette.faint, "bgcolor": palette.possible, "size": 6}
    outline = {"color": palette.faint, "width": 1}
    possible = {"color": palette.possible, "line": outline, "pattern": pattern}
    data = [
        {**common, "x": [float(row.amount) for row in rows], "marker": {"color": _colours(rows, palette)}},
        {**common, "x": [float(row.possible) for row in rows], "marker": possible},
    ]
    still = {"showgrid": False, "showticklabels": False, "fixedrange": True}
    low = min([0.0, *(float(row.amount) for row in rows), *(float(row.possible) for row in rows)])
    right = _right_end(rows, low, language)
    layout = {
        "annotations": [
            label for place, row in zip(places, rows, strict=True) for label in _labels(place, row, palette, language)
        ],
        "barmode": "relative",
        "hovermode": "closest",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {**still, "range": [low, right], "zeroline": True, "zerolinecolor": palette.grid},
        "yaxis": {**still, "range": [-0.45, len(rows) - 0.3], "zeroline": False},
    }
    return figure(palette, height=max(1, len(rows)) * ROW_HEIGHT + 8, data=data, layout=layout)


def _colours(rows: Sequence[Bar], palette: Palette) -> str | list[str]:
    """One colour where all bars are alike, else one a bar."""
    if not any(row.faint for row in rows):
        return palette.accent
    return [palette.faint if row.faint else palette.accent for row in rows]


def _labels(place: int, row: Bar, palette: Palette, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The name above the bar and the amounts at its end."""
    counted, possible = _amounts(row, language)
    amounts = " ".join(part for part in (f"<b>{escape(counted)}</b>" if counted else "", escape(possible)) if part)
    name = {
        "x": 0,
        "xref": "paper",
        "y": place + 0.22,
        "yanchor": "bottom",
        "text": escape(shortened(row.name)),
        "font": {"color": palette.text, "size": 13},
    }
    end = {
        "x": _end(row),
        "xshift": 6,
        "y": place,
        "yanchor": "middle",
        "text": amounts,
        "font": {"color": palette.muted, "size": 13},
    }
    anchored = {"xanchor": "left", "align": "left", "showarrow": False}
    return {**anchored, **name}, {**anchored, **end}


def _amounts(row: Bar, language: str) -> tuple[str, str]:
    """What stands at the bar's end: the amount that counts, and with a plus the one that may."""
    if row.label:
        return row.label, ""
    counted = axes.short_euro(row.amount, language) if row.amount or not row.possible else ""
    return counted, f"+ {axes.short_euro(row.possible, language)}" if row.possible else ""


def _end(row: Bar) -> float:
    return float(max(row.amount, row.amount + row.possible, Decimal(0)))


def _hover(row: Bar, language: str) -> str:
    amount = row.label or render(Euro(row.amount), language)
    if not row.possible:
        return f"{escape(row.name)}<br>{escape(amount)}"
    possible = msg("possible, not confirmed: {amount}", amount=Euro(row.possible)).to(language)
    return f"{escape(row.name)}<br>{escape(amount)}<br>{escape(possible)}"


def shortened(name: str) -> str:
    """A name that fits above a bar on a phone."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"


def _right_end(rows: Sequence[Bar], low: float, language: str) -> float:
    """Where the axis ends so that every bar's label still fits beside it on the narrowest screen."""
    ends = [low + 1.0]
    for row in rows:
        width = len(" ".join(_amounts(row, language))) * _CHARACTER + _GAP
        ends.append(low + (_end(row) - low) / max(0.2, 1 - width / _NARROWEST))
    return max(ends)
