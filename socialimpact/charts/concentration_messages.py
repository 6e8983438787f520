"""What the charts of concentration say, as their titles."""

from __future__ import annotations

from socialimpact.language import Message, Share, msg, plural


def significant(number: int, suppliers: int) -> Message:
    """How few suppliers make up 80 % of the purchases."""
    if not suppliers:
        return msg("There are no purchases to spread over suppliers")
    if suppliers == 1:
        return msg("One supplier makes up all purchases")
    return plural(
        "{n} of {all} suppliers makes up 80 % of purchases",
        "{n} of {all} suppliers make up 80 % of purchases",
        number,
        all=suppliers,
    )


def hanging_on_one(name: Message | None, share: float | None) -> Message:
    """How much of social spend hangs on its largest supplier."""
    if name is None or share is None:
        return msg("No social spend that could hang on anybody")
    return msg("{share} of social spend hangs on one supplier: {supplier}", share=Share(share, 0), supplier=name)


def single_sources(number: int, first: Message | None) -> Message:
    """How many categories have one source, and the largest of them."""
    if not number or first is None:
        return msg("No category hangs on a single supplier")
    return plural(
        "{n} category hangs on a single supplier: {first}",
        "{n} categories hang on a single supplier, the largest: {first}",
        number,
        first=first,
    )
