"""The organisation's targets: set, removed, and seen as paths with what was reached in each year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.categories import tree
from socialimpact.charts.axes import whole_percent
from socialimpact.errors import NotFound, Refused
from socialimpact.figures import scopes, target_path, trend
from socialimpact.figures import targets as target_figures
from socialimpact.figures.labels import plain, points
from socialimpact.figures.measures import measure as declared_measure
from socialimpact.figures.query import query
from socialimpact.figures.target_path import Known
from socialimpact.figures.targets import Distance, Target
from socialimpact.language import Euro, Message, Share, msg
from socialimpact.places import local_rules
from socialimpact.services.suppliers.decisions import require
from socialimpact.services.workspace import Workspace

_FIRST_YEAR, _LAST_YEAR = 1990, 2100
# Points that a share of one decimal shows.
_SEEN = 0.05


@dataclass(frozen=True)
class GoalYear:
    """A year of a path: what it has to reach, what it did, and how far away that is in words."""

    year: int
    value: Decimal
    known: Known
    target_id: int | None
    distance: Distance | None
    words: Message | None


@dataclass(frozen=True)
class Goal:
    """The targets of one measure about one thing, as a path. `about` says of what."""

    target: Target
    name: Message
    about: Message
    years: tuple[GoalYear, ...]

    def as_json(self, language: str) -> dict[str, Any]:
        """The document of the command `targets`; values are as the measure is: a share is between 0 and 1."""
        key, company, site, category, scope, rule = self.target.subject
        return {
            "measure": key,
            "about": self.about.to(language),
            "company_id": company,
            "site_id": site,
            "category": category,
            "scope": scope,
            "local": rule,
            "years": [
                {
                    "year": each.year,
                    "target": str(each.value),
                    "known": each.known,
                    "target_id": each.target_id,
                    "reached": _plain(each.distance.value) if each.distance else None,
                    "points_missing": each.distance.points if each.distance else None,
                    "euro_missing": _plain(each.distance.euro) if each.distance else None,
                    "words": each.words.to(language) if each.words else None,
                }
                for each in self.years
            ],
        }


def targets(ws: Workspace, actor: Actor) -> list[Target]:
    """The targets that the actor may see, by year."""
    actor.require("viewer")
    return list(target_figures.targets(ws.db, actor=actor))


def goals(ws: Workspace, actor: Actor) -> tuple[Goal, ...]:
    """The targets as paths, those of the whole organisation first, each year with what was reached."""
    actor.require("viewer")
    firsts: dict[tuple[Any, ...], Target] = {}
    for each in target_figures.targets(ws.db, actor=actor):
        firsts.setdefault(each.subject, each)
    names = _names(ws)
    ordered = sorted(
        firsts.values(),
        key=lambda each: (each.company_id or 0, each.site_id or 0, each.category or "", each.measure),
    )
    return tuple(_goal(ws, actor, each, names) for each in ordered)


def save_target(
    ws: Workspace,
    actor: Actor,
    measure: str,
    year: int,
    value: Decimal,
    *,
    company_id: int | None = None,
    site_id: int | None = None,
    category: str | None = None,
    scope: str | None = None,
    local_rule: str | None = None,
) -> int:
    """Set a measure's goal for a year, of the whole, a company, a site or a category. Returns its number.

    One about the same thing is replaced. `value` is a share between 0 and 1, an amount in euro or a number, as the
    measure is; a site brings its company. Raises `Refused` and `NotFound`.
    """
    if site_id is not None:
        company_id = _company_of(ws, site_id)
    require(actor, "editor", company_id)
    asked = declared_measure(measure)
    if asked.unit == "share" and not 0 <= value <= 1:
        raise Refused(msg("A share lies between 0 and 100 %."), code="bad_target")
    if value < 0:
        raise Refused(msg("A target cannot be less than nothing."), code="bad_target")
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise Refused(
            msg("A target is for a year from {first} to {last}.", first=str(_FIRST_YEAR), last=str(_LAST_YEAR)),
            code="bad_target",
        )
    if category is not None and category not in tree.leaves() and all(category != g.key for g in tree.groups()):
        tree.leaf(category)  # says which there are
    if scope is not None:
        scopes.scope(ws.db, scope)
    rule = local_rules.parse(local_rule).key if local_rule is not None else None
    with ws.db.write(actor) as tx:
        made = Target(
            tx.next_id("target", "target_id"), company_id, measure, year, value, scope, rule, site_id, category,
            datetime.now(UTC).date(),
        )  # fmt: skip
        same = [
            each
            for each in target_figures.targets(tx, actor=actor)
            if each.year == year and each.subject == made.subject
        ]
        for each in same:
            tx.execute("delete from target where target_id = ?", [each.target_id])
        tx.insert("target", asdict(made))
        tx.event("saved", "target", made.target_id, before=[asdict(each) for each in same] or None, after=asdict(made))
    return made.target_id


def remove_target(ws: Workspace, actor: Actor, target_id: int) -> None:
    """Take a target back. Raises `NotFound`."""
    found = next((each for each in targets(ws, actor) if each.target_id == target_id), None)
    if found is None:
        raise NotFound(msg("There is no target {number}.", number=str(target_id)))
    require(actor, "editor", found.company_id)
    with ws.db.write(actor) as tx:
        tx.execute("delete from target where target_id = ?", [target_id])
        tx.event("removed", "target", target_id, before=asdict(found))


def printed(key: str, value: Any) -> Euro | Share | int | float:
    """A value of the measure `key`, ready to stand in a message."""
    match declared_measure(key).unit:
        case "euro":
            return Euro(Decimal(value), cents=False)
        case "share":
            return Share(value, 0 if whole_percent(float(value)) else 1)
        case "count":
            return int(value)
        case _:
            return float(value)


def about_words(target: Target, names: Mapping[str, Mapping[Any, str]]) -> Message:
    """Of what a target is the goal: the organisation, a company, a site, a category, by which definition."""
    parts: list[Message] = []
    if target.site_id is not None:
        parts.append(msg("site {name}", name=names["site"].get(target.site_id, "–")))
    elif target.company_id is not None:
        parts.append(plain(names["company"].get(target.company_id, "–")))
    if target.category is not None:
        parts.append(tree.name(target.category))
    if not parts:
        parts.append(msg("the whole organisation"))
    if target.scope is not None:
        parts.append(scope_words(names, target.scope))
    if target.local_rule is not None:
        parts.append(local_rules.parse(target.local_rule).name())
    whole = parts[0]
    for part in parts[1:]:
        whole = msg("{first} · {second}", first=whole, second=part)
    return whole


def scope_words(names: Mapping[str, Mapping[Any, Any]], key: str) -> Message:
    """The name of a scope; its key, where it is no more."""
    return names["scope"].get(key) or plain(key)


def _names(ws: Workspace) -> dict[str, dict[Any, Any]]:
    return {
        "company": dict(ws.db.rows("select company_id, name from company", step="companies")),
        "site": dict(ws.db.rows("select site_id, name from site", step="sites")),
        "scope": {each.key: each.name for each in scopes.scopes(ws.db)},
    }


def _company_of(ws: Workspace, site_id: int) -> int:
    found = ws.db.value("select company_id from site where site_id = ?", [site_id], step="company of the site")
    if found is None:
        raise NotFound(msg("There is no site {number}.", number=str(site_id)))
    return int(found)


def _goal(ws: Workspace, actor: Actor, first: Target, names: Mapping[str, Mapping[Any, str]]) -> Goal:
    stated = {each.year: each for each in target_figures.targets(ws.db, actor=actor) if each.subject == first.subject}
    selection = first.selection()
    covered = trend.span(ws.db, selection, actor=actor)
    rows = query(ws.db, target_figures.keys_of(first.measure), ["year"], selection, actor=actor).rows
    values = {row["year"]: row for row in rows}
    years = []
    for point in target_path.path(ws.db, first, actor=actor):
        target = stated.get(point.year)
        of_year = replace(first, target_id=0, year=point.year, value=point.value)
        known = covered is not None and covered.first.year <= point.year <= covered.last.year
        distance = (
            target_figures.away(target or of_year, values[point.year]) if known and point.year in values else None
        )
        whole = known and covered is not None and (covered.last.year, covered.last.month) >= (point.year, 12)
        words = None if point.known == "measured" else distance_words(distance, whole=whole)
        years.append(
            GoalYear(point.year, point.value, point.known, target.target_id if target else None, distance, words)
        )
    return Goal(first, declared_measure(first.measure).name, about_words(first, names), tuple(years))


def distance_words(distance: Distance | None, *, whole: bool) -> Message:
    """How far a year is from its target, in one sentence. `whole` is false while the year goes on."""
    if distance is None or distance.value is None:
        return msg("nothing measured yet")
    key = distance.target.measure
    # so many decimals that what was missed does not look reached
    near = not distance.reached and distance.points is not None and distance.points < _SEEN
    decimals = 2 if near else 1
    share = declared_measure(key).unit == "share"
    value = Share(distance.value, decimals) if share else printed(key, distance.value)
    if distance.reached:
        return msg("reached: {value}", value=value) if whole else msg("so far {value}: on target", value=value)
    if distance.points is None:
        left = printed(key, abs(distance.target.value - Decimal(str(distance.value))))
        if whole:
            return msg("missed: {value}, {left} away", value=value, left=left)
        return msg("so far {value}, {left} to go", value=value, left=left)
    missing = points(max(round(distance.points, decimals), 0.01))
    if distance.euro is None or declared_measure(key).better == "less":
        if whole:
            return msg("missed: {value}, {points} away", value=value, points=missing)
        return msg("so far {value}, {points} to go", value=value, points=missing)
    amount = Euro(distance.euro, cents=False)
    if whole:
        return msg(
            "missed: {value}, {points} short; {amount} more would have reached it",
            value=value,
            points=missing,
            amount=amount,
        )
    return msg("so far {value}, {points} to go: {amount}", value=value, points=missing, amount=amount)


def _plain(value: Any) -> str | float | int | None:
    return f"{value:.2f}" if isinstance(value, Decimal) else value
