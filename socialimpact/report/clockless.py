"""Files of parts as they are to be: without the clock, so that the same parts are the same file whoever writes them
and when; and with the parts of a font in the order of the schema, which openpyxl does not keep.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

# The oldest day that a zip can name.
_NO_DAY = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")
_ABOUT, _STYLES = "docProps/core.xml", "xl/styles.xml"
_FONT, _PART = re.compile(rb"<font>(.*?)</font>", re.DOTALL), re.compile(rb"<[^>]*/>")
# ECMA-376, CT_Font, as Excel writes it.
_IN_FONT = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name",
            "family", "charset", "scheme")  # fmt: skip


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
    if name == _STYLES:
        return _fonts_in_order(content)
    created = _CREATED.search(content) if name == _ABOUT else None
    if created is None:
        return content
    return _MODIFIED.sub(lambda found: found[1] + created[1] + found[2], content)


def _fonts_in_order(content: bytes) -> bytes:
    return _FONT.sub(
        lambda found: b"<font>" + b"".join(sorted(_PART.findall(found[1]), key=_place)) + b"</font>", content
    )


def _place(part: Any) -> int:
    return _IN_FONT.index(re.split(rb"[\s/>]", part[1:], maxsplit=1)[0].decode())
