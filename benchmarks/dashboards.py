"""The dashboards over ledgers that grow: 100,000, 1,000,000 and 10,000,000 lines.

Bars: a dashboard's question takes at most 1.3 times the same question in SQL as an analyst would write it, and a run of
the overview's script, warm, at most 100 ms with 100,000 lines and 700 ms with 10,000,000. A run is measured twice: of a
view that was asked for before (what most runs are: its answers are kept), and of one that nobody has asked for yet.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import many_lines
from benchmarks.importing import Result
from benchmarks.measuring import ROOT, Bar, Took

SIZES = (100_000, 1_000_000, 10_000_000)
SLOWER_THAN_BY_HAND = 1.3
RUN_BARS = {100_000: 0.1, 10_000_000: 0.7}
REPEATS = 5

_COUNTED = "evidence in ('registered', 'documented', 'confirmed')"
_SCOPE = (
    "kind in ('social_cooperative_b', 'social_cooperative_ab', 'social_cooperative_a', 'social_consortium',"
    " 'social_cooperative', 'impresa_sociale', 'cic', 'esus', 'cee')"
)
_ALL = "sum(case when addressable then net_amount end)"
_SOCIAL = f"sum(case when addressable and {_SCOPE} and {_COUNTED} then net_amount end)"
_LOCAL = "sum(case when addressable and same_province then net_amount end)"

# Measures, dimensions, order and limit of a question, and what an analyst would write for it.
QUESTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...], str | None, int | None, str]] = {
    "year totals": (
        ("addressable_spend", "social_spend", "social_share", "local_share"), ("year",), None, None,
        f"select year, {_ALL}, {_SOCIAL}, {_SOCIAL} / {_ALL}, {_LOCAL} / {_ALL} from spend group by year order by year",
    ),
    "monthly trend": (
        ("addressable_spend", "social_spend"), ("month",), None, None,
        f"select month, {_ALL}, {_SOCIAL} from spend group by month order by month",
    ),
    "by category": (
        ("addressable_spend", "social_spend"), ("category",), None, None,
        f"select category, {_ALL}, {_SOCIAL} from spend group by category order by 2 desc",
    ),
    "top social suppliers": (
        ("social_spend",), ("supplier",), "-social_spend", 10,
        (f"select supplier_id, any_value(supplier), {_SOCIAL} from spend group by supplier_id"
        " order by 3 desc nulls last limit 10"),
    ),
    "number of social suppliers": (
        ("social_suppliers",), ("year",), None, None,
        (f"select year, count(distinct case when addressable and {_SCOPE} and {_COUNTED} then supplier_id end)"
        " from spend group by year order by year"),
    ),
}  # fmt: skip


def growth(folder: Path) -> Result:
    """One home that grows; each size is looked at in a process of its own."""
    home = folder / "home"
    took: dict[str, Took] = {}
    bars: list[Bar] = []
    many_lines.make(home, folder)
    for size in SIZES:
        many_lines.grow(home, size)
        for name, (ours, by_hand) in _said("questions", home).items():
            took[f"{name}"[:22] + f", {size:,}"] = Took(ours, ours, 0, size)
            if size == SIZES[-1]:
                bars.append(Bar(f"{name}, {size:,} lines: ours / by hand", ours / by_hand, SLOWER_THAN_BY_HAND))
        for name, (seconds, _) in _said("script", home).items():
            took[f"{name}"[:22] + f", {size:,}"] = Took(seconds, seconds, 0, size)
            if name == _AGAIN and size in RUN_BARS:
                bars.append(Bar(f"overview's run, warm, {size:,}: seconds", seconds, RUN_BARS[size]))
    return took, bars


_AGAIN = "overview, seen before"
_NEW = "overview, a new view"


def _said(task: str, home: Path) -> dict[str, tuple[float, float]]:
    ended = subprocess.run(
        [sys.executable, "-m", "benchmarks.dashboards", task, str(home)],
        cwd=ROOT, check=True, capture_output=True, text=True, env={**os.environ, "SOCIALIMPACT_HOME": str(home)},
    )  # fmt: skip
    return {name: (pair[0], pair[1]) for name, pair in json.loads(ended.stdout.splitlines()[-1]).items()}


def questions(home: str) -> dict[str, tuple[float, float]]:
    """Each question as the program asks it and as written by hand, in turn on one connection: the best of each."""
    from socialimpact.actor import local_owner  # noqa: PLC0415 - each task loads what it measures, and nothing else
    from socialimpact.figures.query import query  # noqa: PLC0415 - as above
    from socialimpact.services.workspace import open_workspace  # noqa: PLC0415 - as above

    found = {}
    with open_workspace(home) as ws:
        for name, (measures, by, order, limit, sql) in QUESTIONS.items():
            ours, by_hand = [], []
            for _ in range(REPEATS):
                ours.append(_seconds(lambda m=measures, b=by, o=order, n=limit: query(
                    ws.db, m, b, actor=local_owner(), order=o, limit=n)))  # fmt: skip
                by_hand.append(_seconds(lambda s=sql: ws.db.table(s)))
            found[name] = (min(ours), min(by_hand))
    return found


def script(home: str) -> dict[str, tuple[float, float]]:  # noqa: ARG001 - the home is in the environment, as for the app
    """Runs of the overview as the server makes them: the median of a view seen before, and of new ones."""
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415 - as above

    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    at.query_params["lang"] = "en"
    at.run()
    at.switch_page("pages/dashboards/overview.py")
    at.query_params["period"] = "all"
    at.run()
    again = [_seconds(at.run) for _ in range(REPEATS * 2)]
    new = []
    for year in ("2023", "2024", "2025"):
        at.query_params["year"] = year
        new.append(_seconds(at.run))
    if at.exception:
        sys.exit(str(at.exception))
    return {_AGAIN: (statistics.median(again), 0), _NEW: (statistics.median(new), 0)}


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    print(json.dumps({"questions": questions, "script": script}[sys.argv[1]](sys.argv[2])))
