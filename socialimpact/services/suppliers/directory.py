"""The suppliers: searched and listed, one by one with everything known of it, and tagged by people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal

import pyarrow as pa

from socialimpact.actor import Actor
from socialimpact.figures import choices, scopes
from socialimpact.figures.literals import text_list
from socialimpact.places.provinces import province_code, region_of
from socialimpact.services.suppliers.expiry import expiring
from socialimpact.services.suppliers.supplier_view import SupplierView, TagView, mine, supplier
from socialimpact.services.suppliers.tagging import end_tag, paper, renew_tag, tag_supplier
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers.identifiers import identify
from socialimpact.suppliers.names import name_key
from socialimpact.suppliers.standing import standing_sql

__all__ = ["SupplierView", "TagView", "count", "end_tag", "paper", "renew_tag", "supplier", "suppliers",
           "tag_supplier"]  # fmt: skip

Order = Literal["spend", "name", "lines", "last_date"]
_ORDERS: Mapping[Order, str] = {
    "spend": "spend desc, supplier, supplier_id",
    "name": "supplier, supplier_id",
    "lines": "lines desc, supplier, supplier_id",
    "last_date": "last_date desc nulls last, supplier, supplier_id",
}
Show = Literal["all", "counts", "possible", "expiring", "ended", "other", "none", "unidentified", "place"]
# Which suppliers each choice shows, by the columns of the list.
_SHOWN: Mapping[Show, str] = {
    "all": "true",
    "counts": "status = 'counts'",
    "possible": "status = 'possible'",
    "expiring": "list_contains(?, supplier_id)",
    "ended": "status = 'ended'",
    "other": "status = 'other'",
    "none": "status = 'none'",
    "unidentified": "vat_number is null and tax_code is null",
    "place": "municipality is null and province is null",
}
_IDENTIFIER = re.compile(r"[\w\s./'-]+")
_LEAST_OF_NUMBER = 4


def suppliers(
    ws: Workspace,
    actor: Actor,
    *,
    search: str = "",
    show: Show = "all",
    limit: int | None = None,
    offset: int = 0,
    order: Order = "spend",
) -> pa.Table:
    """The suppliers of the companies that the actor sees, one row each.

    Columns: supplier_id, supplier, vat_number, tax_code, municipality_code, municipality, province, region, country,
    place_source, status, kind, evidence, valid_from, valid_to (of the tag that speaks today, or did last), spend,
    lines, first_date, last_date, spellings. `status`: `counts`, `possible`, `ended`, `other` (of a kind that is not in
    the organisation's scope) or `none`. `search` finds parts of names and spellings, identifiers and towns.
    """
    actor.require("viewer")
    sql, values = _listed_sql(ws, actor, search, show)
    only, name_values = mine(actor, "n.company_id")
    page = "" if limit is None else f" limit {int(limit)}"
    # spellings are counted for what is shown only
    found = ws.db.table(
        f"""
        with page as materialized ({sql} order by {_ORDERS[order]}{page} offset {int(offset)}),
        spelled as (
            select coalesce(m.same_as, m.supplier_id) as supplier_id, count(distinct n.name) as spellings
            from supplier_name n inner join supplier m on m.supplier_id = n.supplier_id
            where coalesce(m.same_as, m.supplier_id) in (select supplier_id from page){only}
            group by 1
        )
        select page.*, coalesce(spelled.spellings, 0) as spellings
        from page left join spelled on spelled.supplier_id = page.supplier_id
        order by {_ORDERS[order].replace("supplier_id", "page.supplier_id")}
        """,
        [*values, *name_values],
        step="suppliers",
    )
    known = {
        pair: region_of(province_code(pair[0])) if pair[1] in {None, "IT"} else None
        for pair in set(zip(found["province"].to_pylist(), found["country"].to_pylist(), strict=True))
    }
    regions = [known[pair] for pair in zip(found["province"].to_pylist(), found["country"].to_pylist(), strict=True)]
    place = found.column_names.index("province") + 1
    return found.add_column(place, "region", pa.array(regions, pa.string()))


def count(ws: Workspace, actor: Actor, *, search: str = "", show: Show = "all") -> int:
    """How many suppliers `suppliers` would list."""
    actor.require("viewer")
    sql, values = _listed_sql(ws, actor, search, show)
    return int(ws.db.value(f"select count(*) from ({sql})", values, step="count suppliers"))


def statuses(ws: Workspace, actor: Actor) -> dict[str, int]:
    """How many suppliers there are of each `status`."""
    actor.require("viewer")
    sql, values = _listed_sql(ws, actor, "", "all")
    return dict(ws.db.rows(f"select status, count(*) from ({sql}) group by status", values, step="statuses"))


def _listed_sql(ws: Workspace, actor: Actor, search: str, show: Show) -> tuple[str, list[Any]]:
    only, values = mine(actor)
    chosen = choices.settings(ws.db)
    in_scope = text_list(scopes.scope(ws.db, chosen.scope_key).kinds)
    speaks, speaks_values = standing_sql(datetime.now(UTC).date(), declared=chosen.declared_counts)
    # who sees every company sees, too, a supplier without lines that a person has tagged
    lonely = (
        " or exists (select 1 from tag where tag.supplier_id = s.supplier_id and tag.ended_at is null)"
        if actor.companies is None
        else ""
    )
    found, found_values = _search(search)
    shown_values = [[each.supplier_id for each in expiring(ws, actor)]] if show == "expiring" else []
    sql = f"""
        select * from (
            select
                s.supplier_id, s.name as supplier, s.vat_number, s.tax_code, s.municipality_code,
                coalesce(p.municipality, s.municipality) as municipality, s.province, s.country, s.place_source,
                case
                    when t.evidence is null then 'none'
                    when not t.counted then 'possible'
                    when t.state <> 'now' then 'ended'
                    when t.kind in ({in_scope}) then 'counts'
                    else 'other'
                end as status,
                t.kind, t.evidence, t.valid_from, t.valid_to,
                coalesce(p.spend, cast(0 as decimal(18, 2))) as spend, coalesce(p.lines, 0) as lines,
                p.first_date, p.last_date
            from supplier s
            left join (
                select l.supplier_id, cast(sum(l.net_amount) as decimal(18, 2)) as spend, count(*) as lines,
                    min(l.date) as first_date, max(l.date) as last_date, max(l.municipality) as municipality
                from spend l
                where true{only}
                group by l.supplier_id
            ) p on p.supplier_id = s.supplier_id
            left join ({speaks}) t on t.supplier_id = s.supplier_id
            where s.same_as is null and (p.supplier_id is not null{lonely}){found}
        ) as listed
        where {_SHOWN[show]}
    """
    return sql, [*values, *speaks_values, *found_values, *shown_values]


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
