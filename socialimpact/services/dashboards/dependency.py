"""How much suppliers depend on us: our purchases as a share of the revenue that they declared, where they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.language import Message, Share, msg, plain, plural
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import declarations
from socialimpact.suppliers.declarations import REVENUE


@dataclass(frozen=True)
class Dependency:
    """A supplier and a year of which it declared its `revenue`: our addressable `spend` in that year and its `share`.

    `share` is None where the revenue is zero; above 1 one of the two numbers is about something else.
    """

    supplier_id: int
    name: Message
    year: int
    spend: Decimal
    revenue: Decimal
    share: float | None
    source: str
    stated_on: date | None


@dataclass(frozen=True)
class DependencyView:
    """The rows, the newest year and the largest share first, under their message; `odd`: how many are above 100 %."""

    title: Message
    rows: tuple[Dependency, ...]
    odd: int


def dependency(ws: Workspace, actor: Actor, selection: Selection) -> DependencyView:
    """Over whole years and everything that the companies of the selection buy: a revenue is the whole year's."""
    actor.require("viewer")
    given = [each for each in declarations.standing(ws.db) if each.outcome == REVENUE]
    if not given:
        return DependencyView(_title(()), (), 0)
    bought = query(
        ws.db, ["addressable_spend"], ["supplier", "year"],
        Selection(companies=selection.companies, suppliers=tuple(sorted({each.supplier_id for each in given}))),
        actor=actor,
    ).rows  # fmt: skip
    spend = {(row["supplier_id"], row["year"]): row["addressable_spend"] for row in bought}
    names = {row["supplier_id"]: row["supplier"] for row in bought}
    rows = [
        Dependency(
            each.supplier_id, plain(names[each.supplier_id]), each.year, amount, each.value,
            float(amount / each.value) if each.value else None, each.source, each.stated_on,
        )
        for each in given
        if each.supplier_id in names
        for amount in [spend.get((each.supplier_id, each.year), Decimal(0))]
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row.year, -(row.share or 0.0), row.supplier_id))
    return DependencyView(_title(tuple(rows)), tuple(rows), sum(1 for row in rows if (row.share or 0.0) > 1))


def _title(rows: tuple[Dependency, ...]) -> Message:
    if not rows:
        return msg("No supplier has declared its revenue")
    latest = [row for row in rows if row.year == rows[0].year and row.share is not None]
    if not latest:
        suppliers = len({row.supplier_id for row in rows})
        return plural("{n} supplier declared its revenue", "{n} suppliers declared their revenue", suppliers)
    return msg(
        "{supplier} depends on you most: {share} of its revenue in {year}",
        supplier=latest[0].name, share=Share(latest[0].share or 0.0, 0), year=str(latest[0].year),
    )  # fmt: skip
