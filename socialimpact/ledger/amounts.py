"""The amount of a row without VAT, out of whatever columns a ledger has for it.

Three named steps of SQL: what the columns say (`read_sql`), the amount on its basis (`amount_sql`, `basis_sql`), and
its euro (`euro_sql`). Divisions are of whole numbers, rounded to the cent with halves away from zero: the engine's own
division is of floats.
"""

from __future__ import annotations

from socialimpact.ledger.mapping import Mapping, TableMapping
from socialimpact.tables.content import rows_up_to
from socialimpact.tables.grid import CellKind, Grid
from socialimpact.tables.values import amount_sql as cell_sql
from socialimpact.tables.values import rate_sql, vat_rate_sql

READ_ROLES = ("net_amount", "vat_amount", "gross_amount", "debit", "credit")
_NO_AMOUNT = "cast(null as decimal(18, 4))"


def read_sql(grid: Grid, table: TableMapping) -> str:
    """SQL for what the columns say: `net_amount`, `vat_amount`, `gross_amount`, `debit`, `credit`, `vat_rate` (a
    fraction), `exchange_rate`, and `vat_blank` (nothing stands where the VAT should).
    """
    parts = [f"{number_sql(grid, table, role)} as {role}" for role in READ_ROLES if table.column(role) is not None]
    vat, rate, exchange = (table.column(role) for role in ("vat_amount", "vat_rate", "exchange_rate"))
    if vat is not None:
        parts.append(f"c{vat} is null as vat_blank")
    if rate is not None:
        parts.append(f"{vat_rate_sql(f'c{rate}')} as vat_rate")
    parts.append(f"{'cast(null as decimal(18, 8))' if exchange is None else rate_sql(f'c{exchange}')} as exchange_rate")
    return ", ".join(parts)


def number_sql(grid: Grid, table: TableMapping, role: str) -> str:
    """SQL for the number in the column of a role; null where there is none."""
    index = table.column(role)
    if index is None:
        return _NO_AMOUNT
    kinds = grid.kinds[index]
    return cell_sql(f"c{index}", kinds if isinstance(kinds, CellKind) else f"k{index}", table.decimal_mark)


def text_sql(table: TableMapping, mapping: Mapping) -> str:
    """SQL for the cell that the amount is read from."""
    wanted = ("net_amount", "gross_amount") if mapping.amount_basis == "net" else ("gross_amount", "net_amount")
    roles = ("debit", "credit") if is_two_sided(table) else wanted
    columns = [f"c{index}" for role in roles if (index := table.column(role)) is not None]
    return f"coalesce({', '.join(columns)})" if columns else "cast(null as varchar)"


def is_two_sided(table: TableMapping) -> bool:
    """Whether purchases stand in a debit or credit column."""
    return table.has("debit", "credit") and not table.has("net_amount", "gross_amount")


def amount_sql(grid: Grid, table: TableMapping, mapping: Mapping, side: str) -> str:
    """SQL over the columns of `read_sql` for the amount on its basis, unsigned by type."""
    if is_two_sided(table):
        return _less_stated(_two_sided(table, side), mapping)
    ways = _ways(grid, table, mapping)
    return f"coalesce({', '.join(value for value, _ in ways)})"


def basis_sql(grid: Grid, table: TableMapping, mapping: Mapping) -> str:
    """SQL for whether the amount of a row leaves VAT out (`net`) or not (`gross`)."""
    if is_two_sided(table):
        return "'net'" if mapping.assumed_vat_rate is not None else f"'{mapping.amount_basis}'"
    ways = _ways(grid, table, mapping)
    if len({basis for _, basis in ways}) == 1:
        return f"'{ways[0][1]}'"
    cases = " ".join(f"when {value} is not null then '{basis}'" for value, basis in ways)
    return f"case {cases} else 'net' end"


def _ways(grid: Grid, table: TableMapping, mapping: Mapping) -> list[tuple[str, str]]:
    """The ways to the amount, best first, each with the basis that it leads to."""
    net, vat, gross, rate = (
        table.column(role) is not None for role in ("net_amount", "vat_amount", "gross_amount", "vat_rate")
    )
    vat = vat and _has_content(grid, table, "vat_amount")
    ways: list[tuple[str, str]] = []
    if gross and vat:
        ways.append(("(gross_amount - case when vat_blank then 0 else vat_amount end)", "net"))
    if gross and rate:
        ways.append((divided_sql("gross_amount", "(1 + vat_rate)"), "net"))
    stated = mapping.assumed_vat_rate is not None
    if mapping.amount_basis == "net":
        first = [("net_amount", "net")] if net else []
        last = [(_less_stated("gross_amount", mapping), "net" if stated else "gross")] if gross else []
        return [*first, *ways, *last]
    if stated:
        written = [name for name, there in (("gross_amount", gross), ("net_amount", net)) if there]
        return [*ways, (_less_stated(f"coalesce({', '.join(written)})", mapping), "net")]
    with_vat = [("gross_amount", "gross")] if gross else []
    if net and vat:
        with_vat.append(("(net_amount + case when vat_blank then 0 else vat_amount end)", "gross"))
    elif net and not gross:
        with_vat.append(("net_amount", "gross"))
    return with_vat


def _less_stated(amount: str, mapping: Mapping) -> str:
    """SQL for an amount with VAT brought to net by the rate that a person stated for the whole file."""
    if mapping.assumed_vat_rate is None:
        return amount
    return divided_sql(amount, f"cast({1 + mapping.assumed_vat_rate / 100} as decimal(18, 8))")


def _has_content(grid: Grid, table: TableMapping, role: str) -> bool:
    cells = grid.cells[f"c{table.column(role)}"].slice(rows_up_to(grid, table.first_row - 1))
    return bool(cells.null_count < len(cells))


def _two_sided(table: TableMapping, side: str) -> str:
    """SQL for the purchase in a debit and credit pair, null where neither can be read."""
    there = [role for role in ("debit", "credit") if table.column(role) is not None]
    debit, credit = (f"coalesce({role}, 0)" if role in there else "0" for role in ("debit", "credit"))
    difference = f"{credit} - {debit}" if side == "credit" else f"{debit} - {credit}"
    return f"case when {' or '.join(f'{role} is not null' for role in there)} then {difference} end"


def euro_sql(table: TableMapping) -> str:
    """SQL for the euro of `original_amount`: as it is, by the rate in the row, or by the rate that a person stated."""
    stated = f" when {_fixed(table)} is not null then {divided_sql('original_amount', _fixed(table))}"
    return (
        "case when currency_code = 'EUR' then cast(round(original_amount, 2) as decimal(18, 2))"
        " when exchange_rate > 0 and exchange_rate <> 1 then"
        f" {divided_sql('original_amount', 'exchange_rate')}{stated if table.fixed_rate else ''} end"
    )


def rate_columns_sql(table: TableMapping) -> str:
    """SQL for the rate of a row that is not in euro, and where it comes from: `rate`, `rate_date`, `rate_source`."""
    if table.column("exchange_rate") is None and not table.fixed_rate:
        return (
            "cast(null as decimal(18, 8)) as rate, cast(null as date) as rate_date,"
            " cast(null as varchar) as rate_source"
        )
    in_row = "currency_code <> 'EUR' and exchange_rate > 0 and exchange_rate <> 1"
    stated = "when currency_code <> 'EUR' then" if table.fixed_rate else ""
    rate, source = (f"{stated} {_fixed(table)}", f"{stated} 'stated'") if stated else ("", "")
    return (
        f"case when {in_row} then exchange_rate {rate} end as rate, cast(null as date) as rate_date,"
        f" case when {in_row} then 'row' {source} end as rate_source"
    )


def _fixed(table: TableMapping) -> str:
    return f"cast({table.fixed_rate} as decimal(18, 8))"


def divided_sql(amount: str, divisor: str) -> str:
    """SQL for `amount` (four decimals) over `divisor` (up to eight) in exact cents, halves away from zero."""
    units = f"cast(cast(abs({amount}) as decimal(38, 4)) * 10000 as hugeint)"
    by = f"cast(cast({divisor} as decimal(38, 8)) * 100000000 as hugeint)"
    cents = f"(2 * 1000000 * {units} + {by}) // (2 * {by})"
    exact = f"try_cast({cents} as decimal(20, 0)) * cast(0.01 as decimal(3, 2))"
    return f"try_cast(sign({amount}) * {exact} as decimal(18, 2))"
