"""What is printed from the dark: dark ink on white ground, the charts in the light theme's colours."""

from __future__ import annotations

from dataclasses import asdict

from socialimpact.charts.style import DARK, LIGHT

_EDGE = "#d9e2dd"
# The page itself: its ground, its words, its edges. Small print and what stands out keep their own colours.
_PAGE = f"""
:root, [data-testid="stApp"] {{ color-scheme: light !important; }}
html, body, [data-testid="stApp"], [data-testid="stMain"], [data-testid="stMain"] [data-testid="stVerticalBlock"] {{
  background: {LIGHT.background} !important; border-color: {_EDGE} !important; }}
[data-testid="stMain"] :is(h1, h2, h3, h4, p, li, strong, span, label, div) {{ color: {LIGHT.text} !important; }}
[data-testid="stMain"] [data-testid="stCaptionContainer"] * {{ color: {LIGHT.muted} !important; }}
[data-testid="stMetricDelta"] {{ background: {LIGHT.grid} !important; }}
.si-spark {{ filter: brightness(0.55); }}
"""


def in_light() -> str:
    """The rules for paper, for a page that is seen in the dark."""
    light = asdict(LIGHT)
    drawn = "\n".join(
        rule for name, colour in asdict(DARK).items() for rule in _recoloured(_rgb(colour), colour, light[name])
    )
    return f"@media print {{{_PAGE}{drawn}}}"


def _recoloured(rgb: str, colour: str, light: str) -> list[str]:
    """What a chart draws in one colour: as its style says, or, within a pattern, its attribute."""
    return [
        f'.js-plotly-plot :is([style*="{part}: {rgb}"], [{part}="{rgb}"], [{part}="{colour}"])'
        f" {{ {part}: {light} !important; }}"
        for part in ("fill", "stroke")
    ]


def _rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"
