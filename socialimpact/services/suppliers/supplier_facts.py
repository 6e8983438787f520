"""What is known of one supplier, each piece with its source and date: numbers, names, places, entries, suggestions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from socialimpact.actor import Actor
from socialimpact.language import Message, message_from_json, plain
from socialimpact.places import municipalities
from socialimpact.services.suppliers.supplier_view import mine, visible
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers.identifiers import identify

_GROUP = "select supplier_id from supplier where coalesce(same_as, supplier_id) = ?"
_MOST_ENTRIES = 200


@dataclass(frozen=True)
class IdentifierFact:
    """One number as a file or register has it. `field`: `vat_number` or `tax_code`; `used`: it identifies the supplier.

    `source` is the file, or the register with its list's file; `row` counts as the file does, where it is known.
    """

    value: str
    field: str
    valid: bool
    used: bool
    source: str
    register: str | None
    sheet: str | None
    row: int | None
    on: date | None


@dataclass(frozen=True)
class EntryFact:
    """One entry in one list of a register, that has the supplier's number (`by_number`) or that a tag names."""

    entry_id: int
    register: str
    as_of: date
    file: str
    row: int
    name: str
    kind: str
    section: str | None
    place: str | None
    tax_code: str | None
    vat_number: str | None
    registered_on: date | None
    valid_from: date | None
    valid_to: date | None
    by_number: bool


@dataclass(frozen=True)
class SuggestionFact:
    """A register entry that may be the supplier: nothing of it counts. `probability` is between 0 and 1."""

    entry_id: int
    register: str
    as_of: date
    name: str
    kind: str
    place: str | None
    probability: float
    reasons: tuple[Message, ...]


def identifiers(ws: Workspace, actor: Actor, supplier_id: int) -> tuple[IdentifierFact, ...]:
    """Every number that ledgers and registers have for the supplier, the valid ones first."""
    actor.require("viewer")
    keeper = visible(ws, actor, supplier_id)
    own, country = _own_numbers(ws, keeper)
    only, values = mine(actor, "n.company_id")
    written = ws.db.dicts(
        f"""
        with named as (
            select distinct n.import_id, field, value
            from (
                select import_id, company_id, supplier_id, 'vat_number' as field, vat_number as value
                from supplier_name
                union all
                select import_id, company_id, supplier_id, 'tax_code', tax_code from supplier_name
            ) as n
            where n.value is not null and n.supplier_id in ({_GROUP}){only}
        ),
        bought as (
            select import_id, sheet, row_number, as_read from line where supplier_id in ({_GROUP})
        ),
        stands as (
            select named.import_id, named.field, named.value,
                arg_min(bought.sheet, bought.row_number) as sheet, min(bought.row_number) as row
            from named
            inner join bought on bought.import_id = named.import_id
                and contains(bought.as_read, ltrim(named.value, '0'))
            group by named.import_id, named.field, named.value
        )
        select named.value, named.field, i.file as source, stands.sheet, stands.row,
            cast(i.imported_at as date) as "on"
        from named
        inner join import i on i.import_id = named.import_id
        left join stands on stands.import_id = named.import_id and stands.field = named.field
            and stands.value = named.value
        order by named.value, named.field, i.imported_at
        """,
        [keeper, *values, keeper],
        step="numbers in ledgers",
    )
    facts = []
    for row in written:
        read = identify(row["value"], country)
        facts.append(IdentifierFact(**row, valid=bool(read and read.valid), used=row["value"] in own, register=None))
    # an entry that only a name or a person points to lends the supplier no number
    for entry in (each for each in entries(ws, actor, keeper) if each.by_number):
        for field, value in (("tax_code", entry.tax_code), ("vat_number", entry.vat_number)):
            if value:
                read = identify(value, country)
                facts.append(
                    IdentifierFact(value, field, bool(read and read.valid), value in own, entry.file, entry.register,
                                   None, entry.row, entry.as_of)
                )  # fmt: skip
    return tuple(sorted(facts, key=lambda fact: (not fact.used, not fact.valid, fact.value, fact.on or date.min)))


def names(ws: Workspace, actor: Actor, supplier_id: int) -> tuple[dict[str, Any], ...]:
    """Every way of writing the supplier: name, ledger_code, vat_number, tax_code, lines, first_date, last_date, file.

    The dates are those of its lines in the files that write it so.
    """
    actor.require("viewer")
    keeper = visible(ws, actor, supplier_id)
    only, values = mine(actor, "n.company_id")
    return tuple(
        ws.db.dicts(
            f"""
            with bought as (
                select import_id, supplier_id,
                    min(coalesce(invoice_date, posting_date, payment_date, due_date)) as first_date,
                    max(coalesce(invoice_date, posting_date, payment_date, due_date)) as last_date
                from line where supplier_id in ({_GROUP}) group by import_id, supplier_id
            )
            select n.name, n.ledger_code, n.vat_number, n.tax_code, cast(sum(n.lines) as bigint) as lines,
                min(b.first_date) as first_date, max(b.last_date) as last_date,
                string_agg(distinct i.file, ', ' order by i.file) as file
            from supplier_name n
            inner join import i on i.import_id = n.import_id
            left join bought b on b.import_id = n.import_id and b.supplier_id = n.supplier_id
            where n.supplier_id in ({_GROUP}){only}
            group by n.name, n.ledger_code, n.vat_number, n.tax_code
            order by lines desc, n.name
            """,
            [keeper, keeper, *values],
            step="names of a supplier",
        )
    )


def places(ws: Workspace, actor: Actor, supplier_id: int) -> tuple[dict[str, Any], ...]:
    """Every place that files and registers give: place, source (a file), register, on (when it was told)."""
    actor.require("viewer")
    keeper = visible(ws, actor, supplier_id)
    only, values = mine(actor, "n.company_id")
    written = ws.db.dicts(
        f"""
        select concat_ws(', ', n.address, nullif(concat_ws(' ', n.postcode, n.municipality), ''), n.province,
                n.country) as place,
            i.file as source, cast(null as varchar) as register, cast(max(i.imported_at) as date) as "on"
        from supplier_name n inner join import i on i.import_id = n.import_id
        where n.supplier_id in ({_GROUP}){only}
        group by all
        having place <> ''
        order by place, source
        """,
        [keeper, *values],
        step="places in ledgers",
    )
    told = [
        {"place": entry.place, "source": entry.file, "register": entry.register, "on": entry.as_of}
        for entry in entries(ws, actor, keeper)
        if entry.place and entry.by_number
    ]
    return (*written, *told)


def entries(ws: Workspace, actor: Actor, supplier_id: int) -> tuple[EntryFact, ...]:
    """The entries of all lists of all registers that have one of the supplier's numbers, or that a tag of it rests on.

    The newest list first; at most the first 200.
    """
    actor.require("viewer")
    keeper = visible(ws, actor, supplier_id)
    own, _ = _own_numbers(ws, keeper)
    # three plain conditions, each pushed into its scan: an OR of them would join every entry three times
    marks = ", ".join("?" for _ in own) or "null"
    numbers = sorted(own)
    rows = ws.db.dicts(
        f"""
        with met as (
            select entry_id from register_entry where tax_code in ({marks})
            union
            select entry_id from register_entry where vat_number in ({marks})
            union
            select entry_id from tag where entry_id is not null and supplier_id in ({_GROUP})
        )
        select e.entry_id, r.name as register, s.as_of, s.file, e.row_number as row, e.name, e.kind, e.section,
            e.municipality_code, e.municipality, e.province, e.tax_code, e.vat_number, e.registered_on, e.valid_from,
            e.valid_to
        from register_entry e
        inner join register_snapshot s on s.snapshot_id = e.snapshot_id
        inner join register r on r.register_id = s.register_id
        where e.entry_id in (select entry_id from met)
        order by s.as_of desc, r.name, e.row_number
        limit {_MOST_ENTRIES}
        """,
        [*numbers, *numbers, keeper],
        step="entries of a supplier",
    )
    return tuple(
        EntryFact(place=_town(row), by_number=bool({row["tax_code"], row["vat_number"]} & own), **_without_town(row))
        for row in rows
    )


def suggestions(ws: Workspace, actor: Actor, supplier_id: int) -> tuple[SuggestionFact, ...]:
    """The entries that the supplier may be by its name, the most probable first."""
    actor.require("viewer")
    keeper = visible(ws, actor, supplier_id)
    rows = ws.db.dicts(
        """
        select g.entry_id, r.name as register, s.as_of, e.name, e.kind, e.municipality_code, e.municipality, e.province,
            g.probability, g.reasons
        from suggestion g
        inner join register_entry e on e.entry_id = g.entry_id
        inner join register_snapshot s on s.snapshot_id = g.snapshot_id
        inner join register r on r.register_id = g.register_id
        where g.supplier_id = ?
        order by g.place
        """,
        [keeper],
        step="suggestions for a supplier",
    )
    return tuple(
        SuggestionFact(place=_town(row), **(_without_town(row) | {"reasons": _reasons(row["reasons"])})) for row in rows
    )


def spent_on(ws: Workspace, actor: Actor, supplier_id: int, field: str) -> tuple[dict[str, Any], ...]:
    """What is bought of the supplier by `category`, `nature` or `company`: the field, spend, lines; largest first."""
    actor.require("viewer")
    keeper = visible(ws, actor, supplier_id)
    column = {"category": "category", "nature": "nature", "company": "company"}[field]
    only, values = mine(actor)
    return tuple(
        ws.db.dicts(
            f"select {column}, cast(sum(net_amount) as decimal(18, 2)) as spend, count(*) as lines from spend"
            f" where supplier_id = ?{only} group by {column} order by spend desc, {column}",
            [keeper, *values],
            step=f"supplier's spend by {field}",
        )
    )


def _own_numbers(ws: Workspace, keeper: int) -> tuple[set[str], str | None]:
    """The valid numbers of the supplier and of those that turned out to be it, and its country."""
    rows = ws.db.rows(f"select vat_number, tax_code, country from supplier where supplier_id in ({_GROUP})", [keeper])
    return {number for row in rows for number in row[:2] if number}, next((row[2] for row in rows if row[2]), None)


def _town(row: dict[str, Any]) -> str | None:
    known = municipalities.by_code(row["municipality_code"])
    town, province = (known.name, known.province) if known else (row["municipality"], row["province"])
    return f"{town} ({province})" if town and province else town or province


def _without_town(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"municipality_code", "municipality", "province"}}


def _reasons(stored: str) -> tuple[Message, ...]:
    told: Sequence[Any] = json.loads(stored)
    return tuple(message_from_json(each) if isinstance(each, dict) else plain(str(each)) for each in told)
