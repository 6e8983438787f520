"""One file that holds an organisation's whole home, and a home made from it."""

from __future__ import annotations

import os
import re
import tempfile
import zipfile
from pathlib import Path

from socialimpact import settings
from socialimpact.errors import FileRefused, Refused
from socialimpact.language import msg
from socialimpact.services.workspace import open_workspace
from socialimpact.store import Home

_DATABASE = "socialimpact.duckdb"


def backup(home_path: Path | None, target: Path) -> int:
    """Write the database and every kept file to the zip `target`; returns the number of files in it.

    Takes the home for itself while it works, so that the copy is of one moment. Raises `StoreBusy` where the app
    holds it.
    """
    workspace = open_workspace(home_path)
    home = workspace.home
    workspace.close()  # closing writes everything that is still in the log into the database file
    parts = [home.database, *sorted(path for path in home.files.iterdir() if not path.name.startswith("."))]
    handle, name = tempfile.mkstemp(dir=target.resolve().parent, prefix=".backup-")
    os.close(handle)
    try:
        with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in parts:
                archive.write(part, part.relative_to(home.path).as_posix())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return len(parts)


def restore(home_path: Path | None, source: Path) -> int:
    """Make a home from a backup; returns the number of files. An existing home is never overwritten."""
    home = Home(settings.home(home_path))
    if home.database.exists():
        raise Refused(
            msg("There is data in {folder} already. Restore into an empty folder.", folder=str(home.path)),
            code="home_not_empty",
        )
    try:
        with zipfile.ZipFile(source) as archive:
            names = archive.namelist()
            if _DATABASE not in names or not all(_expected(name) for name in names):
                raise FileRefused(msg("{file} is no backup of this program.", file=source.name), code="no_backup")
            if (damaged := archive.testzip()) is not None:
                raise FileRefused(msg("The backup is damaged at {part}.", part=damaged), code="damaged")
            home.make()
            archive.extractall(home.path)
    except zipfile.BadZipFile as error:
        raise FileRefused(msg("{file} is no backup of this program.", file=source.name), code="no_backup") from error
    open_workspace(home.path).close()
    return len(names)


def _expected(name: str) -> bool:
    """The database, or a file under its SHA-256: nothing that leads out of the home."""
    return name == _DATABASE or re.fullmatch(r"files/[0-9a-f]{64}", name) is not None
