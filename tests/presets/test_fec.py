"""Fichier des écritures comptables: every entry of the books, of which the suppliers' accounts are read."""

from __future__ import annotations

from datetime import date

from tests.presets.exported import euro, imported

ENTRIES = """
JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise
AN|A NOUVEAUX|1|20250101|40100000|Fournisseurs|FDUPONT|Atelier Dupont SARL|AN|20250101|Solde à nouveau|0,00|500,00||||0,00|
HA|ACHATS|2|20250110|60700000|Achats de marchandises|||F-17|20250109|Atelier Dupont F-17|1000,00|0,00|||20250131||
HA|ACHATS|2|20250110|44566000|TVA déductible|||F-17|20250109|Atelier Dupont F-17|200,00|0,00|||20250131||
HA|ACHATS|2|20250110|40100000|Fournisseurs|FDUPONT|Atelier Dupont SARL|F-17|20250109|Atelier Dupont F-17|0,00|1200,00|A|20250210|20250131||
HA|ACHATS|3|20250120|40100000|Fournisseurs|FDUPONT|Atelier Dupont SARL|AV-2|20250119|Avoir F-17|120,00|0,00|||20250131||
HA|ACHATS|3|20250120|60700000|Achats de marchandises|||AV-2|20250119|Avoir F-17|0,00|100,00|||20250131||
HA|ACHATS|3|20250120|44566000|TVA déductible|||AV-2|20250119|Avoir F-17|0,00|20,00|||20250131||
BQ1|BANQUE CIC|4|20250210|40100000|Fournisseurs|FDUPONT|Atelier Dupont SARL|VIR9|20250210|Virement|1200,00|0,00|A|20250210|20250228||
BQ1|BANQUE CIC|4|20250210|51200000|Banque|||VIR9|20250210|Virement|0,00|1200,00|||20250228||
HA|ACHATS|5|20250301|40400000|Fournisseurs d'immobilisations|FESAT|ESAT du Lac|12|20250228|Menuiserie|0,00|600,00|||20250331||
VE|VENTES|6|20250302|41100000|Clients|CMARTIN|Martin SA|V1|20250302|Facture V1|240,00|0,00|||20250331||
"""  # noqa: E501 - as the law writes it


def check(came):
    assert came.preset == "fec"
    assert came.lines == [
        (date(2025, 1, 9), "Atelier Dupont SARL", "F-17", "invoice", euro("1200.00")),
        (date(2025, 1, 19), "Atelier Dupont SARL", "AV-2", "credit_note", euro("-120.00")),
        (date(2025, 2, 28), "ESAT du Lac", "12", "invoice", euro("600.00")),
    ]
    assert [(row, reason) for row, reason, _ in came.aside] == [
        (2, "balance"),
        (3, "other_account"),
        (4, "other_account"),
        (7, "other_account"),
        (8, "other_account"),
        (9, "payment"),
        (10, "other_account"),
        (12, "other_account"),
    ]
    assert came.preview.mapping.amount_basis == "gross"
    assert came.preview.layouts[0].date_order == "ymd"


def test_entries_between_bars(tmp_path):
    check(imported(tmp_path, ENTRIES, "123456789FEC20251231.txt", "iso-8859-15"))


def test_entries_between_tabs(tmp_path):
    check(imported(tmp_path, ENTRIES.replace("|", "\t"), "123456789FEC20251231.txt"))
