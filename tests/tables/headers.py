"""Headers as spending lists and exports have them, each with what stands under a name; the cells are made.

A name is followed by a letter: D the date, S the supplier, A the amount (what is to be found); d, s, a further dates,
names of organisations that are no suppliers, and amounts that come after the first; v VAT, b the buyer, c a category,
t a text, n a number of a document, i a number that counts up, k a code, y a year, p a postcode, r a rate, x nothing.
"""

# ruff: noqa: E501 - a header is a line, however long

from __future__ import annotations

HEADERS = """
Body Name:b|Body:k|Date:D|Transaction Number:n|Invoice Number:n|Amount:A|Supplier Name:S|Supplier ID:k|VAT Registration Number:x|Expense Area:c|Expense Type:c|Expense Code:k
Organisational Unit:c|Beneficiary:S|Payment date:D|Amount:A|Purpose:t
Body Name:b|Service Label:c|Expenditure Category:c|Invoice Payment Date:D|Net Amount:A|Vendor Name:S
Entity:b|Description:t|Supplier/Account Text:S|Clearing date:D|Amount (£):A
Department family:b|Entity:b|Date:D|Expense type:c|Expense area:c|Supplier:S|Transaction number:n|AP Amount (£):A|Description:t|Supplier Postcode:p|Supplier Type:c|Contract Number:x|Project Code:k
Responsible Unit:c|Expenses Type:c|Payment Date:D|Transaction Number:n|Net Amount:A|Supplier name:S
Service:c|Cost centre description:c|Account description:c|Creditor name:S|Total:A|Paid:D
Directorate:c|Supplier:S|Invoice payment Date:D|Line Amount:A|Line No:i
Service Area:c|Expense type:c|Date of payment:D|Transaction no:n|Amount excluding recoverable VAT:A|Capital or Revenue:c|Supplier:S
Pay Date:D|Supplier:S|Net Line Amount:A|Line Description:t
Trans.Date:D|Trans Ref:n|Vendor/Supplier:S|Value Excl. VAT (£):A|Irrecoverable VAT:v
Supplier (Name):S|Supplier (No.):k|Inv. Date:D|Inv. Amt:A|Inv. No.:n
Supplier / Payee:S|Paid date:D|Nett £:A|VAT £:v|Gross £:a
Month:y|Cleared Date:D|Trading Partner:S|Value GBP:A|Nominal Description:c
Organisation Label:b|Organisation URI:k|Effective Date:d|Directorate:c|Service Category Label:c|Supplier:S|Payment Date:D|Transaction No:n|Net Amount:A|Purpose of Spend:t
SupplierNumber:k|SupplierName:S|InvoiceNumber:n|InvoiceDate:D|InvoiceAmount:A|PaymentNumber:n|PaymentDate:d
Vendor:k|Name 1:S|Document Date:D|Pstng Date:d|Amount in local cur.:A|Text:t|Cost Ctr:k
VENDOR_NAME:S|VENDOR_NUMBER:k|INVOICE_NUM:n|GL_DATE:d|INVOICE_DATE:D|LINE_AMOUNT:A|DESCRIPTION:t
Payee Name:S|Payee Type:c|Date Paid:D|Sum of Net Amount:A|Subjective:c
Name of Supplier:S|Date of Transaction:D|Amount of Transaction:A|Department Responsible:c
Recipient:S|Date:D|Value:A|Reason:t|Authority:b
Remit To Name:S|Check Date:D|Check Number:n|Check Amount:A|Fund:c
Vendor:S|Voucher Date:D|Voucher Amount:A|Voucher ID:n|Account Descr:c
Contractor:S|Award Date:D|Contract Value:A|Title:t|Procurement Route:c
Supplier Trading Name:S|Order Value:A|Order Date:D|Requisitioner:c
Transaction Date:D|Merchant:S|Billing Amount:A|Cardholder Unit:c|MCC Description:c
Year:y|Period:y|Date:D|Supplier:S|Invoice Distribution Amount:A|Account:c
Doc. Date:D|Vendor:S|G/L Acct:k|Amount:A|Doc. No.:n|CoCode:k
No.:i|Supplier:S|Commodity:c|Delivery Date:d|Invoice Date:D|Total Price:A
Bill Date:D|Bill No.:n|Vendor:S|Amount (excl. GST):A|GST:v
Dept:c|Acct Desc:c|Supp Name:S|Pmt Dt:D|Pmt Amt:A|Pmt Ref:n
Supplier Desc:S|Tran Date:D|Tran Ref:n|Nett Amt:A|Vat Amt:v|Gross Amt:a
Data pagamento:D|Beneficiario:S|Importo (€):A|Tipologia di spesa:c|Numero mandato:n
Anno:y|Data mandato:D|Nominativo:S|Importo lordo:a|Importo netto:A|Capitolo:k
Ditta:S|Fatt. n.:n|del:D|Imponibile:A|I.V.A.:v|Totale:a
Nr. Fattura:n|Data Fattura:D|Fornitore:S|Oggetto:t|Imp. Netto:A|Imp. IVA:v|Imp. Totale:a
Cod.Fornitore:k|Rag.Sociale:S|Dt.Documento:D|Nr.Documento:n|Tot.Imponibile:A|Tot.Imposta:v
Ragione Sociale / Denominazione:S|P.IVA/C.F.:k|Data Fatt.:D|Importo Fatt.:A|Scad.:d
Creditore:S|Data liquidazione:D|Somma liquidata:A|Atto n.:n|Servizio proponente:c
Operatore economico:S|Data stipula:D|Importo contrattuale:A|Oggetto:t|CIG:n
Intestatario:S|Data operazione:D|Importo:A|Causale:t|CdC:k
Descrizione fornitore:S|Descrizione articolo:t|Data DDT:d|Data fatt.:D|Valore netto:A|Qta:i
Conto fornitore:k|Descrizione conto:S|Data doc:D|Importo EUR:A|Segno:c
Soggetto:S|Codice soggetto:k|Data registrazione:D|Imponibile:A|Aliquota:r|Imposta:v
Fornitore - Ragione sociale:S|Fornitore - P.IVA:k|Fattura - Data:D|Fattura - Numero:n|Fattura - Imponibile:A
Nome fornitore:S|Data emissione:D|Totale fattura:a|Totale netto:A|Valuta:c
Nom du fournisseur:S|Date comptable:D|Montant (€ HT):A|Service:c
Tiers:S|Date pièce:D|N° pièce:n|Montant H.T.:A|Montant T.T.C.:a|Nature:c
Raison sociale:S|SIRET:n|Date mandatement:D|Montant mandaté:A|Objet:t
Titulaire du marché:S|Date de notification du marché:D|Montant HT:A|Objet du marché:t|CPV:k
Fournisseur:S|Réf. facture:n|Date fact.:D|Mt HT:A|Mt TVA:v|Mt TTC:a
Lieferant:S|Belegdatum:D|Belegnummer:n|Nettobetrag EUR:A|USt:v|Bruttobetrag EUR:a
Lieferantenname:S|Lief.-Nr.:k|Rg.-Datum:D|Rg.-Nr.:n|Betrag (netto):A|Betrag (brutto):a
Kreditor:k|Bezeichnung Kreditor:S|Buchungsdatum:D|Hauswährungsbetrag:A|Buchungstext:t
Zahlungsempfänger:S|Buchungstag:D|Betrag:A|Verwendungszweck:t
Auftragnehmer:S|Auftragsdatum:D|Auftragswert (netto):A|Leistung:t
Proveedor:S|Fecha:D|Importe:A|Concepto:t
Nombre proveedor:S|CIF:n|F. factura:D|Importe sin IVA:A|Importe con IVA:a
Adjudicatario:S|Fecha de adjudicación:D|Importe de adjudicación:A|Objeto:t
Razón social:S|Fecha de pago:D|Importe pagado (€):A|Partida presupuestaria:k
""".strip().splitlines()
