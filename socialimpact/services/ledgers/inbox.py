"""Files on their way in: in the home under a passing name, until they are imported or put away."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import BinaryIO

from socialimpact.actor import Actor
from socialimpact.services.workspace import Workspace

_FOLDER = "incoming"
_FORGOTTEN_AFTER_SECONDS = 24 * 3600


def receive(ws: Workspace, actor: Actor, content: BinaryIO) -> Path:
    """Write `content` to a passing file that only its owner can read; `put_away` removes it.

    What a killed process left behind more than a day ago is removed as well.
    """
    with _passing_file(ws, actor) as (path, target):
        shutil.copyfileobj(content, target)
    return path


def receive_invoices(ws: Workspace, actor: Actor, files: Iterable[tuple[str, BinaryIO]]) -> Path:
    """Write single electronic invoices, each with its name, to one passing zip: a batch that is imported as one.

    The same files give the same bytes, in whatever order they were chosen, so that a batch is known again.
    """
    with _passing_file(ws, actor) as (path, target), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as batch:
        for number, (name, content) in enumerate(sorted(files, key=lambda file: file[0])):
            known = PurePath(name).name in batch.NameToInfo
            entry = zipfile.ZipInfo(f"{number}-{PurePath(name).name}" if known else PurePath(name).name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            batch.writestr(entry, content.read())
    return path


def is_single_invoice(name: str) -> bool:
    """Whether a file is called as single electronic invoices are; what it is, its bytes will tell."""
    return name.lower().endswith((".xml", ".p7m"))


@contextlib.contextmanager
def _passing_file(ws: Workspace, actor: Actor) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file of the inbox, open for writing; it goes again where the block fails."""
    actor.require("editor")
    folder = ws.home.path / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    _sweep(folder)
    handle, name = tempfile.mkstemp(dir=folder)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            yield path, target
    except BaseException:
        put_away(path)
        raise


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
