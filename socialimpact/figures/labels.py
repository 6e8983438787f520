"""The names that our data files carry in each language, as messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from socialimpact.language import SOURCE_LANGUAGE, Message, label


@dataclass(frozen=True)
class Label(Message):
    """A message whose translations stand in a data file beside it, not in the catalogue."""

    entry: Mapping[str, str] = field(default_factory=dict)

    def to(self, language: str) -> str:
        return label(self.entry, language)


def labelled(entry: Mapping[str, str]) -> Label:
    """The message of a data entry `{it: …, en: …}`."""
    return Label(entry[SOURCE_LANGUAGE], entry=entry)


def plain(text: str) -> Label:
    """A name that a person gave, the same in every language."""
    return Label(text, entry={SOURCE_LANGUAGE: text})
