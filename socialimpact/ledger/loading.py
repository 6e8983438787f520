"""From parsed rows to the store: lines of known suppliers, rows set aside, and what was there before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa

from socialimpact.columns import array
from socialimpact.errors import Place, Problem
from socialimpact.ledger import conversion, held_rows, natures, same_purchase, sites
from socialimpact.ledger.documents import folded
from socialimpact.ledger.mapping import Mapping
from socialimpact.store import Transaction

# The columns of a line, and where each comes from in a placed row with its cells.
_COLUMNS = (
    "import_id, company_id, site_id, sheet, row_number, supplier_id, document_number, document_type, invoice_date,"
    " posting_date, due_date, payment_date, description, category, category_code, cost_centre, nature, nature_reason,"
    " net_amount, amount_basis, original_amount, currency, overlap_key, spelling_id, as_read"
)
_VALUES = (
    "{import_id}, {company_id}, site_id, sheet, placed.row_number, supplier_id, document_number, document_type,"
    " invoice_date, posting_date, due_date, payment_date, description, category, category_code, cost_centre, nature,"
    " nature_reason, euro, basis, original_amount, currency, overlap_key, spelling_id, as_read"
)


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


def place(
    tx: Transaction, company_id: int, import_id: int, supplier_of: pa.Table, mapping: Mapping, *, include_overlaps: bool
) -> None:
    """Let statements see `placed`: every parsed row with supplier, nature, site and whether it was there before.

    Sites that the ledger names and the company does not know are made. `supplier_of` has the columns `sighting_key`,
    `supplier_id` and `spelling_id`. A line is an overlap where an earlier import of the company has as many lines of
    the same supplier, number, date and amount; it is then set aside, unless `include_overlaps`. Ledgers are compared
    with ledgers and electronic invoices with theirs; both with one another in `same_purchase`.
    """
    natures.look_up(tx)
    sites.make_missing(tx, company_id, import_id)
    with tx.frame("supplier_of", supplier_of):
        held_rows.place(tx, placement_sql(company_id, mapping, include_overlaps=include_overlaps))


def placement_sql(company_id: int, mapping: Mapping, *, include_overlaps: bool) -> str:
    """The statement behind `placement`: one row a parsed row, found again by its `place` in `parsed`."""
    kept = "known.reason" if include_overlaps else "case when repeats then 'in_earlier_import' else known.reason end"
    return f"""
        with place_of as (
            -- one site a name, or a line would become two
            select {folded("name")} as name, min(site_id) as site_id from site
            where company_id = {int(company_id)} group by {folded("name")}
        ), known as materialized (
            select parsed.place, parsed.grid, parsed.row_number, parsed.reason, parsed.euro, parsed.date,
                   supplier_of.supplier_id,
                   supplier_of.spelling_id, place_of.site_id,
                   case when parsed.reason is null then {overlap_key_sql()} end as overlap_key,
                   {natures.nature_sql()}
            from parsed
            left join supplier_of on supplier_of.sighting_key = parsed.sighting_key and parsed.reason is null
            left join place_of on place_of.name = {folded("parsed.site")}
            {natures.joins_sql("parsed")}
        ), before as (
            -- two suppliers that lived apart may have been joined since: compare whom they stand for now
            select overlap_key, coalesce(supplier.same_as, supplier.supplier_id) as supplier_id, count(*) as times
            from (select overlap_key, supplier_id, company_id, import_id from line
                  -- what is held for another import was read with its own, and is known as well
                  union all select overlap_key, supplier_id, company_id, import_id from held_line) as line
            join supplier on supplier.supplier_id = line.supplier_id
            where company_id = {int(company_id)} and import_id in ({same_purchase.alike_sql(mapping)})
              and overlap_key in (select overlap_key from known)
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
    """Rows and totals of what was placed."""
    row = tx.rows(
        """
        select count(*), count(*) filter (where reason is null), count(*) filter (where reason is not null),
               count(*) filter (where repeats),
               coalesce(sum(euro), 0), coalesce(sum(euro) filter (where reason is null), 0),
               coalesce(sum(euro) filter (where reason is not null), 0),
               min(date) filter (where reason is null), max(date) filter (where reason is null)
        from placement""",
        step="reconcile",
    )[0]
    return Reconciliation(*row)


def keep_waiting(tx: Transaction, import_id: int) -> None:
    """Leave of `parsed` only the rows of an import that waited for an exchange rate and now have one."""
    held_rows.rewrite(
        tx,
        kept="parsed.reason is null and exists ("
        f"select 1 from set_aside where import_id = {int(import_id)} and {_same_waiting('parsed')})",
        step="waiting: rows with a rate",
    )


def no_longer_waiting(tx: Transaction, import_id: int) -> None:
    """Take the placed rows out of what an import set aside; `store` then writes them where they belong."""
    tx.execute(
        f"delete from set_aside where import_id = ? and exists (select 1 from placed where {_same_waiting('placed')})",
        [import_id],
        step="waiting: taken out",
    )


def _same_waiting(table: str) -> str:
    """SQL that is true where a row that waits is one of `table`: a row with a column a month is several purchases."""
    return (
        f"set_aside.reason = 'no_exchange_rate' and set_aside.sheet is not distinct from {table}.sheet"
        f" and set_aside.row_number = {table}.row_number and set_aside.date = {table}.date"
    )


def recount(tx: Transaction, import_id: int) -> None:
    """Say anew, in the record of an import, what it loaded and set aside."""
    tx.execute(
        """
        update import set
            lines = counted.lines, set_aside = counted.aside, total_loaded = counted.loaded,
            total_set_aside = counted.total_aside, total_read = counted.loaded + counted.total_aside,
            first_date = counted.first_date, last_date = counted.last_date
        from (
            select
                (select count(*) from line where import_id = $id) as lines,
                (select count(*) from set_aside where import_id = $id) as aside,
                (select coalesce(sum(net_amount), 0) from line where import_id = $id) as loaded,
                (select coalesce(sum(amount), 0) from set_aside where import_id = $id) as total_aside,
                (select min(coalesce(invoice_date, posting_date, payment_date, due_date)) from line
                 where import_id = $id) as first_date,
                (select max(coalesce(invoice_date, posting_date, payment_date, due_date)) from line
                 where import_id = $id) as last_date
        ) as counted
        where import.import_id = $id""".replace("$id", str(int(import_id))),
        step="waiting: recount",
    )


def store(tx: Transaction, import_id: int, company_id: int, *, problems: Sequence[Problem]) -> None:
    """Append the placed rows, with their cells as read, to `line` and `set_aside`, and the problems to `problem`."""
    values = _VALUES.format(import_id=int(import_id), company_id=int(company_id))
    # A default of each row's own would have one thread write the whole: the numbers are taken together, then counted
    # on from the row's place. Rows that are set aside leave gaps.
    # The engine counts the places of a table of its own that is not committed from a very large number on.
    lowest, highest = tx.rows("select coalesce(min(place), 0), coalesce(max(place), 0) from placement")[0]
    taken = highest - lowest
    last = tx.value("select setval('line_sequence', nextval('line_sequence') + ?)", [taken], step="line numbers")
    tx.execute(
        f"insert into line (line_id, {_COLUMNS}) select ? + place, {values} from placed where reason is null",
        [last - highest],
        step="insert lines",
    )
    same_purchase.store(tx, import_id, _COLUMNS, values)
    tx.execute(
        """
        insert into set_aside (import_id, sheet, row_number, reason, amount, as_read, original_amount, currency,
            date)
        select ?, sheet, row_number, reason, coalesce(euro, 0), coalesce(as_read, ''),
            case when reason = 'no_exchange_rate' then original_amount end,
            case when reason = 'no_exchange_rate' then currency end,
            case when reason = 'no_exchange_rate' then date end
        from placed where reason is not null order by grid, row_number""",
        [import_id],
        step="insert set aside",
    )
    if conversion.any_parsed(tx, "rate is not null"):
        _keep_conversions(tx, import_id)
    note(tx, import_id, problems)


def _keep_conversions(tx: Transaction, import_id: int) -> None:
    tx.execute(
        "insert into conversion select ?, sheet, row_number, rate, rate_date, rate_source from placed"
        f" where (reason is null or reason in {same_purchase.REASONS}) and rate is not null",
        [import_id],
        step="insert conversions",
    )


def note(tx: Transaction, import_id: int, problems: Sequence[Problem]) -> None:
    """Append what a person should know of an import to `problem`."""
    if problems:
        with tx.frame("found_problems", _as_rows(problems)):
            tx.execute(
                f"insert into problem select {int(import_id)}, severity, code, message::json, sheet, row_number,"
                " column_index, value from found_problems",
                step="insert problems",
            )


def _as_rows(problems: Sequence[Problem]) -> pa.Table:
    """One row a problem; one that speaks of many rows is followed by a row with the same message for each of them."""
    rows = []
    for problem in problems:
        told = (problem.severity, problem.code, json.dumps(problem.message.as_json(), ensure_ascii=False))
        places = () if problem.row is not None else problem.located
        own = Place(problem.sheet, problem.row, problem.column, problem.value)
        rows += [(*told, place.sheet, place.row, place.column, place.value) for place in (own, *places)]
    columns = list(zip(*rows, strict=True))
    kinds = (pa.string(), pa.string(), pa.string(), pa.string(), pa.int32(), pa.int32(), pa.string())
    names = ("severity", "code", "message", "sheet", "row_number", "column_index", "value")
    return pa.table({name: array(column, kind) for name, column, kind in zip(names, columns, kinds, strict=True)})
