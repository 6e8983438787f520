"""From the command that starts the app to a whole overview with its figures, of a home with 100,000 lines.

Bar: four seconds. Python, packages, the database and the first page are all in it; the best of three starts counts.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

from benchmarks import many_lines, visiting
from benchmarks.importing import Result
from benchmarks.measuring import Bar, Took

STARTS = 3
LONGEST = 4.0
_COMMAND = ("-m", "streamlit", "run", "app.py", "--server.port", str(visiting.PORT), "--server.headless", "true")


def to_first_figures(folder: Path) -> Result:
    home = folder / "home"
    many_lines.make(home, folder)
    took = min((_start(home, folder) for _ in range(STARTS)), key=lambda start: start.seconds)
    return {"start to the first overview": took}, [Bar("start to the first overview: seconds", took.seconds, LONGEST)]


def _start(home: Path, folder: Path) -> Took:
    begin = time.perf_counter()
    with visiting.server(_COMMAND, home, folder):
        figures, errors = asyncio.run(_first_visit())
        seconds = time.perf_counter() - begin
    if errors:
        sys.exit("\n".join(errors))
    return Took(seconds, seconds, 0, len(figures))


async def _first_visit() -> tuple[tuple[str, ...], list[str]]:
    async with visiting.connection(visiting.PORT) as socket:
        return await visiting.ask(socket, "overview", "year=2024")
