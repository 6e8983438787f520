"""Importing a ledger, against the readers that everybody knows.

Bars: a 100,000-line workbook in 2.5 times what python-calamine takes to read it, 0.3 times pandas with openpyxl and
twice calamine's memory; a 1,000,000-line CSV in 4 times DuckDB's own `read_csv` into a table.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks import ledgers
from benchmarks.measuring import Bar, Took, best, run

WORKBOOK_LINES = 100_000
TEXT_LINES = 1_000_000

Result = tuple[dict[str, Took], list[Bar]]


def workbook(folder: Path) -> Result:
    path = str(ledgers.write_xlsx(WORKBOOK_LINES, folder / "ledger.xlsx"))
    homes = (str(folder / f"home{number}") for number in range(100))
    calamine = best(lambda: ("benchmarks.tasks", "calamine", path))
    ours = best(lambda: ("benchmarks.tasks", "ours", path, next(homes)))
    command = run("socialimpact", "--home", next(homes), "import", path, "--json")
    pandas = run("benchmarks.tasks", "pandas", path)
    took = {
        "python-calamine, read": calamine,
        "pandas with openpyxl, read": pandas,
        "socialimpact, import": ours,
        "socialimpact, whole command": command,
    }
    return took, [
        Bar("100,000-line .xlsx: import / calamine", ours.seconds / calamine.seconds, 2.5),
        Bar("100,000-line .xlsx: import / pandas", ours.seconds / pandas.seconds, 0.3),
        Bar("100,000-line .xlsx: memory / calamine", ours.memory / (calamine.memory or 1), 2.0),
    ]


def text(folder: Path) -> Result:
    path = str(ledgers.write_csv(TEXT_LINES, folder / "ledger.csv"))
    places = (str(folder / f"csv{number}") for number in range(100))
    duckdb = best(lambda: ("benchmarks.tasks", "duckdb", path, next(places)))
    ours = best(lambda: ("benchmarks.tasks", "ours", path, next(places)))
    took = {"DuckDB read_csv into a table": duckdb, "socialimpact, import": ours}
    return took, [Bar("1,000,000-line .csv: import / DuckDB", ours.seconds / duckdb.seconds, 4.0)]
