"""The kinds of problem that rows of a ledger have: how the rows are found, and what is said of them.

What each code means in general, what was done and what to do, stands in `data/problem_codes.yml`. A new kind is one
more `Mark`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from socialimpact.errors import Severity
from socialimpact.language import Message, msg, plural
from socialimpact.ledger import same_purchase, sightings
from socialimpact.ledger.judgement import REASONS, WARNED
from socialimpact.ledger.mapping import AMOUNT_ROLES, DATE_ROLES, SUPPLIER_ROLES

# Dates of no purchase: spreadsheets write an empty date as 1900, databases as year 1 or 9999.
_WITHOUT_REASON = (
    "coalesce(regexp_matches(date_text, '^(0|1|2|0?0/01/(19)?00)$') or regexp_matches(date_text,"
    " '(^|[^0-9])(0[0-9]{3}|1[0-8][0-9]{2}|19[0-4][0-9]|21[0-9]{2}|[3-9][0-9]{3})([^0-9]|$)'), false)"
)


@dataclass(frozen=True)
class Mark:
    """One kind of problem with rows. `condition` is SQL over `placed` and `repeated` (another row of the file has the
    same supplier, number, date and amount); `value` the column whose text is quoted; `roles` say which cell is meant.

    `each` says a sentence about a row; without it `all` says one sentence about their number.
    """

    code: str
    severity: Severity
    condition: str
    value: str
    roles: tuple[str, ...]
    each: Callable[[Mapping[str, Any]], Message] | None = None
    all: Callable[[int], Message] | None = None


def _is_implausible(row: Mapping[str, Any]) -> Message:
    if row["date"] is None:
        return msg(
            "Row {row}: “{value}” cannot be the date of a purchase. The purchase counts in totals, but in no year.",
            row=str(row["row_number"]),
            value=row["value"],
        )
    return msg("Row {row} is dated {date}. Is that right?", row=str(row["row_number"]), date=row["date"])


def _was_set_aside(row: Mapping[str, Any]) -> Message:
    return msg("Row {row} was set aside. {reason}", row=str(row["row_number"]), reason=REASONS[row["reason"]])


MARKS: tuple[Mark, ...] = (
    *(
        Mark(reason, severity, f"reason = '{reason}'", "amount_text", AMOUNT_ROLES, each=_was_set_aside)  # type: ignore[arg-type]  # the dictionary's values are severities
        for reason, severity in WARNED.items()
    ),
    Mark(
        "date_unreadable",
        "warning",
        f"reason is null and date is null and date_text is not null and not {_WITHOUT_REASON}",
        "date_text",
        DATE_ROLES,
        each=lambda row: msg(
            "Row {row}: “{value}” cannot be read as a date. The purchase counts in totals, but in no year.",
            row=str(row["row_number"]),
            value=row["value"],
        ),
    ),
    Mark(
        "date_implausible",
        "warning",
        f"reason is null and (date < date '1990-01-01' or date is null and {_WITHOUT_REASON}"
        " or coalesce(invoice_date, posting_date) > current_date + interval 1 day"
        " or date > current_date + interval 1 year)",
        "date_text",
        DATE_ROLES,
        each=_is_implausible,
    ),
    Mark(
        "identifier_digits_lost",
        "warning",
        "reason is null and lost_identifier is not null",
        "lost_identifier",
        ("supplier_vat", "supplier_tax_code"),
        each=lambda row: msg(
            "Row {row}: the spreadsheet has shortened the identifier to “{value}”, and its last digits are lost. It is"
            " not used. Export the file again with that column as text.",
            row=str(row["row_number"]),
            value=row["value"],
        ),
    ),
    Mark(
        "undated",
        "warning",
        "reason is null and date is null and date_text is null",
        "date_text",
        DATE_ROLES,
        all=lambda n: plural(
            "{n} purchase has no date: it counts in totals, but in no year.",
            "{n} purchases have no date: they count in totals, but in no year.",
            n,
        ),
    ),
    Mark(
        "repeated_in_file",
        "warning",
        "repeated",
        "amount_text",
        AMOUNT_ROLES,
        all=lambda n: plural(
            "{n} row repeats supplier, number, date and amount within this file. It was kept: check whether it is"
            " one invoice entered twice.",
            "{n} rows repeat supplier, number, date and amount within this file. They were kept: check whether they"
            " are one invoice entered twice.",
            n,
        ),
    ),
    Mark(
        "in_earlier_import",
        "warning",
        "reason = 'in_earlier_import'",
        "amount_text",
        AMOUNT_ROLES,
        all=lambda n: plural(
            "{n} purchase is in an earlier import already and was left out.",
            "{n} purchases are in an earlier import already and were left out.",
            n,
        ),
    ),
    Mark(
        "same_purchase",
        "info",
        f"reason in {same_purchase.REASONS}",
        "amount_text",
        AMOUNT_ROLES,
        all=same_purchase.told,
    ),
    Mark(
        "overlap_included",
        "warning",
        "repeats and reason is null",
        "amount_text",
        AMOUNT_ROLES,
        all=lambda n: plural(
            "{n} purchase is in an earlier import as well and counts twice, as you asked.",
            "{n} purchases are in an earlier import as well and count twice, as you asked.",
            n,
        ),
    ),
    Mark(
        "supplier_missing",
        "info",
        f"reason is null and sighting_key = {sightings.NOBODY}",
        "null",
        SUPPLIER_ROLES,
        all=lambda n: plural(
            "{n} purchase names no supplier: it is kept as spend with an unknown supplier.",
            "{n} purchases name no supplier: they are kept as spend with an unknown supplier.",
            n,
        ),
    ),
    Mark(
        "converted",
        "info",
        "reason is null and rate_source = 'row'",
        "amount_text",
        AMOUNT_ROLES,
        all=lambda n: plural(
            "{n} amount was converted to euro by the rate in its row.",
            "{n} amounts were converted to euro by the rate in their row.",
            n,
        ),
    ),
    Mark(
        "converted_as_stated",
        "warning",
        "reason is null and rate_source = 'stated'",
        "amount_text",
        AMOUNT_ROLES,
        all=lambda n: plural(
            "{n} amount in another currency was converted to euro by the rate that was stated.",
            "{n} amounts in other currencies were converted to euro by the rate that was stated.",
            n,
        ),
    ),
    Mark(
        "converted_as_published",
        "info",
        "reason is null and rate_source = 'published'",
        "amount_text",
        AMOUNT_ROLES,
        all=lambda n: plural(
            "{n} amount was converted to euro by the European Central Bank's rate of its day.",
            "{n} amounts were converted to euro by the European Central Bank's rate of their day.",
            n,
        ),
    ),
    Mark(
        "credit_note_negative",
        "info",
        "reason is null and document_type = 'credit_note' and amount < 0",
        "amount_text",
        AMOUNT_ROLES,
        all=lambda n: plural(
            "{n} credit note is written with a minus: it was subtracted once.",
            "{n} credit notes are written with a minus: they were subtracted once.",
            n,
        ),
    ),
)
