"""Exports that are known by the names of their columns, and what each column of them is (`data/presets.yml`).

A preset says more than a name alone can: which of two document numbers is the supplier's, whether VAT is inside, that a
purchase is negative because it is a debt, which rows are payments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from socialimpact import knowledge
from socialimpact.errors import NotFound
from socialimpact.language import Label, Message, labelled, msg
from socialimpact.tables.content import Cell, Profile
from socialimpact.tables.headings import normal
from socialimpact.tables.marks import DateOrder, DecimalMark
from socialimpact.tables.roles import AMOUNTS, IGNORE, Column, fit_of

Basis = Literal["net", "gross"]

SURE, DOUBTFUL = 0.99, 0.75  # of a column that a preset names: its cells suit the role well, or less
WELL = 0.5
LIKE_CELLS = 0.6  # the share of filled cells that must look as the preset says


@dataclass(frozen=True)
class RowRule:
    """Rows that are no purchases: those whose cell in one of `columns` is not `keep`, or is `drop` (whole cells)."""

    columns: frozenset[str]
    keep: str | None
    drop: str | None
    reason: str


@dataclass(frozen=True)
class Preset:
    """A known export. Names of columns are as `normal` gives them; see `data/presets.yml` for every field."""

    key: str
    label: Label
    publisher: str | None
    source: str
    get: Label | None
    note: Label | None
    least: int
    must: tuple[frozenset[str], ...]
    without: frozenset[str]
    cells: Mapping[str, str]
    roles: Mapping[str, tuple[str, ...]]
    known: frozenset[str]
    unless: Mapping[str, frozenset[str]]
    basis: Basis | None
    decimal_mark: DecimalMark | None
    date_order: DateOrder | None
    sign: Literal["purchases", "liability"]
    side: str | None
    types: Mapping[str, str]
    rows: tuple[RowRule, ...]
    needs: tuple[str, ...]
    sales: bool


@dataclass(frozen=True)
class Recognised:
    """A preset found in a sheet: `matched` of its `columns` named ones are columns of the preset.

    `taken` gives the columns their roles; the cells of those in `doubtful` hardly suit them.
    """

    preset: Preset
    matched: int
    columns: int
    taken: Mapping[int, str] = field(default_factory=dict)
    doubtful: frozenset[int] = frozenset()

    @property
    def reason(self) -> Message:
        return msg(
            "{matched} of {columns} columns are those of “{preset}”.",
            matched=self.matched,
            columns=self.columns,
            preset=self.preset.label,
        )


@cache
def presets() -> Mapping[str, Preset]:
    """Every preset by its key, in the order of the file."""
    return {entry["key"]: _preset(entry) for entry in knowledge.load("presets")}


def preset(key: str) -> Preset:
    """The preset with this key. Raises `NotFound`."""
    try:
        return presets()[key]
    except KeyError:
        raise NotFound(
            msg("There is no known export “{preset}”. Known are: {known}.", preset=key, known=", ".join(presets()))
        ) from None


def recognised(
    headers: Sequence[str | None], cells: Sequence[Sequence[Cell]], profiles: Sequence[Profile]
) -> Recognised | None:
    """The preset whose columns these are, or None; `cells` are samples of each column, `profiles` their looks."""
    names = [normal(header) for header in headers]
    filled = {name for name in names if name}
    best: Recognised | None = None
    for each in presets().values():
        matched = len(filled & each.known)
        if matched < each.least or (best and matched <= best.matched):
            continue
        if filled & each.without or not all(filled & any_of for any_of in each.must):
            continue
        taken = _taken(each, names, profiles)
        if _cells_are_like(each, taken, cells):
            doubtful = {place for place, role in taken.items() if (fit_of(role, profiles[place]) or 0) < WELL}
            best = Recognised(each, matched, len(filled), taken, frozenset(doubtful))
    return best


def applied(found: Recognised, proposed: Sequence[Column]) -> tuple[Column, ...]:
    """The proposed columns with the roles of the preset; columns that it does not know keep what does not clash."""
    given = set(found.taken.values())
    clashing = given | set(found.preset.unless) | (set(AMOUNTS) if given & set(AMOUNTS) else set())
    columns = []
    for column in proposed:
        if column.index in found.taken:
            columns.append(_named(found, column))
        elif normal(column.header) in found.preset.known or found.preset.sales:
            reason = msg("“{preset}” has it; it is not needed.", preset=found.preset.label)
            columns.append(Column(column.index, column.header, IGNORE, 0.0, reason))
        elif column.role in clashing:
            reason = msg("Another column suits the role better.")
            columns.append(Column(column.index, column.header, IGNORE, 0.0, reason))
        else:
            columns.append(column)
    return tuple(columns)


def basis_of(found: Recognised) -> tuple[Basis, Message] | None:
    """Whether the amounts that are taken leave VAT out, and why that is known; None where the preset does not know."""
    if found.preset.basis is None:
        return None
    if found.preset.basis == "net" or "net_amount" in found.taken.values():
        return "net", msg("“{preset}” gives the amounts without VAT.", preset=found.preset.label)
    return "gross", msg("“{preset}” gives the amounts with VAT included.", preset=found.preset.label)


def _named(found: Recognised, column: Column) -> Column:
    reason = msg("“{preset}” calls it “{header}”.", preset=found.preset.label, header=column.header)
    confidence = DOUBTFUL if column.index in found.doubtful else SURE
    return Column(column.index, column.header, found.taken[column.index], confidence, reason)


def _taken(each: Preset, names: Sequence[str], profiles: Sequence[Profile]) -> dict[int, str]:
    """The roles of the preset by column: of several names, the first whose column holds what suits the role."""
    taken: dict[int, str] = {}
    there = set(names)
    for role, wanted in each.roles.items():
        if each.unless.get(role, frozenset()) & there:
            continue
        places = [place for name in wanted for place, own in enumerate(names) if own == name and place not in taken]
        suiting = [place for place in places if fit_of(role, profiles[place]) is not None]
        best = next((place for place in suiting if profiles[place].count), next(iter(suiting), None))
        if best is not None:
            taken[best] = role
    return taken


def _cells_are_like(each: Preset, taken: Mapping[int, str], cells: Sequence[Sequence[Cell]]) -> bool:
    for role, pattern in each.cells.items():
        place = next((place for place, named in taken.items() if named == role), None)
        if place is None:
            continue
        texts = [text for text, _ in cells[place]]
        if sum(bool(re.fullmatch(pattern, text)) for text in texts) < LIKE_CELLS * len(texts):
            return False
    return True


def _preset(entry: Mapping[str, Any]) -> Preset:
    roles = {role: tuple(dict.fromkeys(map(normal, headers))) for role, headers in entry["roles"].items()}
    must = tuple(_names(any_of) for any_of in entry["must"])
    return Preset(
        key=entry["key"],
        label=labelled(entry["label"]),
        publisher=entry["publisher"],
        source=entry["source"],
        get=labelled(entry["get"]) if entry.get("get") else None,
        note=labelled(entry["note"]) if entry.get("note") else None,
        least=entry["least"],
        must=must,
        without=_names(entry.get("without", ())),
        cells=entry.get("cells", {}),
        roles=roles,
        known=_names(entry["ignored"]).union(*must, *roles.values()),
        unless={role: _names(headers) for role, headers in entry.get("unless", {}).items()},
        basis=entry["basis"],
        decimal_mark=entry.get("decimal_mark"),
        date_order=entry.get("date_order"),
        sign=entry.get("sign", "purchases"),
        side=entry.get("side"),
        types=entry.get("types", {}),
        rows=tuple(
            RowRule(_names(rule["columns"]), rule.get("keep"), rule.get("drop"), rule["reason"])
            for rule in entry.get("rows", ())
        ),
        needs=tuple(entry.get("needs", ())),
        sales=entry.get("sales", False),
    )


def _names(headers: Iterable[str]) -> frozenset[str]:
    return frozenset(map(normal, headers))
