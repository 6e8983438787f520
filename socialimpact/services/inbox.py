"""Files on their way in: in the home under a passing name, until they are imported or put away."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

from socialimpact.actor import Actor
from socialimpact.services.workspace import Workspace

_FOLDER = "incoming"
_FORGOTTEN_AFTER_SECONDS = 24 * 3600


def receive(ws: Workspace, actor: Actor, content: BinaryIO) -> Path:
    """Write `content` to a passing file that only its owner can read; `put_away` removes it.

    What a killed process left behind more than a day ago is removed as well.
    """
    actor.require("editor")
    folder = ws.home.path / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    _sweep(folder)
    handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            shutil.copyfileobj(content, target)
    except BaseException:
        put_away(path)
        raise
    return path


def put_away(path: Path) -> None:
    """Remove a received file; one that is gone already is no error."""
    # On Windows a file that is still being read cannot go; the sweep takes it later.
    with contextlib.suppress(OSError):
        path.unlink()


def _sweep(folder: Path) -> None:
    oldest = time.time() - _FORGOTTEN_AFTER_SECONDS
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()
