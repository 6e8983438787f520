"""Numbered SQL migrations, each in one transaction together with its own record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import duckdb

from socialimpact.errors import StoreFailed
from socialimpact.language import msg

FOLDER = Path(__file__).parent / "migrations"


@dataclass(frozen=True)
class Migration:
    number: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()


def available(folder: Path = FOLDER) -> list[Migration]:
    """All migrations, in the order of their numbers."""
    found = [
        Migration(int(path.name[:4]), path.stem[5:], path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))
    ]
    numbers = [migration.number for migration in found]
    if numbers != list(range(1, len(found) + 1)):
        raise StoreFailed(msg("The database migrations are not numbered one by one: {numbers}.", numbers=str(numbers)))
    return found


def migrate(connection: duckdb.DuckDBPyConnection, migrations: list[Migration] | None = None) -> int:
    """Bring the open database to the newest schema and return its number.

    Raises `StoreFailed` when the file was written by a newer version of the program, or by one whose
    migrations differ: going on would damage it.
    """
    wanted = available() if migrations is None else migrations
    connection.execute(
        "create table if not exists migration (number integer primary key, name varchar not null,"
        " sha256 varchar not null, applied_at timestamp not null default current_timestamp)"
    )
    done = dict(connection.execute("select number, sha256 from migration order by number").fetchall())
    if len(done) > len(wanted):
        raise StoreFailed(
            msg("This data was written by a newer version of socialimpact. Update the program, then open it again.")
        )
    for migration in wanted:
        if migration.number in done:
            if done[migration.number] != migration.sha256:
                raise StoreFailed(
                    msg(
                        "Step {step} of the database's history differs from this program's.",
                        step=migration.name,
                    )
                )
            continue
        connection.execute("begin")
        try:
            connection.execute(migration.sql)
            connection.execute(
                "insert into migration (number, name, sha256) values (?, ?, ?)",
                [migration.number, migration.name, migration.sha256],
            )
            connection.execute("commit")
        except BaseException:
            connection.execute("rollback")
            raise
    if len(done) < len(wanted):
        # Into the file at once: a log that makes tables with defaults (`current_timestamp`, `nextval`) cannot be
        # replayed, as the engine reads it before its own functions are there.
        connection.execute("checkpoint")
    return len(wanted)
