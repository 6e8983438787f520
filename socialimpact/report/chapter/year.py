"""The year in figures, against the year before and the targets; its course month by month, and the years before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from socialimpact.figures import targets, trend
from socialimpact.figures.labels import points
from socialimpact.figures.measures import measure
from socialimpact.language import Euro, Message, msg, plural
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.chapter.sentences import joined
from socialimpact.report.chapter.titles import TITLES
from socialimpact.report.document import (
    Block,
    Cell,
    Change,
    Course,
    Headline,
    Paragraph,
    Section,
    Table,
    Value,
    value_of,
)

HEADLINE = (
    "addressable_spend", "social_spend", "social_share", "local_spend", "local_share", "social_local_share",
    "social_suppliers", "suppliers", "new_social_suppliers", "average_spend_per_social_supplier", "concentration",
    "impact_driven_spend", "possible_social_spend",
)  # fmt: skip
GIVEN = ("donations", "sponsorships", "membership_fees")
_CARDS = ("social_spend", "social_share", "local_share", "social_suppliers")
_OVER_YEARS = ("addressable_spend", "social_spend", "social_share", "local_share", "social_suppliers")
_YEARS_BACK, _LEAST_YEARS, _LEAST_MONTHS = 4, 3, 2
_SCREENED = "new_suppliers_screened_share"
_ASKED = (
    "average_days_to_pay", "average_days_to_pay_social", "paid_on_time_share", "paid_on_time_share_social",
    "significant_suppliers", _SCREENED,
)  # fmt: skip


def section(look: Scene) -> Section:
    """The figures large, the year in words, its table; what was given stands beside it, never in it."""
    now = look.ask([*HEADLINE, *GIVEN])
    blocks: list[Block] = [
        Headline("headline", tuple((measure(key).name, value_of(now, key)) for key in look.known(_CARDS))),
        Paragraph(_in_words(look), "proposed", "reading"),
        table(look, "year", msg("The year in figures"), HEADLINE),
        *_course(look),
        *_over_years(look),
        *_asked_beside(look),
    ]
    given = [(measure(key).name, value_of(now, key)) for key in GIVEN if now.value(key)]
    if given:
        titles = (msg("Figure"), msg("{year}", year=str(look.year)))
        blocks.append(
            Table("given", msg("Given, not bought: in no share and never social spend"), titles, tuple(given))
        )
    return Section("year", TITLES["year"], tuple(blocks))


def table(look: Scene, key: str, caption: Message, measures: Sequence[str]) -> Table:
    """Measures of the year beside those of the year before, like for like, and their targets."""
    measures = look.known(measures)
    year, now = str(look.year), look.ask(measures)
    alike = look.alike
    titles: tuple[Message, ...] = (msg("Figure"), msg("{year}", year=year))
    if alike and not alike.whole:
        titles = (*titles, msg("{year}, like for like", year=year),
                  msg("{year}, like for like", year=str(look.year - 1)), msg("Variation"))  # fmt: skip
    elif alike:
        titles = (*titles, msg("{year}", year=str(look.year - 1)), msg("Variation"))
    again = look.ask(measures, where=alike.now) if alike else now
    then = look.ask(measures, where=alike.then) if alike else now
    goals = {each: _target(look, each) for each in measures}
    has_goal = any(goal is not None for goal in goals.values())
    rows: list[tuple[Cell, ...]] = []
    for each in measures:
        compared: tuple[Cell, ...] = ()
        if alike:
            like, before = value_of(again, each), value_of(then, each)
            compared = (before, change(like, before)) if alike.whole else (like, before, change(like, before))
        rows.append((measure(each).name, value_of(now, each), *compared, *((goals[each],) if has_goal else ())))
    note = (
        alike.said if alike
        else msg("The ledgers do not reach back to {year}: nothing to compare with.", year=str(look.year - 1))
    )  # fmt: skip
    return Table(key, caption, (*titles, msg("Target")) if has_goal else titles, tuple(rows), note)


def change(now: Value, before: Value) -> Change | None:
    """The change: percent for euro, points for a share, pieces for a count."""
    if now.value is None or before.value is None:
        return None
    if now.measure.unit == "share":
        return Change("points", round((float(now.value) - float(before.value)) * 100, 1))
    if now.measure.unit == "euro":
        if before.value <= 0:  # of nothing, or of more taken back than bought, there is no part
            return None
        return Change("percent", round(float((now.value - before.value) / before.value) * 100, 1))
    return Change("pieces", now.value - before.value)


def _in_words(look: Scene) -> Message:
    """The year as a person might begin to tell it."""
    year, now = str(look.year), look.ask(["social_spend", "social_share", "social_suppliers", "local_share"])
    share, spend = value_of(now, "social_share"), now.value("social_spend")
    if share.value is None:
        return msg("In {year} there was no purchase to speak of.", year=year)
    if not spend:
        return msg("In {year} we bought nothing from suppliers that are known to be social.", year=year)
    told = plural(
        "In {year} we bought for {spend} from {n} social supplier: {share} of what we buy.",
        "In {year} we bought for {spend} from {n} social suppliers: {share} of what we buy.",
        now.value("social_suppliers"),
        year=year, spend=Euro(spend, cents=False), share=share.shown(),
    )  # fmt: skip
    local = value_of(now, "local_share")
    near = (
        msg("{share} of our purchases stayed with local suppliers.", share=local.shown())
        if local.value and look.places_known
        else None
    )
    return joined([told, _against(look), _goal(look, share), near])


def _against(look: Scene) -> Message | None:
    if look.alike is None:
        return None
    now = look.ask(["social_share"], where=look.alike.now).value("social_share")
    then = look.ask(["social_share"], where=look.alike.then)
    before = value_of(then, "social_share")
    if now is None or before.value is None:
        return None
    moved = round((float(now) - float(before.value)) * 100, 1)
    if not moved:
        return msg("That is as much as in {year}.", year=str(look.year - 1))
    values = {"year": str(look.year - 1), "share": before.shown(), "points": points(abs(moved))}
    if moved > 0:
        return msg("In {year} it was {share}: {points} more now, like for like.", **values)
    return msg("In {year} it was {share}: {points} less now, like for like.", **values)


def _goal(look: Scene, share: Value) -> Message | None:
    goal = targets.target_for(look.reader, "social_share", look.year, look.selection, actor=look.actor)
    if goal is None:
        return None
    aimed = Value(share.measure, goal.value, {}).shown()
    missing = round(float(goal.value) * 100 - float(share.value) * 100, 1)
    if missing <= 0:
        return msg("The target of {target} is reached.", target=aimed)
    return msg("The target of {target} is missed by {points}.", target=aimed, points=points(missing))


def _target(look: Scene, key: str) -> Cell:
    found = targets.target_for(look.reader, key, look.year, look.selection, actor=look.actor)
    return Value(measure(key), found.value, {}).shown() if found else None


def _asked_beside(look: Scene) -> tuple[Block, ...]:
    """What standards ask beside the headline, as far as anybody has written it down."""
    answer = look.ask(_ASKED)
    found = [value_of(answer, key) for key in _ASKED if answer.value(key) is not None]
    if not look.screened:
        found = [each for each in found if each.measure.key != _SCREENED]
    if not found:
        return ()
    titles = (msg("Figure"), msg("{year}", year=str(look.year)))
    rows = tuple((each.measure.name, each) for each in found)
    return (Table("suppliers_of_year", msg("Payment times and suppliers, as standards ask"), titles, rows),)


def _course(look: Scene) -> tuple[Block, ...]:
    """Month by month; nothing where a course of one month would be a point."""
    months = trend.monthly(look.reader, "social_share", look.selection, actor=look.actor)
    goal = targets.target_for(look.reader, "social_share", look.year, look.selection, actor=look.actor)
    where = look.selection.as_query()
    if sum(month.value is not None for month in months) < _LEAST_MONTHS:
        return ()
    return (
        Course(
            "course",
            msg("Social-spend share month by month: single months and, bold, twelve months together"),
            tuple(month.first_day for month in months),
            tuple(Value(measure("social_share"), month.value, where, {"month": month.month}) for month in months),
            tuple(month.rolling for month in months),
            float(goal.value) if goal else None,
        ),
    )


def _over_years(look: Scene) -> tuple[Block, ...]:
    """The year and those before it, with how many months of each the ledgers have."""
    years = tuple(range(look.year - _YEARS_BACK, look.year + 1))
    where = replace(look.selection, years=years)
    keys = look.known(_OVER_YEARS)
    answer = look.ask(keys, ["year"], where=where)
    rows = [row for row in answer.rows if row["year"] is not None]
    if len(rows) < _LEAST_YEARS:
        return ()
    months: dict[int, int] = {}
    for row in look.ask(["lines"], ["month"], where=where).rows:
        if row["month"]:
            months[int(row["month"][:4])] = months.get(int(row["month"][:4]), 0) + 1
    companies: dict[int, int] = {}
    for row in look.ask(["lines"], ["year", "company"], where=where).rows:
        companies[row["year"]] = companies.get(row["year"], 0) + 1
    cells: list[tuple[Cell, ...]] = [
        (str(row["year"]), *(value_of(answer, key, row) for key in keys), months.get(row["year"], 0))
        for row in sorted(rows, key=lambda row: row["year"])
    ]
    titles = (msg("Year"), *(measure(key).name for key in keys), msg("Months with lines"))
    note = None
    if len(set(companies.values())) > 1:
        note = msg("Not every company has lines in every year: the years are not like for like.")
    elif len({row[-1] for row in cells}) > 1:
        note = msg("Not every year has lines in as many months: the amounts are not like for like.")
    return (Table("years", msg("The year and those before it"), titles, tuple(cells), note),)
