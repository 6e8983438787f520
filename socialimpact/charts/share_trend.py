"""A share over time: the rolling twelve months bold, single months thin, the target dotted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
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
    path: Sequence[tuple[date, float]] = (),
    ahead: tuple[date, float, float | None, float | None] | None = None,
    marks: Sequence[tuple[date, str]] = (),
) -> go.Figure:
    """The series have one value a month (its first day), None where the share is not known.

    `path` is the dotted way to the target, by its Decembers; without one the target is a level line. `ahead` is where
    the year may end: its month, value, low and high. `marks` are days with the names of what began on them, numbered in
    their order. Labels stand at the lines instead of a legend, and the axis starts at zero unless a share is negative.
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
    if ahead and known:
        data = [*_range(known[-1], ahead, palette, language), *data]
        labels[-1:] = [_end_label(ahead[0], ahead[1], palette, language), _now_label(*known[-1], palette, language)]
    if len(path) > 1:
        data.append(_way(path, palette, language))
        labels.append(_path_label(path[-1], known[-1][1] if known else None, palette, language))
    elif target is not None:
        left = _target_label_left(rolling, target)
        shapes.append(_target_line(target, palette))
        labels.append(_target_label(target, target_year, palette, language, left=left))
    for number, (day, name) in enumerate(marks, start=1):
        shapes.append(_mark_line(day, palette))
        labels.append(_mark(day, number, name, palette))
    reach = [*months, *(day for day, _ in path), *([ahead[0]] if ahead else [])]
    levels = [value for _, value in path] + [value for value in (ahead[1:] if ahead else ()) if value is not None]
    layout = {
        "annotations": labels,
        "shapes": shapes,
        "hovermode": "x unified",
        "margin": {"l": 0, "r": 84 if len(path) > 1 else 58, "t": 22 if marks else 12, "b": 0},
        "xaxis": month_axis(sorted(set(reach)), language),
        "yaxis": value_axis([*monthly, *rolling, target, *levels], "share", palette, language),
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


def _now_label(month: date, value: float, palette: Palette, language: str) -> dict[str, Any]:
    """Where the year is still open, the value of today stands above its dot."""
    label = _end_label(month, value, palette, language)
    return {**label, "xanchor": "right", "xshift": -2, "yanchor": "bottom", "yshift": 4}


def _range(
    now: tuple[date, float], ahead: tuple[date, float, float | None, float | None], palette: Palette, language: str
) -> list[dict[str, Any]]:
    """The wedge from today to where the year may end, and its middle."""
    month, value, low, high = ahead
    traces: list[dict[str, Any]] = []
    if low is not None and high is not None:
        traces.append({
            "type": "scatter", "x": [now[0], month, month, now[0]], "y": [now[1], high, low, now[1]], "mode": "lines",
            "fill": "toself", "fillcolor": palette.possible, "line": {"width": 0}, "hoverinfo": "skip",
        })  # fmt: skip
    name = msg("may end at").to(language)
    line = {"color": palette.accent, "width": 2, "dash": "dash"}
    middle = _line([now[0], month], _texts([now[1], value], language), [now[1], value], name=name, line=line)
    return [*traces, middle]


def _way(path: Sequence[tuple[date, float]], palette: Palette, language: str) -> dict[str, Any]:
    days, values = [day for day, _ in path], [value for _, value in path]
    line = {"color": palette.target, "width": 1.8, "dash": "dot"}
    return {
        **_line(days, _texts(values, language), values, name=msg("path to the target").to(language), line=line),
        "mode": "lines+markers",
        "marker": {"color": palette.target, "size": 6},
    }


def _path_label(goal: tuple[date, float], now: float | None, palette: Palette, language: str) -> dict[str, Any]:
    """Beside the end of the path; above or below its dot, away from the bold line's own label."""
    day, value = goal
    shown = Share(value, 0 if axes.whole_percent(value) else 1)
    return {
        "x": day, "y": value, "text": msg("target {share}", share=shown).to(language), "showarrow": False,
        "xanchor": "left", "xshift": 8, "yanchor": "top" if now is not None and now > value else "bottom",
        "font": {"color": palette.target, "size": 13},
    }  # fmt: skip


def _mark_line(day: date, palette: Palette) -> dict[str, Any]:
    line = {"color": palette.muted, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": day, "x1": day, "yref": "paper", "y0": 0, "y1": 1, "line": line, "layer": "below"}


def _mark(day: date, number: int, name: str, palette: Palette) -> dict[str, Any]:
    """The number of what began on a day, above its line; its name on touch."""
    return {
        "x": day, "y": 1, "yref": "paper", "yanchor": "bottom", "text": f"<b>{number}</b>", "showarrow": False,
        "hovertext": escape(name), "font": {"color": palette.text, "size": 12},
    }  # fmt: skip


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
