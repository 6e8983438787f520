"""What is said of a supplier, in words: its kind, how that is known, whether it counts, where its place comes from."""

from __future__ import annotations

from socialimpact.actor import local_owner
from socialimpact.figures.labels import labelled, plain
from socialimpact.language import Message, msg
from socialimpact.registers.presets import presets
from socialimpact.services.supplier_view import TagView
from socialimpact.suppliers import kinds
from socialimpact.suppliers.tags import AUTOMATIC

_PLACE_SOURCES = {
    "ledger": msg("the ledger"),
    "invoice": msg("the e-invoice"),
    "register": msg("its register entry"),
    "person": msg("a person"),
}
_COUNTED = {
    "always": msg("counts"),
    "by_choice": msg("counts if you say so"),
    "never": msg("does not count"),
}


def kind_words(key: str | None) -> Message | None:
    """The name of a kind; None where none is known."""
    return labelled(kinds.kind(key).label) if key else None


def evidence_words(key: str | None) -> Message | None:
    """The name of a way of knowing; None where there is none."""
    return labelled(kinds.evidence(key).label) if key else None


def place_source_words(key: str | None) -> Message | None:
    return _PLACE_SOURCES[key] if key else None


def counted_words(evidence: str) -> Message:
    """Whether a tag with this evidence enters the figures."""
    return _COUNTED[kinds.evidence(evidence).counted]


def register_words(name: str | None) -> Message:
    """A register's name: of a known one in the reader's language, of a list of one's own as it was given."""
    known = next((each for each in presets().values() if name in each.name.values()), None)
    return labelled(known.name) if known else plain(name or "")


def who_words(name: str | None) -> Message:
    """Who did something: a person by name, the one at this computer, or the program itself."""
    if name == local_owner().name:
        return msg("the person at this computer")
    return msg("the comparison with the registers") if name == AUTOMATIC else plain(name or "–")


def tag_sentence(tag: TagView) -> Message:
    """How a tag is known: its register with the dates of its lists, its document, or the person who says so."""
    register = register_words(tag.register)
    match tag.evidence:
        case "registered" if tag.snapshot_as_of and tag.seen_as_of and tag.seen_as_of > tag.snapshot_as_of:
            return msg(
                "Registered in {register}: first in the list of {first}, last in the list of {last}.",
                register=register,
                first=tag.snapshot_as_of,
                last=tag.seen_as_of,
            )
        case "registered":
            return msg("Registered in {register}, list of {date}.", register=register, date=tag.snapshot_as_of or "–")
        case "documented":
            return msg("Documented by {who} on {date}: {file}.", who=who_words(tag.made_by), date=tag.made_at.date(),
                       file=tag.file_name or "")  # fmt: skip
        case "confirmed":
            return msg("Confirmed by {who} on {date}.", who=who_words(tag.made_by), date=tag.made_at.date())
        case "declared":
            return msg("The supplier says so itself; written down by {who} on {date}.", who=who_words(tag.made_by),
                       date=tag.made_at.date())  # fmt: skip
        case _:
            return msg("Only possible: it is in no share until somebody confirms it.")


def entry_words(tag: TagView) -> Message | None:
    """Where the entry stands in the register's file; None where the tag has no entry."""
    if not (tag.entry_row and tag.register_file):
        return None
    return msg("Row {row} of {file}.", row=str(tag.entry_row), file=tag.register_file)


def validity(tag: TagView) -> Message:
    """From when to when a tag holds."""
    if tag.valid_from and tag.valid_to:
        return msg("valid from {first} to {last}", first=tag.valid_from, last=tag.valid_to)
    if tag.valid_from:
        return msg("valid from {first}", first=tag.valid_from)
    if tag.valid_to:
        return msg("valid to {last}", last=tag.valid_to)
    return msg("valid on every date")
