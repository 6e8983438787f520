"""What a person should know about the rows of a ledger: found in `placed`, said with sheet, row, column and value.

The kinds of row problems are declared in `problem_marks`; here they are found in one pass, and what concerns the whole
file is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pyarrow as pa

from socialimpact.errors import Place, Problem, worst_first
from socialimpact.language import msg
from socialimpact.ledger import file_problems
from socialimpact.ledger.mapping import Mapping as LedgerMapping
from socialimpact.ledger.problem_marks import MARKS, Mark
from socialimpact.store import Transaction
from socialimpact.suppliers.identifiers import identify_all

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
_IDENTIFIERS = ("supplier_vat", "supplier_tax_code")


def found(tx: Transaction, mapping: LedgerMapping) -> list[Problem]:
    """The problems of `placed`, worst first, at most `LISTED` rows of each code and then their number."""
    tx.execute("drop table if exists marked", step="problems: clear")
    tx.execute(marked_sql(), step="problems: marked rows")
    fixed = any(table.fixed for table in mapping.used)
    marks = (mark for mark in MARKS if not (fixed and mark.code in _OF_DOCUMENTS))
    said = [problem for mark in marks for problem in _told(tx, mark, mapping)]
    return list(worst_first([*said, *file_problems.found(tx, mapping)]))


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
            select overlap_key, supplier_id from placement where reason is null
            group by overlap_key, supplier_id having count(*) > 1
        ), known as (
            -- "?" or "-" in the place of a number is none
            select {columns}, case when twice.overlap_key is null then false
                else regexp_matches(placed.document_number, '[\\p{{L}}\\p{{N}}]') end as repeated
            from placed left join twice
              on twice.overlap_key = placed.overlap_key and twice.supplier_id = placed.supplier_id
             and placed.reason is null and placed.document_number is not null
        ), final as (
            select * from known where {anything}
        )
        select * from final"""


def located(tx: Transaction, mapping: LedgerMapping, problems: Sequence[Problem]) -> list[Problem]:
    """`problems` about identifiers and codes, with the rows of `parsed` that carry the values they name."""
    named = [
        (place, column, value)
        for place, problem in enumerate(problems)
        for column in _ABOUT_VALUES.get(problem.code, ())
        for value in ([each.value for each in problem.places] or [problem.value])
        if value
    ]
    if not named:
        return list(problems)
    written = {column: _as_written(tx, column) for column in {column for _, column, _ in named}}
    asked = [(place, column, text) for place, column, value in named for text in written[column].get(value, [value])]
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


def _as_written(tx: Transaction, column: str) -> dict[str, list[str]]:
    """How the file writes each identifier of a column: with a prefix, with blanks, or as it is compared."""
    if column not in _IDENTIFIERS:
        return {}
    texts = [row[0] for row in tx.rows(f"select distinct {column} from parsed where {column} is not null")]
    found: dict[str, list[str]] = {}
    for text, value in zip(texts, identify_all(texts)["value"].to_pylist(), strict=True):
        found.setdefault(value or text, []).append(text)
    return found


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
