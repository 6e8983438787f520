"""What changed and why, as a view-model: the change of a measure between two periods, its parts, and their lines."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.charts import messages
from socialimpact.figures.change_parts import GROUPINGS, Change, change_parts
from socialimpact.figures.comparison import compare
from socialimpact.figures.decomposition import Effect, Invoice, Part, PartKey, Sums
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import FILTERS, Selection
from socialimpact.figures.measures import Measure, measure
from socialimpact.figures.one_offs import RULE
from socialimpact.figures.query import query
from socialimpact.figures.rounding import adding_up
from socialimpact.language import Euro, Message, msg, plain
from socialimpact.services.dashboards.change_names import METHOD_AMOUNT, METHOD_SHARE, part_name, part_sentence
from socialimpact.services.dashboards.coverage import coverage, period_only
from socialimpact.services.workspace import Workspace

# What the page offers; the command line takes whatever can be taken apart.
MEASURES = ("social_share", "local_share", "social_local_share", "social_spend", "local_spend", "impact_driven_spend",
            "addressable_spend", "total_spend")  # fmt: skip
_MOST_ITEMS = 500
_POINT = Decimal("0.0001")  # a hundredth of a point
_EURO = Decimal(1)
_PERIOD = ("date_from", "date_to", "years", "quarters", "months")


@dataclass(frozen=True)
class ItemView:
    """One category, supplier or invoice of a part, with its spend and share in both periods and what it did.

    `effect` is in points for a share, in euro for an amount. `then` and `now` are the choices whose lines are behind
    it, None where there are none.
    """

    name: Message
    spend_then: Decimal
    spend_now: Decimal
    share_then: float | None
    share_now: float | None
    effect: Decimal
    then: Selection | None
    now: Selection | None
    day: date | None = None


@dataclass(frozen=True)
class PartView:
    """One bar of the chart. `effect` as printed: the printed effects add up to the printed change."""

    key: PartKey
    name: Message
    sentence: Message
    effect: Decimal
    text: Message
    items: tuple[ItemView, ...]
    left_out: int


@dataclass(frozen=True)
class GroupView:
    """A category in both periods: its part of the spend, its share, and what either did to the whole, in points."""

    item: ItemView
    weight_then: float | None
    weight_now: float | None
    mix: Decimal
    within: Decimal


@dataclass(frozen=True)
class ChangesView:
    """The page. `parts` and `groups` are empty where the change cannot be taken apart; `why_not` then says why.

    `lines_key` is the measure whose lines lie behind every part: of a share those of its denominator.
    """

    measure: Measure
    by: Message
    coverage: Message
    title: Message
    under: Message
    then_words: Message
    now_words: Message
    before: Any
    after: Any
    change: Message | None
    parts: tuple[PartView, ...]
    groups: tuple[GroupView, ...]
    method: tuple[Message, ...]
    lines_key: str
    why_not: Message | None = None


def groupings() -> tuple[str, ...]:
    """The dimensions by which a change may be taken apart."""
    return GROUPINGS


def changes(ws: Workspace, actor: Actor, key: str, selection: Selection, *, by: str = "category") -> ChangesView:
    """The change of a measure in the selection's period, against what it is compared with."""
    actor.require("viewer")
    asked = measure(key)
    answer = query(ws.db, ["identified_share"], where=selection, actor=actor)
    about = coverage(ws, selection, answer.definitions, answer.value("identified_share"))
    both = compared(ws, actor, selection)
    if both is None:
        return _nothing(asked, by, selection, about)
    return _view(change_parts(ws.db, key, *both, by=by, actor=actor), about)


def compared(ws: Workspace, actor: Actor, selection: Selection) -> tuple[Selection, Selection] | None:
    """The selection and what it is compared with, like for like: the year before, unless it says otherwise."""
    both = compare(ws.db, selection, actor=actor)
    return both.selections(selection) if both else None


def _nothing(asked: Measure, by: str, selection: Selection, about: Message) -> ChangesView:
    period = period_only(selection).sentence()
    why = msg("There is no earlier period to compare {period} with.", period=period)
    return ChangesView(
        asked,
        DIMENSIONS[by].name,
        about,
        asked.name,
        why,
        why,
        period,
        None,
        None,
        None,
        (),
        (),
        (),
        _lines_key(asked),
        why,
    )


def _lines_key(asked: Measure) -> str:
    return asked.denominator or asked.key


def _view(change: Change, about: Message) -> ChangesView:
    asked, split = change.measure, change.split
    then_words, now_words = (_period_words(each) for each in (change.then, change.now))
    method = (METHOD_SHARE if asked.denominator else METHOD_AMOUNT, RULE)
    if split is None:
        why = change.why_not or msg("The change cannot be taken apart.")
        return ChangesView(
            asked,
            change.by.name,
            about,
            why,
            why,
            then_words,
            now_words,
            None,
            None,
            None,
            (),
            (),
            (),
            _lines_key(asked),
            why,
        )
    step = _POINT if asked.denominator else _EURO
    before, after = (each.quantize(step, ROUND_HALF_EVEN) for each in (split.then, split.now))
    effects = adding_up([part.value for part in split.parts], after - before, step)
    parts = tuple(_part(change, part, effect) for part, effect in zip(split.parts, effects, strict=True))
    named = [(part.name, part.effect) for part in parts]
    return ChangesView(
        measure=asked,
        by=change.by.name,
        coverage=about,
        title=messages.what_changed(asked.name, asked.unit == "share", before, after, named),
        under=msg(
            "{now} compared with {then}. Each bar is one cause; together they are the change.",
            then=then_words,
            now=now_words,
        ),
        then_words=then_words,
        now_words=now_words,
        before=split.then,
        after=split.now,
        change=effect_words(asked, after - before),
        parts=parts,
        groups=_groups(change),
        method=method,
        lines_key=_lines_key(asked),
    )


def effect_words(asked: Measure, effect: Decimal) -> Message:
    """An effect with its sign: `+0.42 points`, `−€1,200`."""
    size: Any
    if asked.denominator:
        size = abs(effect) * 100
        return msg("−{n} points", n=size) if effect < 0 else msg("+{n} points", n=size)
    size = Euro(abs(effect), cents=False)
    return msg("−{n}", n=size) if effect < 0 else msg("+{n}", n=size)


def _period_words(selection: Selection) -> Message:
    """The period alone: `2025`, `Jan 2025 – Mar 2025`, or its days."""
    first, last = selection.date_from, selection.date_to
    if not (first and last):
        return period_only(selection).sentence()
    if first.day != 1 or (last + timedelta(days=1)).day != 1:
        return msg("{first} – {last}", first=first, last=last)
    whole_years = (first.month, last.month) == (1, 12)
    begin, end = (plain(str(day.year)) if whole_years else _month_words(day) for day in (first, last))
    return begin if begin == end else msg("{first} – {last}", first=begin, last=end)


def _month_words(day: date) -> Message:
    return DIMENSIONS["month"].label({"month": f"{day:%Y-%m}"})


def _part(change: Change, part: Part, effect: Decimal) -> PartView:
    shown = [each for each in part.effects if each.value][:_MOST_ITEMS]
    return PartView(
        part.key,
        part_name(part.key, change.measure, change.by),
        part_sentence(part.key, change.measure, change.by),
        effect,
        effect_words(change.measure, effect),
        tuple(_item(change, part.key, each) for each in shown),
        sum(1 for each in part.effects if each.value) - len(shown),
    )


def _item(change: Change, part: PartKey, effect: Effect) -> ItemView:
    then, now = effect.then, effect.now
    share = bool(change.measure.denominator)
    choices = _choices(change, part, effect.key)
    return ItemView(
        words_of(change, part, effect.key),
        then.bottom if share else then.top,
        now.bottom if share else now.top,
        _float(then.share) if share else None,
        _float(now.share) if share else None,
        effect.value * 100 if share else effect.value,
        choices[0] if then.lines else None,
        choices[1] if now.lines else None,
        effect.key.day if isinstance(effect.key, Invoice) else None,
    )


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def words_of(change: Change, part: PartKey, key: Hashable) -> Message:
    if part == "mix":
        return change.groups[key]
    supplier = key.supplier if isinstance(key, Invoice) else key
    return plain(change.names.get(supplier, "")) if isinstance(supplier, int) else plain(str(supplier))


def _choices(change: Change, part: PartKey, key: Any) -> tuple[Selection, Selection]:
    """The choices of both periods, narrowed to what the effect is about."""
    narrowed: dict[str, Any]
    if part == "mix":
        narrowed = {_field(change.by.key): (key,)}
    elif isinstance(key, Invoice):
        narrowed = {"suppliers": (key.supplier,), "companies": (key.company,)}
        then, now = (replace(each.during(key.day, key.day), **narrowed) for each in (change.then, change.now))
        return then, now
    else:
        narrowed = {"suppliers": (key,)}
    return replace(change.then, **narrowed), replace(change.now, **narrowed)


def _field(by: str) -> str:
    return next(each.field for each in FILTERS if each.dimension == by)


def _groups(change: Change) -> tuple[GroupView, ...]:
    """Every group with what it did, the largest effect first."""
    split = change.split
    if split is None or not change.measure.denominator:
        return ()
    whole_then = sum((each.then.bottom for each in split.groups), Decimal(0))
    whole_now = sum((each.now.bottom for each in split.groups), Decimal(0))
    ordered = sorted(split.groups, key=lambda each: -abs(each.mix + each.within))
    return tuple(
        GroupView(
            _item(change, "mix", Effect(each.key, each.then, each.now, each.mix + each.within)),
            _part_of(each.then, whole_then),
            _part_of(each.now, whole_now),
            each.mix * 100,
            each.within * 100,
        )
        for each in ordered
    )


def _part_of(sums: Sums, whole: Decimal) -> float | None:
    return float(sums.bottom / whole) if whole else None
