"""A change taken apart: what made a share, or an amount, another one than in an earlier period. Pure arithmetic.

A share S = N / D over groups i (categories, say) with weight w = Dᵢ / D and own share s = Nᵢ / Dᵢ. After the one-off
invoices of either period are set apart (each moves a share by (n - S' d) / D, S' the share without them), the rest of
the change is split by the symmetric difference decomposition of Bennet (1920, "The Theory of Measurement of Changes
in Cost of Living"; in the literature of productivity Griliches and Regev 1995), with the mean share taken off so that
only a weight that moves toward better or worse groups counts:

    mix         (w₁ - w₀) * (mean s - mean S)            more or less is bought where much, or little, is social
    within      mean w * (s₁ - s₀)                       the same is bought from others

What happens within a group is split once more, in the same way, over its suppliers j with weight v = Dⱼ / Dᵢ and
share q = Nⱼ / Dⱼ: those from whom nothing at all was bought before (gained), from whom nothing is bought any more
(lost), who got more or less of the group (amounts), and whose own share changed (status: became or ceased to be social,
local). A group in which nothing was
bought in one period has no share then: all of its change is mix. Where lines cancel out to nothing (Dᵢ = 0) the
remainder stays with its suppliers, weighed in the whole. Parts add up to the change for any data; the arithmetic is
decimal with 60 digits.

An amount is simpler: each supplier's difference belongs to exactly one part, to the cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, localcontext
from typing import Literal, NamedTuple

PartKey = Literal["mix", "gained", "lost", "amounts", "more", "less", "status", "one_off_now", "one_off_then"]
SHARE_PARTS: tuple[PartKey, ...] = ("mix", "gained", "lost", "amounts", "status", "one_off_now", "one_off_then")
AMOUNT_PARTS: tuple[PartKey, ...] = ("gained", "lost", "more", "less", "status", "one_off_now", "one_off_then")
_ZERO = Decimal(0)
_EXACT = Context(prec=60)


class Sums(NamedTuple):
    """Of one period: `top` the euro that the measure counts, `bottom` those it is a part of, and their `lines`.

    `counted` are the lines of `top`. For an amount `bottom` is the spend by which a supplier is known to be there.
    """

    top: Decimal = _ZERO
    bottom: Decimal = _ZERO
    lines: int = 0
    counted: int = 0

    def __add__(self, other: Sums) -> Sums:  # type: ignore[override] # not one tuple behind the other
        if not any(other):
            return self
        if not any(self):
            return other
        return Sums(self.top + other.top, self.bottom + other.bottom, self.lines + other.lines,
                    self.counted + other.counted)  # fmt: skip

    def __sub__(self, other: Sums) -> Sums:
        return Sums(self.top - other.top, self.bottom - other.bottom, self.lines - other.lines,
                    self.counted - other.counted)  # fmt: skip

    @property
    def share(self) -> Decimal | None:
        return self.top / self.bottom if self.bottom else None


@dataclass(frozen=True)
class Invoice:
    """Everything that one supplier charged to one company on one day."""

    company: int
    supplier: int
    day: date


class Cell(NamedTuple):
    """One supplier in one group, in both periods, without one-off invoices."""

    group: Hashable
    supplier: int
    then: Sums
    now: Sums


class Effect(NamedTuple):
    """What one group, supplier or invoice adds to a part: in the share's own unit (0.01 is one point), or in euro."""

    key: Hashable
    then: Sums
    now: Sums
    value: Decimal


@dataclass(frozen=True)
class Part:
    """One cause. Its effects add up to its value, all parts' values to the change."""

    key: PartKey
    value: Decimal
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class GroupChange:
    """A group in both periods: what its weight and what happened in it did to the share; together its whole effect."""

    key: Hashable
    then: Sums
    now: Sums
    mix: Decimal
    within: Decimal


@dataclass(frozen=True)
class Split:
    """The change in parts, in the order of `SHARE_PARTS` or `AMOUNT_PARTS`; parts without any effect are left out."""

    then: Decimal
    now: Decimal
    parts: tuple[Part, ...]
    groups: tuple[GroupChange, ...] = ()

    @property
    def change(self) -> Decimal:
        with localcontext(_EXACT):
            return self.now - self.then


def split_share(
    cells: Sequence[Cell], one_offs_then: Mapping[Invoice, Sums], one_offs_now: Mapping[Invoice, Sums]
) -> Split | None:
    """The change of a share in parts; None where one period has nothing to divide by.

    `one_offs_…`: the invoices that are set apart; the cells are without them. Where nothing to divide by
    is left without them, give none: the caller puts them back into the cells.
    """
    with localcontext(_EXACT):
        then, now = _all(cell.then for cell in cells), _all(cell.now for cell in cells)
        with_then, with_now = then + _all(one_offs_then.values()), now + _all(one_offs_now.values())
        if not (then.bottom and now.bottom and with_then.bottom and with_now.bottom):
            return None
        found = _Effects()
        groups = _by_group(cells, then, now, _Presence.of(cells, one_offs_then, one_offs_now), found)
        for sums, inner, whole, key in (
            (one_offs_now, now, with_now, "one_off_now"),
            (one_offs_then, then, with_then, "one_off_then"),
        ):
            sign = 1 if key == "one_off_now" else -1
            for invoice, each in sums.items():
                value = sign * (each.top - inner.top / inner.bottom * each.bottom) / whole.bottom
                sides = (Sums(), each) if sign > 0 else (each, Sums())
                found.add(key, invoice, *sides, value)  # type: ignore[arg-type]
        return Split(
            with_then.top / with_then.bottom, with_now.top / with_now.bottom, found.parts(SHARE_PARTS), tuple(groups)
        )


def split_amount(
    cells: Sequence[Cell], one_offs_then: Mapping[Invoice, Sums], one_offs_now: Mapping[Invoice, Sums]
) -> Split:
    """The change of an amount in parts, each supplier's difference in exactly one of them, to the cent."""
    found = _Effects()
    there = _Presence.of(cells, one_offs_then, one_offs_now)
    suppliers: dict[int, tuple[Sums, Sums]] = defaultdict(lambda: (Sums(), Sums()))
    for cell in cells:
        then, now = suppliers[cell.supplier]
        suppliers[cell.supplier] = then + cell.then, now + cell.now
    for supplier, (then, now) in suppliers.items():
        difference = now.top - then.top
        if then.counted or now.counted or difference:
            key = there.part(supplier) or _amount_part(then, now, difference)
            found.add(key, supplier, then, now, difference)
    for invoice, each in one_offs_now.items():
        found.add("one_off_now", invoice, Sums(), each, each.top)
    for invoice, each in one_offs_then.items():
        found.add("one_off_then", invoice, each, Sums(), -each.top)
    total_then = _all(cell.then for cell in cells) + _all(one_offs_then.values())
    total_now = _all(cell.now for cell in cells) + _all(one_offs_now.values())
    return Split(total_then.top, total_now.top, found.parts(AMOUNT_PARTS), tuple(_group_amounts(cells)))


def _amount_part(then: Sums, now: Sums, difference: Decimal) -> PartKey:
    if bool(then.counted) != bool(now.counted):
        return "status"
    return "more" if difference >= 0 else "less"


def _group_amounts(cells: Sequence[Cell]) -> Iterable[GroupChange]:
    for group, members in _grouped(cells, lambda cell: cell.group).items():
        then, now = _all(cell.then for cell in members), _all(cell.now for cell in members)
        yield GroupChange(group, then, now, _ZERO, now.top - then.top)


@dataclass(frozen=True)
class _Presence:
    """The suppliers of each period, those of one-off invoices included: such a one is not new."""

    then: frozenset[int]
    now: frozenset[int]

    @classmethod
    def of(cls, cells: Sequence[Cell], one_offs_then: Iterable[Invoice], one_offs_now: Iterable[Invoice]) -> _Presence:
        return cls(
            frozenset({cell.supplier for cell in cells if cell.then.lines} | {each.supplier for each in one_offs_then}),
            frozenset({cell.supplier for cell in cells if cell.now.lines} | {each.supplier for each in one_offs_now}),
        )

    def part(self, supplier: int) -> PartKey | None:
        """Gained or lost; None for a supplier of both periods."""
        return "gained" if supplier not in self.then else "lost" if supplier not in self.now else None


def _by_group(cells: Sequence[Cell], then: Sums, now: Sums, there: _Presence, found: _Effects) -> list[GroupChange]:
    mean_share = (then.top / then.bottom + now.top / now.bottom) / 2
    groups = []
    for group, members in _grouped(cells, lambda cell: cell.group).items():
        before, after = _all(cell.then for cell in members), _all(cell.now for cell in members)
        heavier = after.bottom / now.bottom - before.bottom / then.bottom
        usual = _mean(before.share, after.share)
        mix = heavier * (usual - mean_share)
        within = after.top / now.bottom - before.top / then.bottom - heavier * usual
        found.add("mix", group, before, after, mix)
        groups.append(GroupChange(group, before, after, mix, within))
        if before.bottom and after.bottom:
            weight = (before.bottom / then.bottom + after.bottom / now.bottom) / 2
            _by_supplier(members, _Group(before.bottom, after.bottom, usual, weight), there, found)
        else:
            _by_supplier(members, _Group(then.bottom, now.bottom, usual, Decimal(1)), there, found)
    return groups


@dataclass(frozen=True)
class _Group:
    """By what a group's suppliers are weighed: its spend in both periods, its usual share, its weight in the whole."""

    then: Decimal
    now: Decimal
    usual: Decimal
    weight: Decimal


def _by_supplier(members: Sequence[Cell], of: _Group, there: _Presence, found: _Effects) -> None:
    """What each supplier of a group did to the group's share, times the group's weight."""
    usual, weight = of.usual, of.weight
    idle = -weight * usual
    for cell in members:
        then, now = cell.then, cell.now
        heavier = now.bottom / of.now - then.bottom / of.then
        key = there.part(cell.supplier)
        if not then.top and not now.top:  # most of a ledger: its own share is nothing, before and after
            found.add(key or "amounts", cell.supplier, then, now, heavier * idle)
            continue
        moved = now.top / of.now - then.top / of.then
        if key:
            found.add(key, cell.supplier, then, now, weight * (moved - heavier * usual))
            continue
        own = _mean(then.share, now.share)
        found.add("amounts", cell.supplier, then, now, weight * heavier * (own - usual))
        status = weight * (moved - heavier * own)
        if status:
            found.add("status", cell.supplier, then, now, status)


class _Effects:
    """Effects by part, added up by what they are about."""

    def __init__(self) -> None:
        self._found: dict[PartKey, dict[Hashable, Effect]] = defaultdict(dict)

    def add(self, part: PartKey, key: Hashable, then: Sums, now: Sums, value: Decimal) -> None:
        known = self._found[part].get(key)
        if known:
            then, now, value = known.then + then, known.now + now, known.value + value
        self._found[part][key] = Effect(key, then, now, value)

    def parts(self, order: Sequence[PartKey]) -> tuple[Part, ...]:
        """The parts that have any effect, the largest effects first."""
        found = []
        for key in order:
            effects = sorted(self._found[key].values(), key=lambda each: -abs(each.value))
            if any(each.value for each in effects):
                found.append(Part(key, sum((each.value for each in effects), _ZERO), tuple(effects)))
        return tuple(found)


def _all(sums: Iterable[Sums]) -> Sums:
    top = bottom = _ZERO
    lines = counted = 0
    for each in sums:
        top += each.top
        bottom += each.bottom
        lines += each.lines
        counted += each.counted
    return Sums(top, bottom, lines, counted)


def _mean(one: Decimal | None, other: Decimal | None) -> Decimal:
    """The mean of the shares that are there; zero where there is none: its weight does not move either."""
    known = [each for each in (one, other) if each is not None]
    return sum(known, _ZERO) / len(known) if known else _ZERO


def _grouped(cells: Sequence[Cell], key: Callable[[Cell], Hashable]) -> dict[Hashable, list[Cell]]:
    found: dict[Hashable, list[Cell]] = defaultdict(list)
    for cell in cells:
        found[key(cell)].append(cell)
    return found
