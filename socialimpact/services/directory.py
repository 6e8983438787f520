"""The suppliers: searched and listed, one by one with everything known of it, and tagged by people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

import pyarrow as pa

from socialimpact.actor import Actor
from socialimpact.places.provinces import province_code, region_of
from socialimpact.services.supplier_view import SupplierView, TagView, mine, supplier
from socialimpact.services.tagging import end_tag, paper, renew_tag, tag_supplier
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers.identifiers import identify
from socialimpact.suppliers.names import name_key

__all__ = ["SupplierView", "TagView", "count", "end_tag", "paper", "renew_tag", "supplier", "suppliers",
           "tag_supplier"]  # fmt: skip

Order = Literal["spend", "name", "lines", "last_date"]
_ORDERS: Mapping[Order, str] = {
    "spend": "spend desc, supplier, supplier_id",
    "name": "supplier, supplier_id",
    "lines": "lines desc, supplier, supplier_id",
    "last_date": "last_date desc nulls last, supplier, supplier_id",
}
_IDENTIFIER = re.compile(r"[\w\s./'-]+")
_LEAST_OF_NUMBER = 4


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


def _listed_sql(actor: Actor, search: str) -> tuple[str, list[Any]]:
    only, values = mine(actor)
    only_name, name_values = mine(actor, "n.company_id")
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
            where true{only}
            group by 1
        ) p on p.supplier_id = s.supplier_id
        left join (
            select coalesce(m.same_as, m.supplier_id) as supplier_id, count(distinct n.name) as spellings
            from supplier_name n inner join supplier m on m.supplier_id = n.supplier_id
            where true{only_name}
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
