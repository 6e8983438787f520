"""What a guarded process may use of the machine: it dies where a hostile file asks for more."""

from __future__ import annotations

import contextlib


def limit_resources(memory: int, seconds: int) -> None:
    """Bound address space and processor time, where the platform can."""
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return
    for name, value in (("RLIMIT_AS", memory), ("RLIMIT_CPU", seconds), ("RLIMIT_CORE", 0)):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (value, value))
