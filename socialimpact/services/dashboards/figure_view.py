"""What a figure card shows: the value, its change, its target, its movement. For every dashboard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from babel.dates import format_date

from socialimpact.actor import Actor
from socialimpact.charts.axes import whole_percent
from socialimpact.figures import targets, trend
from socialimpact.figures.comparison import Compared
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import Measure, measure
from socialimpact.figures.query import query
from socialimpact.figures.targets import Target
from socialimpact.figures.trend import Span
from socialimpact.language import Euro, Message, Share, locale, msg
from socialimpact.services.workspace import Workspace

Direction = Literal["up", "down", "same"]
_YEARS_AHEAD = 10
_LEAST_POINTS = 3
_YEAR = 12


@dataclass(frozen=True)
class ChangeView:
    """How much a figure changed (`+1.9 points`) and since when (`on 2024`).

    `good` is None where neither direction is better; `points` is the size for a share.
    `like_for_like` says which months were compared, where the
    ledger has only a part of the year.
    """

    text: Message
    since: Message
    direction: Direction
    good: bool | None
    like_for_like: Message | None = None
    points: float | None = None


@dataclass(frozen=True)
class TargetView:
    """The target that is next, and what is missing."""

    target: Target
    text: Message
    reached: bool


@dataclass(frozen=True)
class FigureView:
    """One card. `value` is euro as Decimal, a share as float, a count as int, None for not known.

    `series` has a value a month over the period, None where it is not known. `note` says why there is no value, and
    `note_url` where that can be changed.
    """

    measure: Measure
    value: Any
    change: ChangeView | None
    target: TargetView | None
    series: tuple[float | None, ...]
    series_alt: Message
    note: Message | None = None
    note_url: str | None = None


def figure_views(
    ws: Workspace, actor: Actor, keys: Sequence[str], selection: Selection, values: Mapping[str, Any] | None = None
) -> tuple[FigureView, ...]:
    """The cards of `keys`. `values` spares a question where the caller has asked for them already."""
    known = values if values is not None else query(ws.db, keys, where=selection, actor=actor).rows[0]
    covered = trend.span(ws.db, selection, actor=actor)
    stretch = shown_stretch(selection, covered)
    changes = trend.changes(ws.db, keys, selection, actor=actor)
    series = _series(ws, actor, keys, selection, stretch)
    # A target is about a year: beside the figure of a longer time it would say something else.
    year = stretch.last.year if stretch and len(months_of(stretch)) <= _YEAR else None
    views = []
    for key in keys:
        asked = measure(key)
        change = changes.get(key)
        views.append(
            FigureView(
                asked,
                known[key],
                change_view(asked, change) if change else None,
                _target_view(
                    asked, known[key], next_target(ws, actor, key, year, selection) if year else None, stretch
                ),
                series[key],
                _series_alt(asked, stretch),
            )
        )
    return tuple(views)


def shown_stretch(selection: Selection, covered: Span | None) -> Span | None:
    """The days of the selection that the ledger covers; the ledger's own where no period is chosen."""
    if covered is None:
        return None
    wanted = trend.period(selection, covered, holes=True) or covered
    first, last = max(wanted.first, covered.first), min(wanted.last, covered.last)
    return Span(first, last) if first <= last else None


def change_view(asked: Measure, change: trend.Change) -> ChangeView | None:
    """The change in the measure's own unit: percent for euro, points for a share, pieces for a count."""
    if change.current is None or change.previous is None:
        return None
    size, text = _change_words(asked, change)
    direction: Direction = "up" if size > 0 else "down" if size < 0 else "same"
    good = None if asked.better is None or not size else (size > 0) == (asked.better == "more")
    like_for_like = None if change.whole else change.sentence
    points = size if asked.unit == "share" else None
    return ChangeView(text, since(change.compared), direction, good, like_for_like, points)


def _change_words(asked: Measure, change: trend.Change) -> tuple[float, Message]:
    """The size of the change as far as it can be seen in print, and the words for it."""
    if asked.unit == "euro" and not change.previous:
        size = float(change.current)
        return size, msg("nothing before") if size else msg("unchanged")
    if asked.unit == "share":
        size = round(float(change.difference) * 100, 1)
        rising, falling = msg("+{n} points", n=size), msg("−{n} points", n=-size)
    elif asked.unit == "euro":
        size = round((change.relative or 0.0) * 100, 1)
        rising, falling = msg("+{n}", n=Share(size / 100)), msg("−{n}", n=Share(-size / 100))
    else:
        size = round(float(change.difference), 1)
        whole = size.is_integer()
        rising = msg("+{n}", n=int(size) if whole else size)
        falling = msg("−{n}", n=int(-size) if whole else -size)
    return size, msg("unchanged") if not size else rising if size > 0 else falling


def since(both: Compared) -> Message:
    """What a value is compared with, as short as a card wants it: `on 2024`, `on Jan–Mar 2024`."""
    first, last = both.then.first, both.then.last
    whole_months = first.day == 1 and (last + timedelta(days=1)).day == 1
    if first.year != last.year or not whole_months:
        if both.months == _YEAR:
            return msg("on a year before")
        return msg("on {first} to {last}", first=first, last=last)
    year = str(last.year)
    if (first.month, last.month) == (1, _YEAR):
        return msg("on {year}", year=year)
    names = _MonthName(first.isoformat()), _MonthName(last.isoformat())
    if first.month == last.month:
        return msg("on {month} {year}", month=names[0], year=year)
    return msg("on {first}–{last} {year}", first=names[0], last=names[1], year=year)


@dataclass(frozen=True)
class _MonthName(Message):
    """The short name of the month of a day, `2025-03-01`, in the reader's language."""

    def to(self, language: str) -> str:
        return format_date(date.fromisoformat(self.text), "LLL", locale=locale(language))


def next_target(ws: Workspace, actor: Actor, key: str, year: int, selection: Selection) -> Target | None:
    """The target for the year, else the next one after it. None where a part is looked at that none is about."""
    years = sorted({each.year for each in targets.targets(ws.db, actor=actor) if each.measure == key})
    ahead = [each for each in years if year <= each <= year + _YEARS_AHEAD]
    found = (targets.target_for(ws.db, key, each, selection, actor=actor) for each in ahead)
    return next((each for each in found if each), None)


def _target_view(asked: Measure, value: Any, target: Target | None, stretch: Span | None) -> TargetView | None:
    """What is missing to the target, or by how much it was missed where the ledger has its year to the end."""
    if target is None or value is None:
        return None
    goal = printed(asked, target.value)
    missing = Decimal(str(target.value)) - Decimal(str(value))
    missing = -missing if asked.better == "less" else missing
    words: dict[str, Any] = {"target": goal, "year": str(target.year)}
    if missing <= 0:
        return TargetView(target, msg("Target {target} for {year}: reached", **words), reached=True)
    over = stretch is not None and (stretch.last.year, stretch.last.month) == (target.year, _YEAR)
    if asked.unit == "share":
        points = round(float(missing) * 100, 1)
        if over:
            return TargetView(
                target, msg("Target {target} for {year}: missed by {n} points", n=points, **words), reached=False
            )
        return TargetView(target, msg("Target {target} for {year}: {n} points to go", n=points, **words), reached=False)
    left = printed(asked, missing)
    if over:
        return TargetView(
            target, msg("Target {target} for {year}: missed by {left}", left=left, **words), reached=False
        )
    return TargetView(target, msg("Target {target} for {year}: {left} to go", left=left, **words), reached=False)


def printed(asked: Measure, value: Any) -> Any:
    """A value of the measure, ready to stand in a message."""
    match asked.unit:
        case "euro":
            return Euro(Decimal(value), cents=False)
        case "share":
            return Share(value, 0 if whole_percent(float(value)) else 1)
        case "count":
            return int(value)
        case _:
            return float(value)


def _series(
    ws: Workspace, actor: Actor, keys: Sequence[str], selection: Selection, stretch: Span | None
) -> dict[str, tuple[float | None, ...]]:
    months = months_of(stretch)
    if len(months) < _LEAST_POINTS:
        return dict.fromkeys(keys, ())
    rows = {row["month"]: row for row in query(ws.db, keys, ["month"], selection, actor=actor).rows}
    series: dict[str, tuple[float | None, ...]] = {}
    for key in keys:
        empty = 0.0 if measure(key).unit in {"euro", "count"} else None
        found = (rows[month][key] if month in rows else empty for month in months)
        series[key] = tuple(None if value is None else float(value) for value in found)
    return series


def months_of(stretch: Span | None) -> list[str]:
    """The months of a stretch of days, as `2025-01`."""
    if stretch is None:
        return []
    first = stretch.first.year * 12 + stretch.first.month - 1
    last = stretch.last.year * 12 + stretch.last.month - 1
    return [f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(first, last + 1)]


def _series_alt(asked: Measure, stretch: Span | None) -> Message:
    first, last = (stretch.first, stretch.last) if stretch else (date.min, date.min)
    return msg("{measure} by month, from {first} to {last}", measure=asked.name, first=first, last=last)
