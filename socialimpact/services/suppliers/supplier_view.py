"""One supplier with everything known of it: spend over time, spellings, tags with their evidence, lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal

from socialimpact.actor import Actor
from socialimpact.errors import NotFound
from socialimpact.figures import choices, scopes
from socialimpact.language import msg
from socialimpact.places import municipalities
from socialimpact.services.suppliers.tag_view import TagView
from socialimpact.services.suppliers.verdict import Verdict, verdict
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import tags
from socialimpact.suppliers.standing import standing_sql

__all__ = ["LINES_SHOWN", "SupplierView", "TagView", "mine", "supplier", "supplier_lines", "visible"]

LINES_SHOWN = 1000

# The supplier and those that turned out to be it.
_GROUP = "coalesce(same_as, supplier_id) = ?"


def mine(actor: Actor, column: str = "company_id") -> tuple[str, list[Any]]:
    """The predicate that keeps an actor to his or her companies."""
    if actor.companies is None:
        return "", []
    return f" and list_contains(?, {column})", [sorted(actor.companies)]


@dataclass(frozen=True)
class SupplierView:
    """Everything about one supplier. Spend in euro, net of VAT, of the companies that the actor sees.

    `by_year` and `by_month`: dictionaries with `year` or `month` (None: no date), `spend`, `lines`. `spellings`: name,
    ledger_code, vat_number, tax_code, place, lines, file. `counted`: what of it is addressable and social, by the
    organisation's scope. `verdict`: whether and why it counts today. `members`: those that turned out to be it.
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
    counted: Decimal
    lines: int
    first_date: date | None
    last_date: date | None
    by_year: tuple[dict[str, Any], ...]
    by_month: tuple[dict[str, Any], ...]
    spellings: tuple[dict[str, Any], ...]
    tags: tuple[TagView, ...]
    verdict: Verdict
    members: tuple[int, ...]


def supplier(ws: Workspace, actor: Actor, supplier_id: int) -> SupplierView:
    """Everything about one supplier. Raises `NotFound` where there is none that the actor may see."""
    actor.require("viewer")
    keeper = visible(ws, actor, supplier_id)
    row = ws.db.dicts("select * from supplier where supplier_id = ?", [keeper], step="supplier")[0]
    where, values = mine(actor)
    values = [keeper, *values]
    lines = f"from spend where supplier_id in (select supplier_id from supplier where {_GROUP}){where}"
    chosen = choices.settings(ws.db)
    scope = scopes.scope(ws.db, chosen.scope_key)
    social = scopes.predicate_sql(scope, chosen.declared_counts)
    total = ws.db.rows(
        "select coalesce(sum(net_amount), 0), count(*), min(date), max(date),"
        f" coalesce(sum(case when addressable and {social} then net_amount end), 0) {lines}",
        values,
        step="supplier's spend",
    )[0]
    said = _tags(ws, keeper)
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
        counted=Decimal(total[4]),
        lines=int(total[1]),
        first_date=total[2],
        last_date=total[3],
        by_year=_series(ws, "year", lines, values),
        by_month=_series(ws, "month", lines, values),
        spellings=_spellings(ws, actor, keeper),
        tags=said,
        verdict=verdict(
            said,
            _speaks(ws, keeper, declared=chosen.declared_counts),
            scope,
            declared=chosen.declared_counts,
            identifiers=(row["vat_number"], row["tax_code"]),
        ),
        members=tuple(
            number
            for (number,) in ws.db.rows(
                "select supplier_id from supplier where same_as = ? order by supplier_id", [keeper]
            )
        ),
    )


def supplier_lines(
    ws: Workspace, actor: Actor, supplier_id: int, *, limit: int = LINES_SHOWN
) -> tuple[dict[str, Any], ...]:
    """The newest lines of a supplier that the actor sees, with file, sheet and row as the file counts them."""
    actor.require("viewer")
    return _lines(ws, actor, visible(ws, actor, supplier_id), limit)


def _speaks(ws: Workspace, keeper: int, *, declared: bool) -> dict[str, Any] | None:
    """The tag that speaks for the supplier today, or did last."""
    sql, values = standing_sql(datetime.now(UTC).date(), declared=declared, only=keeper)
    return next(iter(ws.db.dicts(sql, values, step="the tag that speaks")), None)


def visible(ws: Workspace, actor: Actor, supplier_id: int) -> int:
    """The supplier that this id stands for, if a company that the actor sees has written it."""
    keeper = ws.db.value("select coalesce(same_as, supplier_id) from supplier where supplier_id = ?", [supplier_id])
    only, values = mine(actor)
    if keeper is None or (
        only
        and not ws.db.rows(
            f"select 1 from supplier_name where supplier_id in (select supplier_id from supplier where {_GROUP}){only}"
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
    only, values = mine(actor, "n.company_id")
    return tuple(
        ws.db.dicts(
            f"""
            select n.name, n.ledger_code, n.vat_number, n.tax_code,
                nullif(concat_ws(' ', n.address, n.postcode, n.municipality, n.province, n.country), '') as place,
                cast(sum(n.lines) as bigint) as lines, string_agg(distinct i.file, ', ' order by i.file) as file
            from supplier_name n
            left join import i on i.import_id = n.import_id
            where n.supplier_id in (select supplier_id from supplier where {_GROUP}){only}
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
            t.register_id, t.entry_id,
            e.name as entry_name, e.row_number as entry_row, s.file as register_file,
            e.tax_code as entry_tax_code, e.vat_number as entry_vat_number, t.file_sha256,
            coalesce(p.file_name, f.name) as file_name, coalesce(p.file_size, f.size) as file_size,
            p.issued_on, p.expires_on, p.stated_by, p.stated_on
        from tag t
        left join register r on r.register_id = t.register_id
        left join register_snapshot s on s.snapshot_id = t.snapshot_id
        left join register_entry e on e.entry_id = t.entry_id
        left join stored_file f on f.sha256 = t.file_sha256
        left join tag_evidence p on p.tag_id = t.tag_id
        where t.supplier_id in (select supplier_id from supplier where {_GROUP})
        order by t.ended_at desc nulls first, t.tag_id desc
        """,
        [keeper],
        step="tags of a supplier",
    )
    newest = _newest_lists(ws, rows)
    return tuple(
        TagView(
            **{name: value for name, value in row.items() if name != "register_id"},
            seen_as_of=max(
                (
                    newest[row["register_id"], row["kind"], number]
                    for number in (row["entry_tax_code"], row["entry_vat_number"])
                    if (row["register_id"], row["kind"], number) in newest
                ),
                default=None,
            ),
        )
        for row in ({**row, "why": tags.unpack(row["why"]), "ended_why": tags.unpack(row["ended_why"])} for row in rows)
    )


def _newest_lists(ws: Workspace, rows: list[dict[str, Any]]) -> dict[tuple[int, str, str], date]:
    """The newest list of each register that has a number as a kind: for the numbers of the tags' entries."""
    numbers = sorted({row[name] for row in rows for name in ("entry_tax_code", "entry_vat_number") if row[name]})
    if not numbers:
        return {}
    marks = ", ".join("?" for _ in numbers)
    found = ws.db.rows(
        f"""
        with met as (
            select snapshot_id, kind, tax_code as number from register_entry where tax_code in ({marks})
            union
            select snapshot_id, kind, vat_number from register_entry where vat_number in ({marks})
        )
        select s.register_id, met.kind, met.number, max(s.as_of)
        from met inner join register_snapshot s on s.snapshot_id = met.snapshot_id
        group by s.register_id, met.kind, met.number
        """,
        [*numbers, *numbers],
        step="newest lists of a supplier",
    )
    return {(register_id, kind, number): as_of for register_id, kind, number, as_of in found}


def _lines(ws: Workspace, actor: Actor, keeper: int, limit: int) -> tuple[dict[str, Any], ...]:
    only, values = mine(actor, "l.company_id")
    return tuple(
        ws.db.dicts(
            f"""
            select p.date, l.document_number, l.document_type, l.description, l.category, l.net_amount,
                coalesce(p.nature, l.nature) as nature,
                i.file, l.sheet, l.row_number, l.line_id, l.import_id, p.kind, p.evidence
            from line l
            inner join import i on i.import_id = l.import_id
            left join spend p on p.line_id = l.line_id
            where l.supplier_id in (select supplier_id from supplier where {_GROUP}){only}
            order by p.date desc nulls last, l.line_id
            limit {int(limit)}
            """,
            [keeper, *values],
            step="lines of a supplier",
        )
    )
