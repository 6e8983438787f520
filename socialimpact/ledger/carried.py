"""What a row takes from rows above it: the values of merged cells, the supplier of a heading, what all rows share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from socialimpact.columns import fixed, mask
from socialimpact.ledger import judgement
from socialimpact.ledger.documents import literal
from socialimpact.ledger.mapping import AMOUNT_ROLES, DATE_ROLES, TableMapping
from socialimpact.ledger.parts import Part
from socialimpact.tables.arrays import strings
from socialimpact.tables.content import rows_up_to
from socialimpact.tables.supplier_headings import find_headings
from socialimpact.tables.values import identifier_sql

# Roles that stand together: where one of them has a value of its own, none is taken from above.
SUPPLIER = (
    "supplier_name", "supplier_code", "supplier_vat", "supplier_tax_code", "supplier_address", "supplier_municipality",
    "supplier_province", "supplier_postcode", "supplier_country",
)  # fmt: skip
DATES = (*DATE_ROLES, "date_text")
NUMBER = ("document_number", "document_type_as_read")
SINGLE = ("category", "category_code", "cost_centre", "site", "company", "description")
FROM_HEADINGS = ("supplier_name", "supplier_code", "supplier_vat", "supplier_tax_code")


@dataclass(frozen=True)
class Steps:
    """Named steps that follow `typed`: `sql` begins with a comma, `last` is the step to go on from, `own_date` SQL for
    the date that stands in the row itself.
    """

    sql: str = ""
    last: str = "typed"
    own_date: str = "any_date"


def with_headings(cells: pa.Table, part: Part) -> pa.Table:
    """The cells with the columns `h_supplier_name` …: what the last heading above (or in) a row says, and `h_row`, true
    for headings themselves. Unchanged where the table has no headings.
    """
    table, grid = part.table, part.grid
    if table.headings != "supplier" or not table.used:
        return cells
    start, end = rows_up_to(grid, part.top - 1), rows_up_to(grid, part.bottom)
    amounts = [index for role in AMOUNT_ROLES if (index := table.column(role)) is not None]
    dates = [index for role in DATE_ROLES if (index := table.column(role)) is not None]
    found = find_headings(grid, (start, rows_up_to(grid, table.first_row - 1), end), amounts, dates)
    # 0 stands for "none yet", n for the n-th heading
    which = np.searchsorted(found.places, np.arange(grid.height), side="right")
    which[:start] = 0
    which[end:] = 0
    marks = np.zeros(grid.height, bool)
    marks[found.places] = True
    said = {
        "supplier_name": ["", *(heading.name or "" for heading in found.said)],
        "supplier_code": ["", *(heading.code or "" for heading in found.said)],
        "supplier_vat": ["", *(heading.vat or "" for heading in found.said)],
        "supplier_tax_code": ["", *(heading.tax_code or "" for heading in found.said)],
    }
    places = fixed(which.astype(np.int64), pa.int64())
    for role in FROM_HEADINGS:
        cells = cells.append_column(f"h_{role}", strings(said[role]).take(places))
    return cells.append_column("h_row", mask(marks))


def columns(table: TableMapping) -> str:
    """What the step `typed` selects besides, for `steps`."""
    if table.headings != "supplier":
        return ""
    named = ", ".join(
        f"{identifier_sql(f'h_{role}') if role.endswith(('vat', 'tax_code')) else f'h_{role}'} as h_{role}"
        for role in FROM_HEADINGS
    )
    return f", h_row as is_heading, {named}"


def steps(table: TableMapping) -> Steps:
    """The steps that fill what rows take from above; none for a table that has nothing of the kind."""
    carried = _carried(table)
    if not carried and not table.headings and not table.constants:
        return Steps()
    heading = "is_heading" if table.headings else "false"
    own_date = f"coalesce({', '.join(DATE_ROLES)})"
    sql = f""", marked as (
        select *, {own_date} as own_date, {judgement.NAMELESS} as nameless,
               is_header or {heading} or ({own_date} is null and ({judgement.total_sql()})) as is_mark
        from typed
    ), placed_above as (
        select *, not is_mark and not (nameless and date_text is null and document_number is null
                                       and description is null and category is null) as takes{_sources(carried)}
        from marked window upward as (order by row_number rows between unbounded preceding and current row)
    ), completed as (
        select * replace ({_replacements(table, carried)}) from placed_above
    )"""
    return Steps(sql, "completed", "own_date")


def _carried(table: TableMapping) -> tuple[str, ...]:
    roles = [table.roles[index] for index in table.carried if index in table.roles]
    named = ["document_type_as_read" if role == "document_type" else role for role in roles]
    if any(role in DATE_ROLES for role in named):
        named.append("date_text")
    return tuple(role for role in named if role in (*SUPPLIER, *NUMBER, *DATES, *SINGLE))


def _sources(carried: tuple[str, ...]) -> str:
    """For each group of roles the values of the last row above that has any of its own."""
    groups = [("supplier", "not nameless", SUPPLIER), ("dates", _any(DATES), DATES),
              ("number", _any(NUMBER), NUMBER)]  # fmt: skip
    groups += [(role, f"{role} is not null", (role,)) for role in SINGLE]
    sql = ""
    for name, has, roles in groups:
        wanted = [role for role in roles if role in carried]
        if wanted:
            packed = ", ".join(f"{role} := {role}" for role in wanted)
            sql += (
                f", last_value(case when not is_mark and {has} then struct_pack({packed}) end ignore nulls)"
                f" over upward as from_{name}"
            )
    return sql


def _replacements(table: TableMapping, carried: tuple[str, ...]) -> str:
    """SQL `… as role` for every role that rows take from above or from all rows."""
    values: dict[str, str] = {}
    for role in carried:
        if role in SUPPLIER:
            values[role] = f"case when takes and nameless then from_supplier.{role} else {role} end"
        elif role in NUMBER:
            # the number of another supplier's document, or of one of another day, is not this one's
            own = _any((*NUMBER, *DATES))
            values[role] = f"case when takes and nameless and not {own} then from_number.{role} else {role} end"
        elif role in DATES:
            values[role] = f"case when takes and not {_any(DATES)} then from_dates.{role} else {role} end"
        else:
            values[role] = f"case when takes then coalesce({role}, from_{role}.{role}) else {role} end"
    if table.headings == "supplier":
        for role in FROM_HEADINGS:
            own = values.get(role, role)
            values[role] = f"case when takes and nameless then coalesce({own}, h_{role}) else {own} end"
    for role, text in table.constants.items():
        name = "document_type_as_read" if role == "document_type" else role
        value = f"try_cast({literal(text)} as date)" if role in DATE_ROLES else literal(text)
        if role in (*SUPPLIER, *NUMBER, *DATES, *SINGLE, "currency"):
            own = values.get(name, name)
            values[name] = f"case when is_mark then {own} else coalesce({own}, {value}) end"
    return ", ".join(f"{value} as {role}" for role, value in values.items()) or "is_mark as is_mark"


def _any(roles: tuple[str, ...]) -> str:
    return "(" + " or ".join(f"{role} is not null" for role in roles) + ")"
