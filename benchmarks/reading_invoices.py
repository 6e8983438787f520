"""Reading electronic invoices: a batch of FatturaPA files, and a zip of 50,000 of them.

Bars: at least 1,000 files a second on two cores, so at most a millisecond a file, and a zip of 50,000 within 1 GiB, all
processes together.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks import invoices
from benchmarks.importing import Result
from benchmarks.measuring import Bar, best, run

FILES = 10_000
MANY_FILES = 50_000
MOST_MEMORY = 1024


def batch(folder: Path) -> Result:
    some = str(invoices.write_zip(FILES, folder / "some.zip"))
    many = str(invoices.write_zip(MANY_FILES, folder / "many.zip"))
    read = best(lambda: ("benchmarks.tasks", "invoices", some), times=2)
    read_many = run("benchmarks.tasks", "invoices", many)
    imported = run("benchmarks.tasks", "ours", some, str(folder / "home"))
    took = {
        f"{FILES:,} FatturaPA files, read": read,
        f"zip of {MANY_FILES:,}, read": read_many,
        f"{FILES:,} FatturaPA files, import": imported,
    }
    return took, [
        Bar(f"{FILES:,} FatturaPA files: ms a file", 1000 * read.seconds / FILES, 1.0),
        Bar(f"zip of {MANY_FILES:,}: ms a file", 1000 * read_many.seconds / MANY_FILES, 1.0),
        Bar(f"zip of {MANY_FILES:,}: MiB of memory", read_many.memory, MOST_MEMORY),
    ]
