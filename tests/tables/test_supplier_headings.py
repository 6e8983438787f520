"""Rows that name the supplier of the rows below: what they say, and which rows they are."""

from __future__ import annotations

import pytest

from socialimpact.tables.supplier_headings import SupplierHeading as Said
from socialimpact.tables.supplier_headings import find_headings, read_heading
from tests.tables.making import grid_of


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["Fornitore: 000123 ROSSI S.R.L. P.IVA 00488410010"], Said("ROSSI S.R.L.", "000123", "00488410010")),
        (["Fornitore", "000123", "ROSSI S.R.L.", "Partita IVA: IT00488410010"],
         Said("ROSSI S.R.L.", "000123", "IT00488410010")),
        (["Conto 40.01.0001 - ROSSI & FIGLI SNC - Via Roma 12, Torino"], Said("ROSSI & FIGLI SNC", "40.01.0001")),
        (["Cod. fornitore 77 VERDI SPA C.F. 07643520567"], Said("VERDI SPA", "77", None, "07643520567")),
        (["Supplier: SMI001 Smith & Sons Ltd", "VAT No GB 123456789"],
         Said("Smith & Sons Ltd", "SMI001", "GB123456789")),
        (["Kreditor 70001 Schrauben Meier GmbH USt-IdNr. DE123456789"],
         Said("Schrauben Meier GmbH", "70001", "DE123456789")),
        (["Fournisseur : 401DUP001 - SARL Dupont - TVA FR12345678901"],
         Said("SARL Dupont", "401DUP001", "FR12345678901")),
        (["ROSSI S.R.L. (00488410010)"], Said("ROSSI S.R.L.", None, "00488410010")),
        (["3M Italia Srl"], Said("3M Italia Srl")),
    ],
)  # fmt: skip
def test_a_heading_is_read(cells, said):
    assert read_heading(cells)[0] == said


def test_words_that_introduce_a_supplier_tell_it_from_an_account():
    assert read_heading(["Fornitore ROSSI"])[1]
    assert read_heading(["ROSSI P.IVA 00488410010"])[1]
    assert not read_heading(["Conto 66.10.001 Spese telefoniche"])[1]
    assert read_heading(["12.345"]) is None


def test_movements_totals_balances_and_headers_are_no_headings():
    grid = grid_of(
        """
        Data|Numero|Descrizione|Dare|Avere
        Fornitore: 1001 ROSSI SRL
        01/01/2024||Saldo iniziale
        31/01/2024|1|Fattura||10,00
        rif. ordine 12
        Totale fornitore||||10,00
        Pagina 1 di 2
        Data|Numero|Descrizione
        Fornitore: 1002 VERDI SPA
        02/02/2024|2|Fattura||20,00
        """,
        "|",
    )
    found = find_headings(grid, (0, 1, grid.height), [3, 4], [0])
    assert [grid.cells["row"][int(place)].as_py() for place in found.places] == [2, 9]
    assert [said.name for said in found.said] == ["ROSSI SRL", "VERDI SPA"]
    assert found.labelled
