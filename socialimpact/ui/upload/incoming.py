"""An uploaded file as a file in the home, for as long as it is needed."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from socialimpact.actor import Actor
from socialimpact.services.ledgers import inbox
from socialimpact.services.workspace import Workspace


@contextmanager
def incoming(ws: Workspace, actor: Actor, uploaded: BinaryIO) -> Generator[Path, None, None]:
    """The uploaded bytes under a passing name in the home; gone at the end."""
    uploaded.seek(0)
    path = inbox.receive(ws, actor, uploaded)
    try:
        yield path
    finally:
        inbox.put_away(path)
