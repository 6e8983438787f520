"""The greys of a map: classes of spend that each begin at ten times the one beneath, and the legend that names them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from socialimpact.charts import axes
from socialimpact.charts.style import Palette
from socialimpact.language import Message, msg

_CLASSES = 5
_DARKEST = 0.9
_EDGE = 0.45
_LEAST_BOUND = 10  # euro
_X, _Y, _STEP, _BOX = 0.66, 0.98, 0.042, 0.026


@dataclass(frozen=True)
class Entry:
    """A line of the legend: a fill and its words."""

    fill: str
    words: Message


@dataclass(frozen=True)
class _Short(Message):
    """A round amount as briefly as the reader's language writes it."""

    def to(self, language: str) -> str:
        return axes.short_euro(Decimal(self.text), language, decimals=0)


class Shades:
    """The fill for each amount of a map: from the ground's colour, for nothing, towards the text's."""

    def __init__(self, amounts: Sequence[Decimal], palette: Palette) -> None:
        """`amounts` are all that the map will show: the largest decides where the classes begin."""
        self.edge = _mixed(palette, _EDGE)
        self._bounds = _bounds(max([Decimal(0), *amounts]))
        self._fills = [_mixed(palette, (place + 1) / _CLASSES * _DARKEST) for place in range(_CLASSES)]
        self._none = palette.background
        self._found = sorted({self._class(amount) for amount in amounts if amount > 0}, reverse=True)

    def fill(self, amount: Decimal) -> str:
        """The colour of a place; that of the ground where nothing is spent, or more given back than bought."""
        # the darkest is for the largest class, however few there are
        return (
            self._none if amount <= 0 else self._fills[self._class(amount) + len(self._fills) - 1 - len(self._bounds)]
        )

    def legend(self) -> list[Entry]:
        """The classes that the map has, the most spend first; none where there is but one for all."""
        if not self._bounds or not self._found:
            return []
        entries = []
        for place in self._found:
            bound = _Short(str(self._bounds[-place] if place else self._bounds[-1]))
            words = msg("{amount} and more", amount=bound) if place else msg("less than {amount}", amount=bound)
            entries.append(Entry(self._fills[place + len(self._fills) - 1 - len(self._bounds)], words))
        return [*entries, Entry(self._none, msg("nothing"))]

    def _class(self, amount: Decimal) -> int:
        """How many of the bounds an amount reaches."""
        return sum(amount >= bound for bound in self._bounds)


def _bounds(largest: Decimal) -> list[Decimal]:
    """Up to four round amounts, each ten times the next one, the largest first and below `largest`."""
    top = 10 ** (len(str(int(largest))) - 1)
    if top == int(largest):
        top //= 10
    bounds = [Decimal(top) / 10**step for step in range(_CLASSES - 1)]
    return [bound for bound in bounds if bound >= _LEAST_BOUND]


def _mixed(palette: Palette, part: float) -> str:
    one, other = (
        [int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in (palette.background, palette.muted)
    )
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in zip(one, other, strict=True))


def legend_boxes(legend: Sequence[Entry], edge: str, palette: Palette) -> list[dict[str, Any]]:
    """A box a class in the sea to the east, on a ground of their own: where the map is closer there is land."""
    if not legend:
        return []
    ground = {
        "type": "rect",
        "xref": "x domain",
        "yref": "y domain",
        "x0": _X - 0.02,
        "x1": 1,
        "y0": _Y - (len(legend) + 0.7) * _STEP,
        "y1": 1,
        "fillcolor": palette.background,
        "opacity": 0.9,
        "line": {"width": 0},
    }
    return [
        ground,
        *_boxes(legend, edge),
    ]


def _boxes(legend: Sequence[Entry], edge: str) -> list[dict[str, Any]]:
    return [
        {
            "type": "rect",
            "xref": "x domain",
            "yref": "y domain",
            "x0": _X,
            "x1": _X + 0.05,
            "y0": _Y - (line * _STEP) - _BOX / 2,
            "y1": _Y - (line * _STEP) + _BOX / 2,
            "fillcolor": entry.fill,
            "line": {"color": edge, "width": 0.6},
        }
        for line, entry in enumerate(legend, start=1)
    ]


def legend_texts(legend: Sequence[Entry], palette: Palette, language: str) -> list[dict[str, Any]]:
    """What the boxes stand for, beneath what is measured; nothing without boxes."""
    if not legend:
        return []
    texts = [(0.0, msg("Spend by province")), *((0.07, entry.words) for entry in legend)]
    return [
        {
            "xref": "x domain",
            "yref": "y domain",
            "x": _X + indent,
            "y": _Y - line * _STEP,
            "xanchor": "left",
            "yanchor": "middle",
            "align": "left",
            "text": text.to(language),
            "showarrow": False,
            "font": {"color": palette.muted, "size": 11},
        }
        for line, (indent, text) in enumerate(texts)
    ]
