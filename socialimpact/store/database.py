"""An organisation's database file, opened and shared between threads.

DuckDB answers wrong rows, silently, to threads that share a connection; so every query has a cursor to itself and is
drained before another has it. Writers wait for one another on a lock and end in one commit.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

import duckdb

from socialimpact.actor import Actor
from socialimpact.errors import Overtaken, StoreBusy, StoreFailed
from socialimpact.language import msg
from socialimpact.store.migrations import migrate
from socialimpact.store.reader import Reader
from socialimpact.store.transaction import Transaction

# The open file reads and loads nothing else: no files, no network, no extensions, no Python variables.
_HARDENING = (
    "set enable_external_access=false",
    "set autoinstall_known_extensions=false",
    "set autoload_known_extensions=false",
    "set python_enable_replacements=false",
    "set lock_configuration=true",
)


_TUNING = (
    # A commit is safe once it is in the log. Compressing it into the file waits until there is more to compress: for an
    # import of 100,000 lines that halves the time of the commit.
    "set wal_autocheckpoint='256MB'",
    # Beyond this the engine works on disk, so that a ledger of millions of lines goes through a small laptop.
    "set memory_limit='2GB'",
    # A full part of a table is written into the file at once: it is not kept until there are five of them.
    "set write_buffer_row_group_count=1",
)

# Rows of a part of a table. Threads take such parts, and a full one is written into the file beside the work instead of
# at the commit: by the engine's own size, 100,000 lines would be one part, for one thread, written at the end.
_ROW_GROUP = 34_816

# The name of the file's tables among the engine's own.
_STORE = "store"


class Database(Reader):
    """An organisation's database, open in this process. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Open or make the file, bring its schema up to date and harden the connection.

        Raises `StoreBusy` when another process holds the file.
        """
        self._writer = threading.Lock()
        self._idle: deque[duckdb.DuckDBPyConnection] = deque()
        self._closed = False
        self._prepare: list[Callable[[int], None]] = []
        self._shown: int | None = None
        self.path = path
        self._connection = _opened(path)
        try:
            migrate(self._connection)
            for statement in (*_TUNING, *_HARDENING):
                self._connection.execute(statement)
            self._version = _version(self._connection)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        self._closed = True
        self._let_go()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def data_version(self) -> int:
        """A number that rises with every commit: part of the key of every cache."""
        return self._version

    def shown_version(self) -> int:
        """The version that kept answers are given for: behind `data_version` while those of a large commit are made."""
        shown = self._shown
        return self.data_version() if shown is None else shown

    def before_shown(self, prepare: Callable[[int], None]) -> None:
        """Have `prepare` called with the new version after each large commit, before `shown_version` moves on to it."""
        self._prepare.append(prepare)

    @contextmanager
    def write(self, actor: Actor, *, large: bool = False) -> Generator[Transaction, None, None]:
        """One transaction by one writer: commits as a whole at the end, or leaves the store as it was.

        A `large` one changes every answer at once: whoever keeps answers makes them anew before it is shown.
        """
        with self._writer, self._cursor() as cursor:
            cursor.execute("begin")
            try:
                transaction = Transaction(cursor, actor)
                yield transaction
                cursor.execute("update data_version set version = version + 1")
                before, after = self._version, _version(cursor)
                self._shown = before if large and self._prepare else None
                cursor.execute("commit")
                self._version = after
            except BaseException:
                cursor.execute("rollback")
                self._shown = None
                raise
        if self._shown == before:
            self._make_ready(before, after)

    @contextmanager
    def write_beside(self, actor: Actor) -> Generator[Transaction, None, None]:
        """One transaction that other writers need not wait for: only its end is theirs to wait for.

        Raises `Overtaken` there where one of them was done first; then nothing of it is kept, as it knew less than the
        store does.
        """
        with self._cursor() as cursor:
            cursor.execute("begin")
            try:
                known = _version(cursor)
                yield Transaction(cursor, actor)
                with self._writer:
                    self._must_be(known)
                    cursor.execute("update data_version set version = version + 1")
                    after = _version(cursor)
                    cursor.execute("commit")
                    self._version = after
            except BaseException:
                cursor.execute("rollback")
                raise

    def _must_be(self, version: int) -> None:
        if self._version != version:
            raise Overtaken(msg("The data was changed meanwhile."))

    def _make_ready(self, before: int, after: int) -> None:
        """Let answers be made anew, then show them. A commit meanwhile is shown at once, and this one with it."""
        try:
            for prepare in self._prepare:
                prepare(after)
        except Exception:
            logging.getLogger(__name__).exception("Answers could not be made ready")
        finally:
            if self._shown == before:
                self._shown = None

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """A cursor that sees the file's tables; each begins among the engine's own."""
        cursor = self._connection.cursor()
        cursor.execute(f"use {_STORE}")
        return cursor

    @contextmanager
    def _asking(self) -> Generator[duckdb.DuckDBPyConnection, None, None]:
        """A cursor to read with, for one thread at a time. It is kept for the next query: a new one costs as much as a
        small query does.
        """
        try:
            cursor = self._idle.pop()
        except IndexError:
            cursor = self._cursor()
        try:
            yield cursor
        except BaseException:
            cursor.close()
            raise
        self._idle.append(cursor)
        if self._closed:  # meanwhile: a cursor that is left would hold the file
            self._let_go()

    def _let_go(self) -> None:
        with suppress(IndexError):
            while True:
                self._idle.pop().close()

    @contextmanager
    def rehearse(self, actor: Actor) -> Generator[Transaction, None, None]:
        """A transaction that is always taken back: tries what a writer would do, and tells what came of it."""
        with self._writer, self._cursor() as cursor:
            cursor.execute("begin")
            try:
                yield Transaction(cursor, actor)
            finally:
                cursor.execute("rollback")


def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    """A connection to the file at `path`, made where it is missing."""
    connection = duckdb.connect()
    try:
        # what is too large for memory is put aside beside the file, as where the file is opened by itself
        connection.execute(f"set temp_directory={_quoted(f'{path}.tmp')}")
        connection.execute(f"attach {_quoted(str(path))} as {_STORE} (row_group_size {_ROW_GROUP})")
        connection.execute(f"use {_STORE}")
    except (duckdb.IOException, duckdb.ResourceInUseException) as error:
        connection.close()
        if any(sign in str(error).lower() for sign in ("lock", "being used", "already attached")):
            raise StoreBusy(
                msg(
                    "The data in {folder} is open in another program. Close the app or the other command,"
                    " then try again.",
                    folder=str(path.parent),
                )
            ) from error
        raise StoreFailed(
            msg("The data file {file} cannot be opened: {reason}", file=str(path), reason=str(error))
        ) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: duckdb.DuckDBPyConnection) -> int:
    return int(connection.execute("select version from data_version").fetchall()[0][0])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
