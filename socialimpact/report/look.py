"""How documents are dressed: the organisation's two colours and its logo, and the colours that follow from them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from socialimpact.charts.style import LIGHT

_HEX = re.compile(r"#[0-9a-f]{6}")
_WHITE = (255, 255, 255)
# WCAG 2.1: 1.4.3 for texts such as headings, 1.4.11 for lines and bars.
TEXT_CONTRAST, LINE_CONTRAST = 4.5, 3.0
# How far the two colours must be apart in lightness, so that nobody has to tell them by their hue.
APART = 1.2
_FAINT_CONTRAST, _PALE_CONTRAST = 2.5, 1.25
_STEPS = 40
_DARK = 0.04045  # sRGB: below it the scale is a straight line


@dataclass(frozen=True)
class Look:
    """`accent`: headings and bars; `second`: the line of the target. `logo`: a PNG as base64 text, or empty."""

    accent: str = LIGHT.accent
    second: str = LIGHT.target
    logo: str = ""

    @property
    def faint(self) -> str:
        """The accent, lighter: what stands behind it in a chart."""
        return lighter(self.accent, _FAINT_CONTRAST)

    @property
    def pale(self) -> str:
        """The accent as a tint for surfaces."""
        return lighter(self.accent, _PALE_CONTRAST)


def rgb(colour: str) -> tuple[int, int, int]:
    """The parts of a colour `#rrggbb`, 0 to 255. Raises ValueError for what is none."""
    if not _HEX.fullmatch(colour.lower()):
        raise ValueError(colour)
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str = "#ffffff") -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.1, relative luminance)."""
    light, dark = sorted((_luminance(rgb(one)), _luminance(rgb(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lighter(colour: str, wanted: float) -> str:
    """The colour mixed with white until its contrast with white is no more than `wanted`."""
    for step in range(_STEPS + 1):
        part = step / _STEPS
        mixed = tuple(round(own + (white - own) * part) for own, white in zip(rgb(colour), _WHITE, strict=True))
        found = "#{:02x}{:02x}{:02x}".format(*mixed)
        if contrast(found) <= wanted:
            return found
    return "#ffffff"


def _luminance(parts: tuple[int, int, int]) -> float:
    red, green, blue = (_linear(part / 255) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= _DARK else ((part + 0.055) / 1.055) ** 2.4
