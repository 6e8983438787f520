"""Running a piece of work in a process of its own, and what it took."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EVERY = 0.03


@dataclass(frozen=True)
class Took:
    """`seconds` of the work alone, `whole` seconds of its process, and the most memory (MiB) it held at once.

    Memory is that of the process and all its children together; pages that they share count once.
    """

    seconds: float
    whole: float
    memory: float
    rows: int


@dataclass(frozen=True)
class Bar:
    """A promise: `value` may be at most `limit`."""

    what: str
    value: float
    limit: float

    @property
    def met(self) -> bool:
        return self.value <= self.limit


def best(make: Callable[[], tuple[str, ...]], times: int = 3) -> Took:
    """The fastest of `times` runs of the commands that `make` gives, and the memory of one run more.

    Time and memory are measured apart: looking at a process's memory stops it for a moment, longer the more it holds.
    """
    fastest = min((run(*make(), watched=False) for _ in range(times)), key=lambda took: took.seconds)
    return replace(fastest, memory=run(*make()).memory)


def run(*command: str, watched: bool = True) -> Took:
    """One run of `python -m COMMAND`; its memory is looked at if `watched`, else said to be 0."""
    # Answers go to a file: a pipe that nobody reads would stop whoever fills it.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as answer:
        start = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-m", *command], cwd=ROOT, stdout=answer, env={**os.environ, "LC_ALL": "C.UTF-8"}
        ) as process:
            peak = 0.0
            while process.poll() is None:
                peak = max(peak, _memory(process.pid) if watched else 0.0)
                time.sleep(EVERY)
            whole = time.perf_counter() - start
        answer.seek(0)
        said = answer.read()
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}\n{said}")
    document = json.loads(said)
    if isinstance(document, list):  # the command line's own answer: one object a file
        return Took(whole, whole, peak, document[0]["lines"])
    return Took(document["seconds"], whole, peak, document["rows"])


def _memory(process: int) -> float:
    """Proportional set size of a process and its children in MiB; 0 where the system does not say."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith("Pss:")), 0.0)
    return own + sum(_memory(int(child)) for child in children)
