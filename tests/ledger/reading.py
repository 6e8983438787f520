"""A ledger written in a test, parsed as an import would: `parsed(text, roles)` gives the rows of the table `parsed`."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from socialimpact.actor import local_owner
from socialimpact.ledger import lines
from socialimpact.ledger.mapping import Mapping, TableMapping
from socialimpact.store import Database
from socialimpact.tables.book import Book
from socialimpact.tables.grid import grid_from_rows


def book(text: str) -> Book:
    """A book of one text sheet; cells are parted by `|`, a line is a row."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").split("\n")]
    return Book("test.csv", "0" * 64, "csv", len(text), (grid_from_rows(rows),))


def mapping(
    read: Book,
    roles: str,
    *,
    header_row: int | None = 1,
    decimal_mark: str = ",",
    basis: str = "net",
    order: str = "dmy",
    **more: Any,
) -> Mapping:
    """The roles of the columns from left to right; `-` for a column without one. `more`: fields of `TableMapping`."""
    named = {index: role for index, role in enumerate(roles.split()) if role != "-"}
    plain = TableMapping(
        sheet=None,
        header_row=header_row,
        first_row=(header_row or 0) + 1,
        last_row=read.grids[0].last_row,
        roles=named,
        decimal_mark=decimal_mark,
        date_order=order,
        fingerprint="test",
    )
    return Mapping((replace(plain, **more),), basis)


@contextmanager
def rehearsal(tmp_path: Path):
    with Database(tmp_path / "test.duckdb") as database, database.rehearse(local_owner()) as tx:
        yield tx


def parsed(tmp_path: Path, text: str, roles: str, **how: Any) -> list[dict[str, Any]]:
    """The rows of `parsed` in the order of the file."""
    read = book(text)
    return parsed_as(tmp_path, read, mapping(read, roles, **how))


def parsed_as(tmp_path: Path, read: Book, how_read: Mapping) -> list[dict[str, Any]]:
    """The rows of `parsed`, with their cells, in the order of the file."""
    with rehearsal(tmp_path) as tx, lines.parsed(tx, read, how_read):
        return tx.dicts("select * from parsed order by row_number, grid")
