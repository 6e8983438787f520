"""The configuration that is delivered: served to this computer only, silent, readable in both themes."""

import tomllib

import pytest
from streamlit.testing.v1 import AppTest

from socialimpact import settings
from socialimpact.charts.style import DARK, LIGHT
from socialimpact.ui import theme

CONFIG = tomllib.loads((settings.ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    "text", ["textColor", "primaryColor", "linkColor", "greenTextColor", "redTextColor", "grayTextColor"]
)
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_is_readable_on_every_ground(name, text, ground):
    colours = CONFIG["theme"][name]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize(("name", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_charts_and_page_share_their_colours(name, palette):
    colours = CONFIG["theme"][name]
    assert (palette.accent, palette.text, palette.background) == (
        colours["primaryColor"],
        colours["textColor"],
        colours["backgroundColor"],
    )


def test_the_app_is_served_to_this_computer_and_tells_nobody():
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"
    assert "http" not in str(CONFIG)


def test_the_own_drawings_fetch_nothing():
    for drawing in (theme.MARK, theme.STYLE.read_text(encoding="utf-8")):
        assert "url(" not in drawing
        assert "http" not in drawing.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_without_a_browser_the_light_palette_is_used():
    at = AppTest.from_string(
        "import streamlit as st\nfrom socialimpact.ui import theme\nst.text(theme.palette().accent)"
    )
    assert at.run().text[0].value == LIGHT.accent
