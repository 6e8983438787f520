"""The writing side of the store: statements that take effect together or not at all."""

from __future__ import annotations

import json
from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from typing import Any

import duckdb
import pyarrow as pa

from socialimpact.actor import Actor
from socialimpact.store.frames import Frame
from socialimpact.store.reader import Reader, told


class Transaction(Reader):
    """The writing side of the database, inside `Database.write`. One cursor: temporary tables live in it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, actor: Actor) -> None:
        self._cursor = cursor
        self.actor = actor
        self._shown: dict[str, Frame] = {}

    def _asking(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        return nullcontext(self._cursor)

    def execute(self, sql: str, values: Sequence[Any] = (), *, step: str = "statement") -> None:
        with told(step):
            self._cursor.execute(sql, list(values)).fetchall()

    @contextmanager
    def frame(self, name: str, data: pa.Table) -> Generator[str, None, None]:
        """Let statements see an Arrow table under `name` while the block runs."""
        self._cursor.register(name, data)
        try:
            yield name
        finally:
            # In a transaction that a failed statement has aborted even this is refused; the cursor closes soon.
            with suppress(duckdb.Error):
                self._cursor.unregister(name)

    def show(self, name: str, data: pa.Table) -> None:
        """Let statements see an Arrow table under `name`, in place of another that had it, until it is hidden.

        Unlike that of a `frame`, its memory is free from then on; but only one thread reads it.
        """
        frame, before = Frame(data), self._shown.get(name)
        self._cursor.register(name, frame)
        self._shown[name] = frame
        if before:
            before.table = None

    def shown(self, name: str) -> pa.Table | None:
        """The Arrow table that statements see under `name`, if there is one."""
        return self._shown[name].table if name in self._shown else None

    def hide(self, name: str) -> None:
        """Let go of the Arrow table that was shown under `name`, if one was."""
        if frame := self._shown.pop(name, None):
            frame.table = None
            # In a transaction that a failed statement has aborted even this is refused; the cursor closes soon.
            with suppress(duckdb.Error):
                self._cursor.unregister(name)

    def next_id(self, table: str, column: str) -> int:
        """The next free number of a key that is given out in order."""
        return int(self.value(f"select coalesce(max({column}), 0) + 1 from {table}"))

    def insert(self, table: str, row: dict[str, Any]) -> None:
        """Insert one row; keys are column names."""
        columns = ", ".join(row)
        marks = ", ".join("?" for _ in row)
        self.execute(f"insert into {table} ({columns}) values ({marks})", list(row.values()), step=f"insert {table}")

    def event(
        self,
        what: str,
        subject: str,
        subject_id: object = None,
        *,
        before: object = None,
        after: object = None,
    ) -> None:
        """Write down who did what to what, with the state before and after."""
        self.insert(
            "event",
            {
                "who": self.actor.name,
                "what": what,
                "subject": subject,
                "subject_id": None if subject_id is None else str(subject_id),
                "before": _json(before),
                "after": _json(after),
            },
        )


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value, default=str, ensure_ascii=False)
