"""Words as SQL text: keys from closed lists, and values where a statement cannot be given them beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[a-z][a-z0-9_]*\Z")


def text(word: str) -> str:
    """A key of our own data as an SQL literal. Raises `ValueError` for anything but `[a-z][a-z0-9_]*`."""
    if not _WORD.match(word):
        raise ValueError(word)
    return f"'{word}'"


def text_list(words: Iterable[str]) -> str:
    """Keys as an SQL list for `in (…)`; a list that matches nothing where there are none."""
    return ", ".join(text(word) for word in words) or "null"


def quoted(value: str) -> str:
    """Any text as an SQL literal, for the one place where values cannot be bound: the declaration of a type."""
    return "'" + value.replace("'", "''") + "'"
