"""Small multiples: the same measure for each part, beside each other and on one scale, two in a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import plotly.graph_objects as go

from socialimpact.charts import axes
from socialimpact.charts.scales import short_value, span
from socialimpact.charts.style import Palette, figure
from socialimpact.figures.declare import Unit

# Two in a row read well on a desk and still on a phone, where each has some 150 px.
COLUMNS = 2
ROW_HEIGHT = 140
_LINE = 19
_GAP = 0.06
_TITLE_ROOM = 0.36


@dataclass(frozen=True)
class Panel:
    """One part: `key` comes back on a click; the rest is drawn fainter. `values` are None where nothing is known."""

    key: str
    name: str
    values: Sequence[float | None]
    rest: bool = False


def panels(
    parts: Sequence[Panel], days: Sequence[date], names: Sequence[str], *, unit: Unit, palette: Palette, language: str
) -> go.Figure:
    """`days` are the first days of the periods, `names` what these are called. All share one scale, from zero on."""
    rows = max(1, -(-len(parts) // COLUMNS))
    known = [value for part in parts for value in part.values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    high = high if high > low else low + 1.0
    data: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"annotations": [], "hovermode": "closest", "margin": {"l": 0, "r": 6, "t": 2, "b": 20}}
    for place, part in enumerate(parts):
        row, column = divmod(place, COLUMNS)
        at = "" if place == 0 else str(place + 1)
        left = column * (1 + _GAP) / COLUMNS
        width = (1 - _GAP) / COLUMNS
        top = 1 - row / rows
        data.append(_line(part, days, names, at, unit=unit, palette=palette, language=language))
        layout[f"xaxis{at}"] = {
            "domain": [left, left + width], "anchor": f"y{at}", "range": span(days), "showgrid": False,
            "zeroline": False, "fixedrange": True, "showticklabels": False,
        }  # fmt: skip
        layout[f"yaxis{at}"] = {
            "domain": [top - 0.9 / rows, top - _TITLE_ROOM / rows], "anchor": f"x{at}",
            "range": [low, high * 1.06], "showgrid": False, "zeroline": True, "zerolinecolor": palette.grid,
            "showticklabels": False, "fixedrange": True,
        }  # fmt: skip
        layout["annotations"] += _title(part, left, left + width, top, unit=unit, palette=palette, language=language)
        if place >= len(parts) - COLUMNS:
            layout["annotations"] += _ends(days, (left, left + width), top - 0.9 / rows, palette, language)
    return figure(palette, height=rows * ROW_HEIGHT + 24, data=data, layout=layout)


def _line(
    part: Panel, days: Sequence[date], names: Sequence[str], at: str, *, unit: Unit, palette: Palette, language: str
) -> dict[str, Any]:
    colour = palette.muted if part.rest else palette.accent
    texts = ["–" if value is None else short_value(value, unit, language) for value in part.values]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(days),
        "y": list(part.values),
        "xaxis": f"x{at}",
        "yaxis": f"y{at}",
        "line": {"color": colour, "width": 2, "dash": "dot" if part.rest else "solid"},
        "marker": {"color": colour, "size": 4},
        "fill": "tozeroy",
        "fillcolor": palette.possible if not part.rest else palette.grid,
        "customdata": [part.key for _ in days],
        "hoverinfo": "text",
        "hovertext": [
            f"{escape(part.name)}<br>{escape(name)}: <b>{escape(text)}</b>"
            for name, text in zip(names, texts, strict=True)
        ],
        "connectgaps": False,
        "cliponaxis": False,
    }


def _title(
    part: Panel, left: float, right: float, top: float, *, unit: Unit, palette: Palette, language: str
) -> list[dict[str, Any]]:
    """The name on the left, the last value on the right."""
    known = [value for value in part.values if value is not None]
    last = "–" if not known else short_value(known[-1], unit, language)
    shared = {"xref": "paper", "yref": "paper", "y": top, "yanchor": "top", "showarrow": False}
    return [
        {**shared, "x": left, "xanchor": "left", "text": _two_lines(part.name), "align": "left",
         "hovertext": escape(part.name), "font": {"color": palette.text, "size": 12}},
        {**shared, "x": right, "xanchor": "right", "text": f"<b>{escape(last)}</b>",
         "font": {"color": palette.muted if part.rest else palette.accent, "size": 12}},
    ]  # fmt: skip


def _two_lines(name: str) -> str:
    """A name in at most two lines that a phone has room for, what is longer cut off."""
    if len(name) <= _LINE:
        return escape(name)
    space = name.rfind(" ", 0, _LINE + 1)
    first, rest = (name[:space], name[space + 1 :]) if space > 0 else (name[:_LINE], name[_LINE:])
    rest = rest if len(rest) <= _LINE else rest[: _LINE - 1].rstrip() + "…"
    return f"{escape(first)}<br>{escape(rest)}"


def _ends(
    days: Sequence[date], sides: tuple[float, float], bottom: float, palette: Palette, language: str
) -> list[dict[str, Any]]:
    """The first and the last period, at the two ends of an axis."""
    if not days:
        return []
    years = len(days) > 1 and all(day.month == 1 for day in days)
    ends = [days[0], days[-1]] if len(days) > 1 else [days[0]]
    texts = [str(day.year) for day in ends] if years else axes.month_labels([*ends], language)
    return [
        {
            "xref": "paper", "yref": "paper", "x": side, "y": bottom, "xanchor": anchor, "yanchor": "top",
            "text": text, "showarrow": False, "font": {"color": palette.muted, "size": 11},
        }
        for text, side, anchor in zip(texts, sides, ("left", "right"), strict=False)
    ]  # fmt: skip
