"""What a signed file holds: the content of a CMS envelope, taken out and not verified.

`.p7m` files come as BER or DER (RFC 5652), with lengths of either form and the content in one piece or in many, and
as base64 of that, with or without the lines of PEM. Whether a signature is good is for the exchange system to say.
"""

from __future__ import annotations

import base64
import binascii
import re

from socialimpact.einvoices.invoice import NoInvoice

MOST_WRAPPINGS = 4
MOST_DEPTH = 40
_SIGNED = bytes.fromhex("06092a864886f70d010702")
_ENVELOPED = (bytes.fromhex("06092a864886f70d010703"), bytes.fromhex("060b2a864886f70d0109100117"))
_SEQUENCE, _SET, _INTEGER, _OCTETS, _CHUNKS, _CONTENT, _OID = 0x30, 0x31, 0x02, 0x04, 0x24, 0xA0, 0x06
_PEM = re.compile(rb"-----[A-Z0-9 ]+-----")
_BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]*")
_WHITE = b"\xef\xbb\xbf \t\r\n"


def is_wrapped(head: bytes) -> bool:
    """Whether a file that begins with `head` (some hundred bytes) is a CMS envelope, plain or in base64."""
    if _is_cms(head):
        return True
    text = _PEM.sub(b"", head.lstrip(_WHITE)).partition(b"-----")[0].strip(_WHITE)
    if not text[:2].isalnum() or not _BASE64.fullmatch(text):
        return False
    return _may_be_cms(_decoded(text, lenient=True))


def unwrap(data: bytes) -> bytes:
    """The innermost content. Raises `NoInvoice` where an envelope is damaged, encrypted, or holds nothing."""
    for _ in range(MOST_WRAPPINGS):
        if not _is_cms(data):
            if not is_wrapped(data[:4096]):
                return data
            data = _decoded(_PEM.sub(b"", data))
            if not _is_cms(data):
                raise NoInvoice("damaged_envelope")
        data = _content(data)
    raise NoInvoice("damaged_envelope")


def _is_cms(data: bytes) -> bool:
    return data[:1] == b"\x30" and any(oid in data[:32] for oid in (_SIGNED, *_ENVELOPED))


def _may_be_cms(data: bytes) -> bool:
    """As `_is_cms`, for bytes that a careless program may have read as text before it wrote them as base64."""
    return _is_cms(data) or (data[:1] == b"\x30" and b"<?xml" in data[:200])


def _decoded(text: bytes, *, lenient: bool = False) -> bytes:
    bare = b"".join(text.lstrip(b"\xef\xbb\xbf").split())
    if lenient:
        bare = bare[: len(bare) // 4 * 4]
    try:
        return base64.b64decode(bare, validate=True)
    except (binascii.Error, ValueError):
        if lenient:
            return b""
        raise NoInvoice("damaged_envelope") from None


def _content(data: bytes) -> bytes:
    """The signed content of one envelope. All of its structure must hold, to the last end mark."""
    try:
        outer, end = _inside(data, 0, len(data), _SEQUENCE)
        if data[outer : outer + len(_SIGNED)] != _SIGNED:
            raise NoInvoice("encrypted" if data.startswith(_ENVELOPED, outer) else "damaged_envelope")
        signed, signed_end = _inside(data, outer + len(_SIGNED), end, _CONTENT)
        at, stop = _inside(data, signed, signed_end, _SEQUENCE)
        at = _after(data, at, stop, _INTEGER)
        at = _after(data, at, stop, _SET)
        inner, inner_end = _inside(data, at, stop, _SEQUENCE)
        inner = _after(data, inner, inner_end, _OID)
        if inner >= inner_end or data[inner] != _CONTENT:
            raise NoInvoice("detached_signature")
        inner, inner_end = _inside(data, inner, inner_end, _CONTENT)
        content = b"".join(_octets(data, inner, inner_end, 0)[0])
        _after(data, 0, len(data), _SEQUENCE)
    except (IndexError, ValueError):
        raise NoInvoice("damaged_envelope") from None
    return content


def _header(data: bytes, at: int, end: int) -> tuple[int, int, int | None]:
    """Tag, where the value begins, and where it ends (None for an indefinite length)."""
    tag, length = data[at], data[at + 1]
    start = at + 2
    if tag & 0x1F == 0x1F:  # noqa: PLR2004 - tags of several bytes do not occur in CMS
        raise ValueError
    if length < 0x80:  # noqa: PLR2004 - the short form of X.690, 8.1.3.4
        stop = start + length
    elif length == 0x80:  # noqa: PLR2004 - the indefinite form, 8.1.3.6
        if not tag & 0x20:
            raise ValueError
        return tag, start, None
    else:
        size = length & 0x7F
        stop = start + size + int.from_bytes(data[start : start + size], "big")
        start += size
    if stop > end or start > end:
        raise ValueError
    return tag, start, stop


def _inside(data: bytes, at: int, end: int, wanted: int) -> tuple[int, int]:
    """Where the value of the element at `at` begins, and where what is inside it must end."""
    tag, start, stop = _header(data, at, end)
    if tag != wanted:
        raise ValueError
    return start, end if stop is None else stop


def _after(data: bytes, at: int, end: int, wanted: int) -> int:
    if data[at] != wanted:
        raise ValueError
    return _skip(data, at, end, 0)


def _skip(data: bytes, at: int, end: int, depth: int) -> int:
    """The place behind the element at `at`; elements of indefinite length are followed to their end mark."""
    if depth > MOST_DEPTH:
        raise ValueError
    tag, start, stop = _header(data, at, end)
    if stop is None:
        stop = start
        while data[stop : stop + 2] != b"\x00\x00":
            stop = _skip(data, stop, end, depth + 1)
        return stop + 2
    if tag & 0x20 and depth < 2:  # noqa: PLR2004 - the outer shells; certificates are not looked into
        inner = start
        while inner < stop:
            inner = _skip(data, inner, stop, depth + 1)
    return stop


def _octets(data: bytes, at: int, end: int, depth: int) -> tuple[list[bytes], int]:
    """The pieces of the octet string at `at`, and the place behind it."""
    tag, start, stop = _header(data, at, end)
    if tag == _OCTETS and stop is not None:
        return [data[start:stop]], stop
    if tag != _CHUNKS or depth > MOST_DEPTH:
        raise ValueError
    pieces: list[bytes] = []
    here = start
    while here < stop if stop is not None else data[here : here + 2] != b"\x00\x00":
        some, here = _octets(data, here, end if stop is None else stop, depth + 1)
        pieces += some
    return pieces, here if stop is not None else here + 2
