"""The outlines of the provinces, for maps that ask no other machine for anything: `data/provinces.json`, read once.

Maps are drawn on a plain: `plane` makes of degrees what has the right proportions in the middle of the country.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from socialimpact import settings

Line = npt.NDArray[np.float32]
_STRETCH = math.cos(math.radians(42.5))


@dataclass(frozen=True, eq=False)
class Outline:
    """A province on the plain. `x` and `y` are its rings one after the other, parted by a NaN, each closed.

    `inner_x` and `inner_y` are points well inside it, the deepest first.
    """

    code: str
    x: Line
    y: Line
    inner_x: Line
    inner_y: Line


def plane(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees as a place on the map: one step to the east as long as one to the north."""
    return longitude * _STRETCH, latitude


@cache
def outlines() -> MappingProxyType[str, Outline]:
    """All provinces by their two-letter code."""
    with (settings.DATA / "provinces.json").open(encoding="ascii") as file:
        content = json.load(file)
    scale = content["scale"]
    return MappingProxyType({code: _outline(code, shape, scale) for code, shape in content["provinces"].items()})


def _outline(code: str, shape: dict[str, Any], scale: int) -> Outline:
    rings = (
        [[*ring[::2], ring[0], None] for ring in shape["rings"]],
        [[*ring[1::2], ring[1], None] for ring in shape["rings"]],
    )
    x, y = (_line(list(chain.from_iterable(side))[:-1], scale) for side in rings)
    inner = shape["inner"]
    return Outline(
        code, x * np.float32(_STRETCH), y, _line(inner[::2], scale) * np.float32(_STRETCH), _line(inner[1::2], scale)
    )


def _line(values: Sequence[int | None], scale: int) -> Line:
    return np.array([math.nan if value is None else value / scale for value in values], dtype=np.float32)


def on_map(longitude: float, latitude: float) -> bool:
    """Whether a point lies within the frame that holds the whole country."""
    return 6.0 <= longitude <= 19.0 and 35.0 <= latitude <= 47.5  # noqa: PLR2004 - degrees around Italy
