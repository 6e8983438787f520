"""What happens within a year, on an axis of twelve months: years over each other, the season, a year on its way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go
from babel.dates import get_month_names

from socialimpact.charts import axes
from socialimpact.charts.scales import short_value, value_axis
from socialimpact.charts.style import Palette, figure
from socialimpact.figures.declare import Unit
from socialimpact.language import Share, locale, msg, render

HEIGHT = 300
_MONTHS = list(range(1, 13))
_DASHES = ("solid", "dot", "dash", "dashdot")


def year_lines(
    years: Sequence[tuple[int, Sequence[float | None]]], *, unit: Unit, palette: Palette, language: str
) -> go.Figure:
    """A line a year, the last one bold and the others each with a stroke of its own; the year stands at its end."""
    data, labels = [], []
    for place, (year, values) in enumerate(years[::-1]):
        last = place == 0
        colour = palette.accent if last else palette.muted
        stroke = {"color": colour, "width": 3.2 if last else 1.6, "dash": _DASHES[min(place, len(_DASHES) - 1)]}
        data.append(_line(values, str(year), stroke, unit, language))
        known = [(month, value) for month, value in zip(_MONTHS, values, strict=True) if value is not None]
        if known:
            labels.append(_at_end(*known[-1], f"<b>{year}</b>" if last else str(year), colour))
    everything = [value for _, values in years for value in values]
    layout = _layout(value_axis(everything, unit, palette, language), language, right=44)
    return figure(palette, height=HEIGHT, data=data[::-1], layout={**layout, "annotations": _apart(labels, everything)})


def _apart(labels: list[dict[str, Any]], values: Sequence[float | None]) -> list[dict[str, Any]]:
    """Labels at the same month that would lie on each other, moved so that each can be read; the bold one stays."""
    known = [value for value in values if value is not None]
    least = (max([0.0, *known]) - min([0.0, *known])) * 0.075
    placed: list[dict[str, Any]] = []
    for label in labels:
        level = label["y"]
        while any(abs(level - other["y"]) < least and label["x"] == other["x"] for other in placed):
            level -= least / 4
        placed.append({**label, "y": level})
    return placed


def season_bars(values: Sequence[float], *, in_points: bool, palette: Palette, language: str) -> go.Figure:
    """Twelve bars about the average; those below differ in colour and pattern."""
    texts = [_signed(value, language, in_points=in_points) for value in values]
    names = _names("wide", language)
    colours = [palette.accent if value >= 0 else palette.target for value in values]
    stripes = ["" if value >= 0 else "/" for value in values]
    pattern = {"shape": stripes, "bgcolor": colours, "fgcolor": palette.background, "size": 7, "solidity": 0.2}
    data = [
        {
            "type": "bar",
            "x": _MONTHS,
            "y": list(values),
            "width": 0.62,
            "marker": {"color": colours, "pattern": pattern},
            "hoverinfo": "text",
            "hovertext": [f"{name}: <b>{text}</b>" for name, text in zip(names, texts, strict=True)],
        }
    ]
    ticks = axes.share_ticks(min(0.0, *values), max(0.0, *values))
    axis = {
        "range": [ticks[0] - (ticks[-1] - ticks[0]) * 0.02, ticks[-1] + (ticks[-1] - ticks[0]) * 0.04],
        "tickvals": ticks,
        "ticktext": [_signed(tick, language, in_points=in_points) for tick in ticks],
        "gridcolor": palette.grid,
        "zeroline": True,
        "zerolinecolor": palette.muted,
        "zerolinewidth": 1,
        "fixedrange": True,
        "automargin": True,
    }
    return figure(palette, height=HEIGHT, data=data, layout=_layout(axis, language, right=0))


def _signed(value: float, language: str, *, in_points: bool) -> str:
    size = render(round(abs(value) * 100, 1), language) if in_points else render(Share(abs(value), 0), language)
    return f"+{size}" if value > 0 else f"−{size}" if value < 0 else size


@dataclass(frozen=True)
class Way:
    """A year on its way: twelve values each, None where there is none. `path` is what would lead to the goal."""

    so_far: Sequence[float | None]
    expected: Sequence[float | None]
    low: Sequence[float | None]
    high: Sequence[float | None]
    path: Sequence[float] = ()
    goal_text: str = ""


def within_year(way: Way, *, unit: Unit, palette: Palette, language: str) -> go.Figure:
    """What is there bold, what may come dashed within its range, the way to the goal dotted."""
    there = msg("so far").to(language)
    data = [
        *_range(way, palette),
        _line(way.expected, msg("expected").to(language), {"color": palette.accent, "width": 2, "dash": "dash"},
              unit, language),
        _line(way.so_far, there, {"color": palette.accent, "width": 3.2}, unit, language),
    ]  # fmt: skip
    labels = []
    for values, bold in ((way.so_far, True), (way.expected, False)):
        known = [(month, value) for month, value in zip(_MONTHS, values, strict=True) if value is not None]
        if known:
            text = escape(short_value(known[-1][1], unit, language))
            labels.append(_at_end(*known[-1], f"<b>{text}</b>" if bold else text, palette.accent))
    if way.path:
        stroke = {"color": palette.target, "width": 1.6, "dash": "dot"}
        data.append(_line(way.path, msg("way to the target").to(language), stroke, unit, language))
        labels.append(_goal_label(way, unit, palette))
    everything = [*way.so_far, *way.expected, *way.high, *way.low, *way.path]
    layout = _layout(value_axis(everything, unit, palette, language), language, right=62)
    return figure(palette, height=HEIGHT, data=data, layout={**layout, "annotations": labels})


def _goal_label(way: Way, unit: Unit, palette: Palette) -> dict[str, Any]:
    """At the goal's height: a share's way begins near it and leaves room on the left, an amount's begins at nothing."""
    left = unit == "share"
    return {
        "x": 1 if left else 12,
        "xanchor": "left" if left else "right",
        "y": way.path[-1],
        "yanchor": "bottom",
        "yshift": 2,
        "text": escape(way.goal_text),
        "showarrow": False,
        "font": {"color": palette.target, "size": 13},
    }


def _range(way: Way, palette: Palette) -> list[dict[str, Any]]:
    """The range as a pale band, from the last month that is there on."""
    months = [month for month in _MONTHS if way.low[month - 1] is not None and way.high[month - 1] is not None]
    if not months:
        return []
    low, high = [way.low[month - 1] for month in months], [way.high[month - 1] for month in months]
    before = [month for month in _MONTHS if way.so_far[month - 1] is not None and month < months[0]]
    if before:
        months = [before[-1], *months]
        low, high = [way.so_far[before[-1] - 1], *low], [way.so_far[before[-1] - 1], *high]
    edge = {"type": "scatter", "mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "x": months}
    return [{**edge, "y": low}, {**edge, "y": high, "fill": "tonexty", "fillcolor": palette.possible}]


def _line(
    values: Sequence[float | None], name: str, stroke: dict[str, Any], unit: Unit, language: str
) -> dict[str, Any]:
    known = sum(value is not None for value in values)
    return {
        "type": "scatter",
        "mode": "lines" if known > 1 else "markers",
        "x": _MONTHS[: len(values)],
        "y": list(values),
        "name": name,
        "line": stroke,
        "marker": {"color": stroke["color"], "size": 9},
        "customdata": ["" if value is None else short_value(value, unit, language) for value in values],
        "hovertemplate": f"{escape(name)}: <b>%{{customdata}}</b><extra></extra>",
        "connectgaps": False,
        "cliponaxis": False,
    }


def _at_end(month: int, value: float, text: str, colour: str) -> dict[str, Any]:
    return {
        "x": month, "y": value, "text": text, "showarrow": False, "xanchor": "left", "xshift": 7,
        "font": {"color": colour, "size": 13},
    }  # fmt: skip


def _layout(axis: dict[str, Any], language: str, *, right: int) -> dict[str, Any]:
    return {
        "hovermode": "x unified",
        "margin": {"l": 0, "r": right, "t": 12, "b": 0},
        "xaxis": {
            "tickvals": [1, 4, 7, 10, 12] if right else _MONTHS,
            "ticktext": [_names("abbreviated" if right else "narrow", language)[month - 1]
                         for month in ([1, 4, 7, 10, 12] if right else _MONTHS)],
            "range": [0.6, 12.2] if right else [0.4, 12.6],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
            "ticklabelstandoff": 6,
        },
        "yaxis": axis,
    }  # fmt: skip


def _names(width: str, language: str) -> list[str]:
    names = get_month_names(width, "stand-alone", locale(language))  # type: ignore[arg-type]
    return [str(names[month]) for month in _MONTHS]
