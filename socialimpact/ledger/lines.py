"""From the cells of a ledger to typed rows: one table `parsed`, each row a purchase line or set aside with a reason."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, contextmanager

import numpy as np
import pyarrow as pa

from socialimpact.columns import numbers
from socialimpact.ledger import carried, judgement, repeated
from socialimpact.ledger.cells import packed_sql
from socialimpact.ledger.documents import folded, keys, literal, type_sql
from socialimpact.ledger.mapping import DATE_ROLES, Basis, Mapping, TableMapping
from socialimpact.ledger.parts import Part, parts
from socialimpact.ledger.repeated import Repeated
from socialimpact.store import Transaction
from socialimpact.tables.book import Book
from socialimpact.tables.grid import CellKind, Grid
from socialimpact.tables.values import amount_sql, date_sql, identifier_sql, needs_tidying, rate_sql, text_sql

TEXT_ROLES = [
    "document_number",
    "supplier_name",
    "supplier_code",
    "supplier_address",
    "supplier_municipality",
    "supplier_province",
    "supplier_postcode",
    "supplier_country",
    "description",
    "category",
    "category_code",
    "cost_centre",
    "site",
    "company",
    "currency",
]
IDENTIFIER_ROLES = ("supplier_vat", "supplier_tax_code")
SIGHTING = [
    "supplier_name",
    "supplier_code",
    "supplier_vat",
    "supplier_tax_code",
    "supplier_address",
    "supplier_municipality",
    "supplier_province",
    "supplier_postcode",
    "supplier_country",
]


@contextmanager
def parsed(tx: Transaction, book: Book, mapping: Mapping) -> Generator[None, None, None]:
    """While the block runs, the cursor sees `parsed`, and `grid_<n>` with the cells of the n-th part.

    Columns of `parsed`: `grid` (number of the part), `sheet`, `row_number`, `reason` (null for a purchase line), the
    text, identifier and date roles as columns of their names, `document_type` (a key), `euro` (DECIMAL(18,2), signed;
    null where there is no readable amount), `original_amount`, `currency`, `date` (accrual) and `sighting_key` (equal
    for rows that write their supplier alike) and `as_read` (the cells of the row, packed as one text; null for a blank
    one). `grid` and `row_number` together stand once.
    """
    mapping.check()
    tx.execute("drop table if exists parsed", step="parse: clear")
    with ExitStack() as frames:
        made = "create temp table parsed as"
        for part in sorted(parts(book, mapping), key=lambda part: not part.table.used):
            cells = carried.with_headings(_with_kinds(part.grid), part)
            name = frames.enter_context(tx.frame(f"grid_{part.number}", cells))
            side = _purchase_side(tx, name, part) if _is_two_sided(part.table) else "credit"
            few = repeated.read_once(tx, name, part.grid, _readings(part))
            tx.execute(f"{made} {parsed_sql(part, mapping.amount_basis, side, few)}", step="parse")
            made = "insert into parsed by name"
        yield


def parsed_sql(part: Part, basis: Basis, side: str, few: Repeated) -> str:
    """The statement that turns the rows of one part into rows of `parsed`, as named steps ending in `final`.

    `few` is what was read of columns that repeat few texts.
    """
    grid, table, source = part.grid, part.table, f"grid_{part.number}"
    if not table.used:
        return _left_out_sql(part)
    columns = ", ".join(f"c{index}" for index in range(grid.width))
    amount, amount_text = _amount(grid, table, basis, side)
    dates = ", ".join(f"{few.values.get(role) or _date(grid, table, role)} as {role}" for role in DATE_ROLES)
    any_date = f"coalesce({', '.join(DATE_ROLES)})"
    date_text = _coalesced([f"c{table.column(role)}" for role in DATE_ROLES if table.column(role) is not None])
    texts = ", ".join(f"{_text(grid, table, role)} as {role}" for role in TEXT_ROLES)
    identifiers = ", ".join(
        f"{few.values.get(role) or _identifier(table, role)} as {role}" for role in IDENTIFIER_ROLES
    )
    credit = literal(judgement.credit_note_pattern())
    from_above = carried.steps(table)
    return f"""
    with types as (
        {_types(source, grid, table)}
    ), read as (
        select row as row_number,
               {texts}, {identifiers}, {dates},
               {_text(grid, table, "document_type")} as document_type_as_read,
               coalesce({columns}) as first_text,
               {date_text} as date_text,
               {amount_text} as amount_text,
               {amount} as amount,
               {_rate(table)} as exchange_rate,
               {packed_sql(grid)} as as_read{carried.columns(table)}, {columns}
        from {source}{few.joins} where row >= {table.first_row} and row <= {part.bottom}{_of_period(part)}
    ), typed as (
        -- a header that is repeated has no date, so that its texts are looked for in few rows
        select * exclude ({columns}),
               case when {any_date} is null then {_repeated_header(grid, table)} else false end as is_header
        from read
    ){from_above.sql}, dated as (
        select typed.*, {any_date} as any_date, coalesce(types.is_payment, false) as type_is_payment,
               coalesce(types.is_balance, false) as type_is_balance,
               case when coalesce(types.type_key, 'invoice') in ('invoice', 'other')
                         and coalesce(regexp_matches(description, '(?i)^' || {credit}), false)
                    then 'credit_note' else coalesce(types.type_key, 'invoice') end as document_type,
               case when currency is null or upper(currency) in ('EUR', 'EURO', '€', 'E') then 'EUR'
                    else upper(currency) end as currency_code
        from {from_above.last} as typed left join types on types.written = typed.document_type_as_read
    ), signed as (
        select *, case when document_type in ({keys("credit")}) then -abs(amount) else amount end as original_amount
        from dated
    ), converted as (
        select *, case when currency_code = 'EUR' then cast(round(original_amount, 2) as decimal(18, 2))
                       when exchange_rate > 0 and exchange_rate <> 1
                       then {_converted("original_amount", "exchange_rate")} end as euro
        from signed
    ), judged as (
        select *, {_reason(table, own_date=from_above.own_date)} as reason from converted
    ), final as (
        select {part.number} as grid, {_value(table.sheet)} as sheet, row_number, reason, {", ".join(TEXT_ROLES[:-1])},
               {", ".join(IDENTIFIER_ROLES)}, {", ".join(DATE_ROLES)}, document_type,
               any_date as date, date_text, amount_text, amount, original_amount, currency_code as currency, euro,
               concat_ws(chr(31), {", ".join(f"coalesce({name}, '')" for name in SIGHTING)}) as sighting_key,
               as_read
        from judged
        {_rows_around(part)}
    )
    select * from final"""


def _readings(part: Part) -> dict[str, tuple[int, str]]:
    """The roles whose cells are costly to read: their column and SQL."""
    grid, table = part.grid, part.table
    if not table.used:
        return {}
    sql = {role: _date(grid, table, role) for role in DATE_ROLES}
    sql |= {role: _identifier(table, role) for role in IDENTIFIER_ROLES}
    return {role: (index, sql[role]) for role in sql if (index := table.column(role)) is not None}


def _rows_around(part: Part) -> str:
    """SQL for the rows of a part that no amount is looked for in: what stands above the data, and blank rows.

    The header of the first table of a sheet is no row of the ledger; it and blank rows above the data are not counted.
    """
    table, source = part.table, f"grid_{part.number}"
    if part.period is not None and not part.first_period:
        return ""
    header = table.header_row or 0
    counted = f" and row <> {header}" if part.leads else ""
    top = table.first_row if part.leads else part.top
    sheet = _value(table.sheet)
    rows = numbers(part.grid.cells["row"])
    above = rows[(rows >= part.top) & (rows < table.first_row)]
    named = f"{part.number} as grid, {sheet} as sheet"
    sql = ""
    if len(above) > (header in above and part.leads):
        sql += f"""
        union all by name
        select {named}, row as row_number,
               case when row < {header} then 'title' else 'header' end as reason, {packed_sql(part.grid)} as as_read
        from {source} where row >= {part.top} and row < {table.first_row}{counted}"""
    if np.count_nonzero((rows >= top) & (rows <= part.bottom)) <= part.bottom - top:
        sql += f"""
        union all by name
        select {named}, cast(missing as integer) as row_number, 'blank' as reason
        from range({top}, {part.bottom} + 1) as numbers(missing)
        where not exists (select 1 from {source} where row = missing)"""
    return sql


def _left_out_sql(part: Part) -> str:
    """The statement for a table that is not read, on a sheet where another one is."""
    packed = packed_sql(part.grid)
    return f"""
    with final as (
        select {part.number} as grid, {_value(part.table.sheet)} as sheet, cast(number as integer) as row_number,
               case when row is null then 'blank' else 'other_table' end as reason,
               case when row is not null then {packed} end as as_read
        from range({part.table.begins if part.leads else part.top}, {part.bottom} + 1) as numbers(number)
        left join grid_{part.number} on row = number
        union all
        select {part.number}, {_value(part.table.sheet)}, row, 'title', {packed}
        from grid_{part.number} where {str(part.leads).lower()} and row < {part.table.begins}
    )
    select * from final"""


def _of_period(part: Part) -> str:
    """SQL that leaves to a part the rows with an amount in its period; the first takes those without any, too."""
    if part.period is None:
        return ""
    own = _has_amount(part, part.period)
    if not part.first_period:
        return f" and {own}"
    return f" and ({own} or not ({' or '.join([own, *(_has_amount(part, other) for other in part.others)])}))"


def _has_amount(part: Part, index: int) -> str:
    read = amount_sql(f"c{index}", _kind(part.grid, index), part.table.decimal_mark)
    return f"coalesce({read} <> 0, c{index} is not null)"


def _reason(table: TableMapping, *, own_date: str) -> str:
    two_sided = _is_two_sided(table)
    return judgement.reason_sql(
        two_sided=two_sided, own_date=own_date, balances=two_sided or table.headings is not None,
        headings=table.headings is not None,
    )  # fmt: skip


def sightings_sql() -> str:
    """Makes the temporary table `sighting`: one row a distinct way of writing a supplier among the lines."""
    named = ", ".join(f"any_value({name}) as {name}" for name in SIGHTING)
    return (
        "create temp table sighting as with final as ("
        f" select sighting_key, count(*) as lines, min(row_number) as row_number, {named}"
        " from parsed where reason is null group by sighting_key)"
        " select cast(row_number() over (order by row_number, sighting_key) - 1 as integer) as sighting, *"
        " exclude (row_number), row_number from final order by sighting"
    )


def _amount(grid: Grid, table: TableMapping, basis: Basis, side: str) -> tuple[str, str]:
    """SQL for the amount on the wanted basis (unsigned by type), and for the text that it was read from."""
    net, vat, gross = (_number(grid, table, role) for role in ("net_amount", "vat_amount", "gross_amount"))
    has = {role: table.column(role) is not None for role in ("net_amount", "vat_amount", "gross_amount")}
    if has["net_amount"] or has["gross_amount"]:
        less_vat = f"({gross} - {vat})" if has["vat_amount"] else gross if not has["net_amount"] else "null"
        plus_vat = f"({net} + {vat})" if has["vat_amount"] else net if not has["gross_amount"] else "null"
        amount = f"coalesce({net}, {less_vat})" if basis == "net" else f"coalesce({gross}, {plus_vat})"
        wanted = ("net_amount", "gross_amount") if basis == "net" else ("gross_amount", "net_amount")
        return amount, _coalesced([f"c{table.column(role)}" for role in wanted if has[role]])
    debit, credit = (f"coalesce({_number(grid, table, role)}, 0)" for role in ("debit", "credit"))
    text = _coalesced([f"c{table.column(role)}" for role in ("debit", "credit") if table.column(role) is not None])
    readable = " or ".join(
        f"{_number(grid, table, role)} is not null" for role in ("debit", "credit") if table.column(role) is not None
    )
    difference = f"{credit} - {debit}" if side == "credit" else f"{debit} - {credit}"
    return f"case when {readable} then {difference} end", text


def _purchase_side(tx: Transaction, source: str, part: Part) -> str:
    """Whether purchases stand in debit or in credit: the side where invoices stand, else the larger one.

    In a supplier's account the invoice is a credit; in a cost account it is a debit.
    """
    grid, table = part.grid, part.table
    debit, credit = (f"coalesce({_number(grid, table, role)}, 0)" for role in ("debit", "credit"))
    kind, said = folded(_text(grid, table, "document_type")), folded(_text(grid, table, "description"))
    words = f"coalesce({kind}, '') || ' ' || coalesce({said}, '')"
    invoice = f"regexp_matches({words}, '\\b(fatt|ft\\b|fattura|invoice|parcella)')"
    as_debit, as_credit, debits, credits_ = tx.rows(
        f"select sum(case when {invoice} and {debit} <> 0 then 1 else 0 end),"
        f" sum(case when {invoice} and {credit} <> 0 then 1 else 0 end), sum({debit}), sum({credit})"
        f" from {source} where row >= {table.first_row} and row <= {part.bottom}",
        step="parse: side of the purchases",
    )[0]
    if (as_debit or 0) != (as_credit or 0):
        return "debit" if (as_debit or 0) > (as_credit or 0) else "credit"
    return "debit" if (debits or 0) > (credits_ or 0) else "credit"


def _types(source: str, grid: Grid, table: TableMapping) -> str:
    """SQL for the few texts that stand as document type: `written`, `type_key`, `is_payment`, `is_balance`."""
    text = _text(grid, table, "document_type")
    payment = literal(f"{judgement.payment_pattern()}|{judgement.payment_type_pattern()}")
    balance = literal(judgement.balance_pattern())
    return (
        f"select written, {type_sql('plain')} as type_key, regexp_matches(plain, {payment}) as is_payment,"
        f" regexp_full_match(plain, {balance}) as is_balance"
        f" from (select distinct {text} as written, {folded(text)} as plain from {source} where {text} is not null)"
    )


def _is_two_sided(table: TableMapping) -> bool:
    return table.has("debit", "credit") and not table.has("net_amount", "gross_amount")


def _repeated_header(grid: Grid, table: TableMapping) -> str:
    """SQL that is true where a row says again what the header says: two of its texts, or the only one."""
    headers = _headers(grid, table)
    same = " + ".join(f"(coalesce(c{index} = {literal(text)}, false))::int" for index, text in headers.items())
    return f"({same}) >= {max(1, min(2, len(headers)))}" if headers else "false"


def _with_kinds(grid: Grid) -> pa.Table:
    """The cells, with a column `k<i>` of cell kinds for each column whose cells are mixed."""
    cells = grid.cells
    for index, kinds in enumerate(grid.kinds):
        if not isinstance(kinds, CellKind):
            cells = cells.append_column(f"k{index}", kinds)
    return cells


def _kind(grid: Grid, index: int) -> CellKind | str:
    kinds = grid.kinds[index]
    return kinds if isinstance(kinds, CellKind) else f"k{index}"


def _number(grid: Grid, table: TableMapping, role: str) -> str:
    index = table.column(role)
    if index is None:
        return "cast(null as decimal(18, 4))"
    return amount_sql(f"c{index}", _kind(grid, index), table.decimal_mark)


def _rate(table: TableMapping) -> str:
    index = table.column("exchange_rate")
    if index is None:
        return "cast(null as decimal(18, 8))"
    return rate_sql(f"c{index}")


def _converted(amount: str, rate: str) -> str:
    """SQL for an amount over a rate in exact cents, halves away from zero: the engine's own division is of floats."""
    units = f"cast(cast(abs({amount}) as decimal(38, 4)) * 10000 as hugeint)"
    divisor = f"cast(cast({rate} as decimal(38, 8)) * 100000000 as hugeint)"
    cents = f"(2 * 1000000 * {units} + {divisor}) // (2 * {divisor})"
    exact = f"try_cast({cents} as decimal(20, 0)) * cast(0.01 as decimal(3, 2))"
    return f"try_cast(sign({amount}) * {exact} as decimal(18, 2))"


def _date(grid: Grid, table: TableMapping, role: str) -> str:
    index = table.column(role)
    return "cast(null as date)" if index is None else date_sql(f"c{index}", _kind(grid, index), table.date_order)


def _text(grid: Grid, table: TableMapping, role: str) -> str:
    index = table.column(role)
    if index is None:
        return "cast(null as varchar)"
    return text_sql(f"c{index}", tidy=not needs_tidying(grid, index))


def _identifier(table: TableMapping, role: str) -> str:
    index = table.column(role)
    return "cast(null as varchar)" if index is None else identifier_sql(f"c{index}")


def _coalesced(columns: list[str]) -> str:
    return f"coalesce({', '.join(columns)})" if columns else "cast(null as varchar)"


def _value(text: str | None) -> str:
    return "cast(null as varchar)" if text is None else literal(text)


def _headers(grid: Grid, table: TableMapping) -> dict[int, str]:
    """The header texts of the mapped columns."""
    if table.header_row is None:
        return {}
    place = int(np.searchsorted(numbers(grid.cells["row"]), table.header_row))
    row = grid.cells.slice(place, 1).to_pylist()[0]
    return {index: text for index in table.roles if (text := row.get(f"c{index}"))}
