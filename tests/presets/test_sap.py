"""SAP, vendor line items (FBL1N): a debt is negative, VAT is inside, payments stand among the invoices."""

from __future__ import annotations

from datetime import date

from socialimpact.tables.book import read_book
from socialimpact.tables.proposal import propose
from tests.presets.exported import euro, imported, written

# Minus behind the figure, a subtotal an account (its number and a sum), the grand total at the end.
ITALIAN = """
Attribuzione;Numero documento;Tipo di documento;Data documento;Data registrazione;Chiave contabile;Fornitore;Nome 1;Riferimento;Scadenza al netto;Importo in divisa interna;Divisa interna;Divisa documento;Documento di pareggio;Testo
20250103;5100000012;KR;03.01.2025;05.01.2025;31;100234;ROSSI SRL;F12;04.02.2025;1.234,56-;EUR;EUR;1500000044;viti
20250113;5100000013;RE;13.01.2025;15.01.2025;31;100234;ROSSI SRL;F13;14.02.2025;100,00-;EUR;EUR;;dadi
20250120;1700000001;KG;20.01.2025;20.01.2025;21;100234;ROSSI SRL;NC1;20.01.2025;34,56;EUR;EUR;;reso
20250204;1500000044;KZ;04.02.2025;04.02.2025;25;100234;ROSSI SRL;;04.02.2025;1.234,56;EUR;EUR;1500000044;bonifico
;;;;;;100234;;;;65,44-;EUR;;;
20250114;5100000014;KR;14.01.2025;15.01.2025;31;100300;SMITH LTD;INV-7;14.02.2025;500,00-;EUR;USD;;tools
20250131;5100000015;RE;31.01.2025;31.01.2025;22;100300;SMITH LTD;INV-7;14.02.2025;500,00;EUR;USD;;storno
;;;;;;100300;;;;0,00;EUR;;;
;;;;;;;;;;65,44-;EUR;;;
"""  # noqa: E501 - rows as the export has them

ENGLISH = """
Vendor,Vendor Name,DocumentNo,Type,Doc. Date,Pstng Date,Net due dt,Amt in loc.cur.,LCurr,Reference,Text
100234,ROSSI SRL,5100000012,KR,01/03/2025,01/05/2025,02/04/2025,"-1,234.56",EUR,F12,screws
100234,ROSSI SRL,1700000001,KG,01/20/2025,01/20/2025,01/20/2025,34.56,EUR,NC1,return
100234,ROSSI SRL,1500000044,ZP,02/04/2025,02/04/2025,02/04/2025,"1,234.56",EUR,,payment run
"""

# DMBTR has no sign: the posting key tells the credit memo and the payment.
FIELDS = """
BUKRS;LIFNR;NAME1;BELNR;GJAHR;BLART;BLDAT;BUDAT;BSCHL;XBLNR;WAERS;DMBTR;WRBTR;SGTXT
1000;0000100234;ROSSI SRL;5100000012;2025;RE;20250103;20250105;31;F12;EUR;1234.56;1234.56;viti
1000;0000100300;SMITH LTD;5100000014;2025;KR;20250114;20250115;31;INV-7;USD;500.00;540.00;tools
1000;0000100234;ROSSI SRL;1700000001;2025;KG;20250120;20250120;21;NC1;EUR;34.56;34.56;reso
1000;0000100234;ROSSI SRL;1500000044;2025;ZP;20250204;20250204;25;;EUR;1200.00;1200.00;
"""

# The list as text: a title block, lines of dashes, cells between bars, the header again on each page.
LIST = """
22.11.2025                 Dynamic List Display                        1

Company Code 1000

----------------------------------------------------------------------------------------------------------
|Vendor    |Name 1    |DocumentNo|Type|Doc. Date |Pstng Date|PK|Amt in loc.cur.|LCurr|Reference |Text     |
----------------------------------------------------------------------------------------------------------
|100234    |ROSSI SRL |5100000012|KR  |03.01.2025|05.01.2025|31|      1.234,56-|EUR  |F12       |viti     |
|100234    |ROSSI SRL |1700000001|KG  |20.01.2025|20.01.2025|21|         34,56 |EUR  |NC1       |reso     |
|100234    |ROSSI SRL |1500000044|KZ  |04.02.2025|04.02.2025|25|      1.200,00 |EUR  |          |         |
----------------------------------------------------------------------------------------------------------
|* 100234  |          |          |    |          |          |  |          0,00 |EUR  |          |         |
----------------------------------------------------------------------------------------------------------
22.11.2025                 Dynamic List Display                        2

----------------------------------------------------------------------------------------------------------
|Vendor    |Name 1    |DocumentNo|Type|Doc. Date |Pstng Date|PK|Amt in loc.cur.|LCurr|Reference |Text     |
----------------------------------------------------------------------------------------------------------
|100300    |BIANCHI SP|5100000020|RE  |14.03.2025|15.03.2025|31|        500,00-|EUR  |B7        |ferro    |
----------------------------------------------------------------------------------------------------------
|** 1000   |          |          |    |          |          |  |        500,00-|EUR  |          |         |
----------------------------------------------------------------------------------------------------------
"""

# As FBL1N itself lists them: a block of titles a vendor, no vendor in the rows.
BY_VENDOR = """
Vendor                 100234
Company Code           1000

Name                   ROSSI SRL
City                   TORINO

--------------------------------------------------------------------------------------------
| St|Assignment|DocumentNo|Type|Doc. Date |Net due dt|Amt in loc.cur.|LCurr|Clrng doc.|Text |
--------------------------------------------------------------------------------------------
|   |20250103  |5100000012|KR  |03.01.2025|05.02.2025|      1.234,56-|EUR  |1500000044|viti |
|   |20250120  |1700000001|KG  |20.01.2025|20.01.2025|         34,56 |EUR  |          |reso |
|   |20250204  |1500000044|KZ  |04.02.2025|04.02.2025|      1.234,56 |EUR  |1500000044|     |
--------------------------------------------------------------------------------------------
| *                                                           34,56 |EUR  |          |     |
--------------------------------------------------------------------------------------------
| ** Account 100234                                           34,56 |EUR  |          |     |
--------------------------------------------------------------------------------------------

Vendor                 100300
Company Code           1000

Name                   BIANCHI SPA
City                   IVREA

--------------------------------------------------------------------------------------------
| St|Assignment|DocumentNo|Type|Doc. Date |Net due dt|Amt in loc.cur.|LCurr|Clrng doc.|Text |
--------------------------------------------------------------------------------------------
|   |20250314  |5100000020|RE  |14.03.2025|15.04.2025|        500,00-|EUR  |          |ferro|
--------------------------------------------------------------------------------------------
"""


def test_italian_field_texts(tmp_path):
    came = imported(tmp_path, ITALIAN)
    assert came.preset == "sap_vendor_items"
    assert came.lines == [
        (date(2025, 1, 3), "ROSSI SRL", "F12", "invoice", euro("1234.56")),
        (date(2025, 1, 13), "ROSSI SRL", "F13", "invoice", euro("100.00")),
        (date(2025, 1, 20), "ROSSI SRL", "NC1", "credit_note", euro("-34.56")),
        (date(2025, 1, 14), "SMITH LTD", "INV-7", "invoice", euro("500.00")),
        (date(2025, 1, 31), "SMITH LTD", "INV-7", "credit_note", euro("-500.00")),
    ]
    assert came.aside == [
        (5, "payment", euro("-1234.56")),
        (6, "total", euro("65.44")),
        (9, "total", euro("0.00")),
        (10, "total", euro("65.44")),
    ]
    assert came.preview.mapping.amount_basis == "gross"


def test_english_short_texts(tmp_path):
    came = imported(tmp_path, ENGLISH)
    assert came.preset == "sap_vendor_items"
    assert [(line[0], line[2], line[-1]) for line in came.lines] == [
        (date(2025, 1, 3), "F12", euro("1234.56")),
        (date(2025, 1, 20), "NC1", euro("-34.56")),
    ]
    assert came.aside == [(4, "payment", euro("-1234.56"))]


def test_technical_names_and_amounts_without_sign(tmp_path):
    came = imported(tmp_path, FIELDS)
    assert came.preset == "sap_vendor_items"
    assert [(line[1], line[3], line[-1]) for line in came.lines] == [
        ("ROSSI SRL", "invoice", euro("1234.56")),
        ("SMITH LTD", "invoice", euro("500.00")),  # in the company's currency, whatever the document's is
        ("ROSSI SRL", "credit_note", euro("-34.56")),
    ]
    assert came.aside == [(5, "payment", euro("1200.00"))]


def test_the_classic_list_with_bars_and_dashes(tmp_path):
    came = imported(tmp_path, LIST, "list.txt", "cp1252")
    assert came.preset == "sap_vendor_items"
    assert [(line[1], line[2], line[-1]) for line in came.lines] == [
        ("ROSSI SRL", "F12", euro("1234.56")),
        ("ROSSI SRL", "NC1", euro("-34.56")),
        ("BIANCHI SP", "B7", euro("500.00")),
    ]
    reasons = [reason for _, reason, _ in came.aside]
    assert reasons.count("payment") == 1
    assert reasons.count("total") == 2
    assert reasons.count("header") >= 1


def test_a_cost_account_is_not_a_suppliers_account(tmp_path):
    """FBL3N has the same columns over a cost account: there a purchase is positive and without VAT."""
    came = imported(
        tmp_path,
        """
        G/L Account;Assignment;Document Number;Document Type;Document Date;Vendor Name;Amount in local currency;Text
        600100;x;5100000012;KR;13.01.2025;ROSSI SRL;1.234,56;viti
        600100;x;5100000013;KR;14.01.2025;VERDI SRL;100,00;dadi
        """,
    )
    assert came.preset is None
    assert came.total == euro("1334.56")


def test_the_list_by_vendor_takes_number_and_name_from_the_block_above(tmp_path):
    came = imported(tmp_path, BY_VENDOR, "list.txt", "cp1252")
    assert came.preset == "sap_vendor_items"
    assert [(line[0], line[1], line[-1]) for line in came.lines] == [
        (date(2025, 1, 3), "ROSSI SRL", euro("1234.56")),
        (date(2025, 1, 20), "ROSSI SRL", euro("-34.56")),
        (date(2025, 3, 14), "BIANCHI SPA", euro("500.00")),
    ]
    assert (12, "payment", euro("-1234.56")) in came.aside


def test_the_same_list_of_customers_is_not_taken_for_purchases(tmp_path):
    customers = BY_VENDOR.replace("Vendor ", "Customer ").replace("|KR ", "|RV ").replace("|RE ", "|DR ")
    customers = customers.replace("|KG ", "|DG ").replace("|KZ ", "|DZ ")
    assert propose(read_book(written(tmp_path, customers, "list.txt")))[0].preset is None
