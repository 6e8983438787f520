"""How a figure comes about: its definition, what it divides, what is left out, the proof, and the lines behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from socialimpact import knowledge
from socialimpact.actor import Actor
from socialimpact.figures.choices import Definitions
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.labels import labelled, plain
from socialimpact.figures.measures import Measure, measure
from socialimpact.figures.query import query, visible_sql
from socialimpact.language import Message, msg
from socialimpact.store.reader import Reader

_COVERAGE = (
    "addressable_spend", "identified_share", "unidentified_spend", "place_known_share", "undated_spend",
    "possible_social_spend",
)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A measure and its value: DECIMAL euro, a count, or a share that is None where there is nothing to divide by."""

    measure: Measure
    value: Any


@dataclass(frozen=True)
class Part:
    """A part of the spend in words, with its amount and number of lines; `why` where a decision is behind it."""

    key: str | None
    name: Message
    amount: Decimal
    lines: int
    why: Message | None = None


@dataclass(frozen=True)
class SnapshotUse:
    """A register's snapshot that tags behind the figure rest on, and how much of the figure does."""

    register: str
    as_of: date
    file: str
    suppliers: int
    amount: Decimal


@dataclass(frozen=True)
class Explanation:
    """Everything that a reader may ask of one figure. `evidence` splits the lines behind it by how a kind is known;
    `with_vat` of them hold VAT that nobody could take off.
    """

    figure: Figure
    numerator: Figure | None
    denominator: Figure | None
    definitions: Definitions
    excluded: tuple[Part, ...]
    evidence: tuple[Part, ...]
    snapshots: tuple[SnapshotUse, ...]
    coverage: tuple[Figure, ...]
    lines: int
    selection: Selection
    with_vat: int = 0

    @property
    def sentence(self) -> Message:
        return self.figure.measure.sentence


def explain(reader: Reader, key: str, selection: Selection, *, actor: Actor) -> Explanation:
    """The explanation of a measure over a selection, as far as the actor may see."""
    asked = measure(key)
    wanted = [key, *(each for each in (asked.numerator, asked.denominator) if each), *_COVERAGE]
    answer = query(reader, wanted, where=selection, actor=actor)

    def figure(name: str | None) -> Figure | None:
        return Figure(measure(name), answer.value(name)) if name else None

    where, values = visible_sql(selection, actor)
    behind = f"{where} and {answer.definitions.fill(asked.condition)}"
    return Explanation(
        Figure(asked, answer.value(key)),
        figure(asked.numerator),
        figure(asked.denominator),
        answer.definitions,
        _excluded(reader, where, values),
        _evidence(reader, behind, values),
        _snapshots(reader, behind, values),
        tuple(Figure(measure(name), answer.value(name)) for name in _COVERAGE),
        int(reader.value(f"select count(*) from spend where {behind}", values, step="lines behind a figure")),
        selection,
        _with_vat(reader, behind, values),
    )


def _with_vat(reader: Reader, behind: str, values: Sequence[Any]) -> int:
    """How many lines behind a figure include VAT; the lines are not searched where no import has any."""
    if not reader.value("select exists (select 1 from line where amount_basis = 'gross')", step="lines with VAT"):
        return 0
    return int(
        reader.value(
            f"select count(*) from spend where {behind}"
            " and line_id in (select line_id from line where amount_basis = 'gross')",
            values,
            step="lines with VAT behind a figure",
        )
    )


def _excluded(reader: Reader, where: str, values: Sequence[Any]) -> tuple[Part, ...]:
    """The spend of the selection that is not addressable: by nature, then by the organisation's exclusions."""
    rows = reader.rows(
        f"""
        with outside as (
            select exclusion_id, case when exclusion_id is null then nature end as outside_nature,
                sum(net_amount) as amount, count(*) as number_of_lines
            from spend
            where {where} and not addressable
            group by exclusion_id, case when exclusion_id is null then nature end
        )
        select outside.outside_nature, exclusion.field, exclusion.value, supplier.name, exclusion.why,
            outside.amount, outside.number_of_lines
        from outside
        left join exclusion on exclusion.exclusion_id = outside.exclusion_id
        left join supplier on exclusion.field = 'supplier' and cast(supplier.supplier_id as varchar) = exclusion.value
        order by exclusion.field nulls first, outside.amount desc, outside.outside_nature, exclusion.value
        """,
        values,
        step="excluded spend",
    )
    natures = DIMENSIONS["nature"]
    whys = knowledge.load("exclusions")["why"]
    parts = []
    for nature, field, value, supplier, why, amount, count in rows:
        if field is None:
            by_nature = labelled(whys[nature]) if nature in whys else None
            parts.append(Part(nature, natures.label({"nature": nature}), amount, count, by_nature))
        else:
            name = msg(
                "{dimension}: {values}",
                dimension=DIMENSIONS[field].name,
                values=_excluded_value(field, value, supplier),
            )
            parts.append(Part(f"{field}={value}", name, amount, count, plain(why)))
    return tuple(parts)


def _excluded_value(field: str, value: str, supplier: str | None) -> Message:
    if field == "supplier":
        return plain(supplier or value)
    by = DIMENSIONS[field]
    return by.label({by.id_column: value, by.label_column: value})


def _evidence(reader: Reader, behind: str, values: Sequence[Any]) -> tuple[Part, ...]:
    by = DIMENSIONS["evidence"]
    rows = reader.rows(
        f"select evidence, sum(net_amount), count(*) from spend where {behind} group by evidence"
        " order by sum(net_amount) desc, evidence",
        values,
        step="evidence",
    )
    return tuple(Part(key, by.label({"evidence": key}), amount, count) for key, amount, count in rows)


def _snapshots(reader: Reader, behind: str, values: Sequence[Any]) -> tuple[SnapshotUse, ...]:
    rows = reader.rows(
        f"""
        with tagged as (
            select tag_id, supplier_id, sum(net_amount) as amount
            from spend
            where {behind} and tag_id is not null
            group by tag_id, supplier_id
        )
        select register.name, register_snapshot.as_of, register_snapshot.file,
            count(distinct tagged.supplier_id), sum(tagged.amount)
        from tagged
        inner join tag on tag.tag_id = tagged.tag_id
        inner join register_snapshot on register_snapshot.snapshot_id = tag.snapshot_id
        inner join register on register.register_id = register_snapshot.register_id
        group by register.name, register_snapshot.as_of, register_snapshot.file
        order by register.name, register_snapshot.as_of, register_snapshot.file
        """,
        values,
        step="snapshots used",
    )
    return tuple(SnapshotUse(*row) for row in rows)
