"""Long work that shows how far it is and can be stopped."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import streamlit as st

from socialimpact.language import Message, msg
from socialimpact.ui.language import say


class Progress:
    """A bar on the page. Pass it to a service as `progress`; it is a function of (share done, what is being done)."""

    def __init__(self, first: Message) -> None:
        self._bar = st.progress(0.0, text=say(first))

    def __call__(self, done: float, doing: Message) -> None:
        # Streamlit stops the script inside this call when the person presses *Stop* or leaves: the exception
        # passes through the service's transaction, which then keeps nothing.
        self._bar.progress(min(max(done, 0.0), 1.0), text=say(doing))

    def clear(self) -> None:
        self._bar.empty()


@contextmanager
def progress(first: Message) -> Generator[Progress, None, None]:
    """A bar with a *Stop* button beneath, both gone at the end. What it gives is the `progress` that services take."""
    place = st.empty()
    with place.container():
        shown = Progress(first)
        st.button(
            say(msg("Stop")), icon=":material/stop_circle:", help=say(msg("Stops the work. Nothing of it is kept."))
        )
    try:
        yield shown
    finally:
        place.empty()
