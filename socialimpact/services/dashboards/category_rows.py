"""Categories as rows: what is spent in each, how social it is, how that moved, and what is missing to the goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from socialimpact.actor import Actor
from socialimpact.charts import axes
from socialimpact.figures.comparison import Compared
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.language import Message, msg
from socialimpact.services.dashboards.figure_view import next_target
from socialimpact.services.workspace import Workspace

Level = Literal["category_group", "category", "ledger_category"]
MEASURES = (
    "addressable_spend", "social_spend", "social_share", "possible_social_spend", "suppliers", "social_suppliers",
)  # fmt: skip


@dataclass(frozen=True)
class Goal:
    """The share that categories are held against: the target for a year, else the average (`target_year` None)."""

    share: float
    target_year: int | None

    def sentence(self) -> Message:
        if self.target_year is None:
            return msg("the average of all categories, {share}", share=axes.short_share(self.share))
        return msg("the target for {year}, {share}", year=str(self.target_year), share=axes.short_share(self.share))


@dataclass(frozen=True)
class CategoryRow:
    """One category. `key` None is unclassified, or without a category in the ledger.

    `spend` is addressable. `change` is that of the spend, a ratio; `points` that of its social share, in percentage
    points; None where there is nothing to compare with. `missing`: euro of social spend to the
    goal, zero where it is reached, None without a goal.
    """

    key: str | None
    name: Message
    group: Message | None
    spend: Decimal
    social: Decimal
    share: float | None
    possible: Decimal
    suppliers: int
    social_suppliers: int
    change: float | None
    points: float | None
    missing: Decimal | None


def goal_for(ws: Workspace, actor: Actor, selection: Selection) -> Goal | None:
    """The target of the year that is looked at, else the average over all categories; None where that is nothing."""
    around = replace(selection, categories=(), category_groups=(), ledger_categories=())
    year = around.years[0] if len(around.years) == 1 else None
    target = next_target(ws, actor, "social_share", year, around) if year else None
    if target:
        return Goal(float(target.value), target.year)
    average = query(ws.db, ["social_share"], where=around, actor=actor).value("social_share")
    return Goal(average, None) if average is not None and average > 0 else None


@dataclass(frozen=True)
class Look:
    """One look at the data: who, over what, held against which goal, and with what it is compared."""

    ws: Workspace
    actor: Actor
    selection: Selection
    goal: Goal | None
    compared: Compared | None

    def rows(self, level: Level) -> tuple[CategoryRow, ...]:
        """Every category of a level with a line in the selection, the largest first."""
        by = ["category_group", "category"] if level == "category" else [level]
        found = query(self.ws.db, MEASURES, by, self.selection, actor=self.actor).rows
        changes = self._changes(level, by)
        rows = [self._row(row, level, changes) for row in found]
        return tuple(sorted(rows, key=lambda row: (-row.spend, str(row.name))))

    def _row(self, row: Mapping[str, Any], level: Level, changes: Mapping[Any, Any]) -> CategoryRow:
        key, spend, social = row[level], row["addressable_spend"], row["social_spend"]
        change, points = changes.get(key, (None, None))
        return CategoryRow(
            key=key,
            name=DIMENSIONS[level].label(row),
            group=DIMENSIONS["category_group"].label(row) if level == "category" and key is not None else None,
            spend=spend,
            social=social,
            share=row["social_share"],
            possible=row["possible_social_spend"],
            suppliers=row["suppliers"],
            social_suppliers=row["social_suppliers"],
            change=change,
            points=points,
            missing=_missing(spend, social, self.goal),
        )

    def _changes(self, level: Level, by: Sequence[str]) -> dict[Any, tuple[float | None, float | None]]:
        """By key: the change of the spend (a ratio) and of the social share (in points), like for like."""
        if self.compared is None:
            return {}
        now, then = (self._then(each, level, by) for each in self.compared.selections(self.selection))
        result: dict[Any, tuple[float | None, float | None]] = {}
        for key in now.keys() | then.keys():
            spend, share = now.get(key, (Decimal(0), None))
            before, share_before = then.get(key, (Decimal(0), None))
            points = (share - share_before) * 100 if share is not None and share_before is not None else None
            result[key] = (float((spend - before) / before) if before > 0 else None, points)
        return result

    def _then(self, selection: Selection, level: Level, by: Sequence[str]) -> dict[Any, tuple[Decimal, Any]]:
        rows = query(self.ws.db, ["addressable_spend", "social_share"], by, selection, actor=self.actor).rows
        return {row[level]: (row["addressable_spend"], row["social_share"]) for row in rows}


def _missing(spend: Decimal, social: Decimal, goal: Goal | None) -> Decimal | None:
    if goal is None:
        return None
    return max(Decimal(0), (Decimal(str(goal.share)) * spend - social).quantize(Decimal("0.01")))
