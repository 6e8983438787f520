"""The rows of a ledger in which no amount is looked for: titles and headers, blank rows, tables that are not read."""

from __future__ import annotations

import numpy as np

from socialimpact.columns import numbers
from socialimpact.ledger.cells import packed_sql
from socialimpact.ledger.documents import literal
from socialimpact.ledger.mapping import DATE_ROLES, TableMapping
from socialimpact.ledger.parts import Part
from socialimpact.tables.grid import Grid


def around_sql(part: Part) -> str:
    """SQL for the rows of a part that no amount is looked for in: what stands above the data, and blank rows.

    The header of the first table of a sheet is no row of the ledger; it and blank rows above the data are not counted.
    """
    table, source = part.table, f"grid_{part.number}"
    if part.period is not None and not part.first_period:
        return ""
    header = table.header_row or 0
    counted = f" and row <> {header}" if part.leads else ""
    top = part.top
    if part.leads:
        top = table.first_row if table.header_row is None else table.header_row + 1
    sheet = value_sql(table.sheet)
    rows = numbers(part.grid.cells["row"])
    above = rows[(rows >= part.top) & (rows < table.first_row)]
    named = f"{part.number} as grid, {sheet} as sheet"
    sql = ""
    if len(above) > (header in above and part.leads):
        sql += f"""
        union all by name
        select {named}, row as row_number,
               case when row < {header} then 'title' else 'header' end as reason, {packed_sql(part.grid)} as as_read
        from {source} where row >= {part.top} and row < {table.first_row}{counted}"""
    if np.count_nonzero((rows >= top) & (rows <= part.bottom)) <= part.bottom - top:
        sql += f"""
        union all by name
        select {named}, cast(missing as integer) as row_number, 'blank' as reason
        from range({top}, {part.bottom} + 1) as numbers(missing)
        where not exists (select 1 from {source} where row = missing)"""
    return sql


def left_out_sql(part: Part) -> str:
    """The statement for a table that is not read, on a sheet where another one is."""
    packed = packed_sql(part.grid)
    return f"""
    with final as (
        select {part.number} as grid, {value_sql(part.table.sheet)} as sheet, cast(number as integer) as row_number,
               case when row is null then 'blank' else 'other_table' end as reason,
               case when row is not null then {packed} end as as_read
        from range({part.table.begins if part.leads else part.top}, {part.bottom} + 1) as numbers(number)
        left join grid_{part.number} on row = number
        union all
        select {part.number}, {value_sql(part.table.sheet)}, row, 'title', {packed}
        from grid_{part.number} where {str(part.leads).lower()} and row < {part.table.begins}
    )
    select * from final"""


def is_header_sql(part: Part, any_date: str) -> str:
    """SQL that is true where a row repeats the header. Where rows have dates of their own, such a row has none, so that
    its texts are looked for in few rows.
    """
    table, repeats = part.table, _repeated_header(part.grid, part.table)
    if part.period is not None or table.constants or not table.has(*DATE_ROLES):
        return repeats
    return f"case when {any_date} is null then {repeats} else false end"


def _repeated_header(grid: Grid, table: TableMapping) -> str:
    """SQL that is true where a row says again what a row of the header says: two of its texts, or the only one."""
    tests = []
    for place, headers in enumerate(_headers(grid, table)):
        same = " + ".join(f"(coalesce(c{index} = {literal(text)}, false))::int" for index, text in headers.items())
        if len(headers) > 1 or (headers and place == 0):
            tests.append(f"({same}) >= {min(2, len(headers))}")
    return " or ".join(tests) or "false"


def _headers(grid: Grid, table: TableMapping) -> list[dict[int, str]]:
    """The texts of the mapped columns in the header: its main row first, then the other rows that belong to it."""
    if table.header_row is None:
        return []
    rows = numbers(grid.cells["row"])
    first, main, end = np.searchsorted(rows, [table.header_row - 1, table.header_row, table.first_row]).tolist()
    places = [main, *(place for place in range(first, end) if place != main)] if end > main else []
    found = (grid.cells.slice(place, 1).to_pylist()[0] for place in places)
    return [{index: text for index in table.roles if (text := row.get(f"c{index}"))} for row in found]


def value_sql(text: str | None) -> str:
    return "cast(null as varchar)" if text is None else literal(text)
