"""Ledgers that write purchases with a minus, as a supplier's account does: they are turned round, and it is said."""

from __future__ import annotations

from socialimpact.ledger import held_rows
from socialimpact.store import Transaction

LEAST_SHARE = 0.95
LEAST_ROWS = 3


def turn(tx: Transaction, *, asked: bool) -> None:
    """Turn `parsed` round if its purchases, credit notes aside, are (nearly) all negative.

    Not `asked` where the sign was settled otherwise: by a debit and credit pair, or by an electronic invoice. Makes
    the temporary table `turned` with the `number` of purchases, without a row where nothing was turned. The file
    decides as a whole: a month of credit notes only is no account of a supplier. Amounts of credit notes stay: they
    are subtracted whatever their sign.
    """
    tx.execute("drop table if exists turned", step="signs: clear")
    tx.execute(
        f"""
        create temp table turned as
        with counted as (
            select count(*) as number, count(*) filter (where amount < 0) as negative
            from parsed
            where (reason is null or reason = 'no_exchange_rate') and not credits and amount <> 0
        )
        select number from counted
        where {str(asked).lower()} and number >= {LEAST_ROWS} and negative >= {LEAST_SHARE} * number""",
        step="signs: which way round",
    )
    if tx.value("select count(*) from turned"):
        held_rows.rewrite(
            tx,
            "case when credits then euro else cast(-euro as decimal(18, 2)) end as euro,"
            " case when credits then original_amount else -original_amount end as original_amount",
            step="signs: turn round",
        )
