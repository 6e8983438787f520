"""A measure over time as one bold line: hollow points where a period is not whole, numbers where something happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

import plotly.graph_objects as go

from socialimpact.charts.scales import month_axis, short_value, value_axis
from socialimpact.charts.style import Palette, figure
from socialimpact.figures.declare import Unit

HEIGHT = 320


@dataclass(frozen=True)
class Point:
    """A period: `key` comes back on a click, `name` is what it is called, `value` None where nothing is known."""

    key: str
    day: date
    name: str
    value: float | None
    whole: bool = True


@dataclass(frozen=True)
class Mark:
    """What happened on a day, or (`gap`) a month without lines; `number` stands in the chart, the text beneath it."""

    day: date
    number: int
    text: str
    gap: bool = False


def period_line(
    points: Sequence[Point], marks: Sequence[Mark] = (), *, unit: Unit, palette: Palette, language: str
) -> go.Figure:
    """The line breaks where nothing is known. Years alone are named where every point is a January."""
    days = [point.day for point in points]
    texts = [f"{escape(each.name)}: <b>{_said(each, unit, language)}</b>" for each in points]
    data = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": days,
            "y": [each.value for each in points],
            "line": {"color": palette.accent, "width": 3},
            "marker": {
                "size": [7 if each.whole else 9 for each in points],
                "color": [palette.accent if each.whole else palette.background for each in points],
                "line": {"color": palette.accent, "width": 2},
            },
            "customdata": [each.key for each in points],
            "hoverinfo": "text",
            "hovertext": texts,
            "connectgaps": False,
            "cliponaxis": False,
        }
    ]
    known = [each for each in points if each.value is not None]
    labels = [_end(known[-1], unit, palette, language)] if known else []
    axis = month_axis(days, language)
    layout = {
        "annotations": [*labels, *(_number(mark, palette) for mark in marks if not mark.gap)],
        "shapes": [_shape(mark, palette) for mark in marks],
        "hovermode": "closest",
        "margin": {"l": 0, "r": 62, "t": 22, "b": 0},
        "xaxis": axis,
        "yaxis": value_axis([each.value for each in points], unit, palette, language),
    }
    return figure(palette, height=HEIGHT, data=data, layout=layout)


def _said(point: Point, unit: Unit, language: str) -> str:
    return "–" if point.value is None else escape(short_value(point.value, unit, language))


def _end(point: Point, unit: Unit, palette: Palette, language: str) -> dict[str, Any]:
    return {
        "x": point.day, "y": point.value, "text": f"<b>{_said(point, unit, language)}</b>", "showarrow": False,
        "xanchor": "left", "xshift": 9, "font": {"color": palette.accent, "size": 14},
    }  # fmt: skip


def _number(mark: Mark, palette: Palette) -> dict[str, Any]:
    return {
        "x": mark.day, "y": 1, "yref": "paper", "yanchor": "bottom", "text": f"<b>{mark.number}</b>",
        "showarrow": False, "font": {"color": palette.target, "size": 12}, "hovertext": escape(mark.text),
    }  # fmt: skip


def _shape(mark: Mark, palette: Palette) -> dict[str, Any]:
    """A dashed line for a day, a grey stretch for a month that is missing."""
    if mark.gap:
        middle = timedelta(days=14)
        return {
            "type": "rect", "yref": "paper", "y0": 0, "y1": 1, "x0": mark.day - middle, "x1": mark.day + middle,
            "fillcolor": palette.grid, "line": {"width": 0}, "layer": "below",
        }  # fmt: skip
    line = {"color": palette.target, "width": 1.3, "dash": "dash"}
    return {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "x0": mark.day, "x1": mark.day, "line": line}
