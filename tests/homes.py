"""Homes that many tests begin with: made once in a run, then copied, which takes a tenth of the time."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path

from socialimpact.actor import local_owner
from socialimpact.services.ledgers import importing
from socialimpact.services.workspace import Workspace, open_workspace
from socialimpact.store import Database, Home

_made: dict[Hashable, Path] = {}
_read: dict[Hashable, Path] = {}


@cache
def _kept() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="socialimpact-homes-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def free_folder() -> Path:
    return Path(tempfile.mkdtemp(dir=_kept())) / "home"


def copied(folder: Path, key: Hashable, make: Callable[[Path], None]) -> Path:
    """A home at `folder` as `make` makes it: the same `key` means the same home. `make` leaves it closed."""
    if key not in _made:
        home = free_folder()
        make(home)
        _made[key] = home
    shutil.copytree(_made[key], folder, dirs_exist_ok=True)
    return folder


def only_read(key: Hashable, make: Callable[[Path], None]) -> Path:
    """The same home for all tests that ask for this `key`: none of them may write, and what pages keep is kept."""
    if key not in _read:
        _read[key] = copied(free_folder(), key, make)
    return _read[key]


def may_write(database: Path) -> bool:
    return database.parent not in _read.values()


def prepared(folder: Path, make: Callable[[Workspace, Path], None]) -> Workspace:
    """The open home at `folder` after `make(workspace, a folder for files)`, which is run once for all tests."""

    def whole(home: Path) -> None:
        files = home.with_suffix(".files")
        files.mkdir()
        with open_workspace(home) as ws:
            make(ws, files)

    return open_workspace(copied(folder, (make.__module__, make.__qualname__), whole))


def after_import(folder: Path, ledger: str, name: str = "acquisti.csv") -> Path:
    """The closed home at `folder` after the import of this one ledger, as the command line does it."""

    def whole(home: Path) -> None:
        home.parent.mkdir(parents=True, exist_ok=True)
        file = home.parent / name
        file.write_text(ledger, encoding="utf-8")
        with open_workspace(home) as ws:
            importing.import_ledger(ws, local_owner(), importing.preview(ws, local_owner(), file, rehearse=False))

    return copied(folder, (name, ledger), whole)


def empty_store() -> Database:
    """An open database with every table and no row, of nobody else."""
    return Database(Home(free_folder()).make().database)


def empty_database(home: Home) -> None:
    """Put a database with every table and no row where there is none."""
    if not home.database.exists():
        template = _kept() / "empty.duckdb"
        if not template.exists():
            Database(template).close()
        shutil.copyfile(template, home.database)
