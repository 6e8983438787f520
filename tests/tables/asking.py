"""What SQL over cells answers: `ask(engine, sql, *cells)`."""

from __future__ import annotations

from typing import Any

from socialimpact.tables.grid import CellKind


def ask(engine: Any, sql: str, *cells: str, kinds: int = CellKind.TEXT) -> list[Any]:
    """The value of `sql` over each cell, which it calls `c0`; its kind is in `k0`."""
    engine.execute(
        "CREATE OR REPLACE TEMP TABLE t AS"
        " SELECT unnest(range(len($1)))::INTEGER AS n, unnest($1::VARCHAR[]) AS c0, $2::UTINYINT AS k0",
        [cells, int(kinds)],
    )
    return [row[0] for row in engine.execute(f"SELECT {sql} FROM t ORDER BY n").fetchall()]
