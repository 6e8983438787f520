"""Rows that tell a month or a year instead of a day: each is dated on the first day of its period."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

import pyarrow as pa

from socialimpact.columns import array, texts
from socialimpact.ledger.documents import literal
from socialimpact.ledger.mapping import PERIOD_ROLES, TableMapping
from socialimpact.ledger.parts import Part
from socialimpact.ledger.repeated import Repeated
from socialimpact.store import Transaction
from socialimpact.tables.periods import day_of
from socialimpact.tables.roles import DATES


@contextmanager
def read(tx: Transaction, source: str, part: Part, few: Repeated) -> Generator[Repeated, None, None]:
    """`few` with the dates of rows that have periods only, as their invoice date; unchanged for all other tables."""
    table = part.table
    if not table.used or table.has(*DATES) or not table.has(*PERIOD_ROLES):
        yield few
        return
    period, year = (written(table, role) for role in PERIOD_ROLES)
    rows = tx.rows(
        f"select distinct {period}, {year} from {source} where row >= {table.first_row} and row <= {part.bottom}",
        step="parse: periods",
    )
    days = pa.table({
        "period": texts([row[0] for row in rows]),
        "year": texts([row[1] for row in rows]),
        "day": array([day_of(*row) for row in rows], pa.date32()),
    })  # fmt: skip
    name = f"{source}_days"
    with tx.frame(name, days):
        joined = (
            f" left join {name} on {name}.period is not distinct from {period}"
            f" and {name}.year is not distinct from {year}"
        )
        yield Repeated(few.joins + joined, {**few.values, "invoice_date": f"{name}.day"})


def written(table: TableMapping, role: str) -> str:
    """SQL for what a row says of its period or year, in its own column or with all others."""
    index = table.column(role)
    if index is not None:
        return f"c{index}"
    return literal(table.constants[role]) if role in table.constants else "cast(null as varchar)"


def columns(table: TableMapping) -> list[str]:
    """The cells that say when a row was, beside those of dates."""
    return [f"c{index}" for role in PERIOD_ROLES if (index := table.column(role)) is not None]
