"""What changed and why, from the ledger: a share or an amount in two periods, taken apart by `decomposition`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.figures.choices import Definitions, definitions
from socialimpact.figures.decomposition import Cell, Invoice, Split, Sums, split_amount, split_share
from socialimpact.figures.dimensions import DIMENSIONS, Dimension
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import MEASURES, Measure, measure
from socialimpact.figures.monthly_sums import summands
from socialimpact.figures.one_offs import among_sql, one_offs
from socialimpact.figures.query import visible_sql
from socialimpact.language import Message, msg
from socialimpact.store.reader import Reader

# The groups between which spend may shift.
GROUPINGS = (
    "category", "category_group", "ledger_category", "cost_centre", "site", "company", "province", "region",
)  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A measure in two periods. `split` is None where one period has nothing to divide by: `why_not` then says so.

    `names` are the words for suppliers, `groups` for the values of `by`.
    """

    measure: Measure
    by: Dimension
    definitions: Definitions
    now: Selection
    then: Selection
    split: Split | None
    names: Mapping[int, str]
    groups: Mapping[Hashable, Message]
    why_not: Message | None = None


def can_be_split(asked: Measure) -> bool:
    """Shares of amounts, and amounts that add up."""
    parts = summands(asked)
    return bool(parts) and all(part.unit == "euro" for part in parts)


def splittable() -> tuple[str, ...]:
    """The measures whose change can be taken apart."""
    return tuple(key for key, each in MEASURES.items() if can_be_split(each))


def change_parts(
    reader: Reader, key: str, now: Selection, then: Selection, *, by: str = "category", actor: Actor
) -> Change:
    """The change of a measure from `then` to `now`, two choices that differ in their period, in parts by `by`.

    Raises `Refused` for a measure that cannot be taken apart, or a dimension that is no grouping.
    """
    asked = measure(key)
    if not can_be_split(asked):
        raise Refused(
            msg("The change of “{key}” cannot be taken apart. What can: {known}.", key=key,
                known=", ".join(splittable())), code="cannot_be_split",
        )  # fmt: skip
    if by not in GROUPINGS:
        raise Refused(
            msg("A change is not taken apart by “{key}”. It can be by: {known}.", key=by, known=", ".join(GROUPINGS)),
            code="unknown_dimension",
        )
    look = _Look(reader, asked, DIMENSIONS[by], definitions(reader, now), now, then, actor)
    before, after = look.cells("then"), look.cells("now")
    outside = look.one_offs(before, after)
    split = look.split(before, after, outside)
    names = {cell.supplier: cell.name for cell in (*before.values(), *after.values())}
    groups = {cell.group: cell.words for cell in (*before.values(), *after.values())}
    why_not = None if split else look.why_not(before, after)
    return Change(asked, DIMENSIONS[by], look.definitions, now, then, split, names, groups, why_not)


class _Found(NamedTuple):
    """One supplier in one group in one period, as the ledger has it."""

    group: Hashable
    words: Message
    supplier: int
    name: str
    sums: Sums


_Cells = Mapping[tuple[Hashable, int], _Found]


@dataclass(frozen=True)
class _Look:
    reader: Reader
    measure: Measure
    by: Dimension
    definitions: Definitions
    now: Selection
    then: Selection
    actor: Actor

    @property
    def _conditions(self) -> tuple[str, str]:
        """Which lines the measure counts, and those that they are a part of: of a share its denominator's lines.

        An amount is a part of addressable spend where it is about that, so that a supplier whose status changed is
        told from one that came.
        """
        asked = self.measure
        if asked.denominator:
            bottom = measure(asked.denominator).condition
        else:
            bottom = "addressable" if asked.condition.startswith("addressable") else asked.condition
        return self.definitions.fill(asked.condition), self.definitions.fill(bottom)

    def _where(self, period: str) -> tuple[str, list[Any]]:
        return visible_sql(self.now if period == "now" else self.then, self.actor)

    def cells(self, period: str, invoices: tuple[Invoice, ...] | None = None) -> _Cells:
        """The sums of a period by group and supplier; with `invoices` those of these alone."""
        top, bottom = self._conditions
        where, values = self._where(period)
        if invoices is not None:
            among, more = among_sql(invoices)
            where, values = f"{where} and {among}", [*values, *more]
        columns = [f"{column.sql} as by_{column.name}" for column in self.by.columns]
        keys = ", ".join(f"by_{column.name}" for column in self.by.columns)
        rows = self.reader.rows(
            f"""
            with selected as (
                select {", ".join(columns)}, supplier_id, supplier, net_amount, {top} as is_counted
                from spend
                where {where} and {bottom}
            )
            select {keys}, supplier_id, min(supplier), coalesce(sum(case when is_counted then net_amount end), 0),
                sum(net_amount), count(*), sum(case when is_counted then 1 else 0 end)
            from selected
            group by {keys}, supplier_id
            order by {keys}, supplier_id
            """,
            values,
            step="change by group and supplier",
        )
        width = len(self.by.columns)
        names = [column.name for column in self.by.columns]
        found = {}
        words: dict[Hashable, Message] = {}
        for row in rows:
            group, supplier = row[0], row[width]
            if group not in words:
                words[group] = self.by.label(dict(zip(names, row[:width], strict=True)))
            amounts, name = row[width + 2 :], row[width + 1]
            sums = Sums(*amounts)
            found[group, supplier] = _Found(group, words[group], supplier, name or "", sums)
        return found

    def one_offs(self, before: _Cells, after: _Cells) -> dict[str, dict[Invoice, dict[tuple[Hashable, int], Sums]]]:
        """The one-off invoices of each period, each with its sums by group and supplier."""
        top, bottom = self._conditions
        share = bool(self.measure.denominator)
        totals = {
            period: sum((each.sums.bottom if share else each.sums.top for each in cells.values()), Decimal(0))
            for period, cells in (("then", before), ("now", after))
        }
        invoices = one_offs(
            self.reader,
            bottom if share else top,
            {"then": self._where("then"), "now": self._where("now")},
            totals,
        )
        return {
            period: {
                each: {key: cell.sums for key, cell in self.cells(period, (each,)).items()} for each in invoices[period]
            }
            for period in ("then", "now")
        }

    def split(
        self,
        before: _Cells,
        after: _Cells,
        outside: Mapping[str, Mapping[Invoice, Mapping[tuple[Hashable, int], Sums]]],
    ) -> Split | None:
        """The parts; with the one-off invoices inside again where without them nothing is left to divide by."""
        apart = {
            period: {invoice: sum(pieces.values(), Sums()) for invoice, pieces in found.items()}
            for period, found in outside.items()
        }
        taken: dict[str, dict[tuple[Hashable, int], Sums]] = {"then": defaultdict(Sums), "now": defaultdict(Sums)}
        for period, found in outside.items():
            for pieces in found.values():
                for key, sums in pieces.items():
                    taken[period][key] += sums
        cells = _joined(before, after, taken["then"], taken["now"])
        if not self.measure.denominator:
            return split_amount(cells, apart["then"], apart["now"])
        return split_share(cells, apart["then"], apart["now"]) or split_share(_joined(before, after, {}, {}), {}, {})

    def why_not(self, before: _Cells, after: _Cells) -> Message:
        for cells, chosen in ((before, self.then), (after, self.now)):
            period = Selection(
                chosen.date_from, chosen.date_to, chosen.years, chosen.quarters, chosen.months
            ).sentence()
            if not cells:
                return msg("There is nothing to compare: no line counts in {period}.", period=period)
            if not sum((each.sums.bottom for each in cells.values()), Decimal(0)):
                return msg(
                    "The change cannot be taken apart: purchases and credit notes of {period} cancel out, so there is "
                    "no share.",
                    period=period,
                )  # fmt: skip
        return msg("The change cannot be taken apart.")


def _joined(
    before: _Cells,
    after: _Cells,
    less_before: Mapping[tuple[Hashable, int], Sums],
    less_after: Mapping[tuple[Hashable, int], Sums],
) -> list[Cell]:
    """Both periods beside each other, without the one-off invoices."""
    cells, nothing = [], Sums()
    for key in dict.fromkeys((*before, *after)):
        then = before[key].sums if key in before else nothing
        now = after[key].sums if key in after else nothing
        if key in less_before:
            then -= less_before[key]
        if key in less_after:
            now -= less_after[key]
        cells.append(Cell(key[0], key[1], then, now))
    return cells
