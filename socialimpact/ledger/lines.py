"""From the cells of a ledger to typed rows: one table `parsed`, each row a purchase line or set aside with a reason."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, contextmanager

import pyarrow as pa

from socialimpact.einvoices import rows as invoice_rows
from socialimpact.ledger import (
    amounts,
    carried,
    conversion,
    held_rows,
    judgement,
    other_rows,
    period_dates,
    preset_rules,
    repeated,
    sightings,
    signs,
)
from socialimpact.ledger.cells import packed_sql
from socialimpact.ledger.documents import folded, keys, literal
from socialimpact.ledger.mapping import BOOKS, DATE_ROLES, PERIOD_ROLES, Mapping, TableMapping
from socialimpact.ledger.parts import Part, parts
from socialimpact.ledger.repeated import Repeated
from socialimpact.store import Transaction
from socialimpact.tables import currencies
from socialimpact.tables.book import Book
from socialimpact.tables.content import rows_up_to
from socialimpact.tables.dates import date_sql
from socialimpact.tables.grid import CellKind, Grid
from socialimpact.tables.values import (
    amount_sql,
    currency_sql,
    identifier_sql,
    lost_identifier_sql,
    needs_tidying,
    text_sql,
)

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
_BARE_FIGURES = b"0123456789.,-+ "
SIGN_ROWS = 10_000  # are enough to see how an export writes purchases


@contextmanager
def parsed(tx: Transaction, book: Book, mapping: Mapping) -> Generator[None, None, None]:
    """While the block runs, the cursor sees `parsed`, and `grid_<n>` with the cells of the n-th part.

    Columns of `parsed`: `grid` (number of the part), `sheet`, `row_number`, `reason` (null for a purchase line), the
    text, identifier and date roles as columns of their names, `document_type` (a key), `euro` (DECIMAL(18,2), signed;
    null where there is no readable amount or no rate), `basis` (net or gross), `original_amount` (the same in its own
    `currency`), `rate`, `rate_date` and `rate_source` of what was converted, `date` (accrual), `sighting_key` (equal
    for rows that write their supplier alike) and `as_read` (the cells of the row, packed as one text; null for a blank
    one), `place` (a number of the row). `grid` and `row_number` together stand once.
    """
    mapping.check()
    statements = []
    with ExitStack() as frames:
        for part in sorted(parts(book, mapping), key=lambda part: not part.table.used):
            cells = carried.with_headings(_with_kinds(part.grid), part)
            name = frames.enter_context(tx.frame(f"grid_{part.number}", cells))
            side = _purchase_side(tx, name, part) if amounts.is_two_sided(part.table) else "credit"
            negative = part.table.used and _purchases_are_negative(tx, name, part, mapping, side)
            few = repeated.read_once(tx, name, part.grid, _readings(part))
            few = frames.enter_context(period_dates.read(tx, name, part, few))
            statements.append(parsed_sql(part, mapping, side, few, negative=negative))
        alone = len(statements) == 1 and held_rows.are_few(book)
        frames.enter_context(held_rows.beside(tx, statements[0]) if alone else held_rows.within(tx, statements))
        signs.turn(tx, asked=not any(table.fixed or amounts.is_two_sided(table) for table in mapping.used))
        conversion.convert(tx)
        yield


def parsed_sql(part: Part, mapping: Mapping, side: str, few: Repeated, *, negative: bool = False) -> str:
    """The statement that turns the rows of one part into rows of `parsed`, as named steps ending in `final`.

    `few` is what was read of columns that repeat few texts; `negative` says that the file writes purchases with a
    minus, as debts.
    """
    grid, table, source = part.grid, part.table, f"grid_{part.number}"
    if not table.used:
        return other_rows.left_out_sql(part)
    columns = ", ".join(f"c{index}" for index in range(grid.width))
    amount = amounts.amount_sql(grid, table, mapping, side)
    amount = f"-({amount})" if negative else amount
    dates = ", ".join(f"{few.values.get(role) or _date(grid, table, role)} as {role}" for role in DATE_ROLES)
    any_date = f"coalesce({', '.join(DATE_ROLES)})"
    said = [f"c{index}" for role in DATE_ROLES if (index := table.column(role)) is not None]
    date_text = _coalesced([*said, *period_dates.columns(table)])
    texts = ", ".join(f"{_text(grid, table, role)} as {role}" for role in TEXT_ROLES)
    identifiers = ", ".join(
        f"{few.values.get(role) or _identifier(table, role)} as {role}" for role in IDENTIFIER_ROLES
    )
    credit = literal(judgement.credit_note_pattern())
    from_above = carried.steps(table)
    # an electronic invoice was signed as a whole: a discount in a credit note has the other sign
    credit_types = "''" if table.fixed else keys("credit")
    said_aside = f"c{invoice_rows.SET_ASIDE}" if table.fixed else "cast(null as varchar)"
    return f"""
    with types as (
        {_types(source, grid, table)}
    ), read as (
        select row as row_number,
               {texts}, {identifiers}, {dates},
               {_text(grid, table, "document_type")} as document_type_as_read,
               coalesce({columns}) as first_text,
               {date_text} as date_text,
               {said_aside} as said_aside,
               {_lost_identifier(table)} as lost_identifier,
               {amounts.text_sql(table, mapping)} as amount_text,
               {_currency_beside(grid, table)} as currency_beside,
               {amounts.read_sql(grid, table)},
               {preset_rules.reason_sql(grid, table)} as preset_reason,
               {packed_sql(grid)} as as_read{carried.columns(table)}, {columns}
        from {source}{few.joins} where row >= {table.first_row} and row <= {part.bottom}{_of_period(part)}
    ), typed as (
        select * exclude ({columns}), {other_rows.is_header_sql(part, any_date)} as is_header from read
    ){from_above.sql}, dated as (
        select typed.*, {any_date} as any_date, {amount} as amount,
               {amounts.basis_sql(grid, table, mapping)} as basis, coalesce(types.is_payment, false) as type_is_payment,
               coalesce(types.is_balance, false) as type_is_balance,
               case when {str(not table.fixed).lower()} and coalesce(types.type_key, 'invoice') in ('invoice', 'other')
                         and coalesce(regexp_matches(description, '(?i)^' || {credit}), false)
                    then 'credit_note' else coalesce(types.type_key, 'invoice') end as document_type,
               {_currency_code(table, mapping)} as currency_code
        from {from_above.last} as typed left join types on types.written = typed.document_type_as_read
    ), signed as (
        select *, document_type in ({credit_types}) as credits,
               case when document_type in ({credit_types}) then -abs(amount) else amount end as original_amount
        from dated
    ), converted as (
        select *, {amounts.euro_sql(table)} as euro, {amounts.rate_columns_sql(table)} from signed
    ), judged as (
        select *, case when said_aside is not null then said_aside
                       when preset_reason is not null and not is_header then preset_reason
                       else {_reason(table, own_date=from_above.own_date)} end as reason from converted
    ), final as (
        select {part.number} as grid, {other_rows.value_sql(table.sheet)} as sheet, row_number, reason,
               {", ".join(TEXT_ROLES[:-1])}, {", ".join(IDENTIFIER_ROLES)}, {", ".join(DATE_ROLES)}, document_type,
               any_date as date, date_text, lost_identifier, amount_text, amount, basis, original_amount,
               currency_code as currency, euro, rate, rate_date, rate_source, credits,
               {sightings.KEY} as sighting_key,
               as_read
        from judged
        {other_rows.around_sql(part)}
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
    two_sided = amounts.is_two_sided(table)
    return judgement.reason_sql(
        two_sided=two_sided, own_date=own_date, balances=two_sided or table.headings is not None,
        headings=table.headings is not None, dated=table.has(*DATE_ROLES, *PERIOD_ROLES),
    )  # fmt: skip


def _purchase_side(tx: Transaction, source: str, part: Part) -> str:
    """Whether purchases stand in debit or in credit: the side where invoices stand, else the larger one.

    In a supplier's account the invoice is a credit; in a cost account it is a debit.
    """
    grid, table = part.grid, part.table
    known = preset_rules.preset_of(table)
    if known and known.side:
        return known.side
    debit, credit = (f"coalesce({amounts.number_sql(grid, table, role)}, 0)" for role in ("debit", "credit"))
    kind, said = folded(_text(grid, table, "document_type")), folded(_text(grid, table, "description"))
    words = f"coalesce({kind}, '') || ' ' || coalesce({said}, '')"
    invoice = (
        f"regexp_matches({words}, '\\b(fatt|ft\\b|fattura|invoice|inv\\b|parcella|facture|rechnung|factura|bill\\b)')"
    )
    as_debit, as_credit, debits, credits_ = tx.rows(
        f"select sum(case when {invoice} and {debit} <> 0 then 1 else 0 end),"
        f" sum(case when {invoice} and {credit} <> 0 then 1 else 0 end), sum({debit}), sum({credit})"
        f" from {source} where row >= {table.first_row} and row <= {part.bottom}",
        step="parse: side of the purchases",
    )[0]
    if table.headings and not (as_debit or as_credit):
        return "credit"
    if (as_debit or 0) != (as_credit or 0):
        return "debit" if (as_debit or 0) > (as_credit or 0) else "credit"
    return "debit" if (debits or 0) > (credits_ or 0) else "credit"


def _types(source: str, grid: Grid, table: TableMapping) -> str:
    """SQL for the few texts that stand as document type, and what they mean."""
    text = _text(grid, table, "document_type")
    texts = f"select distinct {text} as written, {folded(text)} as plain from {source} where {text} is not null"
    return preset_rules.types_sql(texts, table)


def _purchases_are_negative(tx: Transaction, source: str, part: Part, mapping: Mapping, side: str) -> bool:
    """Whether the part writes purchases with a minus, by the rule of the export that it is."""
    grid, table = part.grid, part.table
    written = (
        f"select {amounts.amount_sql(grid, table, mapping, side)} as amount, kind from (select"
        f" {amounts.read_sql(grid, table)}, {_text(grid, table, 'document_type')} as kind"
        f" from {source} where row >= {table.first_row} and row <= {part.bottom} limit {SIGN_ROWS})"
    )
    return preset_rules.purchases_are_negative(tx, table, written, _types(source, grid, table))


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


def _currency_beside(grid: Grid, table: TableMapping) -> str:
    """SQL for the currency that stands beside an amount in its cell; a bare figure is not looked at twice."""
    rows = grid.part(rows_up_to(grid, table.first_row - 1), grid.height)
    texts = [
        f"c{index}"
        for role in ("net_amount", "gross_amount", "debit", "credit")
        if (index := table.column(role)) is not None
        and grid.kinds[index] is not CellKind.NUMBER
        and not rows.holds_only(index, _BARE_FIGURES)
    ]
    if not texts or table.currency_stated or table.fixed:
        return "cast(null as varchar)"
    looked = (
        f"case when {cell} between '0' and ':' and right({cell}, 1) between '0' and '9' then null"
        f" else {currency_sql(cell)} end"
        for cell in texts
    )
    return f"coalesce({', '.join(looked)})"


def _currency_code(table: TableMapping, mapping: Mapping) -> str:
    """SQL for the code of a row's currency: beside the amount, else of the whole sheet, else in its column, else that
    of the company's books.
    """
    books = literal(mapping.default_currency)
    if table.currency == BOOKS:
        return f"coalesce(currency_beside, {books})"
    if table.currency:
        return f"coalesce(currency_beside, {literal(table.currency)})"
    if table.column("currency") is None and "currency" not in table.constants:
        return f"coalesce(currency_beside, {books})"
    marks = " ".join(f"when {literal(mark)} then {literal(code)}" for mark, code in currencies.code_of().items())
    return (
        f"coalesce(currency_beside, case upper(trim(currency)) {marks} when 'E' then 'EUR'"
        f" else upper(trim(currency)) end, {books})"
    )


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


def _lost_identifier(table: TableMapping) -> str:
    columns = [index for role in IDENTIFIER_ROLES if (index := table.column(role)) is not None]
    return _coalesced([lost_identifier_sql(f"c{index}") for index in columns])


def _coalesced(columns: list[str]) -> str:
    return f"coalesce({', '.join(columns)})" if columns else "cast(null as varchar)"
