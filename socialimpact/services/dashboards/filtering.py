"""What can be chosen on a dashboard: periods, companies, sites, categories, definitions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from socialimpact.actor import Actor
from socialimpact.categories import tree
from socialimpact.figures import choices, scopes, trend
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.language import Message, msg
from socialimpact.places import local_rules
from socialimpact.services.workspace import Workspace

LOCAL_RULES = ("municipality", "province", "region", "radius:10", "radius:30", "radius:50", "radius:100")


@dataclass(frozen=True)
class FilterChoices:
    """Keys with their words, in the order in which they are offered. None among the keys is "not known"."""

    years: tuple[int, ...]
    """With lines, the latest first."""
    latest_year: int | None
    """Of the months that the ledgers cover: a mistyped date far in the future is none of them."""
    first_date: date | None
    last_date: date | None
    """Of the months that the ledgers cover; None where no line has a date."""
    companies: Mapping[int | None, Message]
    sites: Mapping[int | None, Message]
    categories: Mapping[str | None, Message]
    """Groups, each followed by those of its leaves that the ledgers have, and the unclassified."""
    scopes: Mapping[str, Message]
    default_scope: str
    local_rules: Mapping[str, Message]
    default_local_rule: str

    @property
    def last_twelve(self) -> tuple[date, date] | None:
        """The twelve months that end with the last one of the ledgers."""
        if not self.last_date:
            return None
        before = self.last_date.year * 12 + self.last_date.month - 1 - 11
        return date(before // 12, before % 12 + 1, 1), self.last_date


def filter_choices(ws: Workspace, actor: Actor) -> FilterChoices:
    """Everything that the filter bar offers to this actor."""
    actor.require("viewer")
    years = [row["year"] for row in query(ws.db, ["lines"], ["year"], actor=actor).rows if row["year"] is not None]
    covered = trend.span(ws.db, Selection(), actor=actor)
    chosen = choices.settings(ws.db)
    rules = dict.fromkeys([*LOCAL_RULES, chosen.local_rule_key])
    return FilterChoices(
        years=tuple(sorted(years, reverse=True)),
        latest_year=covered.last.year if covered else None,
        first_date=covered.first if covered else None,
        last_date=covered.last if covered else None,
        companies=_values(ws, actor, "company"),
        sites=_values(ws, actor, "site"),
        categories=_categories(ws, actor),
        scopes={each.key: each.name for each in scopes.scopes(ws.db)},
        default_scope=chosen.scope_key,
        local_rules={local_rules.parse(key).key: local_rules.parse(key).name() for key in rules},
        default_local_rule=local_rules.parse(chosen.local_rule_key).key,
    )


# What can be chosen beside the row, and how many of it are offered: the largest by spend.
_MORE = ("cost_centre", "nature", "kind", "evidence", "region", "province", "country", "distance_band", "supplier")
_MOST_OFFERED = 200


def more_choices(ws: Workspace, actor: Actor) -> Mapping[str, Mapping[Any, Message]]:
    """The values of the rarer filters, the largest spend first; of very many the largest."""
    actor.require("viewer")
    return {key: _values(ws, actor, key, order="-total_spend", limit=_MOST_OFFERED) for key in _MORE}


def _categories(ws: Workspace, actor: Actor) -> dict[str | None, Message]:
    known = _values(ws, actor, "category")
    found: dict[str | None, Message] = {}
    for group in tree.groups():
        leaves = [leaf for leaf in group.leaves if leaf.key in known]
        if leaves:
            found[group.key] = tree.name(group.key)
        for leaf in leaves:
            # a leaf stands under its group
            found[leaf.key] = msg("– {category}", category=known[leaf.key])
    return found | ({None: known[None]} if None in known else {})


def _values(ws: Workspace, actor: Actor, key: str, **how: Any) -> dict[Any, Message]:
    by = DIMENSIONS[key]
    rows = query(ws.db, ["total_spend"], [key], actor=actor, **how).rows
    return {row[by.id_column]: by.label(row) for row in rows}
