"""Contrast by WCAG 2.2: 4.5 : 1 for text, 3 : 1 for what has to be seen to understand a chart."""

import json
import math
from datetime import date

import pytest

from socialimpact.charts.style import CONFIG, DARK, LIGHT, figure


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("name", ["text", "muted", "target", "accent"])
def test_text_is_readable(palette, name):
    assert contrast(getattr(palette, name), palette.background) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_possible_part_is_outlined_so_that_it_is_seen(palette):
    assert contrast(palette.faint, palette.background) >= 2.5
    assert contrast(palette.accent, palette.possible) >= 3


def test_nothing_of_a_chart_leads_outside():
    drawn = json.dumps([CONFIG, figure(LIGHT, height=100, data=[], layout={}).to_plotly_json()], default=str)
    assert "http" not in drawn
    assert CONFIG["modeBarButtons"] == [["toImage"]]


# Machado, Oliveira and Fernandes 2009, severity 1.0, over linear red, green and blue.
SEEN_BY = {
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "everybody else": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}
# Colours that stand beside each other in a chart and mean different things.
TOLD_APART = [
    ("accent", "target"),
    ("accent", "faint"),
    ("accent", "possible"),
    ("faint", "target"),
    ("text", "accent"),
]


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    """CIELAB (D65) of a colour as somebody with this sight sees it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    red, green, blue = (
        min(1.0, max(0.0, sum(each * part for each, part in zip(row, linear, strict=True)))) for row in SEEN_BY[sight]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sight", SEEN_BY)
@pytest.mark.parametrize("pair", TOLD_APART, ids="-".join)
def test_colour_blind_people_tell_the_colours_apart(palette, sight, pair):
    one, other = (lab(getattr(palette, name), sight) for name in pair)
    # Ten is plain to see side by side; twice that across a chart.
    assert math.dist(one, other) >= 20


def test_a_figure_that_was_drawn_before_is_given_again_and_another_is_another():
    data = [{"type": "bar", "x": [1.0], "y": [date(2025, 1, 1)]}]
    drawn = figure(LIGHT, height=100, data=data, layout={})
    assert figure(LIGHT, height=100, data=data, layout={}) is drawn
    assert drawn.to_dict() is drawn.to_dict()
    for other in (
        figure(DARK, height=100, data=data, layout={}),
        figure(LIGHT, height=101, data=data, layout={}),
        figure(LIGHT, height=100, data=[{**data[0], "x": [2.0]}], layout={}),
    ):
        assert other.to_dict() != drawn.to_dict()
