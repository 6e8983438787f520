"""Sizes as tiles, coloured by a share that is held against a goal.

Drawn as bars with a width and a base: unlike a tile of Plotly's own treemap, a bar that is clicked is told to the page.
Labels shrink to what their tile has room for, and vanish where they could not be read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from textwrap import wrap
from typing import Any, Literal

import plotly.graph_objects as go

from socialimpact.charts import axes
from socialimpact.charts.style import DARK, Palette, figure
from socialimpact.language import Euro, Message, Share, msg, render

HEIGHT = 430
# How wide the place is for its height, between a desk's screen and a phone.
_SHAPE = 1.7
_MOST_LINES = 3
# The narrowest place a chart gets, the width of a letter in the smallest print, and how many of them make a line.
_NARROWEST, _LETTER = 320.0, 5.6
_FEWEST, _MOST = 9, 18
_SMALLEST_PRINT = 10
# Beyond this a name is no name any more, and its words may be broken.
_LONG = 200
_HALF = 0.5

Tone = Literal["none", "under", "near", "over", "unknown"]
TONES: tuple[Tone, ...] = ("none", "under", "near", "over", "unknown")
# Background and text of each tone; each pair has a contrast of at least 4.5 : 1, and they differ in lightness.
_LIGHT_TONES = {
    "none": ("#e6e9e7", "#16211c"),
    "under": ("#bcdccf", "#16211c"),
    "near": ("#74ab97", "#0b1511"),
    "over": ("#0b6b4f", "#ffffff"),
    "unknown": ("#f6f1e7", "#16211c"),
}
_DARK_TONES = {
    "none": ("#2a322e", "#e7efeb"),
    "under": ("#23503f", "#e7efeb"),
    "near": ("#2f7a60", "#ffffff"),
    "over": ("#6fdcb6", "#08130e"),
    "unknown": ("#3a352a", "#e7efeb"),
}


@dataclass(frozen=True)
class Tile:
    """One tile: `key` comes back on a click; `share` None is not known; `outside` is in no category."""

    key: str
    name: str
    size: Decimal
    share: float | None
    outside: bool = False


@dataclass(frozen=True)
class Box:
    """Where a tile lies: left, bottom, width and height, in a plane of width `_SHAPE` and height 1."""

    x: float
    y: float
    width: float
    height: float


def tones(palette: Palette) -> dict[str, tuple[str, str]]:
    """Background and text by tone."""
    return _DARK_TONES if palette == DARK else _LIGHT_TONES


def tone(tile: Tile, goal: float | None) -> Tone:
    """How the share of a tile stands to the goal."""
    if tile.outside or tile.share is None:
        return "unknown"
    if tile.share <= 0:
        return "none"
    if goal is None or tile.share >= goal:
        return "over"
    return "near" if tile.share >= goal * _HALF else "under"


def treemap(tiles: Sequence[Tile], goal: float | None, *, palette: Palette, language: str) -> go.Figure:
    """The tiles, the largest first, at the top left. Sizes are euro above zero."""
    boxes = squarified([float(tile.size) for tile in tiles], _SHAPE)
    whole = sum((tile.size for tile in tiles), Decimal(0))
    found = [tone(tile, goal) for tile in tiles]
    colours = tones(palette)
    drawn = {
        "type": "bar",
        "x": [box.x + box.width / 2 for box in boxes],
        "width": [box.width for box in boxes],
        "base": [box.y for box in boxes],
        "y": [box.height for box in boxes],
        "customdata": [tile.key for tile in tiles],
        "text": [_label(tile, box, language) for tile, box in zip(tiles, boxes, strict=True)],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "inside",
        "insidetextfont": {"size": 14, "color": [colours[each][1] for each in found]},
        "hovertext": [_hover(tile, whole, language) for tile in tiles],
        "hoverinfo": "text",
        "marker": {
            "color": [colours[each][0] for each in found],
            "line": {"color": palette.background, "width": 2},
            "pattern": {
                "shape": ["/" if each == "unknown" else "" for each in found],
                "fgcolor": palette.grid,
                "size": 8,
                "solidity": 0.25,
            },
        },
        "showlegend": False,
    }
    still = {"visible": False, "fixedrange": True}
    layout = {
        "barmode": "overlay",
        "bargap": 0,
        "hovermode": "closest",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {**still, "range": [0, _SHAPE]},
        "yaxis": {**still, "range": [0, 1]},
        "uniformtext": {"minsize": _SMALLEST_PRINT, "mode": "hide"},
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": -0.01,
            "yanchor": "top",
            "itemclick": False,
            "itemdoubleclick": False,
            "font": {"size": 12, "color": palette.text},
        },
    }
    keys = [_key_of(each, goal, colours, palette, language) for each in TONES if each in found]
    return figure(palette, height=HEIGHT, data=[drawn, *keys], layout=layout)


def squarified(sizes: Sequence[float], shape: float) -> list[Box]:
    """A place for each size within a plane of width `shape` and height 1, the first at the top left.

    Bruls, Huizing, van Wijk, *Squarified Treemaps* (2000): rows are filled along the shorter side as long as that makes
    their tiles more like squares.
    """
    total = sum(sizes)
    if total <= 0:
        return []
    areas = [size / total * shape for size in sizes]
    boxes: list[Box] = []
    left, top, width, height = 0.0, 0.0, shape, 1.0
    while len(boxes) < len(areas):
        side = min(width, height)
        row = _row(areas[len(boxes) :], side)
        thickness = sum(row) / side if side > 0 else 0.0
        along = 0.0
        for area in row:
            length = area / thickness if thickness > 0 else 0.0
            if width >= height:
                boxes.append(Box(left, 1 - top - along - length, thickness, length))
            else:
                boxes.append(Box(left + along, 1 - top - thickness, length, thickness))
            along += length
        if width >= height:
            left, width = left + thickness, width - thickness
        else:
            top, height = top + thickness, height - thickness
    return boxes


def _row(areas: Sequence[float], side: float) -> list[float]:
    """As many of the areas as make the best row along `side`."""
    row = [areas[0]]
    for area in areas[1:]:
        if _worst([*row, area], side) > _worst(row, side):
            break
        row.append(area)
    return row


def _worst(row: Sequence[float], side: float) -> float:
    """The longest tile of a row, as the ratio of its sides."""
    total, least = sum(row), min(row)
    if least <= 0 or side <= 0:
        return math.inf
    return max(side * side * max(row) / total**2, total**2 / (side * side * least))


def _label(tile: Tile, box: Box, language: str) -> str:
    """The name in lines that a phone has room for, and the share."""
    letters = int(box.width / _SHAPE * _NARROWEST / _LETTER)
    width = min(max(letters, _FEWEST), _MOST)
    lines = wrap(tile.name, width, max_lines=_MOST_LINES, placeholder="…", break_long_words=len(tile.name) > _LONG)
    name = "<br>".join(escape(line) for line in lines)
    if tile.outside or tile.share is None:
        return name
    return f"{name}<br><b>{render(Share(tile.share), language)}</b>"


def _hover(tile: Tile, whole: Decimal, language: str) -> str:
    spend = msg(
        "{amount}, {share} of the spend drawn", amount=Euro(tile.size, cents=False), share=Share(tile.size / whole)
    )
    lines = ["<br>".join(escape(line) for line in wrap(tile.name, 50)), spend.to(language)]
    if tile.share is not None:
        lines.append(msg("{share} of it social", share=Share(tile.share)).to(language))
    return "<br>".join(lines)


def _key_of(
    each: Tone, goal: float | None, colours: dict[str, tuple[str, str]], palette: Palette, language: str
) -> dict[str, Any]:
    """An entry of the legend: a bar without a value."""
    pattern = {"shape": "/" if each == "unknown" else "", "fgcolor": palette.grid, "size": 6}
    marker = {"color": colours[each][0], "line": {"color": palette.muted, "width": 1}, "pattern": pattern}
    return {
        "type": "bar",
        "x": [None],
        "y": [None],
        "name": _tone_words(each, goal).to(language),
        "marker": marker,
        "hoverinfo": "skip",
    }


def _tone_words(each: Tone, goal: float | None) -> Message:
    goals = axes.short_share(goal or 0.0)
    match each:
        case "none":
            return msg("nothing social")
        case "under":
            return msg("under {share} social", share=axes.short_share((goal or 0.0) * _HALF))
        case "near":
            return msg("up to {share}", share=goals)
        case "over" if goal is None:
            return msg("something social")
        case "over":
            return msg("{share} and more", share=goals)
        case _:
            return msg("not known")
