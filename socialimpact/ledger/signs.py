"""Ledgers that write purchases with a minus, as a supplier's account does: they are turned round, and it is said."""

from __future__ import annotations

from socialimpact.store import Transaction

LEAST_SHARE = 0.95
LEAST_ROWS = 3


def turn(tx: Transaction) -> None:
    """Turn the sheets of `parsed` round whose purchases, credit notes aside, are (nearly) all negative.

    Makes the temporary table `turned` with their `grid`, `sheet` and number of rows. Amounts of credit notes stay:
    they are subtracted whatever their sign.
    """
    tx.execute("drop table if exists turned", step="signs: clear")
    tx.execute(
        f"""
        create temp table turned as
        with counted as (
            select grid, any_value(sheet) as sheet, count(*) as number, count(*) filter (where amount < 0) as negative
            from parsed where (reason is null or reason = 'no_exchange_rate')
            and not credits and amount <> 0
            group by grid
        )
        select grid, sheet, number from counted where number >= {LEAST_ROWS} and negative >= {LEAST_SHARE} * number""",
        step="signs: which way round",
    )
    if tx.value("select count(*) from turned"):
        tx.execute(
            "update parsed set euro = -euro, original_amount = -original_amount"
            " where not coalesce(credits, false) and grid in (select grid from turned)",
            step="signs: turn round",
        )
