"""When suppliers are paid: social ones beside all, as far as the ledgers have due and payment dates (ESRS G1-6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.charts import payment_messages
from socialimpact.figures import payment_bands
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.language import Message, Share, msg, plural
from socialimpact.services.dashboards.coverage import coverage
from socialimpact.services.dashboards.figure_view import FigureView, figure_views
from socialimpact.services.workspace import Workspace

CARDS = (
    "average_days_to_pay_social", "average_days_to_pay", "paid_on_time_share_social", "paid_on_time_share",
)  # fmt: skip
_BASE = (
    *CARDS, "lines", "identified_share", "median_days_to_pay", "median_days_to_pay_social", "payable_lines",
    "paid_lines", "paid_lines_social", "lines_with_terms", "payment_known_share", "overdue_spend",
    "overdue_social_spend",
)  # fmt: skip
_MOST_SUPPLIERS = 50
_MOST_KINDS = 8


@dataclass(frozen=True)
class PairView:
    """A row of a chart: the value of `everyone` and of the `social` ones, days or a share; None is not known."""

    key: str | None
    name: Message
    everyone: float | None
    social: float | None


@dataclass(frozen=True)
class PairsView:
    """A chart under its message; no rows where there is nothing to show."""

    title: Message
    under: Message
    rows: tuple[PairView, ...]


@dataclass(frozen=True)
class PaidSupplier:
    """A social supplier by how long it waits: `lines` with both dates, `days` on average, `on_time` a share."""

    supplier_id: int
    name: Message
    days: float
    on_time: float | None
    lines: int
    spend: Decimal
    overdue: Decimal


@dataclass(frozen=True)
class PaymentView:
    """The page. `known` says whether any line has a payment date, `covered` how many have, in words.

    `median`: the medians in words. `overdue`: what should have been paid by now, in euro: of all, of social suppliers.
    """

    lines: int
    selection: Selection
    coverage: Message
    known: bool
    covered: Message
    median: Message | None
    figures: tuple[FigureView, ...]
    bands: PairsView
    years: PairsView
    kinds: PairsView
    suppliers: tuple[PaidSupplier, ...]
    on_time: Message
    overdue: Decimal
    overdue_social: Decimal


def payment(ws: Workspace, actor: Actor, selection: Selection) -> PaymentView:
    """Everything that the page says about a selection."""
    actor.require("viewer")
    answer = query(ws.db, _BASE, where=selection, actor=actor)
    values = answer.rows[0]
    look = _Look(ws, actor, selection, values)
    return PaymentView(
        lines=values["lines"],
        selection=selection,
        coverage=coverage(ws, selection, answer.definitions, values["identified_share"]),
        known=values["paid_lines"] > 0,
        covered=_covered(values),
        median=_median(values),
        figures=figure_views(ws, actor, CARDS, selection, values),
        bands=look.bands(),
        years=look.years(),
        kinds=look.kinds(),
        suppliers=look.suppliers(),
        on_time=payment_messages.on_time(values["paid_on_time_share_social"], values["paid_on_time_share"]),
        overdue=values["overdue_spend"],
        overdue_social=values["overdue_social_spend"],
    )


def _covered(values: Mapping[str, Any]) -> Message:
    """How much of the purchases the figures of this page are about."""
    paid, payable, terms = values["paid_lines"], values["payable_lines"], values["lines_with_terms"]
    share = values["payment_known_share"]
    said = plural(
        "{n} of {all} lines has a payment date ({share}), {terms} of them a due date as well.",
        "{n} of {all} lines have a payment date ({share}), {terms} of them a due date as well.",
        paid,
        all=payable,
        share=Share(share, 0) if share is not None else msg("not known"),
        terms=terms,
    )
    return msg("{covered} Credit notes are left out.", covered=said)


def _median(values: Mapping[str, Any]) -> Message | None:
    everyone, social = values["median_days_to_pay"], values["median_days_to_pay_social"]
    if everyone is None:
        return None
    if social is None:
        return msg("Half of all lines were paid within {n} days.", n=round(everyone))
    return msg(
        "Half of all lines were paid within {n} days, half of those of social suppliers within {social}.",
        n=round(everyone),
        social=round(social),
    )


@dataclass(frozen=True)
class _Look:
    """One look at the data: who, over what, and the measures of the whole selection."""

    ws: Workspace
    actor: Actor
    selection: Selection
    values: Mapping[str, Any]

    def ask(self, measures: Sequence[str], by: str, **more: Any) -> list[dict[str, Any]]:
        return query(self.ws.db, measures, [by], self.selection, actor=self.actor, **more).rows

    def bands(self) -> PairsView:
        """The part of the lines that is paid within each band of days."""
        found = {row["payment_band"]: row for row in self.ask(["paid_lines", "paid_lines_social"], "payment_band")}
        whole, social = self.values["paid_lines"], self.values["paid_lines_social"]
        rows = [
            PairView(
                key,
                payment_bands.band_name(key),
                _part(found.get(key, {}).get("paid_lines", 0), whole),
                _part(found.get(key, {}).get("paid_lines_social", 0), social),
            )
            for key in payment_bands.KEYS
        ]
        return PairsView(
            payment_messages.waiting(self.values["average_days_to_pay_social"], self.values["average_days_to_pay"]),
            msg("Lines by days from the invoice to its payment. Bold: social suppliers. Pale: all suppliers."),
            tuple(rows) if whole else (),
        )

    def years(self) -> PairsView:
        """The average days year by year, also of the years around the one that is looked at."""
        around = self.selection.without_period()
        measures = ["average_days_to_pay", "average_days_to_pay_social"]
        found = query(self.ws.db, measures, ["year"], around, actor=self.actor).rows
        rows = [_days_row("year", row) for row in found if row["year"] is not None]
        rows = [row for row in rows if row.everyone is not None]
        known = [row for row in rows if row.social is not None]
        first, last = (known[0], known[-1]) if len(known) > 1 else (None, None)
        return PairsView(
            payment_messages.over_years(
                first.social if first else None, last.social if last else None, int(first.key or 0) if first else None
            ),
            msg("Average days from the invoice to its payment, over all years. Bold: social suppliers. Pale: all."),
            tuple(rows),
        )

    def kinds(self) -> PairsView:
        """The average days by kind of supplier; what has no kind is all the others."""
        rows = [_days_row("kind", row) for row in self.ask(["average_days_to_pay", "paid_lines"], "kind")]
        known = sorted((row for row in rows if row.everyone is not None), key=lambda row: -(row.everyone or 0.0))
        named = [row for row in known if row.key is not None]
        return PairsView(
            payment_messages.slowest_kind(named[0].name, named[0].everyone)
            if named
            else payment_messages.slowest_kind(None, None),
            msg("Average days from the invoice to its payment, by kind of supplier, suspected ones among them."),
            tuple(known[:_MOST_KINDS]),
        )

    def suppliers(self) -> tuple[PaidSupplier, ...]:
        """The social suppliers that wait longest, the longest first."""
        measures = [
            "average_days_to_pay_social", "paid_on_time_share_social", "paid_lines_social", "social_spend",
            "overdue_social_spend",
        ]  # fmt: skip
        rows = self.ask(measures, "supplier", order="-average_days_to_pay_social", limit=_MOST_SUPPLIERS)
        return tuple(
            PaidSupplier(
                row["supplier_id"],
                DIMENSIONS["supplier"].label(row),
                row["average_days_to_pay_social"],
                row["paid_on_time_share_social"],
                row["paid_lines_social"],
                row["social_spend"],
                row["overdue_social_spend"],
            )
            for row in rows
            if row["average_days_to_pay_social"] is not None
        )


def _days_row(dimension: str, row: Mapping[str, Any]) -> PairView:
    by = DIMENSIONS[dimension]
    key = row[by.id_column]
    name = by.label(row) if key is not None else msg("Suppliers of no known kind")
    everyone, social = row["average_days_to_pay"], row.get("average_days_to_pay_social")
    return PairView(None if key is None else str(key), name, everyone, social)


def _part(lines: int, whole: int) -> float | None:
    return lines / whole if whole else None
