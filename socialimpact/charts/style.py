"""The look of every chart: two palettes, one layout, one configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

FONT = '"Source Sans", "Source Sans Pro", system-ui, sans-serif'


@dataclass(frozen=True)
class Palette:
    """Colours by meaning. Lines and bars stand out from the background by at least 3 : 1, text by 4.5 : 1; accent and
    target differ in lightness and in their stroke too, so that nothing hangs on telling green from orange.
    """

    accent: str
    faint: str
    possible: str
    target: str
    text: str
    muted: str
    grid: str
    background: str


LIGHT = Palette(
    accent="#0b6b4f",
    faint="#74ab97",
    possible="#cfe5dc",
    target="#b45309",
    text="#16211c",
    muted="#55635c",
    grid="#e4ebe7",
    background="#ffffff",
)
DARK = Palette(
    accent="#4cc39a",
    faint="#4a8570",
    possible="#254a3d",
    target="#f0b15e",
    text="#e7efeb",
    muted="#a3b2ab",
    grid="#26322d",
    background="#0f1513",
)

# No logo, no zooming by accident on a phone. Nothing is sent anywhere. The tool bar is hidden by the style sheet: its
# one button is pressed by ours, which say what the picture carries.
CONFIG: dict[str, Any] = {
    "displayModeBar": True,
    "modeBarButtons": [["toImage"]],
    "displayNotifier": False,
    "displaylogo": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "responsive": True,
    "plotlyServerURL": "",
}


def figure(palette: Palette, *, height: int, data: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> go.Figure:
    """A figure in our look: no legend (labels stand at what they name), no fixed width, no drag.

    `data` and `layout` come whole: a figure that is built step by step costs ten times as much.
    """
    font = {"family": FONT, "size": 13}
    return go.Figure(
        {
            "data": list(data),
            "layout": {
                "template": {},
                "height": height,
                "paper_bgcolor": "rgba(0,0,0,0)",
                "plot_bgcolor": "rgba(0,0,0,0)",
                "font": {**font, "color": palette.muted},
                "showlegend": False,
                "dragmode": False,
                "hoverlabel": {
                    "bgcolor": palette.background,
                    "bordercolor": palette.grid,
                    "font": {**font, "color": palette.text},
                },
                **layout,
            },
        }
    )
