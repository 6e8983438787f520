"""What the columns of a ledger mean, in the words of those who keep it."""

from __future__ import annotations

from socialimpact.language import Message, msg
from socialimpact.ledger.headers import letter

__all__ = ["MAIN", "NAMES", "OTHERS", "letter"]

NAMES: dict[str, Message] = {
    "supplier_name": msg("Supplier name"),
    "supplier_vat": msg("Supplier VAT number"),
    "supplier_tax_code": msg("Supplier tax code"),
    "supplier_code": msg("Supplier number in your system"),
    "invoice_date": msg("Invoice date"),
    "posting_date": msg("Posting date"),
    "due_date": msg("Due date"),
    "payment_date": msg("Payment date"),
    "period": msg("Month or period"),
    "year": msg("Year"),
    "document_number": msg("Document number"),
    "document_type": msg("Document type"),
    "net_amount": msg("Amount without VAT"),
    "vat_amount": msg("VAT"),
    "gross_amount": msg("Amount with VAT"),
    "vat_rate": msg("VAT rate"),
    "debit": msg("Debit"),
    "credit": msg("Credit"),
    "currency": msg("Currency"),
    "exchange_rate": msg("Exchange rate"),
    "quantity": msg("Quantity"),
    "unit_price": msg("Unit price"),
    "description": msg("What was bought"),
    "category": msg("Category"),
    "category_code": msg("Category code"),
    "cost_centre": msg("Cost centre"),
    "site": msg("Site"),
    "company": msg("Company"),
    "supplier_address": msg("Supplier street address"),
    "supplier_municipality": msg("Supplier municipality"),
    "supplier_province": msg("Supplier province"),
    "supplier_postcode": msg("Supplier postcode"),
    "supplier_country": msg("Supplier country"),
}

# The columns that decide the figures, then the others by what they speak of.
MAIN = (
    "supplier_name",
    "supplier_vat",
    "supplier_tax_code",
    "invoice_date",
    "document_number",
    "net_amount",
    "vat_amount",
    "gross_amount",
    "description",
    "category",
    "cost_centre",
    "site",
)
OTHERS = tuple(role for role in NAMES if role not in MAIN and role not in ("quantity", "unit_price", "company"))
