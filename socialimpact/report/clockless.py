"""Files of parts without the clock: the same parts are the same file, whoever writes them and when."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

# The oldest day that a zip can name.
_NO_DAY = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")
_ABOUT = "docProps/core.xml"


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of the named parts, in their order, all under one day."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts:
            part = zipfile.ZipInfo(name, _NO_DAY)
            part.external_attr = 0o644 << 16
            written.writestr(part, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def without_clock(file: bytes) -> bytes:
    """An Office file with the same parts under one day; it was last changed when it was made."""
    with zipfile.ZipFile(io.BytesIO(file)) as source:
        return zipped((name, _as_made(name, source.read(name))) for name in source.namelist())


def _as_made(name: str, content: bytes) -> bytes:
    created = _CREATED.search(content) if name == _ABOUT else None
    if created is None:
        return content
    return _MODIFIED.sub(lambda found: found[1] + created[1] + found[2], content)
