"""What the charts of categories say, as their titles."""

from __future__ import annotations

from decimal import Decimal

from socialimpact.charts import axes
from socialimpact.language import Euro, Message, Share, msg, plural


def largest(name: Message | None, part: float | None, share: float | None) -> Message:
    """The category with the most spend: its `part` of the whole, and the social `share` in it."""
    if name is None:
        return msg("Nothing is in a category yet")
    if part is None or share is None:
        return msg("Most is spent on: {category}", category=name)
    about = {"category": name, "part": Share(part, 0), "share": Share(share)}
    if not share:
        return msg("Most is spent on: {category}, {part} of the spend, none of it social", **about)
    return msg("Most is spent on: {category}, {part} of the spend, {share} of it social", **about)


def undrawn(categories: int, amount: Decimal) -> Message | None:
    """What a map of sizes cannot show; None where it shows everything."""
    if not categories:
        return None
    return plural(
        "{n} category has more credit notes than invoices ({amount}): it has no size to draw, the table below has it.",
        "{n} categories have more credit notes than invoices ({amount}): they have no size to draw, the table below has"
        " them.",
        categories,
        amount=Euro(amount, cents=False),
    )


def most_missing(name: Message | None, missing: Decimal | None, goal: float | None) -> Message:
    """Where social spend is missing most, to the share `goal`; None where there is none to hold anything against."""
    if goal is None:
        return msg("No social spend yet: where the most is spent")
    if name is None or missing is None:
        return msg("No category is short of {goal}", goal=axes.short_share(goal))
    return msg("Most is missing in: {category}, {amount}", category=name, amount=Euro(missing, cents=False))
