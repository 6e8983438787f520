"""Invoices as rows of a table: one row a line, with everything that leads back to the file and the document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from socialimpact.einvoices.invoice import Invoice

# Header and role of each column. The headers are of both languages: they are cells, which nobody translates.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("File", "ignore"),
    ("Formato / Format", "ignore"),
    ("Documento nel file / Document in file", "ignore"),
    ("Riga / Line", "ignore"),
    ("Tipo documento / Document type", "document_type"),
    ("Numero / Number", "document_number"),
    ("Data / Date", "invoice_date"),
    ("Scadenza / Due date", "due_date"),
    ("Fornitore / Supplier", "supplier_name"),
    ("Partita IVA fornitore / Supplier VAT number", "supplier_vat"),
    ("Codice fiscale fornitore / Supplier tax code", "supplier_tax_code"),
    ("Indirizzo / Address", "supplier_address"),
    ("CAP / Postcode", "supplier_postcode"),
    ("Comune / Municipality", "supplier_municipality"),
    ("Provincia / Province", "supplier_province"),
    ("Nazione / Country", "supplier_country"),
    ("Descrizione / Description", "description"),
    ("Quantità / Quantity", "quantity"),
    ("Prezzo unitario / Unit price", "unit_price"),
    ("Importo netto / Net amount", "net_amount"),
    ("IVA / VAT", "ignore"),
    ("Valuta / Currency", "currency"),
    ("Classe merceologica / Commodity class", "category_code"),
    ("Riferimento amministrazione / Accounting reference", "cost_centre"),
    ("Imponibile documento / Document net", "ignore"),
    ("Totale documento / Document gross", "ignore"),
    ("Cliente / Buyer", "ignore"),
    ("Partita IVA cliente / Buyer VAT number", "ignore"),
    ("Codice fiscale cliente / Buyer tax code", "ignore"),
    ("Escluso / Set aside", "ignore"),
)
PLACE = {header: place for place, (header, _) in enumerate(COLUMNS)}
FILE, SUPPLIER, SUPPLIER_VAT, SUPPLIER_TAX = 0, 8, 9, 10
DOCUMENT_NET, DOCUMENT_GROSS, BUYER, BUYER_VAT, BUYER_TAX = 24, 25, 26, 27, 28
SET_ASIDE = len(COLUMNS) - 1
_ASIDE = {"note": "note", "stamp": "stamp_duty"}

Row = tuple[str, ...]


def of_invoice(file: str, place: int, invoice: Invoice) -> Iterator[Row]:
    """The rows of one document; `place` is its number within the file, from 1."""
    supplier, buyer = invoice.supplier, invoice.buyer
    of_document = (invoice.type, invoice.number, invoice.date, invoice.due)
    of_supplier = (supplier.name, supplier.vat, supplier.tax_code, supplier.address, supplier.postcode,
                   supplier.municipality, supplier.province, supplier.country)  # fmt: skip
    head = tuple(value or "" for value in (*of_document, *of_supplier))
    net, gross = ("" if value is None else f"{value:f}" for value in (invoice.net, invoice.gross))
    tail = (net, gross, buyer.name or "", buyer.vat or "", buyer.tax_code or "")
    for line in invoice.lines:
        yield (
            file,
            invoice.syntax,
            str(place),
            line.number or line.kind,
            *head,
            line.description or "",
            line.quantity or "",
            line.unit_price or "",
            f"{line.net:f}",
            line.vat or "",
            invoice.currency,
            line.code or "",
            line.cost_centre or "",
            *tail,
            _ASIDE.get(line.kind, ""),
        )


def of_refusal(file: str, reason: str) -> Row:
    """The row of a file that gives no invoice."""
    return (file, *[""] * (len(COLUMNS) - 2), reason)


def fingerprint(rows: list[Row]) -> str:
    """What two copies of one document share, whatever their files are called: all but file and place."""
    digest = hashlib.blake2b(digest_size=12)
    for row in rows:
        digest.update("\x1f".join(row[3:]).encode("utf-8", "replace"))
        digest.update(b"\x1e")
    return digest.hexdigest()
