"""The paper that a documented tag rests on: a certificate or company extract, told by its first bytes.

A paper is kept and handed out as it came. It is never opened, converted or shown as a page.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal

from socialimpact import settings
from socialimpact.errors import FileRefused
from socialimpact.language import msg

Format = Literal["pdf", "png", "jpeg", "webp"]

MIME: dict[Format, str] = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
}
_ENDINGS: dict[Format, str] = {"pdf": ".pdf", "png": ".png", "jpeg": ".jpg", "webp": ".webp"}
_HEAD = 16
_WEBP_MARK = slice(8, 12)
_LONGEST_NAME = 120
_NO_NAME = "document"
# Separators of folders, what Windows forbids, and what a header of HTTP would have to quote.
_NO_NAME_CHARACTERS = re.compile(r"[\\/:*?\"<>|;%]+")


@dataclass(frozen=True)
class Document:
    """A paper as it is kept: `sha256` names the kept file, `name` is safe to show and to save under."""

    sha256: str
    name: str
    format: Format
    size: int

    @property
    def mime(self) -> str:
        return MIME[self.format]


def recognised(path: Path) -> tuple[Format, int]:
    """What the file at `path` is, by its first bytes, and its size. Raises `FileRefused` for anything else."""
    size = path.stat().st_size
    if not size:
        raise FileRefused(msg("The document is empty."), code="document_empty")
    if size > settings.DOCUMENT_BYTES:
        raise FileRefused(
            msg(
                "The document has {size} MB; {most} MB is the most. Attach only the pages that matter, or a smaller"
                " scan.",
                size=round(size / 1024**2),
                most=settings.DOCUMENT_BYTES // 1024**2,
            ),
            code="document_too_large",
        )
    with path.open("rb") as file:
        head = file.read(_HEAD)
    found = _format(head)
    if found is None:
        raise FileRefused(
            msg(
                "The document is neither a PDF nor an image (PNG, JPEG, WebP), whatever its name says. Save it as PDF"
                " and attach that; of a signed .p7m, the PDF inside."
            ),
            code="document_format",
        )
    return found, size


def safe_name(given: str, form: Format) -> str:
    """A stated file name without folders, control characters or marks, and with the ending of what the file is."""
    text = unicodedata.normalize("NFC", PurePath(given.replace("\\", "/")).name)
    printable = "".join(" " if character.isspace() else character for character in text)
    printable = "".join(c for c in printable if unicodedata.category(c)[0] != "C")
    stem = PurePath(_NO_NAME_CHARACTERS.sub(" ", printable)).stem
    stem = " ".join(stem.split()).strip(" .")[:_LONGEST_NAME].strip(" .")
    return (stem or _NO_NAME) + _ENDINGS[form]


def _format(head: bytes) -> Format | None:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"RIFF") and head[_WEBP_MARK] == b"WEBP":
        return "webp"
    return None
