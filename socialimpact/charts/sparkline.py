"""A word-sized line, as an SVG image inside the page."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape

_WIDTH, _HEIGHT, _PAD = 100.0, 30.0, 2.0


def sparkline(values: Sequence[float | None], *, colour: str, alt: str) -> str:
    """An image that fills its place, `alt` said to screen readers; gaps where a value is None, nothing where all are.

    The drawing runs from the least to the greatest value: it shows the movement, the card says the level.
    """
    known = [value for value in values if value is not None]
    if not known or len(values) == 1:
        return ""
    low, spread = min(known), (max(known) - min(known))
    step = _WIDTH / (len(values) - 1)
    lines: list[list[str]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            lines.append([])
            continue
        height = 0.5 if not spread else (value - low) / spread
        lines[-1].append(f"{place * step:.2f},{_HEIGHT - _PAD - height * (_HEIGHT - 2 * _PAD):.2f}")
    # A lone value between two gaps is drawn as a short dash, or it would not be seen.
    drawn = "".join(_polyline(points if len(points) > 1 else _dash(points[0])) for points in lines if points)
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" preserveAspectRatio="none"'
        f' fill="none" stroke="{escape(colour, quote=True)}" stroke-width="2" stroke-linecap="round"'
        f' stroke-linejoin="round">{drawn}</svg>'
    )
    packed = base64.b64encode(picture.encode()).decode()
    return f'<img class="si-spark" alt="{escape(alt, quote=True)}" src="data:image/svg+xml;base64,{packed}">'


def _polyline(points: Sequence[str]) -> str:
    return f'<polyline vector-effect="non-scaling-stroke" points="{" ".join(points)}"/>'


def _dash(point: str) -> tuple[str, str]:
    x, y = (float(part) for part in point.split(","))
    return f"{max(0.0, x - 0.8):.2f},{y:.2f}", f"{min(_WIDTH, x + 0.8):.2f},{y:.2f}"
