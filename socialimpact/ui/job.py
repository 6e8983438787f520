"""Work in the background that a page watches.

Streamlit ends a page's script whenever the person clicks somewhere; work that must not end with it runs in a thread
of its own. The page polls, shows how far it is, and can ask it to stop.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import streamlit as st

from socialimpact.language import Message, msg
from socialimpact.ui.language import say

T = TypeVar("T")
Tell = Callable[[float, Message], None]

_POLL_SECONDS = 0.5


class Job(Generic[T]):
    """One piece of work. `work` gets a function to tell how far it is (0 to 1) and one that says whether to stop."""

    def __init__(self, work: Callable[[Tell, Callable[[], bool]], T], first: Message) -> None:
        self.done = 0.0
        self.doing = first
        self._work = work
        self._stop = threading.Event()
        self._outcome: list[T] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._outcome.append(self._work(self._tell, self._stop.is_set))
        except BaseException as error:  # noqa: BLE001 - kept for `result`, which raises it where the page can tell it
            self._error = error

    def _tell(self, done: float, doing: Message) -> None:
        self.done, self.doing = done, doing

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()

    def stop(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait that long for the end; whether it came."""
        self._thread.join(max(seconds, 0.0))
        return not self.running

    def result(self) -> T:
        """What the work returned, or raises what it raised. Only after the end."""
        if self._error is not None:
            raise self._error
        return self._outcome[0]


@st.fragment(run_every=_POLL_SECONDS)
def watch(job: Job[Any], *, key: str) -> None:
    """A bar with a button to stop; the whole page runs again when the work has ended."""
    if not job.running:
        st.rerun()
    done = min(max(job.done, 0.0), 1.0)
    st.progress(done, text=say(msg("Stopping: the step under way ends first.") if job.stopping else job.doing))
    st.button(
        say(msg("Stop")),
        key=f"{key}_stop",
        icon=":material/stop_circle:",
        help=say(msg("Stops the work. Nothing of it is kept.")),
        disabled=job.stopping,
        on_click=job.stop,
    )
