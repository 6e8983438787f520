"""Words from closed lists as SQL text. Whatever a person typed is bound as a value, never written here."""

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
