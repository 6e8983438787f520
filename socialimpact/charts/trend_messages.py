"""What the charts of the trends page say, as their titles: sentences computed from the values that they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from socialimpact.charts.axes import whole_percent
from socialimpact.figures.measures import Measure
from socialimpact.language import Euro, Message, Share, msg, plural

# What a reader cannot see in print is no movement: half of the last digit of a share, half a percent of anything else.
_SEEN_POINTS = 0.0005
_SEEN_PART = 0.005


def said(value: Any, asked: Measure) -> Any:
    """A value of the measure, ready to stand in a message."""
    match asked.unit:
        case "share":
            return Share(value + 0)
        case "euro":
            return Euro(Decimal(str(value)), cents=False)
        case "count":
            return int(value)
        case _:
            return round(float(value), 1)


def goal(value: Any, asked: Measure) -> Any:
    """A target: a whole percentage without decimals."""
    return Share(value, 0 if whole_percent(float(value)) else 1) if asked.unit == "share" else said(value, asked)


def moved(asked: Measure, periods: Sequence[tuple[Message, Any]]) -> Message:
    """From the first known period to the last one. `periods`: words and values, in order."""
    known = [(words, value) for words, value in periods if value is not None]
    if not known:
        return msg("{name}: nothing is known here", name=asked.name)
    (first, before), (last, now) = known[0], known[-1]
    if len(known) == 1:
        return msg("{name}: {value} in {period}", name=asked.name, value=said(now, asked), period=last)
    values = {
        "name": asked.name, "before": said(before, asked), "now": said(now, asked), "first": first, "last": last,
    }  # fmt: skip
    if not _differ(float(before), float(now), asked):
        return msg("{name} is {now} in {last}, as in {first}", **{k: v for k, v in values.items() if k != "before"})
    if now > before:
        return msg("{name} rose from {before} in {first} to {now} in {last}", **values)
    return msg("{name} fell from {before} in {first} to {now} in {last}", **values)


def _differ(before: float, now: float, asked: Measure) -> bool:
    if asked.unit == "share":
        return abs(now - before) >= _SEEN_POINTS
    return abs(now - before) >= _SEEN_PART * max(abs(before), abs(now), 1e-9)


def year_over_year(asked: Measure, year: int, now: Sequence[Any], before: Sequence[Any]) -> Message:
    """In how many months the last year lies above the one before it."""
    pairs = [(one, other) for one, other in zip(now, before, strict=True) if one is not None and other is not None]
    if not pairs:
        return msg("{name}: {year} has no year before it to compare with", name=asked.name, year=str(year))
    above = sum(one > other for one, other in pairs)
    about = {"name": asked.name, "year": str(year), "before": str(year - 1), "of": len(pairs)}
    if len(pairs) == 1:
        words = {k: v for k, v in about.items() if k != "of"}
        if above:
            return msg("{name}: {year} lies above {before}, in the one month to compare", **words)
        return msg("{name}: {year} does not lie above {before}, in the one month to compare", **words)
    if above == 0:
        return msg("{name}: in no month of {year} above {before}", **{k: v for k, v in about.items() if k != "of"})
    return plural(
        "{name}: in one of {of} months of {year} above {before}",
        "{name}: in {n} of {of} months of {year} above {before}",
        above, **about,
    )  # fmt: skip


def season(asked: Measure, months: Sequence[Message], values: Sequence[float]) -> Message:
    """Which month usually stands out most, and how far."""
    place = max(range(len(values)), key=lambda each: abs(values[each]))
    value = values[place]
    if abs(value) < (_SEEN_POINTS if asked.unit == "share" else _SEEN_PART):
        return msg("{name}: no month usually differs from another", name=asked.name)
    about: dict[str, Any] = {"name": asked.name, "month": months[place]}
    if asked.unit == "share":
        points = round(abs(value) * 100, 1)
        if value > 0:
            return msg("{name}: {month} usually lies highest, {n} points above the year", n=points, **about)
        return msg("{name}: {month} usually lies lowest, {n} points below the year", n=points, **about)
    part = Share(abs(value), 0)
    if value > 0:
        return msg("{name}: {month} usually lies highest, {part} above the average month", part=part, **about)
    return msg("{name}: {month} usually lies lowest, {part} below the average month", part=part, **about)


@dataclass(frozen=True)
class YearEnd:
    """The end of a year as a title needs it; None where nothing is known."""

    so_far: Any
    value: Any
    low: Any
    high: Any
    complete: bool


def within_year(asked: Measure, year: int, end: YearEnd, target: Any) -> Message:
    """Where the year stands or ends, and what that means for its target, if it has one."""
    about: dict[str, Any] = {"name": asked.name, "year": str(year)}
    if end.value is None and end.so_far is None:
        return msg("{name}: nothing is known about {year}", **about)
    if end.value is None:
        return msg("{name} {year}: {so_far} so far", so_far=said(end.so_far, asked), **about)
    about["value"] = said(end.value, asked)
    if target is None:
        if end.complete:
            return msg("{name} {year}: {value}", **about)
        return msg("{name} {year}: {value} expected by the end of the year", **about)
    about["goal"] = goal(target, asked)
    less = asked.better == "less"
    if end.complete:
        reached = float(end.value) <= float(target) if less else float(end.value) >= float(target) - 1e-12
        if reached:
            return msg("{name} {year}: {value}, the target of {goal} was reached", **about)
        return msg("{name} {year}: {value}, the target of {goal} was missed", **about)
    worst, best = (end.high, end.low) if less else (end.low, end.high)
    worst, best = (end.value if each is None else each for each in (worst, best))
    sign = -1.0 if less else 1.0
    if sign * (float(worst) - float(target)) >= 0:
        return msg("{name} {year}: on course for {goal}, {value} expected", **about)
    if sign * (float(best) - float(target)) < 0:
        return msg("{name} {year}: off course for {goal}, {value} expected", **about)
    return msg("{name} {year}: {goal} is within reach but not sure, {value} expected", **about)


def panels(asked: Measure, names: Sequence[Message], firsts: Sequence[Any], lasts: Sequence[Any]) -> Message:
    """Which part moved most between the first and the last period."""
    changes = [
        (name, float(last) - float(first))
        for name, first, last in zip(names, firsts, lasts, strict=True)
        if first is not None and last is not None
    ]
    if not changes:
        return msg("{name}: the parts beside each other", name=asked.name)
    name, change = max(changes, key=lambda each: abs(each[1]))
    about: dict[str, Any] = {"name": asked.name, "part": name}
    if asked.unit == "share":
        size: Any = round(abs(change) * 100, 1)
        if not size:
            return msg("{name}: no part moved", name=asked.name)
        if change > 0:
            return msg("{name}: {part} moved most, +{n} points", n=size, **about)
        return msg("{name}: {part} moved most, −{n} points", n=size, **about)
    if not change:
        return msg("{name}: no part moved", name=asked.name)
    size = said(abs(change), asked)
    if change > 0:
        return msg("{name}: {part} moved most, +{size}", size=size, **about)
    return msg("{name}: {part} moved most, −{size}", size=size, **about)
