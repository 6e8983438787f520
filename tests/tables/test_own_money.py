"""Amounts that stand twice are taken in the money of the books."""

from __future__ import annotations

import pytest

from socialimpact.tables.proposal import propose
from tests.tables.making import book_of, grid_of


@pytest.mark.parametrize(
    ("header", "taken", "currency"),
    [
        ("Importo;Valuta;Importo EUR", "Importo EUR", "EUR"),
        ("Importo USD;Divisa;Importo in divisa interna", "Importo in divisa interna", "books"),
        ("Amount;Currency;Amount (LCY)", "Amount (LCY)", "books"),
        ("Importo;Valuta;Controvalore in euro", "Controvalore in euro", "EUR"),
        ("Importo;Nota;Importo EUR", "Importo EUR", "EUR"),
        ("Imponibile;Valuta;Totale fattura EUR", "Imponibile", None),
        ("Amount (£);Note;Description", "Amount (£)", "GBP"),
    ],
)
def test_the_amounts_of_the_books_are_taken(header, taken, currency):
    rows = [f"{n + 1:02}/03/2024;Fornitore {n} S.r.l.;{n * 17 + 3},10;USD;{n * 15 + 3},70" for n in range(20)]
    layout = propose(book_of(grid_of("\n".join([f"Data;Fornitore;{header}", *rows]))))[0]
    column = layout.column("net_amount", "gross_amount")
    assert (column.header, layout.currency) == (taken, currency)
