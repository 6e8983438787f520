"""What reads from the store: the database at rest, or a transaction that sees its own changes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import duckdb
import pyarrow as pa

from socialimpact.errors import NotFound, Refused, StoreFailed
from socialimpact.language import msg


class Reader(ABC):
    """Asks the store. Each statement has a cursor to itself and is drained before another has it."""

    @abstractmethod
    def _asking(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """The cursor of one statement."""

    def table(self, sql: str, values: Sequence[Any] = (), *, step: str = "query") -> pa.Table:
        """The rows of a statement as an Arrow table; amounts stay DECIMAL."""
        with self._asking() as cursor, told(step):
            return _arrow(cursor, sql, values)

    def rows(self, sql: str, values: Sequence[Any] = (), *, step: str = "query") -> list[tuple[Any, ...]]:
        with self._asking() as cursor, told(step):
            return cursor.execute(sql, list(values)).fetchall()

    def dicts(self, sql: str, values: Sequence[Any] = (), *, step: str = "query") -> list[dict[str, Any]]:
        """The rows as dictionaries keyed by column name."""
        with self._asking() as cursor, told(step):
            result = cursor.execute(sql, list(values))
            names = [column[0] for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def value(self, sql: str, values: Sequence[Any] = (), *, step: str = "query") -> Any:
        """The first column of the first row, or None."""
        rows = self.rows(sql, values, step=step)
        return rows[0][0] if rows else None


def found(row: Any, what: str) -> Any:
    """`row`, or `NotFound` naming what was looked for."""
    if row is None:
        raise NotFound(msg("There is no {what}.", what=what))
    return row


@contextmanager
def told(step: str) -> Generator[None, None, None]:
    """Re-raise the engine's errors with the name of the step that failed."""
    try:
        yield
    except Refused:
        raise
    except duckdb.Error as error:
        raise StoreFailed(
            msg("The step “{step}” failed in the database: {reason}", step=step, reason=str(error))
        ) from error


def _arrow(cursor: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any]) -> pa.Table:
    """Through a relation: the other way to Arrow copies the rows once more. Coded texts come as texts."""
    result = cursor.sql(sql, params=list(values)) if values else cursor.sql(sql)
    table = result.to_arrow_table()
    for place, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(place, field.name, table.column(place).cast(field.type.value_type))
    return table
