"""Registro IVA acquisti: one row an invoice and rate, totals by rate at the end of each page and of the register."""

from __future__ import annotations

from datetime import date

from tests.presets.exported import euro, imported

REGISTER = """
ACME SRL;;;;;;;;;
REGISTRO IVA ACQUISTI;;;;;Periodo: gennaio 2025;;;;Pag. 1
;;;;;;;;;
Prot.;Data reg.;Num. doc.;Data doc.;Cod. fornitore;Ragione sociale;Aliquota;Imponibile;Imposta;Totale documento
1;05/01/2025;F12;03/01/2025;100;ROSSI SRL;22;1.000,00;220,00;1.324,00
1;05/01/2025;F12;03/01/2025;100;ROSSI SRL;4;100,00;4,00;1.324,00
1;05/01/2025;F12;03/01/2025;100;ROSSI SRL;N4;100,00;0,00;1.324,00
2;15/01/2025;13;13/01/2025;101;VERDI COOP. SOCIALE;5;200,00;10,00;210,00
;;;;;Totale pagina;;1.400,00;234,00;
ACME SRL;;;;;;;;;Pag. 2
Prot.;Data reg.;Num. doc.;Data doc.;Cod. fornitore;Ragione sociale;Aliquota;Imponibile;Imposta;Totale documento
3;20/01/2025;NC1;19/01/2025;100;ROSSI SRL;22;-50,00;-11,00;-61,00
;;;;;;;;;
RIEPILOGO PER ALIQUOTA;;;;;;;;;
;;;;;Totale aliquota 22;22;950,00;209,00;
;;;;;Totale aliquota 4;4;100,00;4,00;
;;;;;Totale generale;;1.350,00;223,00;
"""


def test_the_rows_of_an_invoice_add_up_and_totals_are_left_out(tmp_path):
    came = imported(tmp_path, REGISTER, "registro.csv")
    assert came.preset == "vat_register"
    assert came.lines == [
        (date(2025, 1, 3), "ROSSI SRL", "F12", "invoice", euro("1000.00")),
        (date(2025, 1, 3), "ROSSI SRL", "F12", "invoice", euro("100.00")),
        # equal in number, date and amount, and no repetition: another rate
        (date(2025, 1, 3), "ROSSI SRL", "F12", "invoice", euro("100.00")),
        (date(2025, 1, 13), "VERDI COOP. SOCIALE", "13", "invoice", euro("200.00")),
        (date(2025, 1, 19), "ROSSI SRL", "NC1", "invoice", euro("-50.00")),
    ]
    assert came.total == euro("1350.00")
    aside = {row: reason for row, reason, _ in came.aside}
    assert {row: aside[row] for row in (9, 11, 15, 16, 17)} == {
        9: "total", 11: "header", 15: "total", 16: "total", 17: "total",
    }  # fmt: skip
    assert came.preview.mapping.amount_basis == "net"


def test_the_same_month_again_is_an_overlap_row_by_row(tmp_path):
    imported(tmp_path, REGISTER, "gennaio.csv")
    again = REGISTER.replace("Num. doc.;Data doc.;Cod. fornitore", "N. doc.;Data doc.;Cod. fornitore").replace(
        "ACME SRL;;;;;;;;;Pag. 2", "4;25/01/2025;14;24/01/2025;101;VERDI COOP. SOCIALE;5;300,00;15,00;315,00"
    )
    came = imported(tmp_path, again, "gennaio-febbraio.csv")
    assert came.lines == [(date(2025, 1, 24), "VERDI COOP. SOCIALE", "14", "invoice", euro("300.00"))]
    assert [reason for _, reason, _ in came.aside].count("in_earlier_import") == 5
