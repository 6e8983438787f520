"""Sentences put together to one text: what the data propose to a person who goes on from there."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from socialimpact.language import Message


def joined(sentences: Iterable[Message | None], between: str = " ") -> Message:
    """One text of several sentences; those that are None are left out."""
    said = [each for each in sentences if each is not None]
    if len(said) == 1:
        return said[0]
    names = {f"part{number}": each for number, each in enumerate(said)}
    return Message(between.join(f"{{{name}}}" for name in names), MappingProxyType(names))


def points(lead: Message | None, items: Iterable[Message]) -> Message:
    """A text with points beneath a first sentence, each in a line of its own."""
    listed = joined(items, "\n- ")
    text = "{lead}\n\n- {points}" if lead is not None else "- {points}"
    values = {"points": listed} | ({"lead": lead} if lead is not None else {})
    return Message(text, MappingProxyType(values))
