"""The place where files are dropped, in the reader's language: the framework writes it in English only."""

from __future__ import annotations

import json

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui.language import say

# The framework's words shrink to nothing, and ours are put after them.
_STYLE = """<style>
[data-testid="stFileUploaderDropzone"] button p,
[data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button p::after {{ content: {button}; font-size: 1rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{ content: {hint}; font-size: 0.875rem; }}
</style>"""


def speak(megabytes: int | None = None) -> None:
    """Give all uploaders of the page their words, and the most that they take. Once a page is enough."""
    limit = megabytes or int(st.get_option("server.maxUploadSize"))
    st.html(
        _STYLE.format(
            button=_quoted(say(msg("Choose a file"))),
            hint=_quoted(say(msg("or drop it here, up to {n} MB", n=limit))),
        )
    )


def _quoted(text: str) -> str:
    """A text as a string of CSS, which cannot end the style element either."""
    return json.dumps(text, ensure_ascii=False).replace("<", "\\3c ")
