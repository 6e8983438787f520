"""The impact report over 100,000 and 1,000,000 lines: put together and written, released, verified.

Bar: the chapter in PDF and Word, each from the question to the file, in at most 5 seconds with 1,000,000 lines. Each is
made in a process of its own, as by the command line; loading the packages counts.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import many_lines
from benchmarks.importing import Result
from benchmarks.measuring import Bar, Took, run

SIZES = (100_000, 1_000_000)
SECONDS = 5.0
YEAR = 2024
_FORMS = ("pdf", "docx")


def report(folder: Path) -> Result:
    """One home that grows; each format once to warm the files of the system, then timed, then its memory."""
    home = folder / "home"
    took: dict[str, Took] = {}
    bars: list[Bar] = []
    many_lines.make(home, folder)
    for size in SIZES:
        many_lines.grow(home, size)
        for form in _FORMS:
            fastest = _timed("file", str(home), form)
            took[f"report as {form}, {size:,}"] = fastest
            if size == SIZES[-1]:
                bars.append(Bar(f"report as {form}, {size:,} lines: seconds", fastest.seconds, SECONDS))
        took[f"release, {size:,}"] = run("benchmarks.reporting", "release", str(home))
        took[f"verify a release, {size:,}"] = _timed("verify", str(home))
        took[f"package of a release, {size:,}"] = run("benchmarks.reporting", "package", str(home))
        took[f"verify with differences, {size:,}"] = run("benchmarks.reporting", "differing", str(home))
    return took, bars


def _timed(*task: str) -> Took:
    fastest = min((run("benchmarks.reporting", *task, watched=False) for _ in range(2)), key=lambda one: one.seconds)
    watched = run("benchmarks.reporting", *task)
    return Took(fastest.seconds, fastest.whole, watched.memory, fastest.rows)


def file(home: str, form: str) -> dict[str, Any]:
    """Seconds from the question to the bytes, packages included."""
    start = time.perf_counter()
    from socialimpact.actor import local_owner  # noqa: PLC0415 - loading is part of what is measured
    from socialimpact.services.reporting import impact_report  # noqa: PLC0415 - as above
    from socialimpact.services.workspace import open_workspace  # noqa: PLC0415 - as above

    with open_workspace(home) as ws:
        made = impact_report.made(ws, local_owner(), YEAR)
        impact_report.written_as(local_owner(), made, form, "it")
        seconds = time.perf_counter() - start
        return {"seconds": seconds, "rows": _lines(ws)}


def release(home: str) -> dict[str, Any]:
    """Freezing the report with its lines."""
    from socialimpact.actor import local_owner  # noqa: PLC0415 - as above
    from socialimpact.services.reporting import releasing  # noqa: PLC0415 - as above
    from socialimpact.services.workspace import open_workspace  # noqa: PLC0415 - as above

    with open_workspace(home) as ws:
        old = releasing.to_correct(ws, local_owner(), YEAR)
        start = time.perf_counter()
        releasing.make(ws, local_owner(), YEAR, language="it", why="More lines" if old else "")
        return {"seconds": time.perf_counter() - start, "rows": _lines(ws)}


def verify(home: str) -> dict[str, Any]:
    """Every figure of the newest release asked again."""
    from socialimpact.actor import local_owner  # noqa: PLC0415 - as above
    from socialimpact.services.reporting import releases, verifying  # noqa: PLC0415 - as above
    from socialimpact.services.workspace import open_workspace  # noqa: PLC0415 - as above

    with open_workspace(home) as ws:
        newest = releases.releases(ws, local_owner())[0]
        start = time.perf_counter()
        verdict = verifying.verify_release(ws, local_owner(), newest.number)
        seconds = time.perf_counter() - start
        if not verdict.holds:
            sys.exit("the release does not hold")
        return {"seconds": seconds, "rows": _lines(ws)}


def package(home: str) -> dict[str, Any]:
    """All that an auditor needs of the newest release, in one zip."""
    from socialimpact.actor import local_owner  # noqa: PLC0415 - as above
    from socialimpact.services.reporting import package as packing  # noqa: PLC0415 - as above
    from socialimpact.services.reporting import releases  # noqa: PLC0415 - as above
    from socialimpact.services.workspace import open_workspace  # noqa: PLC0415 - as above

    with open_workspace(home) as ws:
        newest = releases.releases(ws, local_owner())[0]
        start = time.perf_counter()
        packing.package(ws, local_owner(), newest, "it")
        return {"seconds": time.perf_counter() - start, "rows": _lines(ws)}


def differing(home: str) -> dict[str, Any]:
    """Every figure asked again after the largest supplier was left out: which differ, and the cause of each."""
    from socialimpact.actor import local_owner  # noqa: PLC0415 - as above
    from socialimpact.services import organisation  # noqa: PLC0415 - as above
    from socialimpact.services.reporting import releases, verifying  # noqa: PLC0415 - as above
    from socialimpact.services.workspace import open_workspace  # noqa: PLC0415 - as above

    with open_workspace(home) as ws:
        newest = releases.releases(ws, local_owner())[0]
        largest = ws.db.value(
            "select supplier_id from spend where addressable and year = ? group by supplier_id"
            " order by sum(net_amount) desc limit 1",
            [YEAR],
        )
        organisation.add_exclusion(
            ws, local_owner(), field="supplier", value=str(largest), included=False, why="Of the group"
        )
        start = time.perf_counter()
        verdict = verifying.verify_release(ws, local_owner(), newest.number)
        seconds = time.perf_counter() - start
        if verdict.holds or any(not each.causes for each in verdict.differences):
            sys.exit("no difference, or one without a cause")
        return {"seconds": seconds, "rows": _lines(ws)}


def _lines(ws: Any) -> int:
    return int(ws.db.value("select count(*) from spend"))


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "file": file,
    "release": release,
    "verify": verify,
    "package": package,
    "differing": differing,
}

if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
