"""Italy by provinces, drawn from our own outlines on plain axes: no tiles, no outlines from elsewhere, no request.

Provinces are grey, the darker the more is spent there; towns are discs over them, hollow for all spend, green for the
social part; sites are diamonds with their names. A pointer finds a province by points that are not seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

import numpy as np
import plotly.graph_objects as go

from socialimpact.charts.bars import shortened
from socialimpact.charts.map_shades import Shades, legend_boxes, legend_texts
from socialimpact.charts.style import Palette, figure
from socialimpact.language import Euro, msg, plural, render
from socialimpact.places.boundaries import Outline, outlines, plane

HEIGHT = 640
# The country on the plain, with a little air: west, east, south, north.
COUNTRY = (3.7, 13.75, 35.3, 47.3)
_AROUND = 1.1
_LARGEST, _SMALLEST = 26.0, 5.0
_MOST_NAMES = 8
_SHORT_NAME = 9


@dataclass(frozen=True)
class Area:
    """A province: its two letters come back on a click as `province:TO`."""

    code: str
    name: str
    spend: Decimal
    social: Decimal
    suppliers: int


@dataclass(frozen=True)
class Dot:
    """A town with suppliers, at its point in degrees; its code comes back on a click as `municipality:001272`."""

    code: str
    name: str
    longitude: float
    latitude: float
    spend: Decimal
    social: Decimal
    suppliers: int


@dataclass(frozen=True)
class Mark:
    """A site, at its point in degrees."""

    name: str
    longitude: float
    latitude: float


def province_map(
    areas: Sequence[Area],
    dots: Sequence[Dot],
    marks: Sequence[Mark],
    *,
    palette: Palette,
    language: str,
    near: bool = False,
) -> go.Figure:
    """The map. With `near` it shows what lies around the sites instead of the whole country.

    A place without spend, or with more given back than bought, is as pale as one without suppliers; a pointer over it
    says the amount.
    """
    shades = Shades([area.spend for area in areas], palette)
    legend = shades.legend()
    window = _window(marks) if near and marks else COUNTRY
    data = [
        *_provinces(areas, shades),
        *(_found(area, language) for area in areas if area.code in outlines()),
        *_discs(dots, palette, language),
        _diamonds(marks, palette),
    ]
    still = {"showgrid": False, "zeroline": False, "showticklabels": False, "fixedrange": True}
    layout = {
        "annotations": [*_names(marks, palette, window), *legend_texts(legend, palette, language)],
        "shapes": legend_boxes(legend, shades.edge, palette),
        "hovermode": "closest",
        "hoverdistance": 14,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {**still, "range": list(window[:2]), "constrain": "domain"},
        "yaxis": {
            **still,
            "range": list(window[2:]),
            "constrain": "domain",
            "constraintoward": "top",
            "scaleanchor": "x",
            "scaleratio": 1,
        },
    }
    return figure(palette, height=HEIGHT, data=data, layout=layout)


def _provinces(areas: Sequence[Area], shades: Shades) -> list[dict[str, Any]]:
    """One trace a shade: all its provinces, parted by gaps."""
    spend = {area.code: area.spend for area in areas}
    by_fill: dict[str, list[Outline]] = {}
    for code, outline in outlines().items():
        by_fill.setdefault(shades.fill(spend.get(code, Decimal(0))), []).append(outline)
    gap = np.array([math.nan], dtype=np.float32)
    return [
        {
            "type": "scatter",
            "x": np.concatenate([part for each in members for part in (each.x, gap)][:-1]),
            "y": np.concatenate([part for each in members for part in (each.y, gap)][:-1]),
            "mode": "lines",
            "fill": "toself",
            "fillcolor": fill,
            "line": {"color": shades.edge, "width": 0.5},
            "hoverinfo": "skip",
        }
        for fill, members in by_fill.items()
    ]


def _found(area: Area, language: str) -> dict[str, Any]:
    """What a pointer finds within a province."""
    outline = outlines()[area.code]
    return {
        "type": "scatter",
        "x": outline.inner_x,
        "y": outline.inner_y,
        "mode": "markers",
        "marker": {"opacity": 0, "size": 12},
        "unselected": {"marker": {"opacity": 0}},
        "selected": {"marker": {"opacity": 0}},
        "customdata": [f"province:{area.code}"] * len(outline.inner_x),
        "hoverinfo": "text",
        "hovertext": _hover(area.name, area.spend, area.social, area.suppliers, language),
    }


def _discs(dots: Sequence[Dot], palette: Palette, language: str) -> list[dict[str, Any]]:
    """Towns, the largest first so that small ones lie above: a hollow disc for all spend, a full one for the social."""
    shown = sorted((dot for dot in dots if dot.spend > 0), key=lambda dot: (-dot.spend, dot.code))
    largest = max([float(dot.spend) for dot in shown], default=1.0)
    social = [dot for dot in shown if dot.social > 0]
    edge = {"color": palette.background, "width": 0.8}
    all_spend = {"color": palette.background, "opacity": 0.9, "line": {"color": palette.muted, "width": 1.1}}
    return [
        _disc_trace(shown, [float(dot.spend) for dot in shown], largest, all_spend, language),
        _disc_trace(
            social,
            [float(dot.social) for dot in social],
            largest,
            {"color": palette.accent, "opacity": 0.95, "line": edge},
            language,
        ),
    ]


def _disc_trace(
    dots: Sequence[Dot], amounts: Sequence[float], largest: float, marker: Mapping[str, Any], language: str
) -> dict[str, Any]:
    places = [plane(dot.longitude, dot.latitude) for dot in dots]
    opacity = {"marker": {"opacity": marker["opacity"]}}
    return {
        "type": "scatter",
        "x": np.array([x for x, _ in places], dtype=np.float32),
        "y": np.array([y for _, y in places], dtype=np.float32),
        "mode": "markers",
        "marker": {
            **marker,
            "size": [round(max(_SMALLEST, _LARGEST * math.sqrt(amount / largest)), 1) for amount in amounts],
        },
        "unselected": opacity,
        "customdata": [f"municipality:{dot.code}" for dot in dots],
        "hoverinfo": "text",
        "hovertext": [_hover(dot.name, dot.spend, dot.social, dot.suppliers, language) for dot in dots],
    }


def _diamonds(marks: Sequence[Mark], palette: Palette) -> dict[str, Any]:
    places = [plane(mark.longitude, mark.latitude) for mark in marks]
    return {
        "type": "scatter",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "mode": "markers",
        "marker": {
            "symbol": "diamond-open",
            "size": 13,
            "color": palette.target,
            "line": {"color": palette.target, "width": 2.5},
        },
        "hoverinfo": "skip",
    }


def _names(marks: Sequence[Mark], palette: Palette, window: Sequence[float]) -> list[dict[str, Any]]:
    """The names of the sites beside their marks; of many, none: the table has them."""
    if len(marks) > _MOST_NAMES:
        return []
    middle = (window[0] + window[1]) / 2
    labels = []
    for mark in marks:
        x, y = plane(mark.longitude, mark.latitude)
        # a long name to the west would be cut on a phone
        west = x < middle and len(mark.name) <= _SHORT_NAME
        labels.append(
            {
                "x": x,
                "y": y,
                "xshift": -9 if west else 9,
                "yshift": 9,
                "xanchor": "right" if west else "left",
                "text": f"<b>{escape(shortened(mark.name))}</b>",
                "showarrow": False,
                "bgcolor": palette.background,
                "opacity": 0.88,
                "borderpad": 1,
                "font": {"color": palette.target, "size": 12},
            }
        )
    return labels


def _window(marks: Sequence[Mark]) -> tuple[float, float, float, float]:
    """A box around the sites, not smaller than a region."""
    places = [plane(mark.longitude, mark.latitude) for mark in marks]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return min(xs) - _AROUND, max(xs) + _AROUND, min(ys) - _AROUND, max(ys) + _AROUND


def _hover(name: str, spend: Decimal, social: Decimal, suppliers: int, language: str) -> str:
    lines = [
        f"<b>{escape(shortened(name))}</b>",
        escape(render(Euro(spend, cents=False), language)),
        escape(plural("{n} supplier", "{n} suppliers", suppliers).to(language)),
    ]
    if social:
        lines.append(escape(msg("social: {amount}", amount=Euro(social, cents=False)).to(language)))
    return "<br>".join(lines)
