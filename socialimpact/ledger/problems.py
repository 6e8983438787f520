"""What a person should know about the rows of a ledger: found in `placed`, said with sheet, row, column and value.

The kinds of row problems are declared in `problem_marks`; here they are found in one pass, and what concerns the whole
file is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pyarrow as pa

from socialimpact.errors import Place, Problem, worst_first
from socialimpact.language import Share, msg, plural
from socialimpact.ledger import conversion
from socialimpact.ledger.mapping import Mapping as LedgerMapping
from socialimpact.ledger.problem_marks import MARKS, Mark
from socialimpact.store import Transaction
from socialimpact.store.database import Reader

# Rows of one code that are listed one by one; beyond them the count is said.
LISTED = 1000
# Of electronic invoices the reader tells credit notes and repetitions a document; equal lines in one are usual.
_OF_DOCUMENTS = ("credit_note_negative", "repeated_in_file")


# Problems about a supplier's identifiers, which are found without rows: the columns of `parsed` that hold the value.
_ABOUT_VALUES: dict[str, tuple[str, ...]] = {
    "vat_number_fails_check": ("supplier_vat",),
    "tax_code_fails_check": ("supplier_tax_code",),
    "identifier_with_several": ("supplier_vat", "supplier_tax_code"),
    "code_with_several_identifiers": ("supplier_code",),
    "collective_code": ("supplier_code",),
}


def found(tx: Transaction, mapping: LedgerMapping) -> list[Problem]:
    """The problems of `placed`, worst first, at most `LISTED` rows of each code and then their number."""
    tx.execute("drop table if exists marked", step="problems: clear")
    tx.execute(marked_sql(), step="problems: marked rows")
    fixed = any(table.fixed for table in mapping.used)
    marks = (mark for mark in MARKS if not (fixed and mark.code in _OF_DOCUMENTS))
    said = [problem for mark in marks for problem in _told(tx, mark, mapping)]
    return list(worst_first([*said, *unconverted(tx, "placed"), *_with_vat(tx, mapping), *_turned(tx)]))


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
            places=tuple(
                Place(sheet, row, None, each.currency)
                for sheet, row in conversion.rows_waiting(reader, table, each.currency, condition, LISTED)
            ),
        )
        for each in conversion.waiting(reader, table, condition)
    ]


def _with_vat(tx: Transaction, mapping: LedgerMapping) -> list[Problem]:
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
        if any(table.has("gross_amount") for table in mapping.used) or mapping.amount_basis == "gross":
            text = msg("Amounts with VAT were brought to net by the rate that was stated, {rate}.", rate=rate)
            said.append(Problem("warning", "vat_rate_stated", text))
        else:
            text = msg("A VAT rate of {rate} was stated, but the amounts leave VAT out: it was not used.", rate=rate)
            said.append(Problem("warning", "vat_rate_unused", text))
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
        )
        for (number,) in tx.rows("select number from turned", step="problems: signs")
    ]


def marked_sql() -> str:
    """The statement behind the temporary table `marked`: the rows that any mark speaks of, in one pass."""
    anything = " or ".join(f"({mark.condition})" for mark in MARKS)
    columns = (
        "placed.grid, placed.sheet, placed.row_number, reason, date, invoice_date, posting_date, date_text,"
        " lost_identifier, amount_text, amount, rate_source, document_type, repeats, sighting_key"
    )
    return f"""
        create temp table marked as
        with twice as (
            select overlap_key, supplier_id from placed
            where reason is null and document_number is not null
            group by overlap_key, supplier_id having count(*) > 1
        ), known as (
            select {columns}, twice.overlap_key is not null as repeated
            from placed left join twice
              on twice.overlap_key = placed.overlap_key and twice.supplier_id = placed.supplier_id
             and placed.reason is null and placed.document_number is not null
        ), final as (
            select * from known where {anything}
        )
        select * from final"""


def located(tx: Transaction, mapping: LedgerMapping, problems: Sequence[Problem]) -> list[Problem]:
    """`problems` about identifiers and codes, with the rows of `parsed` that carry the values they name."""
    asked = [
        (place, column, value)
        for place, problem in enumerate(problems)
        for column in _ABOUT_VALUES.get(problem.code, ())
        for value in ([each.value for each in problem.places] or [problem.value])
        if value
    ]
    if not asked:
        return list(problems)
    place_of = _columns(mapping)
    rows: dict[int, dict[Place, None]] = {}
    frame = pa.table({name: [each[at] for each in asked] for at, name in enumerate(("problem", "role", "value"))})
    with tx.frame("asked_values", frame):
        for role in sorted({column for _, column, _ in asked}):
            for problem, sheet, row, value in tx.rows(
                f"select asked.problem, sheet, row_number, {role} from parsed"
                f" join asked_values as asked on asked.role = '{role}' and asked.value = {role}"
                " where reason is null order by grid, row_number",
                step="problems: rows of a value",
            ):
                rows.setdefault(problem, {})[Place(sheet, row, place_of(sheet, row, role), value)] = None
    return [
        replace(problem, places=tuple(rows.get(place, ()))[:LISTED]) if problem.code in _ABOUT_VALUES else problem
        for place, problem in enumerate(problems)
    ]


def _told(tx: Transaction, mark: Mark, mapping: LedgerMapping) -> Iterable[Problem]:
    rows = tx.dicts(
        f"select sheet, row_number, reason, date, {mark.value} as value, count(*) over () as number"
        f" from marked where {mark.condition} order by grid, row_number limit {LISTED}",
        step="problems: rows",
    )
    if not rows:
        return
    place_of, number = _columns(mapping), int(rows[0]["number"])
    places = [
        Place(row["sheet"], row["row_number"], place_of(row["sheet"], row["row_number"], *mark.roles), row["value"])
        for row in rows
    ]
    if mark.all:
        yield Problem(mark.severity, mark.code, mark.all(number), places=tuple(places))
        return
    if mark.each:
        for row, place in zip(rows, places, strict=True):
            yield Problem(mark.severity, mark.code, mark.each(row), place.sheet, place.row, place.column, place.value)
    if number > LISTED:
        yield Problem(mark.severity, mark.code, msg("… and {n} more rows of the same kind.", n=number - LISTED))


def _columns(mapping: LedgerMapping) -> Callable[..., int | None]:
    """A function that finds, for a row of a sheet, the column of the first of some roles."""

    def column(sheet: str | None, row: int, *roles: str) -> int | None:
        own = [table for table in mapping.used if table.sheet == sheet]
        table = next((table for table in own if row <= table.last_row), own[-1] if own else None)
        return None if table is None else next((i for role in roles if (i := table.column(role)) is not None), None)

    return column
