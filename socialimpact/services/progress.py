"""Long work tells how far it is, and stops between two steps when a person asks."""

from __future__ import annotations

from collections.abc import Callable

from socialimpact.errors import Cancelled
from socialimpact.language import Message

# Told before each step: how far the work is (0 to 1) and what comes next.
Progress = Callable[[float, Message], None]


def silent(_: float, __: Message) -> None:
    """Tell nobody."""


def stopping(tell: Progress | None, cancelled: Callable[[], bool] | None) -> Progress:
    """`tell` (or nobody), raising `Cancelled` at the next step after `cancelled` says so."""

    def step(part: float, message: Message) -> None:
        if cancelled and cancelled():
            raise Cancelled
        (tell or silent)(part, message)

    return step
