"""From one value to another through its causes: floating bars, one a cause, that begin where the one before ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from socialimpact.charts.bars import ROW_HEIGHT, shortened
from socialimpact.charts.style import Palette, figure

# Where all values lie far from zero an axis from zero on would leave the causes no room: then it begins near them, and
# the two ends are points, as a bar that is cut off would be read by its length.
_FAR_FROM_ZERO = 0.5
_AIR = 0.04
_LABEL_ROOM = 0.3


@dataclass(frozen=True)
class Step:
    """One cause: its effect, positive or negative, and the text at its end. `key` comes back on a click."""

    key: str
    name: str
    effect: float
    text: str


@dataclass(frozen=True)
class End:
    """A value at which the way begins or ends."""

    name: str
    value: float
    text: str


def waterfall(start: End, steps: Sequence[Step], end: End, *, palette: Palette) -> go.Figure:
    """Rows from top to bottom: the earlier value, each cause, the later value. Rising and falling differ in colour, in
    the sign of their text and in their pattern.
    """
    levels = [start.value]
    for step in steps:
        levels.append(levels[-1] + step.effect)
    low, high = min([*levels, end.value]), max([*levels, end.value])
    from_zero = low <= 0 or low < high * _FAR_FROM_ZERO
    left, right = (min(low, 0.0), max(high, 0.0)) if from_zero else (low, high)
    room = (right - left) or max(abs(right), 1e-9)
    places = list(range(len(steps) + 2))[::-1]
    rows = [
        *_end(start, places[0], palette, bar=from_zero),
        *(
            _step(step, place, before, after, palette)
            for step, place, (before, after) in zip(steps, places[1:-1], pairwise(levels), strict=True)
        ),
        *_end(end, places[-1], palette, bar=from_zero),
    ]
    names = [start.name, *(step.name for step in steps), end.name]
    texts = [start.text, *(step.text for step in steps), end.text]
    tips = [start.value, *(max(before, after) for before, after in pairwise(levels)), end.value]
    still = {"showgrid": False, "showticklabels": False, "fixedrange": True}
    layout = {
        "annotations": [
            label
            for place, name, text, tip in zip(places, names, texts, tips, strict=True)
            for label in _labels(place, name, text, max(tip, left), palette)
        ],
        "shapes": _links(places, levels, palette),
        "barmode": "overlay",
        "hovermode": "closest",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {
            **still,
            "range": [left - room * _AIR, right + room * _LABEL_ROOM],
            "zeroline": from_zero,
            "zerolinecolor": palette.grid,
        },
        "yaxis": {**still, "range": [-0.45, len(places) - 0.3], "zeroline": False},
    }
    return figure(palette, height=len(places) * ROW_HEIGHT + 8, data=rows, layout=layout)


def _end(end: End, place: int, palette: Palette, *, bar: bool) -> list[dict[str, Any]]:
    shared = {"x": [end.value], "y": [place], "hoverinfo": "text", "hovertext": [f"{escape(end.name)}: {end.text}"]}
    if bar:
        return [{**shared, "type": "bar", "orientation": "h", "width": 0.36, "marker": {"color": palette.muted}}]
    dot = {"color": palette.muted, "size": 13, "symbol": "diamond"}
    return [{**shared, "type": "scatter", "mode": "markers", "marker": dot, "cliponaxis": False}]


def _step(step: Step, place: int, before: float, after: float, palette: Palette) -> dict[str, Any]:
    falls = after < before
    pattern = {"shape": "/", "fgcolor": palette.background, "bgcolor": palette.target, "size": 7, "solidity": 0.2}
    return {
        "type": "bar",
        "orientation": "h",
        "width": 0.36,
        "base": [before],
        "x": [after - before],
        "y": [place],
        "marker": {"color": palette.target, "pattern": pattern} if falls else {"color": palette.accent},
        "customdata": [step.key],
        "hoverinfo": "text",
        "hovertext": [f"{escape(step.name)}: {escape(step.text)}"],
    }


def _links(places: Sequence[int], levels: Sequence[float], palette: Palette) -> list[dict[str, Any]]:
    """A thin line from where each row ends to where the next one begins."""
    line = {"color": palette.muted, "width": 1, "dash": "dot"}
    return [
        {"type": "line", "x0": level, "x1": level, "y0": place, "y1": place - 1, "line": line, "layer": "below"}
        for place, level in zip(places, levels, strict=False)
    ]


def _labels(place: int, name: str, text: str, tip: float, palette: Palette) -> tuple[dict[str, Any], dict[str, Any]]:
    """The name above the row, the value at its end."""
    anchored = {"xanchor": "left", "align": "left", "showarrow": False}
    above = {
        "x": 0, "xref": "paper", "y": place + 0.22, "yanchor": "bottom", "text": escape(shortened(name)),
        "font": {"color": palette.text, "size": 13}, "bgcolor": palette.background, "borderpad": 0,
    }  # fmt: skip
    beside = {
        "x": tip, "xshift": 8, "y": place, "yanchor": "middle", "text": f"<b>{escape(text)}</b>",
        "font": {"color": palette.muted, "size": 13},
    }  # fmt: skip
    return {**anchored, **above}, {**anchored, **beside}
