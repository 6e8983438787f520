"""What a person sees in an export of any country and program is found: the header, the date, supplier and amount."""

from __future__ import annotations

import pytest

from socialimpact.tables.proposal import propose
from tests.tables.exports import EXPORTS, Export
from tests.tables.making import book_of, grid_of

DATES = ("invoice_date", "posting_date", "payment_date")
AMOUNTS = ("net_amount", "gross_amount", "debit")
LEAST = 0.95


def layout_of(export: Export):
    return propose(book_of(grid_of(export.text, "|"), delimiter=";" if "," in export.text else ","))[0]


def misses(export: Export) -> list[str]:
    """What was not found as it stands there."""
    layout = layout_of(export)
    found = {
        "header": layout.header_row,
        "date": (column := layout.column(*DATES)) and column.index,
        "supplier": (column := layout.column("supplier_name")) and column.index,
        "amount": (column := layout.column(*AMOUNTS)) and column.index,
        "basis": layout.amount_basis,
    }
    return [
        f"{what}: {found[what]}, not {getattr(export, what)}" for what in found if found[what] != getattr(export, what)
    ]


@pytest.mark.parametrize("export", EXPORTS, ids=[export.name for export in EXPORTS])
def test_the_columns_of_an_export_are_found(export):
    assert misses(export) == []
