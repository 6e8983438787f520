"""Which rows of a ledger and which electronic invoices are the same purchase, told by what both say of it.

They are paired as units: whole documents first, then single rows with what an invoice has of one VAT rate.
"""

from __future__ import annotations

from collections.abc import Iterable

from socialimpact.einvoices import rows as invoice_rows
from socialimpact.ledger.cells import unpacked_sql
from socialimpact.store import Transaction

# Euro by which amounts may differ: programs round each VAT rate.
TOLERANCE = "0.02"
# Days between the invoice's date and the ledger's: a date of the invoice is copied, a posting follows.
INVOICE_DAYS, POSTING_DAYS_BEFORE, POSTING_DAYS_AFTER = 31, 10, 200
_RATE, _FILE, _PLACE, _GROSS = (
    invoice_rows.PLACE[name] for name in (
        "IVA / VAT", "File", "Documento nel file / Document in file", "Totale documento / Document gross"
    )
)  # fmt: skip


def new_rows_sql(*, invoices: bool) -> str:
    """The rows of this import that may be known already, as `new_row`."""
    cells, document, rate, gross = "", "null", "null", "null"
    if invoices:
        cells = "join grid_0 as cells on cells.row = placed.row_number"
        document, rate = f"concat_ws(chr(31), c{_FILE}, c{_PLACE})", f"c{_RATE}"
        gross = f"case when currency = 'EUR' then try_cast(c{_GROSS} as decimal(18, 2)) end"
    return f"""
        create or replace temp table new_row as
        select placed.place as ref, cast(0 as integer) as import_id, supplier_id,
               {number_keys_sql("document_number", "date")} as keys,
               upper(document_number) as number, invoice_date, date, euro,
               cast({document} as varchar) as document, cast({rate} as varchar) as rate,
               cast({gross} as decimal(18, 2)) as gross
        from placed {cells}
        where reason is null and not repeats and document_number is not null and date is not null"""


def stored_rows_sql(other: str, *, invoices: bool) -> str:
    """The lines of the other sort with a supplier and a number of this import, as `stored_row`."""
    cells = unpacked_sql("line.as_read")
    date = "coalesce(line.invoice_date, line.posting_date, line.payment_date, line.due_date)"
    document, rate, gross = "null", "null", "null"
    if invoices:
        document = f"concat_ws(chr(31), {cells}[{_FILE + 1}], {cells}[{_PLACE + 1}])"
        rate = f"{cells}[{_RATE + 1}]"
        gross = f"case when line.currency = 'EUR' then try_cast({cells}[{_GROSS + 1}] as decimal(18, 2)) end"
    return f"""
        create or replace temp table stored_row as
        with wanted as (
            select distinct supplier_id, unnest(keys) as key from new_row
        ), known as (
            select line.*, coalesce(supplier.same_as, line.supplier_id) as owner, {date} as any_date,
                   {number_keys_sql("line.document_number", date)} as keys
            from line
            join import on import.import_id = line.import_id and import.undone_at is null and {other}
            join supplier on supplier.supplier_id = line.supplier_id
            where line.company_id = ? and line.document_number is not null
              and coalesce(supplier.same_as, line.supplier_id) in (select supplier_id from wanted)
        ), met as (
            select distinct line_id from (select line_id, owner, unnest(keys) as key from known) as each
            join wanted on wanted.supplier_id = each.owner and wanted.key = each.key
        )
        select line.line_id as ref, import_id, owner as supplier_id, keys, upper(document_number) as number,
               invoice_date, any_date as date, net_amount as euro, cast({document} as varchar) as document,
               cast({rate} as varchar) as rate, cast({gross} as decimal(18, 2)) as gross
        from known as line where line_id in (select line_id from met) and any_date is not null"""


def number_keys_sql(number: str, date: str) -> str:
    """SQL for the list of texts under which a document number is looked for: its digits with and without the year.

    `FT 2024/000017-A` gives `2024-17` and `17`; a number without digits its letters.
    """
    runs = (
        f"list_filter(list_transform(regexp_extract_all({number}, '[0-9]+'), lambda run: ltrim(run, '0')),"
        " lambda run: run <> '')"
    )
    years = ", ".join(
        text
        for shift in (-1, 0, 1)
        for text in (
            f"cast(year({date}) + {shift} as varchar)",
            f"ltrim(right(cast(year({date}) + {shift} as varchar), 2), '0')",
        )
    )
    letters = f"regexp_replace(upper({number}), '[^A-Z]', '', 'g')"
    return f"""
        list_transform([{{'runs': {runs}, 'years': [{years}], 'letters': {letters}}}], lambda n:
            case when len(n.runs) = 0 then [n.letters]
                 else list_distinct(list_filter([
                     array_to_string(n.runs, '-'),
                     array_to_string(list_filter(n.runs, lambda run: not list_contains(n.years, run)), '-')],
                     lambda key: key <> '')) end)[1]"""


def units_sql(ledger: str, invoice: str) -> str:
    """The temporary table `unit`: what can be paired. Each has a number, its rows, and what its amounts add up to.

    Of a ledger: the rows of one document (`whole`), and each row of it. Of invoices: each document (`whole`), and
    what it has of one VAT rate.
    """
    return f"""
        create or replace temp table unit as
        with ledger_whole as (
            select 'ledger' as side, true as whole, import_id, supplier_id, any_value(keys) as keys,
                   any_value(invoice_date) as invoice_date, date, sum(euro) as amount,
                   cast(null as decimal(18, 2)) as gross, list(ref) as refs, min(ref) as first
            from {ledger} group by import_id, supplier_id, number, date
        ), ledger_row as (
            select 'ledger' as side, false as whole, import_id, supplier_id, keys, invoice_date, date, euro as amount,
                   cast(null as decimal(18, 2)) as gross, [ref] as refs, ref as first
            from {ledger}
        ), invoice_whole as (
            select 'invoice' as side, true as whole, import_id, any_value(supplier_id) as supplier_id,
                   any_value(keys) as keys, any_value(invoice_date) as invoice_date, any_value(date) as date,
                   sum(euro) as amount, any_value(gross) as gross, list(ref) as refs, min(ref) as first
            from {invoice} group by import_id, document
        ), invoice_rate as (
            select 'invoice' as side, false as whole, import_id, any_value(supplier_id) as supplier_id,
                   any_value(keys) as keys, any_value(invoice_date) as invoice_date, any_value(date) as date,
                   sum(euro) as amount, cast(null as decimal(18, 2)) as gross, list(ref) as refs, min(ref) as first
            from {invoice} group by import_id, document, rate
        ), final as (
            select * from ledger_whole union all by name select * from ledger_row
            union all by name select * from invoice_whole union all by name select * from invoice_rate
        )
        select row_number() over (order by side, whole desc, first) as unit, * from final"""


def matched(tx: Transaction) -> list[tuple[int, int]]:
    """Pairs of units (ledger, invoice): whole documents first, the nearest dates first, and no row in two pairs."""
    candidates = tx.rows(
        f"""
        with keyed as (
            select unit, side, supplier_id, unnest(keys) as key from unit
        ), near as (
            select distinct mine.unit as mine, theirs.unit as theirs
            from keyed as mine join keyed as theirs
              on theirs.supplier_id = mine.supplier_id and theirs.key = mine.key
            where mine.side = 'ledger' and theirs.side = 'invoice'
        ), final as (
            select l.unit as ledger_unit, i.unit as invoice_unit, l.refs as ledger_refs, i.refs as invoice_refs,
                   l.whole, abs(date_diff('day', i.date, l.date)) as days
            from near
            join unit as l on l.unit = near.mine
            join unit as i on i.unit = near.theirs
            where l.whole = i.whole
              and (abs(l.amount - i.amount) <= {TOLERANCE} or coalesce(abs(l.amount - i.gross) <= {TOLERANCE}, false))
              and case when l.invoice_date is not null
                       then abs(date_diff('day', i.date, l.invoice_date)) <= {INVOICE_DAYS}
                       else date_diff('day', i.date, l.date) between -{POSTING_DAYS_BEFORE} and {POSTING_DAYS_AFTER} end
        )
        select ledger_unit, invoice_unit, ledger_refs, invoice_refs from final
        order by whole desc, days, ledger_unit, invoice_unit""",
        step="same purchase: candidates",
    )
    return list(_one_to_one(candidates))


def _one_to_one(candidates: Iterable[tuple[int, int, list[int], list[int]]]) -> Iterable[tuple[int, int]]:
    ledger_taken: set[int] = set()
    invoice_taken: set[int] = set()
    for ledger_unit, invoice_unit, ledger_refs, invoice_refs in candidates:
        if ledger_taken.isdisjoint(ledger_refs) and invoice_taken.isdisjoint(invoice_refs):
            ledger_taken.update(ledger_refs)
            invoice_taken.update(invoice_refs)
            yield ledger_unit, invoice_unit
