"""The year in figures, against the year before and the targets; and its course month by month."""

from __future__ import annotations

from socialimpact.figures import targets, trend
from socialimpact.figures.measures import measure
from socialimpact.language import Message, msg
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.document import Block, Cell, Course, Paragraph, Section, Table, Value, value_of

HEADLINE = (
    "addressable_spend", "social_spend", "social_share", "local_spend", "local_share", "social_local_share",
    "social_suppliers", "suppliers", "new_social_suppliers", "average_spend_per_social_supplier", "concentration",
    "impact_driven_spend", "possible_social_spend",
)  # fmt: skip
GIVEN = ("donations", "sponsorships", "membership_fees")


def section(look: Scene) -> Section:
    """The table of the year, in words first; what was given stands beside it, never in it."""
    now = look.ask([*HEADLINE, *GIVEN, "lines"])
    then = look.ask([*HEADLINE, *GIVEN, "lines"], where=look.before)
    has_before = bool(then.value("lines"))
    titles: tuple[Message, ...] = (msg("Figure"), msg("{year}", year=str(look.year)))
    if has_before:
        titles = (*titles, msg("{year}", year=str(look.year - 1)), msg("Change"))
    titles = (*titles, msg("Target"))
    rows = []
    for key in HEADLINE:
        value, before = value_of(now, key), value_of(then, key)
        compared = (before, change(value, before)) if has_before else ()
        rows.append((measure(key).name, value, *compared, _target(look, key)))
    blocks: list[Block] = [
        Paragraph(_in_words(value_of(now, "social_share"), value_of(now, "social_spend"), look.year), "proposed"),
        Table("year", msg("The year in figures"), titles, tuple(rows), _about(has_before, look.year)),
        _course(look),
    ]
    given = [(measure(key).name, value_of(now, key)) for key in GIVEN if now.value(key)]
    if given:
        blocks.append(
            Table("given", msg("Given, not bought: in no share and never social spend"), titles[:2], tuple(given))
        )
    return Section("year", msg("The year in figures"), tuple(blocks))


def change(now: Value, before: Value) -> Cell:
    """The change in words: percent for euro, points for a share, pieces for a count."""
    if now.value is None or before.value is None:
        return None
    if now.measure.unit == "share":
        points = round((float(now.value) - float(before.value)) * 100, 1)
        return msg("+{n} points", n=points) if points > 0 else msg("−{n} points", n=-points)
    if now.measure.unit == "euro":
        if not before.value:
            return None
        part = round(float((now.value - before.value) / abs(before.value)) * 100, 1)
        return msg("+{n} %", n=part) if part >= 0 else msg("−{n} %", n=-part)
    size = now.value - before.value
    return msg("+{n}", n=size) if size >= 0 else msg("−{n}", n=-size)


def _in_words(share: Value, spend: Value, year: int) -> Message:
    if share.value is None:
        return msg("In {year} there was no purchase to speak of.", year=str(year))
    return msg(
        "In {year} we bought for {spend} from social suppliers: {share} of what we buy.",
        year=str(year), spend=spend.shown(), share=share.shown(),
    )  # fmt: skip


def _about(has_before: bool, year: int) -> Message | None:
    if has_before:
        return None
    return msg("The ledgers do not reach back to {year}: nothing to compare with.", year=str(year - 1))


def _target(look: Scene, key: str) -> Cell:
    found = targets.target_for(look.reader, key, look.year, look.selection, actor=look.actor)
    return Value(measure(key), found.value, {}).shown() if found else None


def _course(look: Scene) -> Course:
    months = trend.monthly(look.reader, "social_share", look.selection, actor=look.actor)
    goal = targets.target_for(look.reader, "social_share", look.year, look.selection, actor=look.actor)
    where = look.selection.as_query()
    return Course(
        "course",
        msg("Social-spend share month by month: single months and, bold, twelve months together"),
        tuple(month.first_day for month in months),
        tuple(Value(measure("social_share"), month.value, where, {"month": month.month}) for month in months),
        tuple(month.rolling for month in months),
        float(goal.value) if goal else None,
    )
