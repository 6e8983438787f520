"""The layout of a grid of electronic invoices: nothing is guessed, the reader made the columns itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from socialimpact.einvoices.rows import COLUMNS
from socialimpact.language import msg
from socialimpact.tables.layout import Layout
from socialimpact.tables.roles import Column

if TYPE_CHECKING:
    from socialimpact.tables.grid import Grid


def layout_of(grid: Grid) -> Layout:
    """The one layout of such a grid. It has no fingerprint: there is nothing to correct, so nothing to remember."""
    return Layout(
        sheet=grid.sheet,
        header_row=1,
        first_row=2,
        last_row=grid.last_row,
        rows=grid.height - 1,
        columns=tuple(
            Column(index, header, role, 1.0, msg("An electronic invoice says itself what each field means."))
            for index, (header, role) in enumerate(COLUMNS)
        ),
        amount_basis="net",
        amount_basis_reason=msg("The lines of electronic invoices are without VAT."),
        decimal_mark=".",
        date_order="dmy",
        chosen=True,
        fingerprint="",
        fixed=True,
    )
