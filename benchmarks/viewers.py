"""Twenty people look at the overview while a ledger is imported: a million lines, one server, one open database.

Each viewer speaks to the server as a browser does and asks for view after view. Bars: 95 of 100 views within two
seconds, no error, and no figure of a past year other than before the import began: the ledger that is imported, taken
back and imported again is of later years.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from benchmarks import ledgers, many_lines, visiting
from benchmarks.importing import Result
from benchmarks.measuring import Bar, Took

LINES = 1_000_000
VIEWERS = 20
SECONDS = 40
P95 = 2.0
IMPORTED = 20_000
LATER = timedelta(days=3 * 365 + 1)
# Each viewer looks at these in turn, from a place of their own.
VIEWS = ("year=2023", "year=2024", "year=2025", "year=2023&scope=social_economy", "year=2024&local=region")


@dataclass
class Seen:
    """What viewers saw: seconds of each view, errors in words, and the figures of each view, all that there were."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    figures: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)


def while_importing(folder: Path) -> Result:
    """The views of all viewers together; `rows` of the imports says how often the ledger came in."""
    home = folder / "home"
    many_lines.make(home, folder)
    many_lines.grow(home, LINES)
    ledger = _later_ledger(folder / "later.csv")
    command = ("-m", "benchmarks.viewers", str(visiting.PORT), str(ledger))
    with visiting.server(command, home, folder) as process:
        port = visiting.PORT
        before = asyncio.run(_look(port, viewers=1, seconds=0))
        print("go", file=process.stdin, flush=True)
        seen = asyncio.run(_look(port, viewers=VIEWERS, seconds=SECONDS))
        print("stop", file=process.stdin, flush=True)
        imports = json.loads(process.stdout.readline())["imports"] if process.stdout else 0
    wrong = [view for view, figures in seen.figures.items() if figures != before.figures[view]]
    ordered = sorted(seen.seconds)
    p95 = ordered[int(len(ordered) * 0.95)]
    for error in seen.errors[:3]:
        print(error, file=sys.stderr)
    return {
        f"{VIEWERS} viewers, a view (median)": Took(ordered[len(ordered) // 2], SECONDS, 0, len(ordered)),
        f"{VIEWERS} viewers, a view (p95)": Took(p95, SECONDS, 0, len(ordered)),
        "imports meanwhile": Took(SECONDS / max(imports, 1), SECONDS, 0, imports),
    }, [
        Bar(f"{VIEWERS} viewers during imports, p95: seconds", p95, P95),
        Bar("errors that viewers saw", len(seen.errors), 0),
        Bar("views with a wrong figure", len(wrong), 0),
        Bar("imports that never ended (1: none did)", float(imports == 0), 0),
    ]


def _later_ledger(path: Path) -> Path:
    """A ledger of years that no view shows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(";".join(ledgers.HEADER) + "\r\n")
        for one in ledgers.purchases(IMPORTED):
            day, money = (one.day + LATER).strftime("%d/%m/%Y"), (f"{value:.2f}" for value in (one.net, one.vat))
            cells = (day, one.number, one.kind, one.code, one.name, one.vat_number, one.town, one.province,
                     one.category, one.text, *(text.replace(".", ",") for text in money))  # fmt: skip
            file.write(";".join(cells) + "\r\n")
    return path


async def _look(port: int, *, viewers: int, seconds: float) -> Seen:
    """All viewers together, each for so many seconds and every view once at least."""
    seen = Seen()
    await asyncio.gather(*(_viewer(port, start, seconds, seen) for start in range(viewers)))
    return seen


async def _viewer(port: int, start: int, seconds: float, seen: Seen) -> None:
    end, turn = time.monotonic() + seconds, 0
    async with visiting.connection(port) as socket:
        while turn < len(VIEWS) or time.monotonic() < end:
            view = VIEWS[(start + turn) % len(VIEWS)]
            begin = time.perf_counter()
            figures, errors = await visiting.ask(socket, "overview", view)
            seen.seconds.append(time.perf_counter() - begin)
            seen.errors += errors
            seen.figures.setdefault(view, set()).add(figures)
            turn += 1


def serve(port: int, ledger: str) -> None:
    """The app with an importer beside it in the same process, as when a colleague uploads: from `go` until `stop`."""
    import uvicorn  # noqa: PLC0415 - the viewers need none of it

    from app import app  # noqa: PLC0415 - as above

    threading.Thread(target=_import_again_and_again, args=(ledger,), daemon=True).start()
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


def _import_again_and_again(ledger: str) -> None:
    from socialimpact.services.ledgers import importing  # noqa: PLC0415 - as above
    from socialimpact.ui import access  # noqa: PLC0415 - as above

    sys.stdin.readline()
    ws, actor = access.current()
    stopped = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), stopped.set()), daemon=True).start()
    imports = 0
    while not stopped.is_set():
        result = importing.import_ledger(ws, actor, importing.preview(ws, actor, Path(ledger), rehearse=False))
        importing.undo(ws, actor, result.import_id)
        imports += 1
    print(json.dumps({"imports": imports}), flush=True)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
