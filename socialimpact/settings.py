"""Every environment variable, path and limit, named once."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
LOCALE = Path(__file__).resolve().parent / "locale"

HOME_VARIABLE = "SOCIALIMPACT_HOME"
LANGUAGES = ("it", "en")


@dataclass(frozen=True)
class ReadingLimits:
    """What a process that reads an uploaded file may use before it is stopped.

    A file is hostile until it is read: a few kilobytes can claim billions of cells.
    """

    seconds: float = 600.0
    first_look_seconds: float = 20.0
    memory_bytes: int = 3 * 1024**3
    unzipped_bytes: int = 2 * 1024**3
    zip_entries: int = 20_000
    cells: int = 60_000_000


READING = ReadingLimits()


@dataclass(frozen=True)
class InvoiceLimits:
    """What may be used to read a file of electronic invoices: memory is that of each of its processes.

    Zips in zips are followed `depth` deep. An invoice with attachments has at most 30 MB when the exchange system
    takes it.
    """

    seconds: float = 1800.0
    first_look_seconds: float = 20.0
    files_per_second: float = 100.0
    memory_bytes: int = 1024**3
    processes: int = 4
    depth: int = 3
    files: int = 500_000
    file_bytes: int = 128 * 1024**2
    all_bytes: int = 32 * 1024**3


INVOICES = InvoiceLimits()

# A certificate or company extract that is attached to a tag.
DOCUMENT_BYTES = 20 * 1024**2


def home(given: str | Path | None = None) -> Path:
    """The folder of one organisation: as given, else the environment's, else the platform's user-data folder."""
    if given:
        return Path(given).expanduser().resolve()
    if named := os.environ.get(HOME_VARIABLE):
        return Path(named).expanduser().resolve()
    return Path(platformdirs.user_data_dir("socialimpact", appauthor=False))
