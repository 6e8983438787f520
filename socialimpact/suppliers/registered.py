"""Tags that follow from registers: a supplier whose valid identifier stands in one is what the register says it is.

Nothing else makes a tag that counts without a person. The identifier must be equal: tax code or VAT number of the
entry with tax code or VAT number of the supplier, either way round, since an Italian company has one number for both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from socialimpact.language import Message, msg
from socialimpact.store.reader import Reader

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WantedTag:
    """A tag that should stand."""

    supplier_id: int
    kind: str
    evidence: str
    why: Message
    valid_from: date | None = None
    valid_to: date | None = None
    register_id: int | None = None
    snapshot_id: int | None = None
    entry_id: int | None = None


@dataclass(frozen=True)
class _Entry:
    """One entry that has a supplier's identifier, in one snapshot."""

    snapshot: int
    entry_id: int
    kind: str
    valid_from: date | None
    valid_to: date | None
    identifier: str
    name: str

    @property
    def statement(self) -> tuple[str, date | None, date | None]:
        return self.kind, self.valid_from, self.valid_to


class Body(NamedTuple):
    """An entry of a register as it can be found again in its other lists. `number` is the caller's own."""

    number: int
    register_key: str
    tax_code: str | None
    vat_number: str | None
    name_key: str
    place: str | None


@dataclass(frozen=True)
class _Snapshot:
    snapshot_id: int
    as_of: date


@dataclass(frozen=True)
class _Register:
    register_id: int
    name: str
    start_binds: bool
    snapshots: tuple[_Snapshot, ...]


def found(reader: Reader) -> list[WantedTag]:
    """The tags that all registers with all their snapshots give, whatever the order in which they were added."""
    registers = _registers(reader)
    entries: dict[tuple[int, int], list[_Entry]] = defaultdict(list)
    for row in reader.dicts(_equal_sql(), step="suppliers in registers"):
        entry = _Entry(
            row["snapshot_id"],
            row["entry_id"],
            row["kind"],
            row["valid_from"],
            row["valid_to"],
            row["identifier"],
            row["name"],
        )
        entries[(row["supplier_id"], row["register_id"])].append(entry)
    return [
        tag
        for (supplier_id, register_id), those in sorted(entries.items())
        for tag in _over_time(supplier_id, registers[register_id], those)
        if tag.valid_from is None or tag.valid_to is None or tag.valid_from <= tag.valid_to
    ]


def _equal_sql() -> str:
    """One row a supplier and entry with an equal identifier.

    Equal tax codes are one body. Where a VAT number is equal, on either side, two things must not stand against it:
    that both have another tax code and these differ, and that the number is known to be several bodies' (the members
    of an Italian VAT group share one; a wrong one in a ledger is somebody's, too). Such a number says nothing alone,
    wherever in ledgers or lists the others stand. Suppliers and entries hold only identifiers that are valid.
    """
    return """
        with body as (
            select supplier_id, vat_number, tax_code from supplier where same_as is null
        ),
        identifier as (
            select supplier_id, tax_code as value from body where tax_code is not null
            union select supplier_id, vat_number from body where vat_number is not null
            -- a person said that they are one: what proves either proves both
            union select same_as, unnest([tax_code, vat_number]) from supplier
            where same_as is not null and same_as_import is null
        ),
        met as (
            select e.entry_id, i.supplier_id, i.value
            from register_entry e inner join identifier i on i.value = e.tax_code
            union
            select e.entry_id, i.supplier_id, i.value
            from register_entry e inner join identifier i on i.value = e.vat_number
        ),
        holder as (
            select vat_number, tax_code as who from body where vat_number is not null and tax_code is not null
            union all
            select vat_number, tax_code from register_entry where vat_number is not null and tax_code is not null
        ),
        -- lists that have nothing but VAT numbers: two names in one list are two bodies
        unnamed as (
            select vat_number from register_entry
            where vat_number is not null and tax_code is null
            group by snapshot_id, vat_number
            having count(distinct name_key) > 1
        ),
        shared as (
            select vat_number from holder group by vat_number having count(distinct who) > 1
            union select vat_number from unnamed
        ),
        final as (
            select m.supplier_id, s.register_id, e.snapshot_id, e.entry_id, e.kind, e.valid_from, e.valid_to, e.name,
                min(m.value) as identifier
            from met m
            inner join register_entry e on e.entry_id = m.entry_id
            inner join register_snapshot s on s.snapshot_id = e.snapshot_id
            inner join body b on b.supplier_id = m.supplier_id
            left join shared g on g.vat_number = m.value
            where (b.tax_code is not distinct from m.value and e.tax_code is not distinct from m.value)
                or (
                    g.vat_number is null
                    and not coalesce(
                        b.tax_code <> m.value and e.tax_code <> m.value and b.tax_code <> e.tax_code, false
                    )
                )
            group by all
        )
        select * from final order by supplier_id, register_id, snapshot_id, entry_id
    """


def _registers(reader: Reader) -> dict[int, _Register]:
    snapshots: dict[int, list[_Snapshot]] = defaultdict(list)
    for register_id, snapshot_id, as_of in reader.rows(
        "select register_id, snapshot_id, as_of from register_snapshot order by as_of", step="register snapshots"
    ):
        snapshots[register_id].append(_Snapshot(snapshot_id, as_of))
    return {
        row["register_id"]: _Register(
            row["register_id"], row["name"], row["start_binds"], tuple(snapshots[row["register_id"]])
        )
        for row in reader.dicts("select * from register", step="registers")
    }


def _over_time(supplier_id: int, register: _Register, entries: list[_Entry]) -> list[WantedTag]:
    """The tags of one supplier from one register: a tag for every run of snapshots that say the same.

    - The first run begins as the entry says, if the register's start binds, else it was always so: the RUNTS began in
      2021, and registration there is not the day on which a body became social.
    - A body that is missing from the next snapshot held its status for sure until the last snapshot that has it; the
      days between the two are not counted, although it may have left on any of them.
    - A body that the next snapshot calls something else was the old kind until the day before that snapshot.
    - What comes back after having been away, or having been called something else, begins on the snapshot's date.
    - An entry's own end always binds.
    """
    said: dict[int, dict[tuple[Any, ...], _Entry]] = defaultdict(dict)
    for entry in entries:
        said[entry.snapshot].setdefault(entry.statement, entry)
    tags = []
    statements = dict.fromkeys(entry.statement for entry in entries)
    for statement in statements:
        run: list[int] = []
        for place, snapshot in enumerate(register.snapshots):
            if statement in said.get(snapshot.snapshot_id, {}):
                run.append(place)
            elif run:
                tags.append(_tag(supplier_id, register, said, statement, run))
                run = []
        if run:
            tags.append(_tag(supplier_id, register, said, statement, run))
    return tags


def _tag(
    supplier_id: int,
    register: _Register,
    said: dict[int, dict[tuple[Any, ...], _Entry]],
    statement: tuple[Any, ...],
    run: list[int],
) -> WantedTag:
    kind, valid_from, valid_to = statement
    first, last = register.snapshots[run[0]], register.snapshots[run[-1]]
    entry = said[first.snapshot_id][statement]
    met_before = any(said.get(snapshot.snapshot_id) for snapshot in register.snapshots[: run[0]])
    starts = valid_from if register.start_binds else None
    if starts is None and met_before:
        starts = first.as_of
    ends = valid_to
    why = msg(
        "Its identifier {identifier} stands in the register {register} as “{name}”.",
        identifier=entry.identifier,
        register=register.name,
        name=entry.name,
    )
    if run[-1] + 1 < len(register.snapshots):
        after = register.snapshots[run[-1] + 1]
        if said.get(after.snapshot_id, {}).keys() - said[last.snapshot_id].keys():
            ends = min(ends or after.as_of - _DAY, after.as_of - _DAY)
        else:
            ends = min(ends or last.as_of, last.as_of)
            why = msg(
                "Its identifier {identifier} stood in the register {register} as “{name}”, for the last time in the"
                " list of {seen}; that of {missing} no longer has it. The days between are not counted.",
                identifier=entry.identifier,
                register=register.name,
                name=entry.name,
                seen=last.as_of,
                missing=after.as_of,
            )
    return WantedTag(
        supplier_id,
        kind,
        "registered",
        why,
        starts,
        ends,
        register.register_id,
        first.snapshot_id,
        entry.entry_id,
    )


def of_bodies(reader: Reader, bodies: Sequence[Body]) -> dict[int, list[WantedTag]]:
    """What the register of each body says of it over all its lists, by the body's number, for the same dates as if an
    identifier were equal. A body is found again by its tax code, else its VAT number, else name and place.
    """
    if not bodies:
        return {}
    registers = _registers(reader)
    found: dict[tuple[int, int], list[_Entry]] = defaultdict(list)
    values = [value for body in bodies for value in body]
    for row in reader.dicts(_bodies_sql(bodies), values, step="bodies over time"):
        number, register_id = row.pop("number"), row.pop("register_id")
        found[number, register_id].append(_Entry(**row))
    tags: dict[int, list[WantedTag]] = defaultdict(list)
    for (number, register_id), entries in sorted(found.items()):
        tags[number] += [
            tag
            for tag in _over_time(0, registers[register_id], entries)
            if tag.valid_from is None or tag.valid_to is None or tag.valid_from <= tag.valid_to
        ]
    return dict(tags)


def _bodies_sql(bodies: Sequence[Body]) -> str:
    """The entries of these bodies in all lists of their registers, found only in the ways that some body needs."""
    marks = ", ".join(["(?, ?, ?, ?, ?, ?)"] * len(bodies))
    ways = []
    if any(body.tax_code for body in bodies):
        ways.append("l.tax_code = w.tax_code")
    if any(body.vat_number and not body.tax_code for body in bodies):
        ways.append("l.vat_number = w.vat_number and w.tax_code is null")
    if any(not (body.vat_number or body.tax_code) for body in bodies):
        ways.append(
            "l.name_key = w.name_key and coalesce(w.tax_code, w.vat_number, l.tax_code, l.vat_number) is null"
            " and coalesce(l.municipality_code, l.municipality) is not distinct from w.place"
        )
    met = " union all ".join(
        f"select w.number, l.* from wanted w inner join listed l on l.register_id = w.register_id and {way}"
        for way in ways
    )
    return f"""
        with body(number, register_key, tax_code, vat_number, name_key, place) as (values {marks}),
        wanted as (
            select cast(body.number as integer) as number, r.register_id, cast(body.tax_code as varchar) as tax_code,
                cast(body.vat_number as varchar) as vat_number, cast(body.name_key as varchar) as name_key,
                cast(body.place as varchar) as place
            from body inner join register r on r.register_key = body.register_key
        ),
        listed as (
            select s.register_id, e.* from register_entry e
            inner join register_snapshot s on s.snapshot_id = e.snapshot_id
        ),
        met as ({met})
        select number, register_id, snapshot_id as snapshot, entry_id, kind, valid_from, valid_to,
            coalesce(tax_code, vat_number, '') as identifier, name
        from met
        order by number, register_id, snapshot_id, entry_id
    """
