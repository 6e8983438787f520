"""Which rows of a ledger are purchases. Every other row is set aside with one of these reasons."""

from __future__ import annotations

from socialimpact import knowledge
from socialimpact.language import Message, msg
from socialimpact.ledger.documents import folded, keys, literal

REASONS: dict[str, Message] = {
    "title": msg("Above the header: a title or a note."),
    "blank": msg("A blank row."),
    "header": msg("The header, repeated or continued."),
    "total": msg("A total, a subtotal or a balance: the rows it adds up are counted one by one."),
    "amount_alone": msg("An amount without date, supplier, number or text: most likely a total."),
    "payment": msg("A payment: the invoice that it pays is the purchase."),
    "note": msg("Text without an amount."),
    "amount_missing": msg("A purchase without an amount."),
    "amount_unreadable": msg("The amount cannot be read as a number."),
    "reverse_charge": msg("An integration of an invoice that was already received (TD16): counted once."),
    "no_exchange_rate": msg("A purchase in another currency without an exchange rate: it waits for one, in no total."),
    "no_supplier_no_date": msg("Neither a supplier nor a date: most likely a subtotal."),
    "in_earlier_import": msg("The same purchase is in an earlier import."),
}

# Reasons that a person should look at, worst first; the others are how ledgers are made.
WARNED = {
    "amount_unreadable": "error",
    "amount_missing": "warning",
    "no_supplier_no_date": "warning",
}


def total_pattern() -> str:
    """The pattern that a whole cell of a total row fits, in lower case without accents."""
    return _pattern("total")


def payment_pattern() -> str:
    return _pattern("payment")


def credit_note_pattern() -> str:
    return _pattern("credit_note")


def _pattern(name: str) -> str:
    entry = knowledge.load("row_marks")[name]
    joined = "|".join(f"(?:{pattern})" for pattern in entry["patterns"])
    return joined.replace("{tail}", entry.get("tail", ""))


def reason_sql(*, two_sided: bool) -> str:
    """SQL over the parsed columns that names the reason a row is set aside, or null for a purchase line.

    `two_sided` is true for ledgers with debit and credit, where payments stand among the invoices.
    """
    total = literal(total_pattern())
    marks = ["first_text", "supplier_name", "description", "category", "document_number"]
    is_total = " or ".join(f"coalesce(regexp_full_match({folded(mark)}, {total}), false)" for mark in marks)
    pays = "type_is_payment"
    if two_sided:
        payment = literal(payment_pattern())
        pays = f"(type_is_payment or coalesce(regexp_matches({folded('description')}, {payment}), false))"
    nameless = "supplier_name is null and supplier_code is null and supplier_vat is null and supplier_tax_code is null"
    return f"""
        case
            when is_header then 'header'
            -- nested, so that the patterns are tried on rows without a date only
            when case when any_date is null then ({is_total}) else false end then 'total'
            when amount_text is null and {nameless} and any_date is null then 'note'
            when {pays} then 'payment'
            when amount_text is null then 'amount_missing'
            when amount is null then 'amount_unreadable'
            when any_date is null and date_text is null and {nameless} and document_number is null
                 and description is null and category is null then 'amount_alone'
            when any_date is null and date_text is null and {nameless} then 'no_supplier_no_date'
            when document_type in ({keys("set_aside")}) then 'reverse_charge'
            when euro is null then 'no_exchange_rate'
        end"""
