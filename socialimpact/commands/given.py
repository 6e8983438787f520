"""What the caller gave: files to read, files to write, lists separated by commas."""

from __future__ import annotations

from pathlib import Path

from socialimpact.errors import Refused
from socialimpact.language import msg


def existing(path: Path) -> Path:
    if not path.is_file():
        raise Refused(msg("There is no file {file}.", file=str(path)), code="no_file")
    return path


def written(path: Path, content: bytes) -> int:
    """Write a document where the caller wants it; `Refused` where that cannot be."""
    try:
        return path.write_bytes(content)
    except OSError as error:
        raise Refused(
            msg("{file} cannot be written: {reason}", file=str(path), reason=error.strerror or str(error)),
            code="not_written",
        ) from error


def listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
