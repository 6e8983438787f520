"""A chart as a picture: drawn by the browser that shows it, so that it needs neither another program nor a network."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from html import escape
from pathlib import Path

import streamlit as st

from socialimpact.charts.style import DARK, LIGHT
from socialimpact.language import Message, msg
from socialimpact.ui import language, on_page, theme
from socialimpact.ui.language import say

# The content policy lets this script run by its hash: it is the same for every chart, who is told by attributes.
SCRIPT = Path(__file__).with_name("picture.js").read_text(encoding="utf-8")
FORMATS = ("png", "svg")

_TITLE_CHARACTERS, _TITLE_HEIGHT = 80, 27
_NOTE_CHARACTERS, _NOTE_HEIGHT = 135, 18
_AIR = 36


def install() -> None:
    """Once a page: what the buttons need."""
    st.html(f"<script>{SCRIPT}</script>", unsafe_allow_javascript=True)


def picture_buttons(title: Message, under: Message, *, chart: str, file_name: str) -> None:
    """Buttons that save the chart in the container `chart` as PNG and as SVG.

    The picture has white ground and the light theme's colours whatever the reader sees, and carries `title`, `under`
    and the page's coverage.
    """
    reader = language.current()
    about = json.dumps(
        {
            **frame(say(title), [say(note) for note in on_page.notes(under)]),
            "file": f"{file_name}-{reader}",
            "colours": _in_light(),
            "ink": LIGHT.text,
        }
    )
    named = {"png": msg("Picture (PNG)"), "svg": msg("Drawing (SVG)")}
    buttons = "".join(
        f'<button type="button" data-si-picture="{name}" data-si-chart="{escape(chart, quote=True)}"'
        f' data-si-about="{escape(about, quote=True)}">{escape(say(named[name]))}</button>'
        for name in FORMATS
    )
    st.html(f'<div class="si-pictures">{buttons}</div>')


def frame(title: str, notes: Sequence[str]) -> dict[str, object]:
    """The heading of a picture in the chart's own markup, and the room that it takes in pixels."""
    lines = textwrap.wrap(title, _TITLE_CHARACTERS)
    small = [line for note in notes for line in textwrap.wrap(note, _NOTE_CHARACTERS)]
    said = "<br>".join(f"<b>{escape(line, quote=False)}</b>" for line in lines)
    for line in small:
        said += f'<br><span style="font-size:13px;color:{LIGHT.muted}">{escape(line, quote=False)}</span>'
    return {"title": said, "top": len(lines) * _TITLE_HEIGHT + len(small) * _NOTE_HEIGHT + _AIR}


def _in_light() -> dict[str, str]:
    """Each colour of the theme that is seen, with the light theme's for the same meaning."""
    if theme.palette() is LIGHT:
        return {}
    light = asdict(LIGHT)
    return {colour: light[name] for name, colour in asdict(DARK).items()}
