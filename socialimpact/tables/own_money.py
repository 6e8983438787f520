"""Ledgers that write amounts twice, in the currency of the invoice and in that of the books: the latter are taken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from socialimpact.language import msg
from socialimpact.tables import currencies
from socialimpact.tables.headings import meanings
from socialimpact.tables.roles import IGNORE, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socialimpact.tables.content import Profile

_AMOUNTS = ("net_amount", "gross_amount")


def preferred(columns: tuple[Column, ...], profiles: Sequence[Profile]) -> tuple[Column, ...]:
    """The columns with the amounts in euro, or in the money of the books, in place of those of the invoice."""
    made = list(columns)
    for column in columns:
        if column.role not in _AMOUNTS or _is_own(column):
            continue
        own = [
            other
            for other, profile in zip(columns, profiles, strict=True)
            if other.role == IGNORE
            and _is_own(other)
            and profile.number > 0.7  # noqa: PLR2004 - it holds amounts
            and any(meaning.role == column.role for meaning in meanings(other.header or "", "ledger"))
        ]
        if own:
            why = msg("“{header}” has the amounts in the money of the books.", header=own[0].header or "")
            made[own[0].index] = replace(own[0], role=column.role, confidence=column.confidence, reason=why)
            made[column.index] = replace(column, role=IGNORE, confidence=0.0, reason=why)
    own = [column for column in made if column.role in _AMOUNTS and currencies.in_books_currency(column.header)]
    if own and any(column.role == "currency" for column in made):
        # of net and gross in two currencies only one can be summed
        why = msg("“{header}” has the amounts in the money of the books.", header=own[0].header or "")
        made = [
            replace(column, role=IGNORE, confidence=0.0, reason=why)
            if column.role in _AMOUNTS and not _is_own(column)
            else column
            for column in made
        ]
    return tuple(made)


def _is_own(column: Column) -> bool:
    return currencies.in_header(column.header) == currencies.EURO or currencies.in_books_currency(column.header)
