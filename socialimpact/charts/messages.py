"""What a chart says, as its title: sentences computed from the numbers that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from socialimpact.charts import axes
from socialimpact.language import Euro, Message, Share, msg

_YEAR = 12
# Half of the last digit that a share is printed with: less than that is no movement that a reader could see.
_SEEN = 0.0005
_THREE = 3


def share_trend(
    now: float | None,
    before: float | None,
    *,
    target: float | None = None,
    target_year: int | None = None,
    months_left: int = 0,
    in_twelve_months: bool = False,
) -> Message:
    """The social share now, how it moved in a year, and whether it is on course for its target.

    On course means: the movement of the last twelve months, continued for `months_left`, reaches the target.
    With `in_twelve_months` the title says so, for a share that is not that of the period chosen.
    """
    if now is None:
        return msg("The social share is not known: there is nothing to divide by")
    share = msg("{share} in twelve months", share=Share(now)) if in_twelve_months else Share(now)
    if target is None:
        return _moved(share, now, before)
    goal = Share(target, 0 if axes.whole_percent(target) else 1)
    if now >= target - _SEEN:
        return msg("Social share is {share}: the target of {target} is reached", share=share, target=goal)
    if months_left <= 0:
        year = str(target_year or "")
        return msg(
            "Social share is {share}: the target of {target} for {year} was missed", share=share, target=goal, year=year
        )
    if before is None:
        return msg("Social share is {share} on the way to {target}", share=share, target=goal)
    if now - before < _SEEN:
        fell = before - now >= _SEEN
        if fell:
            return msg("Social share fell to {share}, away from the target of {target}", share=share, target=goal)
        return msg("Social share stays at {share}, short of the target of {target}", share=share, target=goal)
    if now + (now - before) / _YEAR * months_left >= target - _SEEN:
        return msg("Social share rose to {share}, on course for {target}", share=share, target=goal)
    return msg("Social share rose to {share}, not yet fast enough for {target}", share=share, target=goal)


def _moved(share: Message | Share, now: float, before: float | None) -> Message:
    if before is None:
        return msg("Social share is {share}", share=share)
    if abs(now - before) < _SEEN:
        return msg("Social share stays at {share}", share=share)
    then = Share(before)
    if now > before:
        return msg("Social share rose from {before} to {share}", before=then, share=share)
    return msg("Social share fell from {before} to {share}", before=then, share=share)


def by_kind(names: Sequence[Message], amounts: Sequence[Decimal], possible: Decimal) -> Message:
    """To which kind most of the social spend goes. `names` and `amounts` from the largest on."""
    total = sum(amounts, Decimal(0))
    if total <= 0:
        if possible > 0:
            return msg("Nothing is confirmed yet; {amount} is possible", amount=Euro(possible, cents=False))
        return msg("No social spend")
    if len([amount for amount in amounts if amount]) == 1:
        return msg("All of it goes to one kind: {kind}", kind=names[0])
    return msg("Most goes to: {kind}, {share}", kind=names[0], share=Share(amounts[0] / total, 0))


def top_suppliers(names: Sequence[Message], amounts: Sequence[Decimal], total: Decimal, suppliers: int) -> Message:
    """How the social spend is spread. `amounts` from the largest on, `total` of all `suppliers`."""
    if total <= 0 or not amounts:
        return msg("No social supplier yet")
    if suppliers == 1:
        return msg("One supplier receives all social spend: {name}", name=names[0])
    if suppliers <= _THREE:
        return msg("{name} receives {share} of social spend", name=names[0], share=Share(amounts[0] / total, 0))
    three = sum(amounts[:_THREE], Decimal(0))
    return msg("The three largest receive {share} of social spend", share=Share(three / total, 0))


def what_changed(
    name: Message, is_share: bool, before: Decimal, after: Decimal, causes: Sequence[tuple[Message, Decimal]]
) -> Message:
    """How a figure moved, and the cause that weighed most in the direction of the move."""
    values: dict[str, Any] = {"name": name, "before": _printed(before, is_share), "after": _printed(after, is_share)}
    if before == after:
        return msg("{name} stays at {after}", name=name, after=values["after"])
    rose = after > before
    along = [each for each in causes if (each[1] > 0) == rose and each[1]]
    if not along:
        return msg("{name} rose from {before} to {after}", **values) if rose else msg(
            "{name} fell from {before} to {after}", **values)  # fmt: skip
    cause = max(along, key=lambda each: abs(each[1]))[0]
    if rose:
        return msg("{name} rose from {before} to {after}. Main cause: {cause}", cause=cause, **values)
    return msg("{name} fell from {before} to {after}. Main cause: {cause}", cause=cause, **values)


def _printed(value: Decimal, is_share: bool) -> Share | Euro:
    return Share(value, 2) if is_share else Euro(value, cents=False)
