"""Ledgers as the programs and public bodies of five countries write them, a few rows of each.

An export says what is to be found: the row of the header, and the columns (from 0) of date, supplier and amount; None
where the file has no such column. Cells are parted by `|`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Export:
    name: str
    header: int | None
    date: int | None
    supplier: int | None
    amount: int | None
    text: str
    basis: str = "net"


EXPORTS = [
    # --- United Kingdom: councils, departments, health bodies ---------------------------------------------------
    Export(
        "spend over 500, body and beneficiary",
        1,
        4,
        3,
        6,
        """
Body Name|Service Area|Expense Type|Beneficiary|Paid Date|Transaction Number|Amount (£)|Capital / Revenue
Anytown Borough Council|Housing|Repairs|Smith Builders Ltd|05/04/2023|5105550|1,234.50|Revenue
Anytown Borough Council|Parks|Grounds|Green Lawns Limited|12/04/2023|5105551|650.00|Revenue
Anytown Borough Council|IT|Software|Acme Systems plc|25/04/2023|5105552|12,000.00|Capital
Anytown Borough Council|Housing|Repairs|REDACTED PERSONAL DATA|28/04/2023|5105553|777.10|Revenue
""",
    ),
    Export(
        "payee and paid amount with organisation codes",
        1,
        2,
        4,
        6,
        """
Organisation Name|Organisation Code|Effective Date|Directorate|Payee|Internal Ref|Amount excl VAT|Purpose
Northshire County Council|E10000099|03/05/2022|Adults|Care at Home Ltd|PV001231|5,321.00|Home care
Northshire County Council|E10000099|09/05/2022|Children|Little Stars Nursery|PV001244|865.40|Early years
Northshire County Council|E10000099|17/05/2022|Highways|Roadworks (North) Ltd|PV001260|18,430.75|Resurfacing
""",
    ),
    Export(
        "vendor and clearing",
        1,
        4,
        1,
        5,
        """
Vendor No|Vendor|Doc. No|Cost Centre|Clearing Date|Amount in GBP|G/L Account|G/L Description
100231|ABBEY TAXIS LTD|1900012345|C1200|14.06.2021|745.00|412300|Hired transport
100877|B & C PLUMBING|1900012346|C1300|15.06.2021|1,210.00|421100|Building repairs
100231|ABBEY TAXIS LTD|1900012399|C1200|21.06.2021|530.00|412300|Hired transport
""",
    ),
    Export(
        "creditor name and invoice total beside net",
        1,
        0,
        2,
        3,
        """
Payment Date|Creditor No|Creditor Name|Net Amount|VAT|Gross|Cost Code|Cost Code Description
02/03/2020|C00412|Wessex Water Business|500.00|100.00|600.00|R1001|Civic Centre
04/03/2020|C00098|Office Things Ltd|820.50|164.10|984.60|R2201|Stationery
18/03/2020|C00098|Office Things Ltd|-50.00|-10.00|-60.00|R2201|Stationery
""",
    ),
    Export(
        "central department with entity and vat number",
        1,
        2,
        5,
        7,
        """
Department Family|Entity|Date|Expense Type|Expense Area|Supplier|Transaction Number|£|Description|Supplier Post Code
Department of Things|DoT Core|01/10/2019|Consultancy|Strategy|Deep Thought LLP|9001|45,000.00|Advice|SW1A 2AA
Department of Things|DoT Core|15/10/2019|Rent|Estates|Big Building plc|9002|120,500.50|Rent|EC1A 1BB
Department of Things|DoT Agency|30/10/2019|ICT|Digital|Cloud 9 Ltd|9003|25,850.00|Hosting|M1 1AE
""",
    ),
    Export(
        "merchant card payments",
        1,
        1,
        3,
        5,
        """
Card Scheme|Transaction Date|Posting Date|Merchant Name|Merchant Category|Amount GBP|Original Gross Amount|Department
P-Card|03-Jan-22|05-Jan-22|AMAZON UK MARKETPLACE|Books|23.99|28.79|Libraries
P-Card|04-Jan-22|06-Jan-22|TRAINLINE.COM|Travel|101.20|101.20|Legal
P-Card|11-Jan-22|13-Jan-22|B&Q 1021|Hardware|66.00|79.20|Parks
""",
    ),
    Export(
        "invoice distribution amounts",
        1,
        1,
        0,
        4,
        """
SUPPLIER_NAME|INVOICE_DATE|INVOICE_NUM|CHECK_DATE|INVOICE_DISTRIBUTION_AMOUNT|DIST_DESCRIPTION|COST_CENTRE_DESC
ABLE & SONS LTD|2021-11-03|INV-0091|2021-11-19|1540.25|Boiler service|Town Hall
QUICK PRINT|2021-11-05|88121|2021-11-19|612.00|Leaflets|Elections
ABLE & SONS LTD|2021-11-12|INV-0099|2021-11-26|-120.00|Credit|Town Hall
""",
    ),
    Export(
        "camel case names",
        1,
        2,
        1,
        4,
        """
BodyName|SupplierName|PaymentDate|TransactionNo|NetAmount|ServiceCategoryLabel
City of Somewhere|Tree Care Co|2023-02-01|100001|1250.00|Environment
City of Somewhere|Mendip Ltd|2023-02-02|100002|540.00|Housing
""",
    ),
    Export(
        "hospital trust with titles and a total",
        4,
        2,
        5,
        7,
        """
Anytown University Hospitals NHS Foundation Trust
Expenditure over £25k – July 2020

Department Family|Entity|Payment Date|Expense Type|Expense Area|Supplier Name|Transaction No|Invoice Amount £
Health|AUH|31/07/2020|Drugs|Pharmacy|Pharma Wholesale Ltd|1001|31,250.60
Health|AUH|15/07/2020|Agency staff|Nursing|Nurse Bank plc|1002|27,000.00
Health|AUH|17/07/2020|Utilities|Estates|British Electric|1003|88,123.12
|||||||146,373.72
""",
    ),
    Export(
        "date of payment after supplier details and financial year",
        1,
        6,
        3,
        7,
        """
Financial Year|Period|Supplier ID|Supplier Name|Charity Number|Invoice Reference|Date Of Payment|Total|Category
2022|7|40012|ANIMAL RESCUE||A/17|03/10/2022|750.00|Grants
2022|7|40019|THE BIG SKIP COMPANY LTD|1090001|SK-2210|06/10/2022|1180.40|Waste
2022|7|40101|JONES J|||07/10/2022|520.00|Catering
""",
        "gross",
    ),
    Export(
        "month first dates in text",
        1,
        0,
        1,
        3,
        """
Date Paid|Paid To|Reference|Amount Paid|Comments
04/28/2023|Orkney Ferries|R-1|2200.00|Fares
04/30/2023|Stornoway Fuels|R-2|1820.75|Diesel
05/03/2023|Orkney Ferries|R-3|900.00|Fares
""",
    ),
    Export(
        "fire authority, lower-case with underscores",
        1,
        5,
        3,
        7,
        """
body|body_code|directorate|supplier|supplier_ref|payment_date|invoice_no|amount_paid_ex_vat|expense_code|expense_type
Northern Fire|NF|Operations|Hose World Ltd|S001|2024-01-09|HW/1|3400.00|2301|Hoses
Northern Fire|NF|People|Training Now|S014|2024-01-16|551|980.00|2710|Training
""",
    ),
    Export(
        "purchase orders above five thousand, order date and value",
        1,
        2,
        3,
        5,
        """
PO Number|Business Unit|PO Date|Supplier|Description|PO Value|Contract Ref
P100200|Roads|01/06/2023|Asphalt Direct Ltd|Surface dressing|15,000.00|C-1
P100201|Fleet|13/06/2023|Van Centre Ltd|Two vans|52,400.00|C-7
""",
    ),
    Export(
        "supplier spend by line with quantities and unit price",
        1,
        1,
        2,
        6,
        """
Invoice No|Invoice Date|Vendor Name|Item Description|Qty|Unit Price|Line Total|VAT Rate|Buyer
INV1|2023-03-01|Paper Mill Ltd|A4 paper|10|4.20|42.00|20|J Smith
INV1|2023-03-01|Paper Mill Ltd|A3 paper|5|8.00|40.00|20|J Smith
INV7|2023-03-14|Toner World|Toner|2|61.50|123.00|20|A Brown
""",
    ),
    # --- Italy: programs of accounting, public bodies -----------------------------------------------------------
    Export(
        "elenco fatture ricevute",
        1,
        2,
        4,
        6,
        """
N. prot.|Tipo doc.|Data doc.|Num. doc.|Ragione sociale|Partita IVA|Imponibile|Imposta|Totale documento|Scadenza
1|Fattura|15/01/2024|12/A|ROSSI S.R.L.|00488410010|1.000,00|220,00|1.220,00|15/02/2024
2|Fattura|18/01/2024|77|VERDI & C. SNC|00905811006|250,50|55,11|305,61|18/02/2024
3|Nota credito|20/01/2024|3|ROSSI S.R.L.|00488410010|-100,00|-22,00|-122,00|
""",
    ),
    Export(
        "mandati di pagamento",
        1,
        2,
        3,
        5,
        """
Esercizio|Numero mandato|Data mandato|Beneficiario|Causale|Importo mandato|Capitolo|CIG
2023|1201|13/03/2023|EDILIZIA MODERNA SRL|Manutenzione scuole|12.345,67|1230/2|Z1A2B3C4D5
2023|1202|13/03/2023|COOPERATIVA IL SOLE|Assistenza domiciliare|8.100,00|1410|8812345678
2023|1207|20/03/2023|ENEL ENERGIA SPA|Utenze febbraio|3.221,09|1100/1|
""",
    ),
    Export(
        "determine di affidamento",
        1,
        1,
        4,
        5,
        """
N. determina|Data determina|Oggetto|CIG|Aggiudicatario|Importo aggiudicazione|RUP|Settore
45|12/02/2024|Fornitura cancelleria|ZA01|Buffetti Srl|1.200,00|Mario Bianchi|Affari generali
51|19/02/2024|Servizio pulizie|ZA02|Coop Pulito Onlus|24.000,00|Anna Neri|Patrimonio
""",
    ),
    Export(
        "dati sui pagamenti per trimestre",
        1,
        None,
        4,
        5,
        """
Anno|Trimestre|Categoria di spesa|Tipologia di spesa|Beneficiario|Importo
2024|1|Uscite correnti|Acquisto di beni e servizi|Soc. Coop. Sociale Alba|4.500,00
2024|1|Uscite correnti|Acquisto di beni e servizi|Telecom Italia Spa|812,33
2024|2|Uscite in conto capitale|Investimenti|Impresa Costruzioni Srl|30.000,00
""",
    ),
    Export(
        "registro iva acquisti sotto i titoli",
        5,
        2,
        5,
        7,
        """
Ditta: OFFICINE PROVA SRL||||||P.IVA 01234567897
Registro IVA acquisti dal 01/01/2024 al 31/01/2024

||||||
Prot.|Data reg.|Data doc.|N. doc.|Cod.|Fornitore|Cod. IVA|Imponibile|Imposta
1|31/01/2024|29/01/2024|F/12|102|BULLONI SPA|22|300,00|66,00
1|31/01/2024|29/01/2024|F/12|102|BULLONI SPA|10|50,00|5,00
2|31/01/2024|30/01/2024|881|77|TRASPORTI VELOCI SRL|22|120,00|26,40
|||||TOTALE||470,00|97,40
""",
    ),
    Export(
        "esportazione con gruppi di colonne",
        2,
        3,
        1,
        5,
        """
Fornitore|||Documento||Importi|||
Codice|Denominazione|P.IVA|Data|Numero|Imponibile|IVA|Totale|Note
000012|ROSSI SRL|00488410010|15/01/2024|12|1.000,00|220,00|1.220,00|
000015|BIANCHI SPA|00905811006|16/01/2024|881|40,00|8,80|48,80|urgente
000012|ROSSI SRL|00488410010|25/01/2024|19|300,00|66,00|366,00|
""",
    ),
    Export(
        "nomi su due righe",
        1,
        1,
        2,
        4,
        """
Numero|Data|Ragione|Partita|Importo|Importo
documento|documento|sociale|IVA|netto|lordo
F1|15/01/2024|ROSSI SRL|00488410010|100,00|122,00
F2|16/01/2024|BIANCHI SPA|00905811006|200,00|244,00
""",
    ),
    Export(
        "scadenzario con saldo e residuo",
        1,
        2,
        1,
        4,
        """
Cod. forn.|Fornitore|Data fatt.|Nr. fatt.|Importo|Data scadenza|Residuo|Stato
101|Ferramenta Gino|03/02/2024|55|310,00|03/03/2024|310,00|aperta
102|Acqua & Luce Spa|05/02/2024|2024/771|1.080,22|05/03/2024|0,00|pagata
101|Ferramenta Gino|18/02/2024|61|45,90|18/03/2024|45,90|aperta
""",
    ),
    Export(
        "acquisti per commessa con ordine e consegna",
        1,
        4,
        3,
        8,
        """
Commessa|N. ordine|Data ordine|Fornitore|Data fattura|N. fattura|Articolo|Q.tà|Importo riga|Data consegna
24-001|OF-1|02/01/2024|Siderurgica Srl|15/01/2024|101|Tubo 40x40|120|960,00|14/01/2024
24-001|OF-2|03/01/2024|Vernici Spa|18/01/2024|7|Smalto RAL 7016|12|180,00|17/01/2024
24-004|OF-9|11/01/2024|Siderurgica Srl|31/01/2024|130|Lamiera 2 mm|30|2.410,50|30/01/2024
""",
    ),
    Export(
        "estratto con cliente e fornitore",
        1,
        0,
        3,
        4,
        """
Data emissione|Numero|Denominazione cliente|Denominazione fornitore|Totale imponibile|Totale IVA|Tipo
2024-03-01|1/24|ACME SPA|Studio Tecnico Verdi|2000.00|440.00|TD06
2024-03-07|FPA 3|ACME SPA|Cooperativa Arcobaleno|815.00|40.75|TD01
2024-03-22|90|ACME SPA|Studio Tecnico Verdi|100.00|22.00|TD04
""",
    ),
    Export(
        "albo dei beneficiari con codice fiscale",
        1,
        4,
        1,
        3,
        """
Codice fiscale|Soggetto beneficiario|Oggetto del provvedimento|Somma erogata|Data provvedimento|Ufficio
07643520567|Associazione Musica Viva|Contributo concerti|1.500,00|14/05/2023|Cultura
07973780013|ASD Polisportiva|Contributo impianti|2.000,00|22/05/2023|Sport
""",
    ),
    Export(
        "contabilita per centro di costo",
        1,
        2,
        6,
        8,
        """
Conto|Descrizione conto|Data reg.|Causale|N. doc|Cod. for.|Fornitore|CdC|Importo EUR
66.01.001|Consulenze|31/01/2024|FT|12|F001|Studio Bianchi|AMM|1.000,00
66.20.010|Pulizie|31/01/2024|FT|19|F020|Pulito Coop Sociale|PROD|430,00
""",
    ),
    Export(
        "intestazioni abbreviate",
        1,
        1,
        3,
        4,
        """
Nr.|Dt. doc.|Dt. reg.|Rag. soc. forn.|Imp.le|Iva|Tot. fatt.
1|03/01/24|08/01/24|ALFA SRL|100,00|22,00|122,00
2|17/01/24|20/01/24|BETA SNC|45,00|9,90|54,90
""",
    ),
    Export(
        "fatture estere con valuta",
        1,
        0,
        2,
        5,
        """
Data documento|Numero documento|Denominazione fornitore estero|Paese|Valuta|Importo in euro|Importo in valuta
05/03/2024|INV-991|Tools Inc|US|USD|920,00|1.000,00
18/03/2024|RE-12|Werkzeug GmbH|DE|EUR|450,00|450,00
""",
    ),
    # --- France --------------------------------------------------------------------------------------------------
    Export(
        "factures fournisseurs",
        1,
        2,
        0,
        4,
        """
Fournisseur|N° facture|Date de facture|Date d'échéance|Montant HT|TVA|Montant TTC|Libellé
SARL Dupont|F2024-001|15/01/2024|15/02/2024|1 250,00|250,00|1 500,00|Fournitures
Imprimerie Martin|8812|18/01/2024|18/02/2024|430,50|86,10|516,60|Dépliants
SAS Nettoyage Pro|N-77|31/01/2024|02/03/2024|2 000,00|400,00|2 400,00|Entretien
""",
    ),
    Export(
        "grand livre des tiers",
        1,
        0,
        2,
        5,
        """
Date|Compte tiers|Intitulé du tiers|Pièce|Libellé écriture|Débit|Crédit|Lettrage
03/01/2024|401DUP|DUPONT SARL|FA12|Facture 12||1 200,00|A
10/01/2024|401DUP|DUPONT SARL|BQ1|Virement|1 200,00||A
22/01/2024|401MAR|MARTIN|FA77|Facture 77||350,40|
""",
    ),
    Export(
        "marches publics",
        1,
        5,
        3,
        4,
        """
Objet du marché|Acheteur|Nature|Titulaire|Montant|Date de notification|Durée (mois)
Travaux de voirie|Ville de Quelque Part|Travaux|Routes & Co SAS|150000.00|2023-06-14|12
Fourniture de repas|Ville de Quelque Part|Fournitures|Cuisine Centrale SA|89500.00|2023-07-03|36
""",
    ),
    Export(
        "mandats de depenses",
        1,
        3,
        4,
        6,
        """
Exercice|Bordereau|N° mandat|Date mandat|Nom du tiers|Objet|Montant HT|Montant TTC
2023|12|401|13/02/2023|EDF|Electricité école|1020,50|1224,60
2023|12|402|13/02/2023|LIBRAIRIE DU CENTRE|Livres|310,00|327,05
""",
    ),
    Export(
        "subventions et fournisseurs, beneficiaire",
        1,
        1,
        2,
        4,
        """
Référence|Date de paiement|Bénéficiaire|SIRET|Montant payé|Imputation
P1|14/03/2023|Association Les Amis|12345678900011|3000,00|6574
P2|28/03/2023|SCOP La Fabrique|98765432100022|1250,75|6228
""",
    ),
    # --- Spain ---------------------------------------------------------------------------------------------------
    Export(
        "facturas recibidas",
        1,
        1,
        3,
        5,
        """
Nº factura|Fecha factura|NIF|Proveedor|Concepto|Base imponible|IVA|Total factura
A-12|15/01/2024|B12345674|Suministros Garcia SL|Material|1.000,00|210,00|1.210,00
2024/33|19/01/2024|A58818501|Electrica SA|Luz|250,30|52,56|302,86
""",
    ),
    Export(
        "contratos menores",
        1,
        5,
        3,
        4,
        """
Expediente|Objeto del contrato|Tipo|Adjudicatario|Importe adjudicación (sin IVA)|Fecha adjudicación|Órgano
CM-1|Reparación tejado|Obras|Construcciones Lopez SL|12.000,00|13/02/2024|Alcaldía
CM-2|Impresión folletos|Servicios|Graficas Sur SA|1.450,00|21/02/2024|Cultura
""",
    ),
    Export(
        "pagos a proveedores",
        1,
        3,
        1,
        4,
        """
Código proveedor|Nombre del proveedor|Documento|Fecha de pago|Importe|Forma de pago
P0012|Limpiezas Norte SL|FC-10|14/03/2024|845,00|Transferencia
P0040|Papeleria Central|871|22/03/2024|96,40|Recibo
""",
    ),
    Export(
        "libro de compras, descripcion y acreedor",
        1,
        0,
        2,
        6,
        """
Fecha|Asiento|Acreedor|Cuenta|Descripción|Centro de coste|Importe neto|Cuota IVA
31/01/2024|55|Talleres Ruiz|622000|Reparación furgoneta|LOG|300,00|63,00
31/01/2024|61|Gas Natural|628000|Gas enero|ADM|180,20|37,84
""",
    ),
    # --- Germany, Austria, Switzerland ---------------------------------------------------------------------------
    Export(
        "eingangsrechnungen",
        1,
        1,
        3,
        4,
        """
Rechnungsnummer|Rechnungsdatum|Lieferantennr.|Lieferant|Betrag netto|MwSt.|Betrag brutto|Fällig am
RE-1001|15.01.2024|70001|Schrauben Meier GmbH|1.250,00|237,50|1.487,50|14.02.2024
4711|18.01.2024|70012|Büro & Co. KG|89,90|17,08|106,98|17.02.2024
RE-1022|29.01.2024|70001|Schrauben Meier GmbH|300,00|57,00|357,00|28.02.2024
""",
    ),
    Export(
        "kreditorenposten",
        1,
        1,
        3,
        5,
        """
Buchungsdatum|Belegdatum|Belegnr.|Kreditorenname|Beschreibung|Betrag (MW)|Währung|Kostenstelle
31.01.2024|29.01.2024|ER1200|Stadtwerke Musterstadt|Strom Januar|812,40|EUR|100
31.01.2024|30.01.2024|ER1201|Gebäudereinigung Nord eG|Reinigung|1.900,00|EUR|200
""",
    ),
    Export(
        "ausgaben einer gemeinde",
        1,
        3,
        1,
        4,
        """
Amt|Empfänger|Verwendungszweck|Zahlungsdatum|Betrag in EUR|Haushaltsjahr
Bauamt|Tiefbau Huber GmbH|Kanalsanierung|13.03.2023|45.300,00|2023
Hauptamt|Druckerei Kern|Amtsblatt|27.03.2023|1.120,50|2023
""",
    ),
    Export(
        "bestellungen mit kreditor und nettowert",
        1,
        2,
        4,
        6,
        """
Einkaufsbeleg|Position|Belegdatum|Kreditor|Name des Lieferanten|Kurztext|Nettobestellwert|Währg|Werk
4500001|10|02.01.2024|100020|Stahl AG|Blech 3 mm|4.200,00|EUR|1000
4500001|20|02.01.2024|100020|Stahl AG|Blech 5 mm|1.150,00|EUR|1000
4500007|10|15.01.2024|100301|Logistik Süd GmbH|Fracht|380,00|EUR|1100
""",
    ),
    Export(
        "buchungsjournal soll haben",
        1,
        0,
        3,
        6,
        """
Datum|Belegfeld|Konto|Kreditor|Buchungstext|Haben|Soll
03.01.2024|ER1|70010|Maler Schmidt|Rechnung ER1|500,00|
17.01.2024|ZA1|70010|Maler Schmidt|Zahlung||500,00
22.01.2024|ER9|70044|Elektro Weber|Rechnung ER9|1.210,80|
""",
    ),
    # --- programs used everywhere --------------------------------------------------------------------------------
    Export(
        "accounts payable invoices of a cloud program",
        1,
        5,
        1,
        8,
        """
*ContactName ID|*ContactName|EmailAddress|*InvoiceNumber|Reference|*InvoiceDate|*DueDate|Status|Net|Tax|Total|Currency
c-001|Bright Cleaning Ltd|a@b.example|INV-1|R1|2023-06-01|2023-07-01|PAID|500.00|100.00|600.00|GBP
c-009|Web Hosting Co|x@y.example|992|R2|2023-06-15|2023-07-15|AUTHORISED|80.00|16.00|96.00|GBP
""",
    ),
    Export(
        "vendor transactions with memo",
        4,
        0,
        3,
        6,
        """
Acme Holdings
Transaction List by Vendor
January - March 2024
Date|Transaction Type|Num|Vendor|Memo/Description|Account|Amount
01/15/2024|Bill|1021|Office Depot|Supplies|Accounts Payable|231.40
01/28/2024|Bill|88|City Power Inc|Electricity|Accounts Payable|1,033.12
02/13/2024|Bill|1090|Office Depot|Chairs|Accounts Payable|899.00
""",
    ),
    Export(
        "vendor bills of an open source program",
        1,
        2,
        1,
        4,
        """
Number|Vendor|Bill Date|Due Date|Untaxed Amount|Tax|Total|Payment Status|Activities
BILL/2024/0001|Azure Interior|2024-01-03|2024-02-02|1200.00|252.00|1452.00|Paid|
BILL/2024/0002|Wood Corner|2024-01-17|2024-02-16|310.00|65.10|375.10|Not Paid|
""",
    ),
    Export(
        "general ledger with posting key",
        1,
        2,
        6,
        8,
        """
CoCd|Document Number|Document Date|Posting Date|Type|Vendor|Vendor Name|Text|Amount in LC|LCurr
1000|5100001|05.01.2024|08.01.2024|RE|100020|Stahl Handel GmbH|Januar|4.200,00-|EUR
1000|5100002|11.01.2024|12.01.2024|RE|100344|Spedition Nord|Fracht|310,50-|EUR
""",
        "gross",
    ),
    Export(
        "spend cube with categories",
        1,
        7,
        2,
        6,
        """
Company Code|Supplier ID|Supplier|Category L1|Category L2|Plant|Spend (EUR)|Invoice Posting Date|PO / Non-PO
IT01|S-100|Alfa Logistics Srl|Logistics|Road|TO1|12500.00|2024-02-29|PO
IT01|S-231|Beta Cleaning Coop|Facility|Cleaning|TO2|830.00|2024-02-15|Non-PO
""",
    ),
    Export(
        "bank style list of payments",
        1,
        1,
        2,
        5,
        """
Run No|Payment Run Date|Payable To|Method|Cheque/BACS No|Value (£)|Narrative
12|04/08/2023|Hilltop Farm Shop|BACS|001231|612.40|School milk
12|04/08/2023|Rural Coaches|BACS|001232|2,310.00|Home to school
13|18/08/2023|Rural Coaches|BACS|001290|1,980.00|Home to school
""",
    ),
    Export(
        "notes column far right and blank columns",
        2,
        1,
        3,
        5,
        """
Purchases 2023|||||||||||see legend
No|Invoice date||Supplier name||Total excl. VAT|||||||A = approved
1|2023-01-09||Candle Makers||312.00|||||||B = to check
2|2023-01-19||Print & Sign||90.50
3|2023-02-02||Candle Makers||77.00
""",
    ),
    Export(
        "no header at all",
        None,
        0,
        2,
        4,
        """
03/01/2024|F12|ROSSI SRL|00488410010|1.220,00
13/01/2024|F13|BIANCHI SPA|00905811006|244,50
15/01/2024|F19|COOP SOLE|07973780013|80,00
""",
    ),
    Export(
        "year columns that are no amounts",
        1,
        2,
        1,
        4,
        """
Year|Supplier|Date|Month|Amount|Contract Start Year
2023|Able Ltd|01/02/2023|2|1250|2019
2023|Baker plc|15/02/2023|2|2010|2021
2023|Cook & Co|28/02/2023|2|1998|2022
""",
    ),
    Export(
        "amounts without cents beside order numbers",
        1,
        1,
        2,
        4,
        """
Order No|Order Date|Supplier|Tender No|Value|Cost Centre
450012|03/03/2023|Able Ltd|7001|12000|4010
450013|16/03/2023|Baker plc|7002|850|4020
450044|29/03/2023|Cook & Co|7009|430|4010
""",
    ),
    Export(
        "department before supplier, both names of organisations",
        1,
        3,
        2,
        4,
        """
Department|Sub-department|Name|Date|Amount
Housing Services Group|Repairs Trust|Fixit Ltd|03/04/2023|120.00
Housing Services Group|Repairs Trust|Paint & Co|14/04/2023|340.50
Adult Services Group|Care Association|Helping Hands CIC|25/04/2023|999.00
""",
    ),
]
