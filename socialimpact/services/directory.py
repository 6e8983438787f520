"""The suppliers: searched and listed, one by one with everything known of it, and tagged by people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import pyarrow as pa

from socialimpact.actor import Actor
from socialimpact.errors import NotFound
from socialimpact.figures import spend
from socialimpact.language import Message, msg
from socialimpact.places import municipalities
from socialimpact.places.provinces import province_code, region_of
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import tags
from socialimpact.suppliers.identifiers import identify
from socialimpact.suppliers.names import name_key

Order = Literal["spend", "name", "lines", "last_date"]
_ORDERS: Mapping[Order, str] = {
    "spend": "spend desc, supplier, supplier_id",
    "name": "supplier, supplier_id",
    "lines": "lines desc, supplier, supplier_id",
    "last_date": "last_date desc nulls last, supplier, supplier_id",
}
LINES_SHOWN = 1000
_IDENTIFIER = re.compile(r"[\w\s./'-]+")
_LEAST_OF_NUMBER = 4


@dataclass(frozen=True)
class TagView:
    """A tag as it is told. `why` and `ended_why` are a person's words or a message of the matching.

    `snapshot_as_of` is the first list of the register that says so, `seen_as_of` the newest that has the supplier.
    """

    tag_id: int
    kind: str
    evidence: str
    valid_from: date | None
    valid_to: date | None
    why: Message
    made_by: str
    made_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    ended_why: Message | None
    register: str | None
    snapshot_id: int | None
    snapshot_as_of: date | None
    seen_as_of: date | None
    entry_name: str | None
    entry_row: int | None
    register_file: str | None
    file_sha256: str | None
    file_name: str | None


@dataclass(frozen=True)
class SupplierView:
    """Everything about one supplier. Spend in euro, net of VAT, of the companies that the actor sees.

    `by_year` and `by_month`: dictionaries with `year` or `month` (None: no date), `spend`, `lines`. `spellings`: name,
    ledger_code, vat_number, tax_code, place, lines, file. `lines_table`: the newest lines with file, sheet and row.
    """

    supplier_id: int
    supplier: str
    vat_number: str | None
    tax_code: str | None
    country: str | None
    municipality_code: str | None
    place: str | None
    place_source: str | None
    screened_on: date | None
    spend: Decimal
    lines: int
    first_date: date | None
    last_date: date | None
    by_year: tuple[dict[str, Any], ...]
    by_month: tuple[dict[str, Any], ...]
    spellings: tuple[dict[str, Any], ...]
    tags: tuple[TagView, ...]
    lines_table: tuple[dict[str, Any], ...]


def suppliers(
    ws: Workspace,
    actor: Actor,
    *,
    search: str = "",
    limit: int | None = None,
    offset: int = 0,
    order: Order = "spend",
) -> pa.Table:
    """The suppliers of the companies that the actor sees, one row each.

    Columns: supplier_id, supplier, vat_number, tax_code, municipality_code, municipality, province, region, country,
    place_source, kind, evidence (of its latest purchase), spend, lines, first_date, last_date, spellings. `search`
    finds parts of names and spellings, identifiers and towns.
    """
    actor.require("viewer")
    sql, values = _listed_sql(actor, search)
    page = "" if limit is None else f" limit {int(limit)}"
    found = ws.db.table(f"{sql} order by {_ORDERS[order]}{page} offset {int(offset)}", values, step="suppliers")
    regions = [
        region_of(province_code(text)) if country in {None, "IT"} else None
        for text, country in zip(found["province"].to_pylist(), found["country"].to_pylist(), strict=True)
    ]
    place = found.column_names.index("province") + 1
    return found.add_column(place, "region", pa.array(regions, pa.string()))


def count(ws: Workspace, actor: Actor, *, search: str = "") -> int:
    """How many suppliers `suppliers` would list."""
    actor.require("viewer")
    sql, values = _listed_sql(actor, search)
    return int(ws.db.value(f"select count(*) from ({sql})", values, step="count suppliers"))


def supplier(ws: Workspace, actor: Actor, supplier_id: int) -> SupplierView:
    """Everything about one supplier. Raises `NotFound` where there is none that the actor may see."""
    actor.require("viewer")
    keeper = _visible(ws, actor, supplier_id)
    row = ws.db.dicts("select * from supplier where supplier_id = ?", [keeper], step="supplier")[0]
    where, values = _mine(actor)
    values = [keeper, *values]
    lines = f"from spend where supplier_id in (select supplier_id from supplier where {_GROUP}){where}"
    total = ws.db.rows(
        f"select coalesce(sum(net_amount), 0), count(*), min(date), max(date) {lines}", values, step="supplier's spend"
    )[0]
    return SupplierView(
        supplier_id=keeper,
        supplier=row["name"],
        vat_number=row["vat_number"],
        tax_code=row["tax_code"],
        country=row["country"],
        municipality_code=row["municipality_code"],
        place=_place(row),
        place_source=row["place_source"],
        screened_on=row["screened_on"],
        spend=Decimal(total[0]),
        lines=int(total[1]),
        first_date=total[2],
        last_date=total[3],
        by_year=_series(ws, "year", lines, values),
        by_month=_series(ws, "month", lines, values),
        spellings=_spellings(ws, actor, keeper),
        tags=_tags(ws, keeper),
        lines_table=_lines(ws, actor, keeper),
    )


def tag_supplier(  # noqa: PLR0917 - who, what, how known and why are said in this order everywhere
    ws: Workspace,
    actor: Actor,
    supplier_id: int,
    kind: str,
    evidence: str,
    why: str,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    file: Path | None = None,
    file_name: str | None = None,
    entry_id: int | None = None,
) -> int:
    """Write down what a supplier is and how that is known; returns the tag's id.

    `file` is the document of a `documented` tag; it is kept. `entry_id` is the register entry that a `confirmed` tag
    accepts. Raises `Refused` where the evidence is not a person's to give, or its document or reason is missing.
    """
    actor.require("editor")
    keeper = _visible(ws, actor, supplier_id)
    with ws.db.write(actor) as tx:
        sha256 = None
        if file is not None:
            sha256 = ws.home.keep(file)
            if not tx.rows("select 1 from stored_file where sha256 = ?", [sha256]):
                tx.insert(
                    "stored_file",
                    {
                        "sha256": sha256,
                        "name": file_name or file.name,
                        "size": file.stat().st_size,
                        "format": file.suffix.lstrip(".").lower() or "document",
                        "received_by": actor.name,
                    },
                )
        tag_id = tags.begin(
            tx,
            keeper,
            kind,
            evidence,
            why,
            valid_from=valid_from,
            valid_to=valid_to,
            file_sha256=sha256,
            entry_id=entry_id,
        )
        spend.rebuild(tx)
    return tag_id


def end_tag(ws: Workspace, actor: Actor, tag_id: int, why: str) -> None:
    """End a tag for good, with the reason. It stays in the history and is in no figure any more."""
    actor.require("editor")
    owner = ws.db.value("select supplier_id from tag where tag_id = ?", [tag_id])
    if owner is None:
        raise NotFound(msg("There is no tag {tag}.", tag=str(tag_id)))
    _visible(ws, actor, owner)
    with ws.db.write(actor) as tx:
        tags.end(tx, tag_id, why)
        spend.rebuild(tx)


# The supplier and those that turned out to be it.
_GROUP = "coalesce(same_as, supplier_id) = ?"


def _mine(actor: Actor, column: str = "company_id") -> tuple[str, list[Any]]:
    """The predicate that keeps an actor to his or her companies."""
    if actor.companies is None:
        return "", []
    return f" and list_contains(?, {column})", [sorted(actor.companies)]


def _listed_sql(actor: Actor, search: str) -> tuple[str, list[Any]]:
    mine, values = _mine(actor)
    mine_name, name_values = _mine(actor, "n.company_id")
    # who sees every company sees, too, a supplier without lines that a person has tagged
    lonely = (
        " or exists (select 1 from tag where tag.supplier_id = s.supplier_id and tag.ended_at is null)"
        if actor.companies is None
        else ""
    )
    found, found_values = _search(search)
    sql = f"""
        select
            s.supplier_id, s.name as supplier, s.vat_number, s.tax_code, s.municipality_code,
            coalesce(p.municipality, s.municipality) as municipality, s.province, s.country, s.place_source,
            p.latest['kind'] as kind, p.latest['evidence'] as evidence,
            coalesce(p.spend, cast(0 as decimal(18, 2))) as spend, coalesce(p.lines, 0) as lines,
            p.first_date, p.last_date, coalesce(w.spellings, 0) as spellings
        from supplier s
        left join (
            select coalesce(m.same_as, m.supplier_id) as supplier_id,
                cast(sum(l.net_amount) as decimal(18, 2)) as spend, count(*) as lines, min(l.date) as first_date,
                max(l.date) as last_date, max(l.municipality) as municipality,
                arg_max({{'kind': l.kind, 'evidence': l.evidence}}, coalesce(l.date, date '0001-01-01')) as latest
            from spend l inner join supplier m on m.supplier_id = l.supplier_id
            where true{mine}
            group by 1
        ) p on p.supplier_id = s.supplier_id
        left join (
            select coalesce(m.same_as, m.supplier_id) as supplier_id, count(distinct n.name) as spellings
            from supplier_name n inner join supplier m on m.supplier_id = n.supplier_id
            where true{mine_name}
            group by 1
        ) w on w.supplier_id = s.supplier_id
        where s.same_as is null and (p.supplier_id is not null{lonely}){found}
    """
    return sql, [*values, *name_values, *found_values]


def _search(search: str) -> tuple[str, list[Any]]:
    text = search.strip()
    if not text:
        return "", []
    plain = f"%{_escaped(text)}%"
    number = f"%{_number(text)}%" if _number(text) else ""
    key = name_key(text)
    sql = """
        and (
            strip_accents(s.name) ilike strip_accents(?) escape '\\'
            or s.vat_number like ? or s.tax_code like ?
            or strip_accents(coalesce(p.municipality, s.municipality)) ilike strip_accents(?) escape '\\'
            or s.supplier_id in (
                select coalesce(m.same_as, m.supplier_id)
                from supplier_name n inner join supplier m on m.supplier_id = n.supplier_id
                where strip_accents(n.name) ilike strip_accents(?) escape '\\' or n.ledger_code = ?
                    or (? <> '' and contains(n.name_key, ?))
            )
        )
    """
    return sql, [plain, number, number, plain, plain, text, key, key]


def _number(text: str) -> str:
    """The part of an identifier that is searched: of four characters with a digit among them, or more."""
    read = identify(text)
    if read and read.valid:
        return read.value
    letters = "".join(character for character in text.upper() if character.isalnum())
    plain = _IDENTIFIER.fullmatch(text) and any(character.isdigit() for character in letters)
    return letters if plain and len(letters) >= _LEAST_OF_NUMBER else ""


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _visible(ws: Workspace, actor: Actor, supplier_id: int) -> int:
    """The supplier that this id stands for, if a company that the actor sees has written it."""
    keeper = ws.db.value("select coalesce(same_as, supplier_id) from supplier where supplier_id = ?", [supplier_id])
    mine, values = _mine(actor)
    if keeper is None or (
        mine
        and not ws.db.rows(
            f"select 1 from supplier_name where supplier_id in (select supplier_id from supplier where {_GROUP}){mine}"
            " limit 1",
            [keeper, *values],
        )
    ):
        raise NotFound(msg("There is no supplier {supplier}.", supplier=str(supplier_id)))
    return int(keeper)


def _place(row: Mapping[str, Any]) -> str | None:
    known = municipalities.by_code(row["municipality_code"])
    town = known.name if known else row["municipality"]
    province = known.province if known else row["province"]
    if town and province:
        return f"{town} ({province})"
    return town or province


def _series(
    ws: Workspace, period: Literal["year", "month"], lines: str, values: list[Any]
) -> tuple[dict[str, Any], ...]:
    return tuple(
        ws.db.dicts(
            f"select {period}, sum(net_amount) as spend, count(*) as lines {lines} group by {period}"
            f" order by {period} nulls last",
            values,
            step=f"supplier's spend by {period}",
        )
    )


def _spellings(ws: Workspace, actor: Actor, keeper: int) -> tuple[dict[str, Any], ...]:
    mine, values = _mine(actor, "n.company_id")
    return tuple(
        ws.db.dicts(
            f"""
            select n.name, n.ledger_code, n.vat_number, n.tax_code,
                nullif(concat_ws(' ', n.address, n.postcode, n.municipality, n.province, n.country), '') as place,
                cast(sum(n.lines) as bigint) as lines, string_agg(distinct i.file, ', ' order by i.file) as file
            from supplier_name n
            left join import i on i.import_id = n.import_id
            where n.supplier_id in (select supplier_id from supplier where {_GROUP}){mine}
            group by all
            order by lines desc, n.name
            """,
            [keeper, *values],
            step="spellings",
        )
    )


def _tags(ws: Workspace, keeper: int) -> tuple[TagView, ...]:
    rows = ws.db.dicts(
        f"""
        select t.tag_id, t.kind, t.evidence, t.valid_from, t.valid_to, t.why, t.made_by, t.made_at, t.ended_at,
            t.ended_by, t.ended_why, r.name as register, t.snapshot_id, s.as_of as snapshot_as_of,
            (
                select max(x.as_of)
                from register_snapshot x inner join register_entry y on y.snapshot_id = x.snapshot_id
                where x.register_id = t.register_id and y.kind = t.kind
                    and (y.tax_code = e.tax_code or y.vat_number = e.vat_number)
            ) as seen_as_of,
            e.name as entry_name, e.row_number as entry_row, s.file as register_file, t.file_sha256,
            f.name as file_name
        from tag t
        left join register r on r.register_id = t.register_id
        left join register_snapshot s on s.snapshot_id = t.snapshot_id
        left join register_entry e on e.entry_id = t.entry_id
        left join stored_file f on f.sha256 = t.file_sha256
        where t.supplier_id in (select supplier_id from supplier where {_GROUP})
        order by t.ended_at desc nulls first, t.tag_id desc
        """,
        [keeper],
        step="tags of a supplier",
    )
    return tuple(
        TagView(**{**row, "why": tags.unpack(row["why"]), "ended_why": tags.unpack(row["ended_why"])}) for row in rows
    )


def _lines(ws: Workspace, actor: Actor, keeper: int) -> tuple[dict[str, Any], ...]:
    mine, values = _mine(actor, "l.company_id")
    return tuple(
        ws.db.dicts(
            f"""
            select p.date, l.document_number, l.document_type, l.description, l.category, l.net_amount, l.nature,
                i.file, l.sheet, l.row_number, l.line_id, l.import_id, p.kind, p.evidence
            from line l
            inner join import i on i.import_id = l.import_id
            left join spend p on p.line_id = l.line_id
            where l.supplier_id in (select supplier_id from supplier where {_GROUP}){mine}
            order by p.date desc nulls last, l.line_id
            limit {LINES_SHOWN}
            """,
            [keeper, *values],
            step="lines of a supplier",
        )
    )
