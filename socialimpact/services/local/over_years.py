"""How spend left the territory or came back: the local share year by year, and what moved between two periods."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from socialimpact.charts import local_messages
from socialimpact.figures import local_moves, trend
from socialimpact.figures.filters import Selection
from socialimpact.figures.local_moves import Move, Way
from socialimpact.language import Message, msg
from socialimpact.services.local.look import Look, Part, share_of

_MOST_MOVES = 10
WAY_NAMES: dict[Way, Message] = {
    "gained": msg("Suppliers gained"),
    "came": msg("Now for a site near them"),
    "more": msg("More with suppliers that stayed"),
    "less": msg("Less with suppliers that stayed"),
    "left": msg("Now for a site far from them"),
    "lost": msg("Suppliers lost"),
}


@dataclass(frozen=True)
class YearView:
    """A year: `share` None where it is not known, `months` how many of it the ledgers cover."""

    year: int
    share: float | None
    whole: bool
    months: int


@dataclass(frozen=True)
class YearsView:
    title: Message
    under: Message
    rows: tuple[YearView, ...]


@dataclass(frozen=True)
class MovesView:
    """The change of local spend in parts that add up, and the suppliers that changed the most; empty parts where there
    is no year before to compare with.
    """

    title: Message
    under: Message
    parts: tuple[Part, ...]
    before: Decimal
    after: Decimal
    largest: tuple[Move, ...]


def years_view(look: Look) -> YearsView:
    """All years of the ledgers, whichever is chosen: one year alone tells no story."""
    found = trend.yearly(look.ws.db, "local_share", look.selection.without_period(), actor=look.actor)
    rows = tuple(YearView(each.year, each.value, each.complete, each.months) for each in found)
    whole = [(row.year, row.share) for row in rows if row.whole and row.share is not None]
    partial = any(not row.whole for row in rows)
    under = msg("Local share of each year of the ledgers.")
    if partial:
        under = msg("Local share of each year of the ledgers. Pale, with *: a year that they have only in part.")
    return YearsView(local_messages.years(whole[0] if whole else None, whole[-1] if whole else None), under, rows)


def moves_view(look: Look) -> MovesView:
    """From the year before to the selection's period, over the same months; of the last year where none is chosen."""
    periods = _periods(look)
    if periods is None:
        under = msg("There is no year before to compare with.")
        return MovesView(msg("What moved is not known yet"), under, (), Decimal(0), Decimal(0), ())
    before, after = periods
    ways = local_moves.moved(look.ws.db, before, after, actor=look.actor)
    change = sum((each.change for each in ways), Decimal(0))
    by_way = {each.way: each.change for each in ways}
    parts = tuple(
        Part(
            each.way,
            msg("{way} ({n})", n=each.suppliers, way=WAY_NAMES[each.way]),
            each.change,
            share_of(each.change, sum((way.before for way in ways), Decimal(0))),
            each.change > 0,
        )
        for each in ways
    )
    return MovesView(
        local_messages.moved(change, by_way.get("gained", Decimal(0)), -by_way.get("lost", Decimal(0))),
        msg(
            "Change of local spend from {before_first}–{before_last} to {first}–{last}, in parts that add up; in"
            " brackets how many suppliers.",
            before_first=before.date_from,
            before_last=before.date_to,
            first=after.date_from,
            last=after.date_to,
        ),
        parts,
        sum((way.before for way in ways), Decimal(0)),
        sum((way.after for way in ways), Decimal(0)),
        local_moves.largest_moves(look.ws.db, before, after, actor=look.actor, most=_MOST_MOVES),
    )


def _periods(look: Look) -> tuple[Selection, Selection] | None:
    found = trend.change(look.ws.db, "local_spend", look.selection, actor=look.actor)
    if found is None:
        covered = trend.span(look.ws.db, look.selection, actor=look.actor)
        if covered is None:
            return None
        last = look.selection.during(date(covered.last.year, 1, 1), covered.last)
        found = trend.change(look.ws.db, "local_spend", last, actor=look.actor)
    if found is None:
        return None
    now, before = found.compared.selections(look.selection)
    return before, now
