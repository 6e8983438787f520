"""How few suppliers make up most of the purchases: the running share, from the largest supplier on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from socialimpact.charts import axes
from socialimpact.charts.style import Palette, figure
from socialimpact.language import Share, msg, plural, render

HEIGHT = 400


def pareto(
    points: Sequence[tuple[int, float]], mark: tuple[int, float] | None, *, palette: Palette, language: str
) -> go.Figure:
    """`points`: how many suppliers, and the share of the purchases that they make up together; `mark` is one of them
    that is shown and named.
    """
    places, shares = [0, *(place for place, _ in points)], [0.0, *(share for _, share in points)]
    last = max(places)
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "x": places,
            "y": shares,
            "mode": "lines" if len(points) > 1 else "lines+markers",
            "line": {"color": palette.accent, "width": 3},
            "fill": "tozeroy",
            "fillcolor": palette.possible,
            "hovertext": [_hover(place, share, language) for place, share in zip(places, shares, strict=True)],
            "hoverinfo": "text",
        }
    ]
    labels, shapes = [], []
    if mark:
        place, share = mark
        data.append({"type": "scatter", "x": [place], "y": [share], "mode": "markers", "hoverinfo": "skip",
                     "marker": {"color": palette.target, "size": 10}, "cliponaxis": False})  # fmt: skip
        right = place > last / 2
        labels.append({
            "x": place, "y": share, "text": _named(place, share, language), "showarrow": False,
            "xanchor": "right" if right else "left", "xshift": -12 if right else 12, "yanchor": "top", "yshift": -4,
            "font": {"color": palette.text, "size": 13},
        })  # fmt: skip
        line = {"color": palette.target, "width": 1.4, "dash": "dot"}
        shapes.append({"type": "line", "x0": place, "x1": place, "y0": 0, "y1": share, "line": line})
    ticks = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    layout = {
        "annotations": labels,
        "shapes": shapes,
        "hovermode": "closest",
        "margin": {"l": 0, "r": 8, "t": 12, "b": 0},
        "xaxis": {
            "range": [0, last * 1.01 or 1], "showgrid": False, "zeroline": False, "fixedrange": True,
            "automargin": True,
            "nticks": 6, "tickformat": "d", "rangemode": "nonnegative",
            "title": {"text": msg("suppliers, the largest first").to(language), "font": {"size": 12}},
        },
        "yaxis": {
            "range": [0, 1.04], "tickvals": ticks, "ticktext": axes.share_labels(ticks, language),
            "gridcolor": palette.grid, "zeroline": False, "fixedrange": True, "automargin": True,
        },
    }  # fmt: skip
    return figure(palette, height=HEIGHT, data=data, layout=layout)


def _named(place: int, share: float, language: str) -> str:
    suppliers = plural("{n} supplier", "{n} suppliers", place)
    return f"<b>{suppliers.to(language)}</b>: {render(Share(share, 0), language)}"


def _hover(place: int, share: float, language: str) -> str:
    return f"{plural('{n} supplier', '{n} suppliers', place).to(language)}: {render(Share(share), language)}"
