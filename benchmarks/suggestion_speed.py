"""How long 50,000 supplier names take against a register of 250,000 entries."""

from __future__ import annotations

from pathlib import Path

from benchmarks.importing import Result
from benchmarks.measuring import Bar, best

NAMES, ENTRIES = 50_000, 250_000
SECONDS, MEMORY = 30, 2048


def names(_: Path) -> Result:
    """Suggestions for made-up names from a made-up register, the index built anew."""
    took = best(lambda: ("benchmarks.tasks", "suggest", str(NAMES), str(ENTRIES)), times=1)
    bars = [
        Bar("seconds for 50,000 names x 250,000 entries", took.seconds, SECONDS),
        Bar("MiB of memory", took.memory, MEMORY),
    ]
    return {"suggestions": took}, bars
