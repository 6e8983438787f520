"""Which rows of a ledger are purchases. Every other row is set aside with one of these reasons."""

from __future__ import annotations

from socialimpact.language import Message, msg
from socialimpact.ledger.documents import folded, keys, literal
from socialimpact.tables.row_marks import pattern_text

REASONS: dict[str, Message] = {
    "title": msg("Above the header: a title or a note."),
    "blank": msg("A blank row."),
    "header": msg("The header, repeated or continued."),
    "other_table": msg("Another table on the same sheet, which is not read."),
    "heading": msg("A heading: the supplier that it names is that of the rows below."),
    "balance": msg("A balance brought from elsewhere: the movements behind it are purchases of their own."),
    "total": msg("A total, a subtotal or a balance: the rows it adds up are counted one by one."),
    "amount_alone": msg("An amount without date, supplier, number or text: most likely a total."),
    "payment": msg("A payment: the invoice that it pays is the purchase."),
    "note": msg("Text without an amount."),
    "amount_missing": msg("A purchase without an amount."),
    "amount_unreadable": msg("The amount cannot be read as a number."),
    "reverse_charge": msg("An integration of an invoice that was already received (TD16): counted once."),
    "other_account": msg("A posting to an account that is not a supplier's."),
    "not_posted": msg("A draft or a cancelled document."),
    "not_purchase": msg("No purchase: a sale, or an entry of the books."),
    "no_exchange_rate": msg("A purchase in another currency without an exchange rate: it waits for one, in no total."),
    "no_supplier_no_date": msg("Neither a supplier nor a date: most likely a subtotal."),
    "in_earlier_import": msg("The same purchase is in an earlier import."),
    "in_electronic_invoice": msg(
        "The same purchase is in an electronic invoice of an earlier import: it counts there, line by line."
    ),
    "in_ledger": msg(
        "The same purchase is in a ledger of an earlier import: it counts there, and the invoice adds what it knows."
    ),
    "not_an_invoice": msg("A file that travels with invoices and is none."),
    "invoice_unreadable": msg("An electronic invoice, or a file that may be one, which cannot be read."),
    "invoice_repeated": msg("The same electronic invoice stands in this batch before: it counts once."),
    "stamp_duty": msg("Stamp duty charged on top of the invoice: a tax, no purchase."),
    "own_invoice": msg("An invoice of your own company: a sale, no purchase."),
}

# Reasons that a person should look at, worst first; the others are how ledgers are made.
WARNED = {
    "amount_unreadable": "error",
    "amount_missing": "warning",
    "no_supplier_no_date": "warning",
}


def total_pattern() -> str:
    """The pattern that a whole cell of a total row fits, in lower case without accents."""
    return pattern_text("total")


def payment_pattern() -> str:
    return pattern_text("payment")


def payment_type_pattern() -> str:
    """The pattern of document types that are payments, besides `payment_pattern`."""
    return pattern_text("payment_type")


def balance_pattern() -> str:
    """The pattern that a whole text fits which names an opening, closing or carried balance."""
    return pattern_text("balance")


def credit_note_pattern() -> str:
    return pattern_text("credit_note")


MARKS = ("first_text", "supplier_name", "description", "category", "document_number")
NAMELESS = "(supplier_name is null and supplier_code is null and supplier_vat is null and supplier_tax_code is null)"


def total_sql() -> str:
    """SQL that is true where a text of a row names a total."""
    total = literal(total_pattern())
    return " or ".join(f"coalesce(regexp_full_match({folded(mark)}, {total}), false)" for mark in MARKS)


def group_total_sql() -> str:
    """SQL that is true where a row without number and codes is named after a group as its total."""
    total = literal(pattern_text("total_of"))
    named = " or ".join(
        f"coalesce(regexp_full_match({folded(mark)}, {total}), false)" for mark in ("first_text", "supplier_name")
    )
    return (
        "(document_number is null and supplier_vat is null and supplier_tax_code is null and date_text is null"
        f" and ({named}))"
    )


def reason_sql(
    *, two_sided: bool, own_date: str = "any_date", balances: bool = False, headings: bool = False, dated: bool = False
) -> str:
    """SQL over the parsed columns that names the reason a row is set aside, or null for a purchase line.

    `two_sided` is true for ledgers with debit and credit, where payments stand among the invoices; `own_date` is SQL
    for the date that stands in the row itself; `balances` looks for balances in the descriptions of dated rows too;
    `headings` is true where the column `is_heading` marks rows that name a supplier; `dated` where the table has a
    column of dates, so that totals of groups are told by their blank one.
    """
    pays = "type_is_payment"
    if two_sided:
        payment = literal(payment_pattern())
        pays = f"(type_is_payment or coalesce(regexp_matches({folded('description')}, {payment}), false))"
    carried = literal(balance_pattern())
    balanced = " or ".join(
        f"coalesce(regexp_full_match({folded(mark)}, {carried}), false)"
        for mark in ("description", "category", "document_number")
    )
    balance = (  # nested, so that few rows are looked at
        f"(type_is_balance or case when {NAMELESS} then {balanced} else false end)"
    )
    if balances:
        balance = (
            f"(type_is_balance or coalesce(regexp_full_match({folded('description')}, {carried}), false)"
            f" or coalesce(regexp_full_match({folded('first_text')}, {carried}), false))"
        )
    totals = f"{total_sql()} or {group_total_sql()}" if dated else total_sql()
    heading = "when is_heading then 'heading'" if headings else ""
    return f"""
        case
            when is_header then 'header'
            {heading}
            -- nested, so that the patterns are tried on rows without a date only
            when case when {own_date} is null then ({totals}) else false end then 'total'
            when {balance} then 'balance'
            when amount_text is null and {NAMELESS} and {own_date} is null then 'note'
            when {pays} then 'payment'
            when amount_text is null then 'amount_missing'
            when amount is null then 'amount_unreadable'
            when {own_date} is null and date_text is null and {NAMELESS} and document_number is null
                 and description is null and category is null then 'amount_alone'
            when {own_date} is null and date_text is null and {NAMELESS} then 'no_supplier_no_date'
            when document_type in ({keys("set_aside")}) then 'reverse_charge'
            when euro is null then 'no_exchange_rate'
        end"""
