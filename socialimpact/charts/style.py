"""The look of every chart: two palettes, one layout, one configuration."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
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

    `data` and `layout` come whole: a figure that is built step by step costs ten times as much. One that was drawn
    before is given again: nobody may change it.
    """
    font = {"family": FONT, "size": 13}
    said = {
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
    return _checked(said)


_KEPT = 128
_drawn: OrderedDict[str, go.Figure] = OrderedDict()
_drawing = Lock()


class _Drawn(go.Figure):  # type: ignore[misc] # plotly has no types
    """A figure that nobody changes: what is sent to the browser is put together once."""

    def to_dict(self) -> dict[str, Any]:
        said: dict[str, Any] | None = getattr(self, "_said", None)
        if said is None:
            said = self._said = super().to_dict()
        return said


def _checked(said: dict[str, Any]) -> go.Figure:
    """The figure, each of its words checked: that takes a third of a page's run, so the last ones are kept."""
    try:
        key = json.dumps(said, default=_day, sort_keys=True)
    except TypeError:  # what cannot be written down cannot be told from another
        return go.Figure(said)
    with _drawing:
        if key in _drawn:
            _drawn.move_to_end(key)
            return _drawn[key]
    made = _Drawn(said)
    with _drawing:
        _drawn[key] = made
        if len(_drawn) > _KEPT:
            _drawn.popitem(last=False)
    return made


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError
