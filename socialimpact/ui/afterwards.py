"""Work that is done when everything is drawn: a person reads on while the store works."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager

import streamlit as st

_WAITS = "afterwards"


def later(work: Callable[[], None]) -> None:
    """Have `work` done by the next `finish`; what waits already is done first."""
    finish()
    st.session_state[_WAITS] = work


def waits() -> bool:
    return _WAITS in st.session_state


def finish() -> None:
    """Do what waits. Every page begins with it: what was drawn next may have been another page than was thought."""
    work: Callable[[], None] | None = st.session_state.pop(_WAITS, None)
    if work is not None:
        work()


@contextmanager
def drawn() -> Generator[None, None, None]:
    """Draw in the block; what waits is done when it is left, also where another press ends it early."""
    try:
        yield
    finally:
        finish()
