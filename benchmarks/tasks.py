"""One piece of work in a process of its own: `python -m benchmarks.tasks NAME ARGUMENT...`.

Prints one line of JSON: the seconds of the work alone, without starting Python and loading packages.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def calamine(path: str) -> dict[str, Any]:
    import python_calamine  # noqa: PLC0415 - each task loads what it measures, and nothing else

    start = time.perf_counter()
    rows = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return {"seconds": time.perf_counter() - start, "rows": len(rows)}


def pandas(path: str) -> dict[str, Any]:
    import pandas as pd  # noqa: PLC0415 - as above

    start = time.perf_counter()
    frame = pd.read_excel(path, engine="openpyxl")
    return {"seconds": time.perf_counter() - start, "rows": len(frame)}


def duckdb(path: str, database: str) -> dict[str, Any]:
    import duckdb as engine  # noqa: PLC0415 - as above

    start = time.perf_counter()
    with engine.connect(database) as connection:
        connection.execute("create table ledger as select * from read_csv(?)", [path])
        rows = connection.execute("select count(*) from ledger").fetchall()[0][0]
    return {"seconds": time.perf_counter() - start, "rows": rows}


def ours(path: str, home: str) -> dict[str, Any]:
    """Read, map, parse, identify, tag, commit: the same calls as `python -m socialimpact import`."""
    from socialimpact.actor import local_owner  # noqa: PLC0415 - as above
    from socialimpact.services.ledgers import importing  # noqa: PLC0415 - as above
    from socialimpact.services.workspace import open_workspace  # noqa: PLC0415 - as above

    workspace = open_workspace(home)
    actor = local_owner()
    start = time.perf_counter()
    previewed = importing.preview(workspace, actor, Path(path), rehearse=False)
    result = importing.import_ledger(workspace, actor, previewed)
    seconds = time.perf_counter() - start
    workspace.close()
    return {"seconds": seconds, "rows": result.reconciliation.lines}


def invoices(path: str) -> dict[str, Any]:
    """Read a zip of electronic invoices, as a preview does."""
    from socialimpact.tables.book import read_book  # noqa: PLC0415 - as above

    start = time.perf_counter()
    book = read_book(Path(path))
    return {"seconds": time.perf_counter() - start, "rows": book.grids[0].height - 1}


def suggest(names: str, entries: str) -> dict[str, Any]:
    """Read names and entries, build the index and suggest; what has been done is told on standard error."""
    import pyarrow as pa  # noqa: PLC0415 - as above

    from benchmarks import bodies  # noqa: PLC0415 - as above
    from socialimpact.columns import texts  # noqa: PLC0415 - as above
    from socialimpact.places import municipalities  # noqa: PLC0415 - as above
    from socialimpact.suppliers.suggestions import engine, index  # noqa: PLC0415 - as above
    from socialimpact.suppliers.suggestions.bodies import read_bodies  # noqa: PLC0415 - as above

    def table(rows: list[tuple[str, str, str]]) -> pa.Table:
        read = pa.table({name: texts(list(column)) for name, column in
                         zip(("name", "municipality", "province"), zip(*rows, strict=True), strict=True)})  # fmt: skip
        return read.append_column("municipality_code", texts(municipalities.resolve(read)))

    listed = list(bodies.register(int(entries)))
    asked = table(list(bodies.suppliers(int(names), listed)))
    register = table(listed)
    start = time.perf_counter()
    ready = index.build(read_bodies(register))
    found = engine.suggested(
        read_bodies(asked), ready, tell=lambda part: print(f"\r{part:4.0%}", end="", file=sys.stderr)
    )
    print(file=sys.stderr)
    return {"seconds": time.perf_counter() - start, "rows": len({*found.pairs.name.tolist()})}


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "calamine": calamine,
    "pandas": pandas,
    "duckdb": duckdb,
    "ours": ours,
    "invoices": invoices,
    "suggest": suggest,
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
