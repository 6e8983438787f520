"""How social each part is, and how large: a pale bar as long as the spend, the social part of it in front."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

import plotly.graph_objects as go

from socialimpact.charts import axes
from socialimpact.charts.bars import ROW_HEIGHT, shortened
from socialimpact.charts.style import Palette, figure
from socialimpact.language import Euro, Share, msg, render

_LABEL_ROOM = 0.48


@dataclass(frozen=True)
class SocialPart:
    """`spend` is addressable, `social` the part of it that counts; `share` None is not known."""

    key: str
    name: str
    spend: Decimal
    social: Decimal
    share: float | None


def social_parts(rows: Sequence[SocialPart], *, palette: Palette, language: str) -> go.Figure:
    """Bars from top to bottom in the order given; at their ends the social share, then the spend."""
    places = list(range(len(rows)))[::-1]
    common = {
        "type": "bar", "orientation": "h", "width": 0.36, "y": places, "hoverinfo": "text",
        "hovertext": [_hover(row, language) for row in rows], "customdata": [row.key for row in rows],
    }  # fmt: skip
    outline = {"color": palette.faint, "width": 1}
    data = [
        {**common, "x": [float(row.spend) for row in rows], "marker": {"color": palette.possible, "line": outline}},
        {**common, "x": [float(row.social) for row in rows], "marker": {"color": palette.accent}},
    ]
    still = {"showgrid": False, "showticklabels": False, "fixedrange": True}
    ends = [float(max(row.spend, row.social, Decimal(0))) for row in rows]
    low = min([0.0, *(float(min(row.spend, row.social)) for row in rows)])
    layout = {
        "annotations": [
            label for place, row in zip(places, rows, strict=True) for label in _labels(place, row, palette, language)
        ],
        "barmode": "overlay",
        "hovermode": "closest",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {**still, "range": [low, low + (max([*ends, 1.0]) - low) / (1 - _LABEL_ROOM)],
                  "zeroline": True, "zerolinecolor": palette.grid},
        "yaxis": {**still, "range": [-0.45, len(rows) - 0.3], "zeroline": False},
    }  # fmt: skip
    return figure(palette, height=max(1, len(rows)) * ROW_HEIGHT + 8, data=data, layout=layout)


def _labels(place: int, row: SocialPart, palette: Palette, language: str) -> tuple[dict[str, Any], dict[str, Any]]:
    share = msg("not known").to(language) if row.share is None else render(Share(row.share), language)
    spend = axes.short_euro(row.spend, language)
    anchored = {"xanchor": "left", "align": "left", "showarrow": False}
    name = {
        "x": 0, "xref": "paper", "y": place + 0.22, "yanchor": "bottom", "text": escape(shortened(row.name)),
        "font": {"color": palette.text, "size": 13},
    }  # fmt: skip
    said = msg("{share} of {spend}", share="\0", spend=spend).to(language)
    end = {
        "x": float(max(row.spend, row.social, Decimal(0))), "xshift": 6, "y": place, "yanchor": "middle",
        "text": escape(said).replace("\0", f"<b>{escape(share)}</b>"), "font": {"color": palette.muted, "size": 13},
    }  # fmt: skip
    return {**anchored, **name}, {**anchored, **end}


def _hover(row: SocialPart, language: str) -> str:
    said = msg("social: {social} of {spend}", social=Euro(row.social), spend=Euro(row.spend)).to(language)
    return f"{escape(row.name)}<br>{escape(said)}"
