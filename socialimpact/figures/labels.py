"""The names that our data files carry in each language, as messages; and percentage points, counted in words."""

from __future__ import annotations

from socialimpact.language import Label, Message, labelled, plain, plural

__all__ = ["Label", "labelled", "plain", "points"]


def points(number: float) -> Message:
    """Percentage points in words: “1 point”, “1.5 points”."""
    return plural("{n} point", "{n} points", 1 if abs(number) == 1 else 2, n=number)
