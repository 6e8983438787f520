"""What a person should know about the rows of a ledger: found in `placed`, said with sheet, row, column and value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from socialimpact.errors import Problem, Severity
from socialimpact.language import Message, Share, msg, plural
from socialimpact.ledger import conversion
from socialimpact.ledger.judgement import REASONS, WARNED
from socialimpact.ledger.mapping import DATE_ROLES, Mapping
from socialimpact.store import Transaction
from socialimpact.store.database import Reader

# Rows of one code that are listed one by one; beyond them the count is said.
LISTED = 500
# Dates of no purchase: spreadsheets write an empty date as 1900, databases as year 1 or 9999.
_WITHOUT_REASON = (
    "coalesce(regexp_matches(date_text, '^(0|1|2|0?0/01/(19)?00)$')"
    " or regexp_matches(date_text,"
    " '(^|[^0-9])(0[0-9]{3}|1[0-8][0-9]{2}|19[0-4][0-9]|21[0-9]{2}|[3-9][0-9]{3})([^0-9]|$)'), false)"
)


def found(tx: Transaction, mapping: Mapping) -> list[Problem]:
    """The problems of `placed`, worst first, at most `LISTED` rows of each code and then their number."""
    columns = _columns(mapping)
    problems = [
        *_of_rows(
            tx,
            "reason in ({})".format(", ".join(f"'{reason}'" for reason in WARNED)),
            lambda row: Problem(
                WARNED[row["reason"]],  # type: ignore[arg-type]  # the dictionary's values are severities
                row["reason"],
                msg("Row {row} was set aside. {reason}", row=str(row["row_number"]), reason=REASONS[row["reason"]]),
                row["sheet"],
                row["row_number"],
                columns(row["sheet"], "net_amount", "gross_amount", "debit", "credit"),
                row["amount_text"],
            ),
        ),
        *_of_rows(
            tx,
            "reason is null and lost_identifier is not null",
            lambda row: Problem(
                "warning",
                "identifier_digits_lost",
                msg(
                    "Row {row}: the spreadsheet has shortened the identifier to “{value}”, and its last digits are"
                    " lost. It is not used. Export the file again with that column as text.",
                    row=str(row["row_number"]),
                    value=row["lost_identifier"],
                ),
                row["sheet"],
                row["row_number"],
                columns(row["sheet"], "supplier_vat", "supplier_tax_code"),
                row["lost_identifier"],
            ),
        ),
        *_of_rows(
            tx,
            f"reason is null and date is null and {_WITHOUT_REASON}",
            lambda row: Problem(
                "warning",
                "date_implausible",
                msg(
                    "Row {row}: “{value}” cannot be the date of a purchase. The purchase counts in totals, but in no"
                    " year.",
                    row=str(row["row_number"]),
                    value=row["date_text"],
                ),
                row["sheet"],
                row["row_number"],
                columns(row["sheet"], *DATE_ROLES),
                row["date_text"],
            ),
        ),
        *_of_rows(
            tx,
            f"reason is null and date is null and date_text is not null and not {_WITHOUT_REASON}",
            lambda row: Problem(
                "warning",
                "date_unreadable",
                msg(
                    "Row {row}: “{value}” cannot be read as a date. The purchase counts in totals, but in no year.",
                    row=str(row["row_number"]),
                    value=row["date_text"],
                ),
                row["sheet"],
                row["row_number"],
                columns(row["sheet"], *DATE_ROLES),
                row["date_text"],
            ),
        ),
        *_of_rows(
            tx,
            "reason is null and date is not null and (date < date '1990-01-01'"
            " or coalesce(invoice_date, posting_date) > current_date + interval 1 day"
            " or date > current_date + interval 1 year)",
            lambda row: Problem(
                "warning",
                "date_implausible",
                msg("Row {row} is dated {date}. Is that right?", row=str(row["row_number"]), date=row["date"]),
                row["sheet"],
                row["row_number"],
                columns(row["sheet"], *DATE_ROLES),
                row["date_text"],
            ),
        ),
    ]
    return [*problems, *unconverted(tx, "placed"), *_counted(tx), *_basis(tx, mapping), *_turned(tx)]


def unconverted(reader: Reader, table: str, condition: str = "true") -> list[Problem]:
    """What waits for an exchange rate, by currency, in `placed` or `set_aside`."""
    return [
        Problem(
            "warning",
            "no_exchange_rate",
            plural(
                "{n} purchase in {currency}, {amount} in all, has no exchange rate: it is in no total until there is"
                " one. Add the European Central Bank's file of rates on the page Registers, or state a rate.",
                "{n} purchases in {currency}, {amount} in all, have no exchange rate: they are in no total until there"
                " is one. Add the European Central Bank's file of rates on the page Registers, or state a rate.",
                each.lines,
                currency=each.currency,
                amount=round(each.amount, 2),
            ),
            value=each.currency,
        )
        for each in conversion.waiting(reader, table, condition)
    ]


def _basis(tx: Transaction, mapping: Mapping) -> list[Problem]:
    """Whether amounts still hold VAT, and what was taken off them."""
    with_vat = tx.value("select count(*) from placed where reason is null and basis = 'gross'", step="problems: VAT")
    said = []
    if with_vat:
        said.append(
            Problem(
                "warning",
                "vat_included",
                plural(
                    "{n} amount includes VAT, and nothing says how much: it counts with VAT. Say which column holds the"
                    " VAT, or state a rate.",
                    "{n} amounts include VAT, and nothing says how much: they count with VAT. Say which column holds"
                    " the VAT, or state a rate.",
                    with_vat,
                ),
            )
        )
    if mapping.assumed_vat_rate is not None:
        rate = Share(mapping.assumed_vat_rate / 100, 1)
        used = any(table.has("gross_amount") for table in mapping.used) or mapping.amount_basis == "gross"
        text = (
            msg("Amounts with VAT were brought to net by the rate that was stated, {rate}.", rate=rate)
            if used
            else msg("A VAT rate of {rate} was stated, but the amounts leave VAT out: it was not used.", rate=rate)
        )
        said.append(Problem("warning", "vat_rate_stated" if used else "vat_rate_unused", text))
    return said


def _turned(tx: Transaction) -> list[Problem]:
    return [
        Problem(
            "warning",
            "signs_turned",
            msg(
                "Nearly all of the {n} purchases are written with a minus, as in a supplier's account: they were turned"
                " round, so that purchases add up and credit notes are subtracted.",
                n=number,
            ),
            sheet,
        )
        for sheet, number in tx.rows("select sheet, number from turned order by sheet", step="problems: signs")
    ]


def _counted(tx: Transaction) -> list[Problem]:
    """Things that are said once with their number."""
    undated, repeated, repeats, left_out, nameless, by_row, stated, published, negative = tx.rows(
        """
        with twice as (
            select overlap_key, count(*) as times from placed
            where reason is null and document_number is not null
            group by overlap_key, supplier_id having count(*) > 1
        )
        select count(*) filter (where reason is null and date is null and date_text is null),
               coalesce((select sum(times) from twice), 0),
               count(*) filter (where repeats), count(*) filter (where reason = 'in_earlier_import'),
               count(*) filter (where reason is null and sighting_key = repeat(chr(31), 8)),
               count(*) filter (where reason is null and rate_source = 'row'),
               count(*) filter (where reason is null and rate_source = 'stated'),
               count(*) filter (where reason is null and rate_source = 'published'),
               count(*) filter (where reason is null and document_type = 'credit_note' and amount < 0)
        from placed""",
        step="problems: counts",
    )[0]
    said: list[tuple[int, Severity, str, Message]] = [
        (
            undated,
            "warning",
            "undated",
            plural(
                "{n} purchase has no date: it counts in totals, but in no year.",
                "{n} purchases have no date: they count in totals, but in no year.",
                undated,
            ),
        ),
        (
            repeated,
            "warning",
            "repeated_in_file",
            plural(
                "{n} row repeats supplier, number, date and amount within this file. It was kept: check whether it is"
                " one invoice entered twice.",
                "{n} rows repeat supplier, number, date and amount within this file. They were kept: check whether they"
                " are one invoice entered twice.",
                int(repeated),
            ),
        ),
        (
            left_out,
            "warning",
            "in_earlier_import",
            plural(
                "{n} purchase is in an earlier import already and was left out.",
                "{n} purchases are in an earlier import already and were left out.",
                left_out,
            ),
        ),
        (
            repeats - left_out,
            "warning",
            "overlap_included",
            plural(
                "{n} purchase is in an earlier import as well and counts twice, as you asked.",
                "{n} purchases are in an earlier import as well and count twice, as you asked.",
                repeats - left_out,
            ),
        ),
        (
            nameless,
            "info",
            "supplier_missing",
            plural(
                "{n} purchase names no supplier: it is kept as spend with an unknown supplier.",
                "{n} purchases name no supplier: they are kept as spend with an unknown supplier.",
                nameless,
            ),
        ),
        (
            by_row,
            "info",
            "converted",
            plural(
                "{n} amount was converted to euro by the rate in its row.",
                "{n} amounts were converted to euro by the rate in their row.",
                by_row,
            ),
        ),
        (
            stated,
            "warning",
            "converted_as_stated",
            plural(
                "{n} amount in another currency was converted to euro by the rate that was stated.",
                "{n} amounts in other currencies were converted to euro by the rate that was stated.",
                stated,
            ),
        ),
        (
            published,
            "info",
            "converted_as_published",
            plural(
                "{n} amount was converted to euro by the European Central Bank's rate of its day.",
                "{n} amounts were converted to euro by the European Central Bank's rate of their day.",
                published,
            ),
        ),
        (
            negative,
            "info",
            "credit_note_negative",
            plural(
                "{n} credit note is written with a minus: it was subtracted once.",
                "{n} credit notes are written with a minus: they were subtracted once.",
                negative,
            ),
        ),
    ]
    return [Problem(severity, code, message) for number, severity, code, message in said if number]


def _of_rows(tx: Transaction, condition: str, make: Callable[[dict[str, Any]], Problem]) -> list[Problem]:
    rows = tx.dicts(
        "select sheet, row_number, reason, date, date_text, lost_identifier, amount_text, count(*) over () as number"
        f" from placed where {condition} order by sheet, row_number limit {LISTED}",
        step="problems: rows",
    )
    problems = [make(row) for row in rows]
    if rows and rows[0]["number"] > LISTED:
        first = problems[0]
        problems.append(
            Problem(
                first.severity,
                first.code,
                msg("… and {n} more rows of the same kind.", n=rows[0]["number"] - LISTED),
            )
        )
    return problems


def _columns(mapping: Mapping) -> Callable[..., int | None]:
    """A function that finds, for a sheet, the column of the first of some roles."""
    tables = {table.sheet: table for table in mapping.used}

    def column(sheet: str | None, *roles: str) -> int | None:
        table = tables.get(sheet)
        return None if table is None else next((i for role in roles if (i := table.column(role)) is not None), None)

    return column
