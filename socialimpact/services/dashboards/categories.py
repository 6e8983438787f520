"""What is bought and how social it is: our categories in two levels or the ledger's own, and where spend could move.

A group that is chosen as category opens to its leaves, a leaf to the ledger's own categories in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from socialimpact.actor import Actor
from socialimpact.categories import tree
from socialimpact.categories.words import folded
from socialimpact.charts import axes, category_messages
from socialimpact.figures.comparison import compare
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.language import Message, msg
from socialimpact.services.dashboards.category_rows import MEASURES, CategoryRow, Goal, Level, Look, goal_for
from socialimpact.services.dashboards.coverage import coverage
from socialimpact.services.workspace import Workspace

_MOST_TILES = 40
_MOST_RANKED = 7
# A category that is less than this part of the spend would be a tile that nobody can see.
_LEAST_TILE = Decimal("0.002")


@dataclass(frozen=True)
class TileView:
    """One tile of the map: a category, or (`row` None) all that are too small to be drawn alone."""

    row: CategoryRow | None
    name: Message
    spend: Decimal
    share: float | None


@dataclass(frozen=True)
class MapView:
    """The map under its message. `undrawn`: a sentence about what a map cannot show, where there is such."""

    title: Message
    under: Message
    tiles: tuple[TileView, ...]
    undrawn: Message | None


@dataclass(frozen=True)
class RankView:
    """Where social spend is missing, the most first, with how it is computed.

    `proven`: only categories in which something is bought from a social enterprise, or from one that may be.
    """

    title: Message
    under: Message
    rows: tuple[CategoryRow, ...]
    proven: tuple[CategoryRow, ...]


@dataclass(frozen=True)
class CategoriesView:
    """The page. `level` is what the map shows, `path` the categories that were opened, outermost first.

    `rows`: every category of the lower level within the selection, the largest first. `unclassified`: the row without
    a category, where there is any. `since`: with what changes are compared.
    """

    lines: int
    selection: Selection
    coverage: Message
    level: Level
    path: tuple[tuple[str, Message], ...]
    goal: Goal | None
    map: MapView
    ranking: RankView
    rows: tuple[CategoryRow, ...]
    rows_of: Level
    unclassified: CategoryRow | None
    unclassified_share: float | None
    since: Message | None


def categories(ws: Workspace, actor: Actor, selection: Selection, *, by_ledger: bool = False) -> CategoriesView:
    """The page about a selection; `by_ledger` shows the ledger's own categories instead of this program's."""
    actor.require("viewer")
    path = _path(selection)
    level = _level(path, by_ledger)
    answer = query(ws.db, ["lines", "identified_share", *MEASURES], where=selection, actor=actor)
    whole = answer.rows[0]
    goal = goal_for(ws, actor, selection)
    both = compare(ws.db, selection, actor=actor)
    look = Look(ws, actor, selection, goal, both)
    rows_of: Level = "ledger_category" if level == "ledger_category" else "category"
    rows = look.rows(rows_of)
    drawn = look.rows(level) if level != rows_of else rows
    nothing = next((row for row in rows if row.key is None and row.spend), None)
    return CategoriesView(
        lines=whole["lines"],
        selection=selection,
        coverage=coverage(ws, selection, answer.definitions, whole["identified_share"], actor=actor),
        level=level,
        path=path,
        goal=goal,
        map=_map(drawn, whole["addressable_spend"], goal),
        ranking=_ranking(rows, goal),
        rows=rows,
        rows_of=rows_of,
        unclassified=nothing,
        unclassified_share=_ratio(nothing.spend, whole["addressable_spend"]) if nothing else None,
        since=both.sentence if both else None,
    )


def found(rows: Sequence[CategoryRow], asked: str, language: str) -> tuple[CategoryRow, ...]:
    """The rows whose name or group holds all the words asked for, in the reader's language."""
    words = folded(asked).split()
    return tuple(row for row in rows if all(word in _said(row, language) for word in words))


def _said(row: CategoryRow, language: str) -> str:
    return folded(f"{row.name.to(language)} {row.group.to(language) if row.group else ''}")


def _path(selection: Selection) -> tuple[tuple[str, Message], ...]:
    """The group and leaf that are chosen, where one category alone is."""
    if len(selection.categories) != 1 or (key := selection.categories[0]) is None:
        return ()
    if key in tree.leaves():
        group = tree.leaf(key).group
        return (group, tree.name(group)), (key, tree.name(key))
    return ((key, tree.name(key)),) if tree.leaves_of(key) != (key,) else ()


def _level(path: Sequence[tuple[str, Message]], by_ledger: bool) -> Level:
    if by_ledger or len(path) > 1:
        return "ledger_category"
    return "category" if path else "category_group"


def _map(rows: Sequence[CategoryRow], whole: Decimal, goal: Goal | None) -> MapView:
    """The largest categories as tiles, and one for all the small ones. Categories below zero have no size."""
    positive = [row for row in rows if row.spend > 0]
    below = [row for row in rows if row.spend < 0]
    drawn_whole = sum((row.spend for row in positive), Decimal(0))
    tiles = [row for row in positive[:_MOST_TILES] if row.spend >= drawn_whole * _LEAST_TILE]
    rest = positive[len(tiles) :]
    if len(rest) == 1:
        tiles, rest = [*tiles, rest[0]], []
    views = [TileView(row, row.name, row.spend, row.share) for row in tiles]
    if rest:
        spend, social = (sum((part(row) for row in rest), Decimal(0)) for part in (_spend, _social))
        views.append(TileView(None, msg("{n} smaller ones", n=len(rest)), spend, _ratio(social, spend)))
    largest = next((row for row in positive if row.key is not None), None)
    return MapView(
        category_messages.largest(
            largest.name if largest else None,
            _ratio(largest.spend, whole) if largest else None,
            largest.share if largest else None,
        ),
        msg("Size: addressable spend. Colour: its social share, held against {goal}.", goal=goal.sentence())
        if goal
        else msg("Size: addressable spend. Nothing in it is social yet."),
        tuple(views),
        category_messages.undrawn(len(below), sum((row.spend for row in below), Decimal(0))),
    )


def _spend(row: CategoryRow) -> Decimal:
    return row.spend


def _social(row: CategoryRow) -> Decimal:
    return row.social


def _ranking(rows: Sequence[CategoryRow], goal: Goal | None) -> RankView:
    """Categories by the social spend that is missing to the goal; without a goal by their spend alone."""
    known = [row for row in rows if row.key is not None and row.spend > 0]
    if goal is None:
        return RankView(
            category_messages.most_missing(None, None, None),
            msg("There is no social spend and no target to hold them against: the categories with the most spend."),
            tuple(known[:_MOST_RANKED]),
            _proven(known),
        )
    short = sorted((row for row in known if row.missing), key=lambda row: (-(row.missing or 0), -row.spend))
    first = short[0] if short else None
    return RankView(
        category_messages.most_missing(first.name if first else None, first.missing if first else None, goal.share),
        msg(
            "Social spend missing per category: its spend × {share} ({goal}), less what is social already. Whether"
            " social enterprises offer it nearby is not in the ledger.",
            share=axes.short_share(goal.share),
            goal=plain_goal(goal),
        ),
        tuple(short[:_MOST_RANKED]),
        _proven(short),
    )


def _proven(rows: Sequence[CategoryRow]) -> tuple[CategoryRow, ...]:
    return tuple(row for row in rows if row.social_suppliers or row.possible > 0)[:_MOST_RANKED]


def plain_goal(goal: Goal) -> Message:
    """Where the goal comes from, without its share."""
    if goal.target_year is None:
        return msg("the average")
    return msg("the target for {year}", year=str(goal.target_year))


def _ratio(part: Decimal, whole: Decimal) -> float | None:
    return float(part / whole) if whole > 0 else None
