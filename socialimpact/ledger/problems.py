"""What a person should know about the rows of a ledger: found in `placed`, said with sheet, row, column and value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from socialimpact.errors import Problem, Severity
from socialimpact.language import Message, msg, plural
from socialimpact.ledger.judgement import REASONS, WARNED
from socialimpact.ledger.mapping import DATE_ROLES, Mapping
from socialimpact.store import Transaction

# Rows of one code that are listed one by one; beyond them the count is said.
LISTED = 500


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
                columns(row, "net_amount", "gross_amount", "debit", "credit"),
                row["amount_text"],
            ),
        ),
        *_of_rows(
            tx,
            "reason is null and date is null and date_text is not null",
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
                columns(row, *DATE_ROLES),
                row["date_text"],
            ),
        ),
        *_of_rows(
            tx,
            "reason is null and date is not null"
            " and (date < date '1990-01-01' or date > current_date + interval 1 year)",
            lambda row: Problem(
                "warning",
                "date_implausible",
                msg("Row {row} is dated {date}. Is that right?", row=str(row["row_number"]), date=row["date"]),
                row["sheet"],
                row["row_number"],
                columns(row, *DATE_ROLES),
                row["date_text"],
            ),
        ),
    ]
    return [*problems, *_counted(tx)]


def _counted(tx: Transaction) -> list[Problem]:
    """Things that are said once with their number."""
    undated, repeated, repeats, left_out, nameless, converted, pounds, negative = tx.rows(
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
               count(*) filter (where reason is null and currency <> 'EUR'),
               count(*) filter (where reason is null and currency = 'EUR' and amount_text like '%£%'),
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
            converted,
            "info",
            "converted",
            plural(
                "{n} amount was converted to euro by the rate in its row.",
                "{n} amounts were converted to euro by the rate in their row.",
                converted,
            ),
        ),
        (
            pounds,
            "warning",
            "currency_assumed",
            plural(
                "{n} amount carries a pound sign, but the file has no column of currencies or rates: it was taken"
                " as euro.",
                "{n} amounts carry a pound sign, but the file has no column of currencies or rates: they were taken"
                " as euro.",
                pounds,
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
        "select sheet, row_number, reason, date, date_text, amount_text, count(*) over () as number"
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
    """A function that finds, for a row of a sheet, the column of the first of some roles."""

    def column(row: dict[str, Any], *roles: str) -> int | None:
        own = [table for table in mapping.used if table.sheet == row["sheet"]]
        table = next((table for table in own if row["row_number"] <= table.last_row), own[-1] if own else None)
        return None if table is None else next((i for role in roles if (i := table.column(role)) is not None), None)

    return column
