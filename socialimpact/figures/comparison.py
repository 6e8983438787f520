"""Two stretches of days to compare, like for like: the one that is looked at and the one that it is held against.

Without another choice that is the year before. `Selection.against` may name another year, the stretch just before, or
days of one's own (`against.py`).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from socialimpact.actor import Actor
from socialimpact.figures import against
from socialimpact.figures.filters import Selection
from socialimpact.figures.stretch import Span, period, span
from socialimpact.language import Message, msg
from socialimpact.store.reader import Reader

_YEAR = 12


@dataclass(frozen=True)
class Compared:
    """The stretch looked at and the one before it. `whole` is false where the ledger covers only a part of what was
    chosen: then both are cut to the months that it has in both. `months` apart they are, None where that is not what
    makes them comparable (days of one's own).
    """

    now: Span
    then: Span
    whole: bool
    months: int | None

    def selections(self, selection: Selection) -> tuple[Selection, Selection]:
        """The same choice over the one stretch and over the other."""
        return selection.during(self.now.first, self.now.last), selection.during(self.then.first, self.then.last)

    @property
    def sentence(self) -> Message:
        """With what it is compared, in words."""
        before = {"first": self.now.first, "last": self.now.last}
        if self.months == _YEAR and self.whole:
            return msg("compared with the year before")
        if self.months == _YEAR:
            return msg("compared with the same months of the year before, {first} to {last}", **before)
        other = {"other_first": self.then.first, "other_last": self.then.last}
        if self.whole:
            return msg("compared with {other_first} to {other_last}", **other)
        return msg("{first} to {last} compared with {other_first} to {other_last}", **before, **other)


def compare(reader: Reader, selection: Selection, *, actor: Actor) -> Compared | None:
    """What a selection is compared with; None where it has no period, or the ledger nothing to compare with."""
    return compared(selection, span(reader, selection, actor=actor))


def compared(selection: Selection, covered: Span | None) -> Compared | None:
    """`compare` for a ledger whose span is known already."""
    wanted = period(selection, covered)
    if wanted is None or covered is None:
        return None
    how = against.parse(selection.against) if selection.against else against.Against(year=wanted.last.year - 1)
    try:
        return _own(wanted, covered, Span(*how.days)) if how.days else _moved(wanted, covered, how.year)
    except (ValueError, OverflowError):  # a year before the calendar's first or after its last
        return None


def _own(wanted: Span, covered: Span, other: Span) -> Compared | None:
    now, then = _both(wanted, covered), _both(other, covered)
    return Compared(now, then, (now, then) == (wanted, other), None) if now and then else None


def _moved(wanted: Span, covered: Span, year: int | None) -> Compared | None:
    """The stretch that ends in `year`, or just before where that is None: so many months or days away."""
    months, days = _apart(wanted, year)
    if not months and not days:
        return None
    reach = _both(covered, _move(covered, months, days))
    now = _both(wanted, reach) if reach else None
    if now is None:
        return None
    return Compared(now, _move(now, -months, -days), now == wanted, None if days else months)


def _apart(wanted: Span, year: int | None) -> tuple[int, int]:
    """How many months, or days, lie between the two stretches."""
    if year is not None:
        return _YEAR * (wanted.last.year - year), 0
    if wanted.first.day == 1 and _ends_month(wanted.last):
        return _YEAR * (wanted.last.year - wanted.first.year) + wanted.last.month - wanted.first.month + 1, 0
    return 0, (wanted.last - wanted.first).days + 1


def _move(each: Span, months: int, days: int) -> Span:
    if days:
        return Span(each.first + timedelta(days), each.last + timedelta(days))
    return Span(_day(each.first, months), _day(each.last, months, last=True))


def _day(day: date, months: int, *, last: bool = False) -> date:
    """The same day so many months on, or the month's last one; as the `last` of a stretch, a month's end stays one."""
    number = _YEAR * day.year + day.month - 1 + months
    length = monthrange(number // _YEAR, number % _YEAR + 1)[1]
    return date(number // _YEAR, number % _YEAR + 1, length if last and _ends_month(day) else min(day.day, length))


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _both(one: Span, other: Span) -> Span | None:
    first, last = max(one.first, other.first), min(one.last, other.last)
    return Span(first, last) if first <= last else None
