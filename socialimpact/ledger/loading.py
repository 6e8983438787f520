"""From parsed rows to the store: lines of known suppliers, rows set aside, and what was there before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa

from socialimpact.columns import array, texts
from socialimpact.errors import Problem
from socialimpact.ledger import natures, sites
from socialimpact.ledger.documents import folded
from socialimpact.ledger.mapping import Mapping
from socialimpact.store import Transaction


@dataclass(frozen=True)
class Reconciliation:
    """What was read and what became of it: `rows_read = lines + set_aside`, and the same for the totals (euro)."""

    rows_read: int
    lines: int
    set_aside: int
    duplicates: int
    total_read: Decimal
    total_loaded: Decimal
    total_set_aside: Decimal
    first_date: date | None
    last_date: date | None


def place(tx: Transaction, company_id: int, import_id: int, supplier_of: pa.Table, *, include_overlaps: bool) -> None:
    """Make the temporary view `placed`: every parsed row with supplier, nature, site and whether it was there before.

    Sites that the ledger names and the company does not know are made. `supplier_of` has the columns `sighting_key`
    and `supplier_id`. A line is an overlap where an earlier import of the company has as many lines of the same
    supplier, number, date and amount; it is then set aside, unless `include_overlaps`.
    """
    natures.look_up(tx, company_id)
    sites.make_missing(tx, company_id, import_id)
    tx.execute("drop view if exists placed", step="place: clear")
    tx.execute("drop table if exists placement", step="place: clear")
    with tx.frame("supplier_of", supplier_of):
        tx.execute(
            f"create temp table placement as {placement_sql(company_id, include_overlaps=include_overlaps)}",
            step="place lines",
        )
    # Only what is new of a row is kept beside it: a ledger's texts are not copied once more.
    tx.execute(
        "create temp view placed as select parsed.* exclude (reason, site), placement.*"
        " from parsed join placement on placement.place = parsed.rowid",
        step="place lines: view",
    )


def placement_sql(company_id: int, *, include_overlaps: bool) -> str:
    """The statement behind `placement`: one row a parsed row, found again by its `place` in `parsed`."""
    kept = "known.reason" if include_overlaps else "case when repeats then 'in_earlier_import' else known.reason end"
    return f"""
        with own as (
            select distinct supplier_id from supplier
            join company on company.vat_number = supplier.vat_number or company.tax_code = supplier.tax_code
        ), place_of as (
            -- one site a name, or a line would become two
            select {folded("name")} as name, min(site_id) as site_id from site
            where company_id = {int(company_id)} group by {folded("name")}
        ), known as materialized (
            select parsed.rowid as place, parsed.grid, parsed.row_number, parsed.reason, supplier_of.supplier_id,
                   place_of.site_id,
                   case when parsed.reason is null then {overlap_key_sql()} end as overlap_key,
                   {natures.nature_sql("own.supplier_id is not null")}
            from parsed
            left join supplier_of on supplier_of.sighting_key = parsed.sighting_key and parsed.reason is null
            left join own on own.supplier_id = supplier_of.supplier_id
            left join place_of on place_of.name = {folded("parsed.site")}
            {natures.joins_sql("parsed")}
        ), before as (
            -- two suppliers that lived apart may have been joined since: compare whom they stand for now
            select overlap_key, coalesce(supplier.same_as, supplier.supplier_id) as supplier_id, count(*) as times
            from line join supplier on supplier.supplier_id = line.supplier_id
            where company_id = {int(company_id)} and overlap_key in (select overlap_key from known)
            group by overlap_key, coalesce(supplier.same_as, supplier.supplier_id)
        ), numbered as (
            select known.place, before.times,
                   row_number() over (partition by known.overlap_key, known.supplier_id
                                      order by known.grid, known.row_number) as occurrence
            from known join before on before.overlap_key = known.overlap_key
                                  and before.supplier_id = known.supplier_id
        ), repeated as (
            select place, true as repeats from numbered where occurrence <= times
        ), final as (
            select known.* exclude (grid, row_number, reason), coalesce(repeats, false) as repeats, {kept} as reason
            from known left join repeated on repeated.place = known.place
        )
        select * from final"""


def overlap_key_sql() -> str:
    """SQL for the key that equal lines of one supplier share: number (else text), date and amount."""
    return (
        "hash(concat_ws(chr(31), coalesce(upper(document_number), '?' || coalesce(description, '')),"
        " coalesce(cast(date as varchar), ''), cast(euro as varchar)))"
    )


def reconcile(tx: Transaction) -> Reconciliation:
    """Rows and totals of `placed`."""
    row = tx.rows(
        """
        select count(*), count(*) filter (where reason is null), count(*) filter (where reason is not null),
               count(*) filter (where repeats),
               coalesce(sum(euro), 0), coalesce(sum(euro) filter (where reason is null), 0),
               coalesce(sum(euro) filter (where reason is not null), 0),
               min(date) filter (where reason is null), max(date) filter (where reason is null)
        from placed""",
        step="reconcile",
    )[0]
    return Reconciliation(*row)


def store(tx: Transaction, import_id: int, company_id: int, *, mapping: Mapping, problems: Sequence[Problem]) -> None:
    """Append the placed rows, with their cells as read, to `line` and `set_aside`, and the problems to `problem`."""
    # A default of each row's own would have one thread write the whole: the numbers are taken together, then counted
    # on from the row's place. Rows that are set aside leave gaps.
    last = tx.value("select max(place) from placement")
    first = tx.value("select setval('line_sequence', nextval('line_sequence') + ?)", [last], step="line numbers") - last
    tx.execute(
        """
        insert into line (line_id, import_id, company_id, site_id, sheet, row_number, supplier_id, document_number,
            document_type, invoice_date, posting_date, due_date, payment_date, description, category, category_code,
            cost_centre, nature, nature_reason, net_amount, amount_basis, original_amount, currency, overlap_key,
            as_read)
        select ? + place, ?, ?, site_id, sheet, row_number, supplier_id, document_number, document_type, invoice_date,
            posting_date, due_date, payment_date, description, category, category_code, cost_centre, nature,
            nature_reason, euro, ?, original_amount, currency, overlap_key, as_read
        from placed where reason is null""",
        [first, import_id, company_id, mapping.amount_basis],
        step="insert lines",
    )
    tx.execute(
        """
        insert into set_aside (import_id, sheet, row_number, reason, amount, as_read)
        select ?, sheet, row_number, reason, coalesce(euro, 0), coalesce(as_read, '')
        from placed where reason is not null order by grid, row_number""",
        [import_id],
        step="insert set aside",
    )
    if problems:
        table = pa.table(
            {
                "severity": texts([problem.severity for problem in problems]),
                "code": texts([problem.code for problem in problems]),
                "message": texts([json.dumps(problem.message.as_json(), ensure_ascii=False) for problem in problems]),
                "sheet": texts([problem.sheet for problem in problems]),
                "row_number": array([problem.row for problem in problems], pa.int32()),
                "column_index": array([problem.column for problem in problems], pa.int32()),
                "value": texts([problem.value for problem in problems]),
            }
        )
        with tx.frame("found_problems", table):
            tx.execute(
                f"insert into problem select {int(import_id)}, severity, code, message::json, sheet, row_number,"
                " column_index, value from found_problems",
                step="insert problems",
            )
