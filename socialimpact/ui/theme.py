"""The look that the theme of `.streamlit/config.toml` cannot say, and the palette that charts are drawn with."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from socialimpact.charts.style import DARK, LIGHT, Palette
from socialimpact.ui import paper

STYLE = Path(__file__).with_name("style.css")

# A drawing of our own, so that no icon is fetched from elsewhere: two hands' shares of one circle.
MARK = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" role="img" aria-label="socialimpact">'
    '<circle cx="16" cy="16" r="14" fill="#b9dccd"/><path d="M16 16V2a14 14 0 0 1 12.1 21z" fill="#0b6b4f"/></svg>'
)


# An image has no web font: whichever the system gives, the word takes the same room.
_LETTERS = (
    "font-family='system-ui, sans-serif' font-size='18' font-weight='600'"
    " textLength='108' lengthAdjust='spacingAndGlyphs'"
)


def logo() -> str:
    """The mark with the name beside it, in the colours of the theme that the reader sees."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="150" height="28" viewBox="0 0 150 28">'
        '<g transform="translate(1 1) scale(.81)"><circle cx="16" cy="16" r="14" fill="#b9dccd"/>'
        '<path d="M16 16V2a14 14 0 0 1 12.1 21z" fill="#0b6b4f"/></g>'
        f'<text x="34" y="20" fill="{palette().text}" {_LETTERS}>socialimpact</text></svg>'
    )


def palette() -> Palette:
    """Chart colours for the theme that the reader sees now."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def apply() -> None:
    st.html(STYLE)
    # What lies above what scrolls needs a ground of its own, in the theme that the reader sees. What opens hangs beside
    # the app, where the framework does not say which theme that is.
    scheme = "dark" if palette() is DARK else "light"
    printed = paper.in_light() if scheme == "dark" else ""
    ground = st.get_option(f"theme.{scheme}.secondaryBackgroundColor")
    st.html(f"<style>:root {{ --si-page: {ground}; color-scheme: {scheme}; }}{printed}</style>")
