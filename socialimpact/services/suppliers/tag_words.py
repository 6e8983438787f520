"""What is said of tags in words: kinds, evidence, registers, who, from when to when."""

from __future__ import annotations

from datetime import date

from socialimpact.actor import local_owner
from socialimpact.figures.labels import labelled, plain
from socialimpact.language import Message, msg
from socialimpact.registers.presets import presets
from socialimpact.suppliers import kinds
from socialimpact.suppliers.tags import AUTOMATIC

# What a person answers when asked whether a supplier is an entry of a register.
ANSWERS: dict[str, Message] = {
    "yes": msg("Yes"),
    "no": msg("No"),
    "none": msg("None of them"),
    "later": msg("Later"),
}


def kind_words(key: str | None) -> Message | None:
    """The name of a kind; None where none is known."""
    return labelled(kinds.kind(key).label) if key else None


def evidence_words(key: str | None) -> Message | None:
    """The name of a way of knowing; None where there is none."""
    return labelled(kinds.evidence(key).label) if key else None


def register_words(name: str | None) -> Message:
    """A register's name: of a known one in the reader's language, of a list of one's own as it was given."""
    known = next((each for each in presets().values() if name in each.name.values() or name == each.title), None)
    return labelled(known.name) if known and name else plain(name or "–")


def who_words(name: str | None) -> Message:
    """Who did something: a person by name, the one at this computer, or the program itself."""
    if name == local_owner().name:
        return msg("the person at this computer")
    return msg("the comparison with the registers") if name == AUTOMATIC else plain(name or "–")


def validity(valid_from: date | None, valid_to: date | None) -> Message:
    """From when to when a tag holds."""
    if valid_from and valid_to:
        return msg("valid from {first} to {last}", first=valid_from, last=valid_to)
    if valid_from:
        return msg("valid from {first}", first=valid_from)
    if valid_to:
        return msg("valid to {last}", last=valid_to)
    return msg("valid on every date")
