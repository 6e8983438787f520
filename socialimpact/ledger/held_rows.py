"""Where the parsed rows of a file are held until they are written: `parsed`, whatever is behind that name.

Most files are held beside the engine, in Arrow: half the memory of a table of the engine, and free again as soon as
the block ends, where the engine keeps what a transaction has dropped until it commits. A large file is held in the
engine, which can put it aside on disk.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext

import numpy as np
import pyarrow as pa

from socialimpact.columns import fixed, memory_reused, numbers
from socialimpact.ledger.documents import literal
from socialimpact.store import Transaction
from socialimpact.tables.book import Book

# Rows of a file that are held in Arrow, at most: about 150 MB.
BESIDE = 300_000


def are_few(book: Book) -> bool:
    """Whether the rows of a file are few enough to be held in Arrow."""
    return sum(grid.height for grid in book.grids) <= BESIDE


def memory_for(book: Book) -> AbstractContextManager[None]:
    """How memory is dealt with while a file is imported: many rows come in pieces, one after the other."""
    return nullcontext() if are_few(book) else memory_reused()


@contextmanager
def beside(tx: Transaction, statement: str) -> Generator[None, None, None]:
    """Hold the rows of one statement in Arrow while the block runs."""
    tx.show("parsed", _numbered(tx.table(statement, step="parse")))
    try:
        yield
    finally:
        for name in ("parsed", "placement", "placed"):
            tx.hide(name)


@contextmanager
def within(tx: Transaction, statements: Sequence[str]) -> Generator[None, None, None]:
    """Hold the rows of all statements in the engine while the block runs."""
    tx.execute("drop table if exists parsed_rows", step="parse: clear")
    made = "create temp table parsed_rows as"
    for statement in statements:
        tx.execute(f"{made} {statement}", step="parse")
        made = "insert into parsed_rows by name"
    tx.execute("create or replace temp view parsed as select *, rowid as place from parsed_rows", step="parse: view")
    yield
    tx.execute("drop view if exists placed", step="parse: clear")
    tx.execute("drop view parsed", step="parse: clear")


def rewrite(tx: Transaction, replaced: str = "", *, source: str = "", kept: str = "true", step: str) -> None:
    """Hold other rows instead: those that are `kept`, with the columns that `replaced` makes anew (`… as euro`).

    `source` is what stands behind `from parsed`, as joins. Comes before anything refers to a row by its place.
    """
    columns = f"parsed.* exclude (place){f' replace ({replaced})' if replaced else ''}"
    statement = f"select {columns} from parsed {source} where {kept}"
    if tx.shown("parsed") is None:
        tx.execute(f"create or replace temp table parsed_rows as {statement}", step=step)
    else:
        tx.show("parsed", _numbered(tx.table(statement, step=step)))


def place(tx: Transaction, statement: str) -> None:
    """Let statements see `placement`, the rows of `statement`, one a `place`, and `placed`: the rows of `parsed` with
    the columns of `placement`, which take the places of columns with the same names.
    """
    if tx.shown("parsed") is None:
        tx.execute(f"create or replace temp table placement as {statement}", step="place lines")
        # Only what is new of a row is kept beside it: a ledger's texts are not copied once more.
        tx.execute(
            "create or replace temp view placed as"
            " select parsed.* exclude (reason, euro, date, site, place), placement.*"
            " from parsed join placement on placement.place = parsed.place",
            step="place lines: view",
        )
    else:
        _show_placed(tx, statement)


def set_aside(tx: Transaction, repeated: str, reason: str | None) -> None:
    """Mark the placed rows for which `repeated` is true as being there already, and give them a `reason`."""
    if tx.shown("parsed") is None:
        also = f", reason = {literal(reason)}" if reason else ""
        tx.execute(f"update placement set repeats = true{also} where {repeated}", step="set repeated rows aside")
    else:
        also = f", case when {repeated} then {literal(reason)} else reason end as reason" if reason else ""
        _show_placed(tx, f"select * replace (repeats or ({repeated}) as repeats{also}) from placement")


def _show_placed(tx: Transaction, statement: str) -> None:
    new = tx.table(statement, step="place lines")
    order = np.argsort(numbers(new["place"]), kind="stable")
    if np.any(np.diff(order) < 0):
        new = new.take(fixed(order, pa.int64()))
    rows: pa.Table = tx.shown("parsed")
    rows = rows.drop_columns([name for name in rows.column_names if name in {*new.column_names, "site"}])
    for name in new.column_names:
        rows = rows.append_column(name, new[name])
    tx.show("placement", new)
    tx.show("placed", rows)


def _numbered(rows: pa.Table) -> pa.Table:
    """The rows with their `place`, from 0."""
    return rows.append_column("place", fixed(np.arange(rows.num_rows, dtype=np.int64), pa.int64()))
