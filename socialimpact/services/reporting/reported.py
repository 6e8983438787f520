"""A figure of a report's JSON: what was asked, what the report says, and by what it can have become another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from socialimpact.errors import Refused
from socialimpact.figures.choices import Definitions
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import MEASURES, Measure
from socialimpact.language import Euro, Message, Share, msg, plain

# Shares and days are DOUBLE: the same division on another machine may differ in its last digits, never here.
_SAME = 1e-12
_MARKS = re.compile(r"\{(social|possible|impact|counted)\}")
# What may change about a line, and what in a figure says that it hangs on it: words of its SQL, dimensions that it is
# split or chosen by.
_HANGS_ON: Mapping[str, tuple[str, frozenset[str]]] = {
    "nature": (r"\b(addressable|nature)\b", frozenset({"nature"})),
    "exclusion": (r"\baddressable\b", frozenset()),
    "kind": (_MARKS.pattern, frozenset({"kind", "evidence"})),
    "place": (
        r"\{local\}|\b(municipality_code|province|country)\b",
        frozenset({"site", "municipality", "province", "region", "country", "distance_band"}),
    ),
    "category": (r"\bcategory\b", frozenset({"category", "category_group", "category_basis"})),
    "supplier": (r"\b(supplier_id|supplier_total|supplier_social)\b", frozenset({"supplier"})),
    "identified": (r"\bidentified\b", frozenset()),
    "history": (r"\bsupplier_is_(new|lost)\b", frozenset()),
    "screened": (r"\bsupplier_screened\b", frozenset()),
}
ALWAYS = frozenset({"lines", "amount"})


@dataclass(frozen=True)
class Reported:
    """One of the `figures` of a report. `value` as the JSON holds it: euro as text, shares as numbers."""

    section: str
    block: str
    measure: str
    unit: str
    value: Any
    where: Mapping[str, Any]
    row: Mapping[str, Any]

    @property
    def key(self) -> str:
        """What tells it from every other figure of its report."""
        return json.dumps([self.measure, self.where, self.row], sort_keys=True)

    @property
    def declared(self) -> Measure | None:
        """Its measure, where the program still has it."""
        return MEASURES.get(self.measure)

    @cached_property
    def selection(self) -> Selection:
        return Selection.from_query(self.where)

    @property
    def conditions(self) -> tuple[str, ...]:
        """The conditions on a line that it is made from, with the marks of the measures."""
        if self.declared is None:
            return ()
        parts = [MEASURES[key].condition for key in (self.declared.numerator, self.declared.denominator) if key]
        return tuple(dict.fromkeys(parts or [self.declared.condition]))

    @cached_property
    def hangs_on(self) -> frozenset[str]:
        """By what of a line it can change."""
        if self.declared is None:
            return ALWAYS
        text = " ".join([self.declared.sql, *self.conditions])
        asked = {*self.row, *self.where}
        return ALWAYS | {
            name for name, (words, dimensions) in _HANGS_ON.items() if re.search(words, text) or dimensions & asked
        }

    @property
    def of_scope(self) -> bool:
        """Whether it hangs on what counts as social."""
        return bool(self.declared and _MARKS.search(self.declared.sql))

    def row_sql(self) -> tuple[str, list[Any]]:
        """The condition on a line to be of its row, and its values."""
        parts, values = [], []
        for name, value in self.row.items():
            parts.append(f"{DIMENSIONS[name].columns[0].sql} is not distinct from ?")
            values.append(value)
        return " and ".join(parts) or "true", values

    def lines_sql(self, defined: Definitions) -> tuple[str, list[Any]]:
        """The condition on a line to be behind it, by those definitions, and its values."""
        where, values = self.selection.where_sql()
        row, more = self.row_sql()
        behind = " or ".join(f"({defined.fill(each)})" for each in self.conditions) or "false"
        return f"{where} and {row} and ({behind})", [*values, *more]

    def same_as(self, now: Any) -> bool:
        """Whether the value is the one that is known now."""
        if self.value is None or now is None:
            return self.value is now
        if isinstance(now, Decimal):
            return Decimal(str(self.value)) == now
        return abs(float(self.value) - float(now)) <= _SAME

    def shown(self, value: Any) -> Message:
        """A value of it in words, as far as the eye can tell it from another."""
        if value is None:
            return msg("not known")
        match self.unit:
            case "euro":
                return msg("{amount}", amount=Euro(Decimal(str(value))))
            case "share":
                return msg("{share}", share=Share(float(value), 2))
            case "days":
                return msg("{n}", n=round(float(value), 1))
            case _:
                return msg("{n}", n=int(value))

    def name(self, known: Mapping[tuple[str, Any], str]) -> Message:
        """What figure it is: “Social spend, 2025, Kind: …”. `known` has the names of sites, suppliers and companies."""
        said = self.declared.name if self.declared else plain(self.measure)
        period = self.where.get("year") or self.where.get("month") or ()
        whole = msg("{figure}, {period}", figure=said, period=", ".join(map(str, period))) if period else said
        for name, value in self.row.items():
            by = DIMENSIONS[name]
            label = known.get((name, value))
            shown = plain(label) if label else by.label({by.id_column: value, by.label_column: value})
            whole = msg("{first}; {second}", first=whole,
                        second=msg("{dimension}: {values}", dimension=by.name, values=shown))  # fmt: skip
        return whole


def figures(document: Mapping[str, Any]) -> tuple[Reported, ...]:
    """The figures of a report's JSON. Raises `Refused` where they are none."""
    try:
        found = tuple(_figure(each) for each in document["figures"])
        for each in found:
            _ = each.selection, each.row_sql(), each.value is None or float(each.value)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(
            msg("This file is no report of this program: give the JSON that it wrote."), code="not_a_report"
        ) from error
    return found


def _figure(each: Mapping[str, Any]) -> Reported:
    return Reported(
        each["section"], each["block"], str(each["measure"]), str(each["unit"]), each["value"], dict(each["where"]),
        dict(each["row"]),
    )  # fmt: skip


def by_question(found: Iterable[Reported]) -> dict[tuple[str, ...], list[Reported]]:
    """Figures that one question answers: the same selection, split alike."""
    groups: dict[tuple[str, ...], list[Reported]] = {}
    for each in found:
        groups.setdefault((json.dumps(each.where, sort_keys=True), *each.row), []).append(each)
    return groups
