"""Amounts in other currencies brought to euro by published rates.

The rate is that of the purchase's date, else the last one before it: banks publish none at weekends and on holidays.
A row without a rate stays set aside as `no_exchange_rate`, with what it is worth in its own currency, and in no total.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from socialimpact.ledger import held_rows
from socialimpact.ledger.amounts import divided_sql
from socialimpact.store import Transaction
from socialimpact.store.reader import Reader

# A rate holds for so many days where none is newer: the longest run of days without one, around Christmas or Easter,
# has five.
MOST_DAYS = 7


@dataclass(frozen=True)
class Unconverted:
    """Purchases of one currency that wait for a rate, and their sum in it."""

    currency: str
    lines: int
    amount: Decimal


def convert(tx: Transaction) -> None:
    """Give the rows of `parsed` that lack a rate the published one, where there is one."""
    if not any_parsed(tx, "reason = 'no_exchange_rate'"):
        return
    if not tx.value("select exists (select 1 from exchange_rate)", step="conversion: rates"):
        return
    now = {
        "rate": "found.rate",
        "rate_date": "found.date",
        "rate_source": "'published'",
        "reason": "null",
        "euro": divided_sql("parsed.original_amount", "found.rate"),
    }
    held_rows.rewrite(
        tx,
        ", ".join(
            f"case when found.rate is null then parsed.{name} else {new} end as {name}" for name, new in now.items()
        ),
        source=f"""
        left join (
            select waiting.grid, waiting.row_number, published.rate, published.date
            from (
                select grid, row_number, currency, date from parsed
                where reason = 'no_exchange_rate' and date is not null
            ) as waiting
            asof join exchange_rate as published
                on published.currency = waiting.currency and waiting.date >= published.date
            where waiting.date - published.date <= {MOST_DAYS}
        ) as found on found.grid = parsed.grid and found.row_number = parsed.row_number""",
        step="conversion: published rates",
    )


def any_parsed(reader: Reader, condition: str) -> bool:
    """Whether any row of `parsed` is like this: asked first, for `placed` is a join over all rows."""
    return bool(reader.value(f"select exists (select 1 from parsed where {condition})", step="parsed: any"))


def rows_waiting(reader: Reader, table: str, currency: str, condition: str, most: int) -> list[tuple[str | None, int]]:
    """Sheet and row of the first rows that wait for a rate of one currency."""
    rows = reader.rows(
        f"select sheet, row_number from {table} where reason = 'no_exchange_rate' and currency = ? and {condition}"
        f" order by sheet, row_number limit {int(most)}",
        [currency],
        step="conversion: rows",
    )
    return [(sheet, row) for sheet, row in rows]


def waiting(reader: Reader, table: str, condition: str = "true") -> tuple[Unconverted, ...]:
    """What waits for a rate in `placed` or `set_aside`, by currency, most lines first."""
    if table == "placed" and not any_parsed(reader, "reason = 'no_exchange_rate'"):
        return ()
    rows = reader.rows(
        f"select currency, count(*) as number, coalesce(sum(original_amount), 0) from {table}"
        f" where reason = 'no_exchange_rate' and {condition} group by currency order by number desc, currency",
        step="conversion: waiting",
    )
    return tuple(Unconverted(currency, number, amount) for currency, number, amount in rows)
