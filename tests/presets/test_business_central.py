"""Business Central (Navision): vendor ledger entries, in which a debt is negative and VAT is inside."""

from __future__ import annotations

from datetime import date

from tests.presets.exported import cells, euro, imported

ENGLISH = cells("""
Posting Date|Document Type|Document No.|External Document No.|Vendor No.|Vendor Name|Description|Currency Code|Original Amount|Amount|Amount (LCY)|Remaining Amount|Due Date|Open|Entry No.
2025-01-03|Invoice|PI-1012|F12|V0012|ROSSI SRL|Order 6001||-1234.56|-1234.56|-1234.56|0|2025-02-03|No|2801
2025-01-14|Invoice|PI-1013|INV-7|V0013|SMITH LTD|Order 6002|USD|-540|-540|-500|-540|2025-02-14|Yes|2802
2025-01-20|Credit Memo|PCM-3|NC1|V0012|ROSSI SRL|Return||34.56|34.56|34.56|0|2025-01-20|No|2803
2025-02-04|Payment|BANK-9||V0012|ROSSI SRL|Payment F12||1200|1200|1200|0|2025-02-04|No|2804
2025-02-05|Refund|BANK-10||V0012|ROSSI SRL|Refund||-10|-10|-10|0|2025-02-05|No|2805
""")  # noqa: E501 - rows as the export has them

ITALIAN = """
Data di registrazione;Tipo di documento;Nr. documento;Nr. documento esterno;Nr. fornitore;Nome fornitore;Descrizione;Importo (VL);Importo residuo (VL);Acquisti (VL);Data scadenza;Nr. movimento
03/01/2025;Fattura;FA-1012;F12;F0012;ROSSI SRL;Ordine 6001;-1.220,00;0,00;-1.000,00;03/02/2025;2801
20/01/2025;Nota di credito;NC-3;NC1;F0012;ROSSI SRL;Reso;122,00;0,00;100,00;20/01/2025;2803
04/02/2025;Pagamento;BANCA-9;;F0012;ROSSI SRL;Pagamento F12;1.098,00;0,00;0,00;04/02/2025;2804
"""  # noqa: E501 - rows as the export has them


def test_english(tmp_path):
    came = imported(tmp_path, ENGLISH, "Vendor Ledger Entries.xlsx")
    assert came.preset == "business_central"
    assert came.lines == [
        (date(2025, 1, 3), "ROSSI SRL", "F12", "invoice", euro("1234.56")),
        (date(2025, 1, 14), "SMITH LTD", "INV-7", "invoice", euro("500.00")),  # local currency: nothing to convert
        (date(2025, 1, 20), "ROSSI SRL", "NC1", "credit_note", euro("-34.56")),
    ]
    assert came.aside == [(5, "payment", euro("-1200.00")), (6, "payment", euro("10.00"))]
    assert came.preview.mapping.amount_basis == "gross"


def test_italian_with_purchases_without_vat(tmp_path):
    came = imported(tmp_path, ITALIAN)
    assert came.preset == "business_central"
    assert came.preview.mapping.amount_basis == "net"
    assert [(line[2], line[3], line[-1]) for line in came.lines] == [
        ("F12", "invoice", euro("1000.00")),
        ("NC1", "credit_note", euro("-100.00")),
    ]
    assert [(row, reason) for row, reason, _ in came.aside] == [(4, "payment")]
