"""All measurements in one run on one machine: `make bench`, or `python -m benchmarks.run [NAME...]`.

Prints what each piece of work took and whether each promise is kept; exits with 1 where one is not. The numbers go
to `benchmarks/results/` too.
"""

from __future__ import annotations

import json
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from benchmarks import dashboards, importing, reading_invoices, reporting, starting, suggestion_speed, viewers
from benchmarks.measuring import ROOT

BENCHMARKS: dict[str, Callable[[Path], importing.Result]] = {
    "import-xlsx": importing.workbook,
    "import-csv": importing.text,
    "read-invoices": reading_invoices.batch,
    "suggest": suggestion_speed.names,
    "dashboards": dashboards.growth,
    "start": starting.to_first_figures,
    "viewers": viewers.while_importing,
    "report": reporting.report,
}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}. Those there are: {', '.join(BENCHMARKS)}.")
        return 2
    missed = 0
    answers = {}
    for name in names or BENCHMARKS:
        with tempfile.TemporaryDirectory(prefix="socialimpact-bench-") as folder:
            took, bars = BENCHMARKS[name](Path(folder))
        print(f"\n{name}\n  {'work':<34}{'seconds':>9}{'process':>9}{'MiB':>8}{'rows':>11}")
        for work, one in took.items():
            print(f"  {work:<34}{one.seconds:>9.2f}{one.whole:>9.2f}{one.memory:>8.0f}{one.rows:>11,}")
        for bar in bars:
            print(f"  {bar.what:<42}{bar.value:>7.2f}  bar {bar.limit:g}  {'kept' if bar.met else 'MISSED'}")
        missed += sum(not bar.met for bar in bars)
        answers[name] = {
            "took": {work: asdict(one) for work, one in took.items()},
            "bars": [asdict(bar) | {"met": bar.met} for bar in bars],
        }
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    when = datetime.now().astimezone()
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    document = {"when": when.isoformat(timespec="seconds"), "machine": machine, "benchmarks": answers}
    (results / f"{when:%Y%m%d-%H%M%S}.json").write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
