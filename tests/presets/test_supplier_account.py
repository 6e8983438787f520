"""Scheda contabile and partitario fornitori: movements with debit and credit, VAT inside."""

from __future__ import annotations

from datetime import date

from tests.presets.exported import euro, imported

ACCOUNT = """
ACME SRL;;;;;;;;;
PARTITARIO FORNITORI dal 01/01/2025 al 31/03/2025;;;;;;;;;
;;;;;;;;;
Data reg.;Causale;Descrizione;N. doc.;Data doc.;Cod. fornitore;Fornitore;Dare;Avere;Saldo
01/01/2025;APERTURA;Saldo iniziale;;;100;ROSSI SRL;;500,00;500,00
05/01/2025;FT ACQ;Fattura F12;F12;03/01/2025;100;ROSSI SRL;;1.220,00;1.720,00
20/01/2025;NC ACQ;Nota credito;NC1;19/01/2025;100;ROSSI SRL;61,00;;1.659,00
04/02/2025;PAG FORN;Ft. F12;F12;03/01/2025;100;ROSSI SRL;1.220,00;;439,00
10/02/2025;GC;Giroconto abbuono;;;100;ROSSI SRL;0,50;;438,50
;;Totale fornitore;;;;;1.281,50;1.720,00;438,50
14/03/2025;FATT;Fattura 88;88;13/03/2025;101;VERDI COOP. SOCIALE;;210,00;210,00
;;Totale generale;;;;;1.281,50;1.930,00;648,50
"""

# The supplier in a row of its own, the movements below.
GROUPED = """
ACME SRL;;;;;;;
PARTITARIO FORNITORI dal 01/01/2025 al 31/03/2025;;;;;;;
;;;;;;;
Data reg.;Causale;Descrizione;N. doc.;Data doc.;Dare;Avere;Saldo
Fornitore: 100 ROSSI SRL;;;;;;;
01/01/2025;APERTURA;Saldo iniziale;;;;500,00;500,00
05/01/2025;FT ACQ;Fattura F12;F12;03/01/2025;;1.220,00;1.720,00
20/01/2025;NC ACQ;Nota credito;NC1;19/01/2025;61,00;;1.659,00
04/02/2025;PAG FORN;Bonifico;F12;03/01/2025;1.220,00;;439,00
Totale fornitore;;;;;1.281,00;1.720,00;439,00
Fornitore: 101 VERDI COOP. SOCIALE;;;;;;;
14/03/2025;FATT;Fattura 88;88;13/03/2025;;210,00;210,00
Totale fornitore;;;;;0,00;210,00;210,00
Totale generale;;;;;1.281,00;1.930,00;649,00
"""


def test_invoices_are_credits_and_payments_balances_and_totals_are_set_aside(tmp_path):
    came = imported(tmp_path, ACCOUNT, "partitario.csv", "cp1252")
    assert came.preset == "supplier_account"
    assert came.lines == [
        (date(2025, 1, 3), "ROSSI SRL", "F12", "invoice", euro("1220.00")),
        (date(2025, 1, 19), "ROSSI SRL", "NC1", "credit_note", euro("-61.00")),
        (date(2025, 3, 13), "VERDI COOP. SOCIALE", "88", "invoice", euro("210.00")),
    ]
    aside = {row: reason for row, reason, _ in came.aside}
    assert {row: aside[row] for row in (5, 8, 9, 10, 12)} == {
        5: "balance", 8: "payment", 9: "payment", 10: "total", 12: "total",
    }  # fmt: skip
    assert came.preview.mapping.amount_basis == "gross"
    assert "IVA compresa" in came.preview.layouts[0].amount_basis_reason.to("it")


def test_the_supplier_of_a_heading_is_that_of_the_movements_below(tmp_path):
    came = imported(tmp_path, GROUPED, "partitario.csv")
    assert came.preset == "supplier_account"
    assert came.lines == [
        (date(2025, 1, 3), "ROSSI SRL", "F12", "invoice", euro("1220.00")),
        (date(2025, 1, 19), "ROSSI SRL", "NC1", "credit_note", euro("-61.00")),
        (date(2025, 3, 13), "VERDI COOP. SOCIALE", "88", "invoice", euro("210.00")),
    ]
    aside = {row: reason for row, reason, _ in came.aside}
    assert {row: aside[row] for row in (5, 6, 9, 10, 11, 13, 14)} == {
        5: "heading", 6: "balance", 9: "payment", 10: "total", 11: "heading", 13: "total", 14: "total",
    }  # fmt: skip
