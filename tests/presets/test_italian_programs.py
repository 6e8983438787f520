"""Italian programs for small companies: Fatture in Cloud, Danea Easyfatt, TeamSystem Alyante."""

from __future__ import annotations

from datetime import date

from tests.presets.exported import cells, euro, imported

FATTURE_IN_CLOUD = cells("""
Acquisti 2025

Data|Prox scadenza|Nr. acquisto|Ft elettronica|Data ricezione FE|Centro costo|Categoria|Fornitore|Descrizione|Rinnovi|Partita IVA|Codice fiscale|Indirizzo|CAP|Comune|Provincia|Paese|Imponibile|IVA|Rit. acconto|Rit. prev.|Deducibilità|Detraibilità
2025-01-03|2025-02-03|1|Si|2025-01-05|Sede|Pulizie|COOP IL SOLE|gennaio||07643520567|07643520567|Via Po 1|10124|Torino|TO|Italia|1000|220|0|0|100%|100%
2025-01-20||2|Si|2025-01-21|Sede|Pulizie|COOP IL SOLE|nota di credito||07643520567|07643520567|Via Po 1|10124|Torino|TO|Italia|-100|-22|0|0|100%|100%
2025-02-01||3|No||Sede|Software|SMITH LTD|licenze||GB123456789||||London||Regno Unito|540.5|0|0|0|100%|100%
||||||||||||||||Totale|1440.5|198|0|0
""")  # noqa: E501 - rows as the export has them

DANEA = """
Data;Tipo doc.;Num. doc.;Cod. fornitore;Fornitore;Partita Iva;Città;Prov.;Tot. netto;Iva;Tot. doc.;Stato
03/01/2025;Fatt. fornitore;F12;0012;Rossi S.r.l.;00488410010;Torino;TO;€ 1.000,00;€ 220,00;€ 1.220,00;Pagato
20/01/2025;Nota di credito fornitore;NC1;0012;Rossi S.r.l.;00488410010;Torino;TO;€ 100,00;€ 22,00;€ 122,00;Pagato
14/02/2025;Fatt. fornitore;88;0013;Verdi Coop. Soc.;07643520567;Milano;MI;€ 200,00;€ 10,00;€ 210,00;Da pagare
"""

ALYANTE_DOCUMENTS = """
Sz.;Cod. documento;Numero Fattura;Data doc.;Cli./For.;Ragione sociale anagrafica;Tot. imponibile;Tot. Iva;Tot. documento
1;F-FATT;12/A;03/01/2025;200012;ROSSI SRL;1.000,00;220,00;1.220,00
1;F-NOTACR;NC1;20/01/2025;200012;ROSSI SRL;100,00;22,00;122,00
1;F-FATT;88;14/02/2025;200013;VERDI COOP. SOCIALE;200,00;10,00;210,00
"""

ALYANTE_GOODS = """
Num.doc.;Data doc.;Alfa documento;Codice fornitore;Ragione sociale fornitore;Grp.merceol.;Descrizione gruppo merceologic;Centro di costo;Descrizione centro di costo;Valuta;Cambio;Importo
1012;03/01/25;OF;000123;ROSSI SRL;10;MATERIALE EDILE;CC1;Produzione;EUR;1;1.234,50
1013;13/01/25;OF;000124;SMITH LTD;20;STRUMENTI;CC2;Laboratorio;USD;1,0800;108,00
"""  # noqa: E501 - rows as the export has them


def test_fatture_in_cloud(tmp_path):
    came = imported(tmp_path, FATTURE_IN_CLOUD, "export.xlsx")
    assert came.preset == "fatture_in_cloud"
    assert came.lines == [
        (date(2025, 1, 3), "COOP IL SOLE", "1", "invoice", euro("1000.00")),
        (date(2025, 1, 20), "COOP IL SOLE", "2", "credit_note", euro("-100.00")),
        (date(2025, 2, 1), "SMITH LTD", "3", "invoice", euro("540.50")),
    ]
    assert came.roles["Comune"] == "supplier_municipality"
    assert came.aside[-1] == (7, "total", euro("1440.50"))


def test_danea_easyfatt(tmp_path):
    came = imported(tmp_path, DANEA)
    assert came.preset == "danea_easyfatt"
    assert came.lines == [
        (date(2025, 1, 3), "Rossi S.r.l.", "F12", "invoice", euro("1000.00")),
        (date(2025, 1, 20), "Rossi S.r.l.", "NC1", "credit_note", euro("-100.00")),
        (date(2025, 2, 14), "Verdi Coop. Soc.", "88", "invoice", euro("200.00")),
    ]
    assert came.roles["Cod. fornitore"] == "supplier_code"
    assert came.aside == []


def test_alyante_documents(tmp_path):
    came = imported(tmp_path, ALYANTE_DOCUMENTS)
    assert came.preset == "teamsystem_documents"
    assert [(line[1], line[2], line[3], line[-1]) for line in came.lines] == [
        ("ROSSI SRL", "12/A", "invoice", euro("1000.00")),
        ("ROSSI SRL", "NC1", "credit_note", euro("-100.00")),
        ("VERDI COOP. SOCIALE", "88", "invoice", euro("200.00")),
    ]
    assert came.roles["Cli./For."] == "supplier_code"


def test_alyante_purchases_by_group_of_goods(tmp_path):
    came = imported(tmp_path, ALYANTE_GOODS)
    assert came.preset == "teamsystem_documents"
    assert [(line[1], line[-1]) for line in came.lines] == [
        ("ROSSI SRL", euro("1234.50")),
        ("SMITH LTD", euro("100.00")),
    ]
    assert came.roles["Descrizione gruppo merceologic"] == "category"
    assert came.roles["Descrizione centro di costo"] == "cost_centre"
