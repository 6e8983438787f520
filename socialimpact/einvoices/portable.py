"""The XML inside a PDF of Factur-X or ZUGFeRD, where it can be taken out simply; the pages are never looked at."""

from __future__ import annotations

import re
import zlib

MOST_BYTES = 64 << 20
MOST_FILES = 50
_EMBEDDED = re.compile(rb"/Type\s*/EmbeddedFile\b")
_STREAM = re.compile(rb"stream\r?\n")
_LOOK_AHEAD = 4096


def embedded(data: bytes) -> bytes | None:
    """The first embedded file that is XML of a Cross Industry Invoice, or None.

    Embedded files are streams of their own in the file's body (ISO 32000-1, 7.11.4): plain or deflated. Encrypted
    documents and other filters give None.
    """
    for number, found in enumerate(_EMBEDDED.finditer(data)):
        if number == MOST_FILES:
            return None
        start = _STREAM.search(data, found.end(), found.end() + _LOOK_AHEAD)
        if start is None:
            continue
        end = data.find(b"endstream", start.end())
        raw = data[start.end() : end if end >= 0 else len(data)]
        content = _inflated(raw)
        if content and b"CrossIndustry" in content[:4096]:
            return content
    return None


def _inflated(raw: bytes) -> bytes | None:
    if raw[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        return raw
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(raw, MOST_BYTES)
    except zlib.error:
        return None
    return None if inflater.unconsumed_tail else content
