"""The names that our data files carry in each language, as messages."""

from __future__ import annotations

from socialimpact.language import Label, labelled, plain

__all__ = ["Label", "labelled", "plain"]
