"""Twenty people look at the overview while a ledger is imported: a million lines, one server, one open database.

Each viewer speaks to the server as a browser does and asks for view after view. Bars: 95 of 100 views within two
seconds, no error, and no figure of a past year other than before the import began: the ledger that is imported, taken
back and imported again is of later years.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from benchmarks import ledgers, many_lines
from benchmarks.importing import Result
from benchmarks.measuring import ROOT, Bar, Took

LINES = 1_000_000
VIEWERS = 20
SECONDS = 40
P95 = 2.0
IMPORTED = 20_000
LATER = timedelta(days=3 * 365 + 1)
# Each viewer looks at these in turn, from a place of their own.
VIEWS = ("year=2023", "year=2024", "year=2025", "year=2023&scope=social_economy", "year=2024&local=region")
_STARTS_WITHIN = 60


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
    with _server(home, ledger, folder) as (port, process):
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


@contextmanager
def _server(home: Path, ledger: Path, folder: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = 8600 + os.getpid() % 300
    with (folder / "server.log").open("w", encoding="utf-8") as log, subprocess.Popen(
        [sys.executable, "-m", "benchmarks.viewers", str(port), str(ledger)],
        cwd=ROOT, env={**os.environ, "SOCIALIMPACT_HOME": str(home)}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
    ) as process:  # fmt: skip
        try:
            end = time.monotonic() + _STARTS_WITHIN
            while True:
                with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                    break
                if time.monotonic() > end:
                    sys.exit((folder / "server.log").read_text(encoding="utf-8"))
                time.sleep(0.1)
            yield port, process
        finally:
            process.terminate()


async def _look(port: int, *, viewers: int, seconds: float) -> Seen:
    """All viewers together, each for so many seconds and every view once at least."""
    seen = Seen()
    await asyncio.gather(*(_viewer(port, start, seconds, seen) for start in range(viewers)))
    return seen


async def _viewer(port: int, start: int, seconds: float, seen: Seen) -> None:
    from streamlit.proto.BackMsg_pb2 import BackMsg  # noqa: PLC0415 - the server of this module needs none of it
    from websockets.asyncio.client import connect  # noqa: PLC0415 - as above

    end, turn = time.monotonic() + seconds, 0
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
        while turn < len(VIEWS) or time.monotonic() < end:
            view = VIEWS[(start + turn) % len(VIEWS)]
            asked = BackMsg()
            asked.rerun_script.query_string = f"lang=en&{view}"
            asked.rerun_script.page_name = "overview"
            begin = time.perf_counter()
            await socket.send(asked.SerializeToString())
            figures, errors = await _answer(socket)
            seen.seconds.append(time.perf_counter() - begin)
            seen.errors += errors
            seen.figures.setdefault(view, set()).add(figures)
            turn += 1


async def _answer(socket: object) -> tuple[tuple[str, ...], list[str]]:
    """The figures on the cards of one run of the script, and the errors that it showed."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg  # noqa: PLC0415 - the server of this module needs none of it

    figures, errors = [], []
    while True:
        message = ForwardMsg()
        message.ParseFromString(await socket.recv())  # type: ignore[attr-defined]
        match message.WhichOneof("type"):
            case "delta":
                element = message.delta.new_element
                if element.WhichOneof("type") == "metric":
                    figures.append(f"{element.metric.label}: {element.metric.body}")
                elif element.WhichOneof("type") == "exception":
                    errors.append(element.exception.message)
            case "script_finished":
                return tuple(figures), errors if figures else [*errors, "a page without figures"]


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
