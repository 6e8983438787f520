"""Two dashboards are drawn at a time.

Drawing is work for one processor. Twenty that are drawn at once hinder one another and all end late; in turn, each is
done sooner. Only dashboards wait: they read and are soon over. A page that takes a file in may run for minutes.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from threading import Semaphore

from socialimpact.ui import navigation

_AT_ONCE = 2
# Whoever has waited so long is drawn all the same: nobody depends on a page that hangs.
_LONGEST_WAIT = 3.0

_turns = Semaphore(_AT_ONCE)


@contextmanager
def turn(url: str) -> Generator[None, None, None]:
    """Wait for this page's turn, if it is a dashboard."""
    dashboards = {entry.url for entry in navigation.SECTIONS[0].entries}
    taken = url in dashboards and _turns.acquire(timeout=_LONGEST_WAIT)
    try:
        yield
    finally:
        if taken:
            _turns.release()
