"""Contrast by WCAG 2.2: 4.5 : 1 for text, 3 : 1 for what has to be seen to understand a chart."""

import json

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
