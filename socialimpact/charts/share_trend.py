"""A share over time: the rolling twelve months bold, single months thin, the target dotted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from socialimpact.charts import axes
from socialimpact.charts.scales import month_axis, value_axis
from socialimpact.charts.style import Palette, figure
from socialimpact.language import Share, msg, render

HEIGHT = 290


def share_trend(
    months: Sequence[date],
    monthly: Sequence[float | None],
    rolling: Sequence[float | None],
    *,
    palette: Palette,
    language: str,
    target: float | None = None,
    target_year: int | None = None,
) -> go.Figure:
    """The three series have one value a month (its first day), None where the share is not known.

    Labels stand at the lines instead of a legend, and the axis starts at zero unless a share is negative.
    """
    month, year = msg("single month").to(language), msg("12 months").to(language)
    data = [
        _line(months, _texts(monthly, language), monthly, name=month, line={"color": palette.faint, "width": 1.2}),
        _line(months, _texts(rolling, language), rolling, name=year, line={"color": palette.accent, "width": 3}),
    ]
    labels, shapes = [], []
    known = [(at, value) for at, value in zip(months, rolling, strict=True) if value is not None]
    if known:
        data.append(_dot(*known[-1], palette))
        labels.append(_end_label(*known[-1], palette, language))
    if target is not None:
        left = _target_label_left(rolling, target)
        shapes.append(_target_line(target, palette))
        labels.append(_target_label(target, target_year, palette, language, left=left))
    layout = {
        "annotations": labels,
        "shapes": shapes,
        "hovermode": "x unified",
        "margin": {"l": 0, "r": 58, "t": 12, "b": 0},
        "xaxis": month_axis(months, language),
        "yaxis": value_axis([*monthly, *rolling, target], "share", palette, language),
    }
    return figure(palette, height=HEIGHT, data=data, layout=layout)


def _texts(values: Sequence[float | None], language: str) -> list[str]:
    return ["" if value is None else render(Share(value), language) for value in values]


def _line(
    months: Sequence[date],
    texts: Sequence[str],
    values: Sequence[float | None],
    *,
    name: str,
    line: dict[str, Any],
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": list(months),
        "y": list(values),
        "mode": "lines" if len(months) > 1 else "markers",
        "name": name,
        "line": line,
        "marker": {"color": line["color"], "size": 9},
        "customdata": list(texts),
        "hovertemplate": f"{name}: <b>%{{customdata}}</b><extra></extra>",
        "connectgaps": False,
    }


def _dot(month: date, value: float, palette: Palette) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [month],
        "y": [value],
        "mode": "markers",
        "marker": {"color": palette.accent, "size": 8},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _end_label(month: date, value: float, palette: Palette, language: str) -> dict[str, Any]:
    return {
        "x": month,
        "y": value,
        "text": f"<b>{render(Share(value), language)}</b>",
        "showarrow": False,
        "xanchor": "left",
        "xshift": 8,
        "font": {"color": palette.accent, "size": 14},
    }


def _target_line(target: float, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.target, "width": 1.6, "dash": "dot"}
    return {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": target, "y1": target, "line": line}


def _target_label(target: float, year: int | None, palette: Palette, language: str, *, left: bool) -> dict[str, Any]:
    shown = Share(target, 0 if axes.whole_percent(target) else 1)
    named = msg("target {share} for {year}", share=shown, year=str(year))
    text = msg("target {share}", share=shown) if year is None else named
    return {
        "x": 0 if left else 1,
        "xref": "paper",
        "y": target,
        "text": text.to(language),
        "showarrow": False,
        "xanchor": "left" if left else "right",
        "yanchor": "bottom",
        "font": {"color": palette.target, "size": 13},
    }


def _target_label_left(rolling: Sequence[float | None], target: float) -> bool:
    """The label stands where the bold line is farther from the target."""
    known = [value for value in rolling if value is not None]
    return bool(known) and abs(known[0] - target) >= abs(known[-1] - target)
