"""What is said of a supplier, in words: its kind, how that is known, whether it counts, where its place comes from."""

from __future__ import annotations

from socialimpact.language import Message, msg
from socialimpact.services.suppliers.tag_view import TagView
from socialimpact.services.suppliers.tag_words import evidence_words, kind_words, register_words, validity, who_words
from socialimpact.suppliers import kinds

__all__ = [
    "counted_words", "entry_words", "evidence_words", "kind_words", "likely_words", "place_source_words",
    "register_words", "status_words", "validity", "who_words",
]  # fmt: skip

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

_STATUS = {
    "counts": msg("yes"),
    "possible": msg("possible"),
    "ended": msg("not now"),
    "other": msg("other kind"),
    "none": msg("no"),
}
# From which probability on a suggestion is called so.
_LIKELY = (
    (0.9, msg("very likely")),
    (0.6, msg("likely")),
    (0.3, msg("possible")),
    (0.0, msg("unlikely")),
)


def place_source_words(key: str | None) -> Message | None:
    return _PLACE_SOURCES[key] if key else None


def counted_words(evidence: str) -> Message:
    """Whether a tag with this evidence enters the figures."""
    return _COUNTED[kinds.evidence(evidence).counted]


def entry_words(tag: TagView) -> Message | None:
    """Where the entry stands in the register's file; None where the tag has no entry."""
    if not (tag.entry_row and tag.register_file):
        return None
    return msg("Row {row} of {file}.", row=str(tag.entry_row), file=tag.register_file)


def status_words(status: str) -> Message:
    """Whether a supplier counts today, in a word."""
    return _STATUS[status]


def likely_words(probability: float) -> Message:
    """A probability between 0 and 1 as a person says it."""
    return next(word for least, word in _LIKELY if probability >= least)
