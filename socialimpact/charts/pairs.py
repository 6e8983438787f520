"""Two values beside each other by row: all suppliers pale, social ones bold, each with its words at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from socialimpact.charts.bars import shortened
from socialimpact.charts.style import Palette, figure

ROW_HEIGHT = 66
_ALONE_HEIGHT = 50  # where no row has a second value
_BAR = 0.24
# The narrowest place a chart gets, and the room that the words at a bar's end need there.
_ROOM = 0.3


@dataclass(frozen=True)
class Pair:
    """One row: `whole` of all suppliers, `part` of the social ones, each with its words; None is not known."""

    key: str
    name: str
    whole: float | None
    whole_words: str
    part: float | None
    part_words: str


def pairs(rows: Sequence[Pair], *, palette: Palette) -> go.Figure:
    """Rows from top to bottom in the order given. Where a value is not known its words stand without a bar."""
    places = list(range(len(rows)))[::-1]
    far = max([1e-9, *(value for row in rows for value in (row.whole, row.part) if value is not None)])
    near = min([0.0, *(value for row in rows for value in (row.whole, row.part) if value is not None)])
    data = [
        _trace(rows, places, "part", palette.accent, 0.06),
        _trace(rows, places, "whole", palette.faint, 0.06 - _BAR),
    ]
    labels = []
    for place, row in zip(places, rows, strict=True):
        labels.append(_name(place, row, palette))
        labels.append(_end(place + 0.06, row.part, row.part_words, palette.text))
        labels.append(_end(place + 0.06 - _BAR, row.whole, row.whole_words, palette.muted))
    height = ROW_HEIGHT if any(row.whole_words for row in rows) else _ALONE_HEIGHT
    still = {"showgrid": False, "showticklabels": False, "fixedrange": True}
    layout = {
        "annotations": labels,
        "barmode": "overlay",
        "hovermode": "closest",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {**still, "range": [near, far / (1 - _ROOM)], "zeroline": True, "zerolinecolor": palette.grid},
        "yaxis": {**still, "range": [-0.4, len(rows) - 0.35], "zeroline": False},
    }
    return figure(palette, height=max(1, len(rows)) * height + 8, data=data, layout=layout)


def _trace(rows: Sequence[Pair], places: Sequence[int], which: str, colour: str, shift: float) -> dict[str, Any]:
    values = [getattr(row, which) for row in rows]
    words = [getattr(row, f"{which}_words") for row in rows]
    return {
        "type": "bar",
        "orientation": "h",
        "width": _BAR * 0.86,
        "x": values,
        "y": [place + shift for place in places],
        "hovertext": [f"{escape(row.name)}<br>{escape(text)}" for row, text in zip(rows, words, strict=True)],
        "hoverinfo": "text",
        "customdata": [row.key for row in rows],
        "marker": {"color": colour},
    }


def _name(place: int, row: Pair, palette: Palette) -> dict[str, Any]:
    return {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": place + 0.2,
        "yanchor": "bottom",
        "text": escape(shortened(row.name)),
        "showarrow": False,
        "font": {"color": palette.text, "size": 13},
    }


def _end(place: float, value: float | None, words: str, colour: str) -> dict[str, Any]:
    return {
        "x": max(value or 0.0, 0.0),
        "xanchor": "left",
        "xshift": 6,
        "y": place,
        "yanchor": "middle",
        "text": escape(words),
        "showarrow": False,
        "font": {"color": colour, "size": 12},
    }
