"""What SQL over cells answers: `ask(engine, sql, *cells)`."""

from __future__ import annotations

from typing import Any

from socialimpact.tables.grid import CellKind


def ask(engine: Any, sql: str, *cells: str, kinds: int = CellKind.TEXT) -> list[Any]:
    """The value of `sql` over each cell, which it calls `c0`; its kind is in `k0`."""
    engine.execute("CREATE OR REPLACE TEMP TABLE t (n INTEGER, c0 VARCHAR, k0 UTINYINT)")
    engine.executemany("INSERT INTO t VALUES (?, ?, ?)", [[n, cell, int(kinds)] for n, cell in enumerate(cells)])
    return [row[0] for row in engine.execute(f"SELECT {sql} FROM t ORDER BY n").fetchall()]
