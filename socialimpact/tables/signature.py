"""What a file is, by its first bytes and never by its name; what is no table is refused in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from socialimpact.tables import refusals
from socialimpact.tables.codepages import wide_encoding
from socialimpact.tables.containers import ole_format, zip_format

if TYPE_CHECKING:
    from pathlib import Path

    from socialimpact.settings import ReadingLimits

Format = Literal["xlsx", "xlsb", "ods", "xls", "html", "mhtml", "xml", "json", "text"]

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD_BYTES = 4096
LOCK_BYTES = 165  # the name of who has a workbook open, twice
# In text at most one character in fifty is a control character; zero bytes stand for blanks in some exports.
MOST_CONTROLS = 0.02
MOST_ZEROS = 0.5

_NOT_TABLES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"%!PS", "print"),
    (b"\x1b%-12345X", "print"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"BM", "picture"),
    (b"8BPS", "picture"),
    (b"ID3", "recording"),
    (b"OggS\x00", "recording"),
    (b"\x1aE\xdf\xa3", "recording"),
    (b"{\\rtf", "document"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"MSCF\x00", "archive"),
    (b"PAR1", "columns"),
    (b"ARROW1\x00", "columns"),
    (b"SQLite format 3\x00", "database"),
    (b"\x00\x01\x00\x00Standard Jet DB", "database"),
    (b"\x00\x01\x00\x00Standard ACE DB", "database"),
    (b"\x00\x00\x1a\x00", "old table"),
    (b"\x00\x00\x02\x00\x04\x04", "old table"),
    (b"\xff\x00\x02\x00\x04\x04", "old table"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "shortcut"),
    (b"[InternetShortcut]", "shortcut"),
    (b"\x00\x05\x16\x07", "companion"),
    (b"-----BEGIN PKCS7", "signed"),
    (b"-----BEGIN CMS", "signed"),
)
# These letters may begin an honest text: it must hold a zero byte too.
_SHORT_MAGIC = frozenset({b"BM", b"MZ", b"ID3", b"BZh", b"GIF8", b"Rar!"})
# Excel before 1995: a lone stream that begins with BOF of BIFF 2, 3 or 4.
_ANCIENT_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_SIGNED_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_PROLOGUE = re.compile(rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^<>\[]*>)+", re.DOTALL)
_ROOT = re.compile(rb"<([a-z_][\w.:-]*)")
_HTML_ROOTS = frozenset(
    b"html head body table thead tbody tr td meta style title div center font p b h1 h2 h3 link script span form"
    b" img br basefont".split()
)
_MAIL_FIELD = re.compile(
    rb"(?:received|return-path|from|to|subject|mime-version|date|message-id|delivered-to|reply-to|content-[a-z-]+"
    rb"|x-[a-z0-9-]+|arc-[a-z-]+|dkim-signature|snapshot-content-location):"
)

_SENT = re.compile(rb"^(?:received|return-path|delivered-to|to|reply-to):", re.MULTILINE)  # by mail, to someone


def detect(path: Path, limits: ReadingLimits) -> Format:
    """The format of the file at `path`.

    Raises `FileRefused` for what is empty, encrypted, no table, or a zip that claims too much.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        if head.strip(b"\x00"):
            raise refusals.empty_file()
        raise refusals.only_zeros() if head else refusals.empty_file()
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return zip_format(path, limits)
    if head.startswith(OLE2):
        return ole_format(path)
    if head.startswith(_ANCIENT_EXCEL):
        raise refusals.ancient_workbook()
    for magic, what in _NOT_TABLES:
        if head.startswith(magic) and not (magic in _SHORT_MAGIC and b"\x00" not in head):
            raise refusals.no_table(what)
    _refuse_binary(head)
    return _text_format(head)


def _refuse_binary(head: bytes) -> None:
    """Refuse what has no text in it, by name where it is known."""
    if head[4:8] == b"ftyp":
        raise refusals.no_table("picture" if head[8:12] in {b"heic", b"mif1", b"avif", b"heix"} else "recording")
    if head.startswith(b"RIFF") and b"\x00" in head:
        raise refusals.no_table("picture" if head[8:12] == b"WEBP" else "recording")
    if head[257:262] == b"ustar":
        raise refusals.no_table("archive")
    if head[:1] == b"0" and _SIGNED_DATA in head[:40]:
        raise refusals.no_table("signed")
    if len(head) == LOCK_BYTES and 0 < head[0] < 32 and b"\x00" in head:  # noqa: PLR2004 - the length of a name
        raise refusals.no_table("lock")
    if _is_dbase(head):
        raise refusals.no_table("old table")
    if wide_encoding(head):
        return
    zeros = head.count(0)
    controls = sum(head.count(byte) for byte in range(1, 32) if byte not in b"\t\n\r\f\v\x1a\x1b")
    if zeros > MOST_ZEROS * len(head) or controls > MOST_CONTROLS * (len(head) - zeros):
        raise refusals.no_table("binary")


def _is_dbase(head: bytes) -> bool:
    """A dBase table: version, date of the last change, and a header of 32 bytes a field."""
    if len(head) < 65 or head[0] not in {0x03, 0x30, 0x31, 0x83, 0x8B, 0xF5}:  # noqa: PLR2004 - header and a field
        return False
    length = int.from_bytes(head[8:10], "little")
    return 1 <= head[2] <= 12 and 1 <= head[3] <= 31 and length > 64 and head[12:14] == b"\x00\x00"  # noqa: PLR2004


def _text_format(head: bytes) -> Format:
    """The format of a text: a table, a web page, a workbook in XML, or none of them."""
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"").lower()
    if text.startswith(b"<"):
        return _markup_format(text)
    if text.startswith((b'{"', b"{\n", b"{\r", b"[\n", b"[\r", b'[{"', b"[{", b"[[")) or re.match(rb"\{\s*\"", text):
        shortcut = b"docs.google.com" in text or (b'"doc_id"' in text and b'"url"' in text)
        if not shortcut and re.match(rb"\[\s*\{", text):
            return "json"  # it may be a list of records
        raise refusals.no_table("shortcut") if shortcut else refusals.json_text()
    if _MAIL_FIELD.match(text):
        fields = sum(bool(_MAIL_FIELD.match(line)) for line in text.splitlines()[:40])
        if fields > 2 and (b"\nmime-version:" in text or b"content-type:" in text or b"\nmessage-id:" in text):  # noqa: PLR2004
            saved = b"multipart/related" in text or (b"snapshot-content-location" in text and b"text/html" in text)
            if saved and not _SENT.search(text):
                return "mhtml"
            raise refusals.no_table("e-mail")
    if text.startswith(b"mii") and re.fullmatch(rb"[a-z0-9+/=\r\n]+", text):
        raise refusals.no_table("signed")
    return "text"


def _markup_format(text: bytes) -> Format:
    prologue = _PROLOGUE.match(text)
    body = text[prologue.end() :] if prologue else text
    root = _ROOT.match(body)
    name = root.group(1) if root else b""
    if name in _HTML_ROOTS or b"<!doctype html" in text[:400]:
        return "html"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text or b'progid="excel.sheet"' in text:
        return "xml"
    if name == b"office:document" or b"urn:oasis:names:tc:opendocument" in text:
        raise refusals.flat_document()
    if not root and b"<!doctype" not in body and b"<?xml" not in text:
        return "text"  # a table whose first cell begins with an angle bracket
    raise refusals.no_table_in_xml(name.decode("ascii", "replace") or "XML")
