"""By what a figure is split: each dimension is one declared object.

Every line has exactly one value of a dimension, null where it is not known; so the parts of a measure that adds up
are the whole, to the cent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from babel.dates import format_skeleton

from socialimpact import knowledge
from socialimpact.categories import tree
from socialimpact.errors import Refused
from socialimpact.figures.labels import labelled, plain
from socialimpact.figures.payment_bands import KEYS as BAND_KEYS
from socialimpact.figures.payment_bands import band_name, band_sql
from socialimpact.language import Message, locale, msg
from socialimpact.places.local_rules import DISTANCE_BANDS, distance_band_name, distance_band_sql
from socialimpact.suppliers import kinds

NOT_KNOWN = msg("not known")
UNCLASSIFIED = msg("unclassified")
OTHER_DOCUMENT = msg("Other document")
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Column:
    """A column of the result: its name there, and what it is in terms of `spend`."""

    name: str
    sql: str


@dataclass(frozen=True)
class Dimension:
    """`columns[0]` is the key, the last column the name that people read; both are one where a key speaks for itself.

    `order` is `natural` where the keys have an order of their own (years, months), else `size`: the largest first.
    `missing` are the words for no value.
    """

    key: str
    name: Message
    columns: tuple[Column, ...]
    order: Literal["natural", "size"] = "size"
    says: Callable[[Any], Message] | None = None
    missing: Message = NOT_KNOWN

    @property
    def id_column(self) -> str:
        return self.columns[0].name

    @property
    def label_column(self) -> str:
        return self.columns[-1].name

    def label(self, row: Mapping[str, Any]) -> Message:
        """The words for the dimension's value in a row of a result."""
        value = row[self.label_column] if row[self.label_column] is not None else row[self.id_column]
        if value is None:
            return self.missing
        return self.says(value) if self.says else plain(str(value))


@dataclass(frozen=True)
class _Month(Message):
    """A month, `2025-01`, as the reader's language writes it."""

    def to(self, language: str) -> str:
        if not _MONTH.fullmatch(self.text):
            return self.text
        first = date(int(self.text[:4]), int(self.text[5:7]), 1)
        return format_skeleton("yMMM", first, locale=locale(language))


def _one(key: str, name: Message, sql: str | None = None, **more: Any) -> Dimension:
    return Dimension(key, name, (Column(key, sql or key),), **more)


def _named(key: str, name: Message, id_column: str) -> Dimension:
    return Dimension(key, name, (Column(id_column, id_column), Column(key, key)))


def _nature(key: str) -> Message:
    entry = knowledge.load("natures")["natures"].get(key)
    return labelled(entry["label"]) if entry else plain(key)


def _document_type(key: str) -> Message:
    known = {entry["key"]: entry["label"] for entry in knowledge.load("document_types")}
    return labelled(known[key]) if key in known else OTHER_DOCUMENT


def _kind(key: str) -> Message:
    return next((labelled(kind.label) for kind in kinds.all_kinds() if kind.key == key), plain(key))


def _evidence(key: str) -> Message:
    return next((labelled(each.label) for each in kinds.all_evidence() if each.key == key), plain(key))


# How a line's category is known, the surest first.
BASES = {
    "rule": msg("decided by a person"),
    "code": msg("by the ledger's CPV or NACE code"),
    "name": msg("by the ledger's own category"),
    "description": msg("by the description"),
    "supplier": msg("by the supplier's other lines"),
    "supplier_name": msg("by the supplier's name"),
}


def _basis(key: str) -> Message:
    return BASES.get(key) or plain(key)


def _band(key: str) -> Message:
    return distance_band_name(key) if key in {band for _, band in DISTANCE_BANDS} else plain(key)


def _payment_band(key: str) -> Message:
    return band_name(key) if key in BAND_KEYS else plain(key)


@dataclass(frozen=True)
class _Country(Message):
    """A country, `IT`, by its name in the reader's language."""

    def to(self, language: str) -> str:
        return str(locale(language).territories.get(self.text, self.text))


_ALL = (
    _one("year", msg("Year"), order="natural"),
    _one("quarter", msg("Quarter"), order="natural", says=lambda key: plain(key.replace("-", " "))),
    _one("month", msg("Month"), order="natural", says=_Month),
    _named("company", msg("Company"), "company_id"),
    _named("site", msg("Site"), "site_id"),
    _one("category_group", msg("Group of categories"), says=tree.name, missing=UNCLASSIFIED),
    _one("category", msg("Category"), says=tree.name, missing=UNCLASSIFIED),
    _one("category_basis", msg("How the category is known"), says=_basis, missing=UNCLASSIFIED),
    _one("ledger_category", msg("Category in the ledger")),
    _one("cost_centre", msg("Cost centre")),
    _one("kind", msg("Kind"), says=_kind),
    _one("evidence", msg("Evidence"), says=_evidence),
    _named("supplier", msg("Supplier"), "supplier_id"),
    _named("municipality", msg("Municipality"), "municipality_code"),
    _one("province", msg("Province")),
    _one("region", msg("Region")),
    _one("country", msg("Country"), says=_Country),
    _one("distance_band", msg("Distance"), distance_band_sql(), order="natural", says=_band),
    _one("payment_band", msg("Days to payment"), band_sql(), order="natural", says=_payment_band),
    _one("nature", msg("Nature"), says=_nature),
    _one("document_type", msg("Document type"), says=_document_type),
)

DIMENSIONS: dict[str, Dimension] = {dimension.key: dimension for dimension in _ALL}


def dimension(key: str) -> Dimension:
    """The declared dimension. Raises `Refused` that names those there are."""
    found = DIMENSIONS.get(key)
    if found is None:
        raise Refused(
            msg("There is no dimension “{key}”. Those there are: {known}.", key=key, known=", ".join(DIMENSIONS)),
            code="unknown_dimension",
        )
    return found
