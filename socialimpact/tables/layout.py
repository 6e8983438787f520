"""How a table of a file is laid out: header row, column roles, net or gross, how figures and dates are written.

A layout is a proposal (`proposal`): a person may correct it, and the correction is remembered by `fingerprint`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from socialimpact.errors import Problem
from socialimpact.language import Message
from socialimpact.tables.headings import normal
from socialimpact.tables.marks import DateOrder, DecimalMark
from socialimpact.tables.roles import Column

if TYPE_CHECKING:
    from socialimpact.tables.headings import Purpose

AmountBasis = Literal["net", "gross"]


@dataclass(frozen=True)
class Layout:
    """The proposal for one table; a sheet may hold several. Rows are counted as a spreadsheet does; `rows` are those
    with content from `first_row` to `last_row`. `chosen` marks the tables that hold the data.

    `carried` are columns whose blank cells mean what stands above; `headings` is `supplier` where a row of its own
    names the supplier of the rows below; `constants` are texts that all rows share, by role; `periods` are the
    columns that hold the amounts of one month, quarter or year each; `preset` is the key of the known export that
    the table is, if any. `fixed` says that the columns are of our own making and their amounts carry the sign with
    which they count, as with electronic invoices. `currency` is that of all amounts (a code, or `books` for that of
    the company's books), None where the file does not say or each row has its own.
    """

    sheet: str | None
    header_row: int | None
    first_row: int
    last_row: int
    rows: int
    columns: tuple[Column, ...]
    amount_basis: AmountBasis
    amount_basis_reason: Message
    decimal_mark: DecimalMark
    date_order: DateOrder
    chosen: bool
    fingerprint: str
    problems: tuple[Problem, ...] = ()
    carried: tuple[int, ...] = ()
    headings: str | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    periods: Mapping[int, str] = field(default_factory=dict)
    preset: str | None = None
    fixed: bool = False
    currency: str | None = None

    def column(self, *roles: str) -> Column | None:
        """The column with the first of `roles` that any column has."""
        for role in roles:
            for column in self.columns:
                if column.role == role:
                    return column
        return None


def fingerprint(columns: tuple[Column, ...], purpose: Purpose) -> str:
    """What files with the same columns share: the names in their order, without case, accents and punctuation.

    Where no column has a name, the proposed roles stand for them.
    """
    names = [normal(column.header) for column in columns]
    text = "\n".join((purpose, *(names if any(names) else [f"({column.role})" for column in columns])))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
