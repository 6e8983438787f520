"""The lines behind a figure: counted, searched, sorted and taken a page at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.figures.choices import definitions
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import measure
from socialimpact.figures.query import visible_sql
from socialimpact.language import msg
from socialimpact.store.reader import Reader

LARGEST = "-net_amount"
_FROM_SPEND = (
    "line_id", "date", "supplier_id", "supplier", "category", "ledger_category", "nature", "kind", "evidence",
    "net_amount",
)  # fmt: skip
# What lines can be sorted by, and where it stands: a column of `spend`, or of the line itself.
ORDERS: Mapping[str, str] = {
    "net_amount": "spend.net_amount",
    "date": "spend.date",
    "supplier": "spend.supplier",
    "category": "spend.category",
    "ledger_category": "spend.ledger_category",
    "kind": "spend.kind",
    "evidence": "spend.evidence",
    "due_date": "line.due_date",
    "payment_date": "line.payment_date",
    "description": "line.description",
    "document_number": "line.document_number",
    "file": "import.file",
}
_ESCAPE = "!"


def lines(
    reader: Reader,
    key: str,
    selection: Selection,
    *,
    actor: Actor,
    limit: int | None = 100,
    offset: int = 0,
    search: str = "",
    order: str = LARGEST,
) -> pa.Table:
    """The lines behind a figure (behind its numerator, where it is a share), the largest first.

    Columns: line_id, file, sheet, row_number, date, due_date, payment_date, document_number, supplier_id, supplier,
    description, category, ledger_category, nature, kind, evidence, net_amount. `limit` None gives them all. `order` is
    one of `ORDERS`, with `-` before it for the last first; what is not known comes last. `search` keeps those whose
    supplier, description or document number holds the text, in whatever case. Raises `Refused` for another order.
    """
    column, way = _ordered(order)
    condition, values = _condition(reader, key, selection, actor, search)
    page = "" if limit is None else f"limit {int(limit)} offset {int(offset)}"
    # what is sorted by a column of `spend` is cut to its page before the lines are looked up
    beside = "" if column.startswith("spend.") else _LINES
    taken = ", ".join(f"spend.{name}" for name in _FROM_SPEND)
    return reader.table(
        f"""
        with picked as (
            select {taken}, {column} as sorted_by
            from (select * from spend where {condition}) as spend
            {beside}
            order by {column} {way} nulls last, spend.line_id
            {page}
        ),
        final as (
            select
                picked.line_id, import.file, line.sheet, line.row_number, picked.date, line.due_date, line.payment_date,
                line.document_number,
                picked.supplier_id, picked.supplier, line.description, picked.category,
                picked.ledger_category, picked.nature, picked.kind, picked.evidence, picked.net_amount, picked.sorted_by
            from picked
            inner join line on line.line_id = picked.line_id
            inner join import on import.import_id = line.import_id
        )
        select * from final order by sorted_by {way} nulls last, line_id
        """,
        values,
        step="lines behind a figure",
    ).drop_columns(["sorted_by"])


_LINES = """inner join line on line.line_id = spend.line_id
            inner join import on import.import_id = line.import_id"""


def count(reader: Reader, key: str, selection: Selection, *, actor: Actor, search: str = "") -> int:
    """How many lines are behind a figure, of those that fit the search."""
    condition, values = _condition(reader, key, selection, actor, search)
    return int(reader.value(f"select count(*) from spend where {condition}", values, step="number of lines"))


def holds(reader: Reader, key: str, selection: Selection, line_id: int, *, actor: Actor) -> bool:
    """Whether a line is one of those behind a figure."""
    condition, values = _condition(reader, key, selection, actor, "")
    found = reader.value(
        f"select count(*) from spend where line_id = ? and {condition}", [line_id, *values], step="line behind a figure"
    )
    return bool(found)


def _ordered(order: str) -> tuple[str, str]:
    name = order.removeprefix("-")
    if name not in ORDERS:
        raise Refused(
            msg("Lines cannot be sorted by “{name}”. What can: {known}.", name=name, known=", ".join(ORDERS)),
            code="unknown_column",
        )
    return ORDERS[name], "desc" if order.startswith("-") else "asc"


def _condition(reader: Reader, key: str, selection: Selection, actor: Actor, search: str) -> tuple[str, list[Any]]:
    where, values = visible_sql(selection, actor)
    condition = definitions(reader, selection).fill(measure(key).condition)
    whole = f"{where} and {condition}"
    text = search.strip().lower()
    if not text:
        return whole, values
    for sign in (_ESCAPE, "%", "_"):
        text = text.replace(sign, _ESCAPE + sign)
    holds = f"like ? escape '{_ESCAPE}'"
    found = (
        f"(lower(supplier) {holds} or line_id in (select line_id from line"
        f" where lower(description) {holds} or lower(document_number) {holds}))"
    )
    return f"{whole} and {found}", [*values, *[f"%{text}%"] * 3]
