"""What a file is, by its first bytes and never by its name; what is no table is refused in words."""

from __future__ import annotations

import mmap
import zipfile
from typing import TYPE_CHECKING, Literal

from socialimpact.errors import FileRefused
from socialimpact.language import msg

if TYPE_CHECKING:
    from pathlib import Path

    from socialimpact.language import Message
    from socialimpact.settings import ReadingLimits

Format = Literal["xlsx", "xlsb", "ods", "xls", "text"]

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD_BYTES = 4096
# A sheet of equal rows shrinks a hundredfold; a thousandfold is a bomb. Small parts may shrink as they like.
SUSPECT_RATIO = 500
SUSPECT_BYTES = 64 * 1024**2

_NOT_TABLES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"RIFF", "picture"),
    (b"BM", "bitmap"),
    (b"{\\rtf", "document"),
    (b"7z\xbc\xaf", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "database"),
    (b"\x7fELF", "program"),
    (b"MZ", "program"),
)
# Excel before 1995: a lone stream that begins with BOF of BIFF 2, 3 or 4.
_ANCIENT_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def detect(path: Path, limits: ReadingLimits) -> Format:
    """The format of the file at `path`.

    Raises `FileRefused` for what is empty, encrypted, no table, or a zip that claims too much.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileRefused(msg("The file is empty. Export it again from the program that made it."), code="empty_file")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_format(path, limits)
    if head.startswith(OLE2):
        return _ole_format(path)
    if head.startswith(_ANCIENT_EXCEL):
        raise FileRefused(
            msg(
                "This workbook was written by an Excel of before 1995. "
                "Open it in a spreadsheet program and save it as .xlsx."
            ),
            code="ancient_workbook",
        )
    for magic, what in _NOT_TABLES:
        if head.startswith(magic) and not (what in {"bitmap", "program"} and b"\x00" not in head):
            raise FileRefused(_no_table(what), code="not_a_table", what=what)
    _refuse_markup(head)
    if b"\x00" in head and not head.startswith(_BYTE_ORDER_MARKS) and not utf16_without_mark(head):
        raise FileRefused(_no_table("program"), code="not_a_table", what="binary")
    return "text"


def utf16_without_mark(head: bytes) -> Literal["utf-16-le", "utf-16-be"] | None:
    """UTF-16 that forgot its byte order mark: every other byte of Latin text is zero."""
    sample = head[: len(head) // 2 * 2]
    if len(sample) < 4 or b"\x00" not in sample:  # noqa: PLR2004 - two characters are the least to tell
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _refuse_markup(head: bytes) -> None:
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta", b"<div", b"<style")):
        raise FileRefused(
            msg(
                "This is a web page, not a spreadsheet, whatever its name says. "
                "Open it in a spreadsheet program and save it as .xlsx."
            ),
            code="html",
        )
    if text.startswith((b"<?xml", b"<")):
        if b"urn:schemas-microsoft-com:office:spreadsheet" in text:
            raise FileRefused(
                msg(
                    "This is a workbook in Excel's XML format of 2003. "
                    "Open it in a spreadsheet program and save it as .xlsx."
                ),
                code="xml",
            )
        raise FileRefused(msg("This is an XML document, not a table. Export the data as .xlsx or .csv."), code="xml")
    if text.startswith((b'{"', b'[{"', b"[\n", b"{\n", b"{\r", b"[\r")):
        raise FileRefused(msg("This is JSON, not a table. Export the data as .xlsx or .csv."), code="json")


def _no_table(what: str) -> Message:
    match what:
        case "PDF":
            return msg("This is a PDF, not a spreadsheet. Export the data as .xlsx or .csv instead of printing it.")
        case "picture" | "bitmap":
            return msg("This is a picture, not a spreadsheet. Upload the .xlsx or .csv file itself.")
        case "archive":
            return msg("This is a compressed archive. Unpack it and upload the spreadsheet that is inside.")
        case "document":
            return msg("This is a text document, not a spreadsheet. Export the data as .xlsx or .csv.")
        case _:
            return msg("This is not a spreadsheet that can be read. Upload an .xlsx, .xls, .xlsb, .ods or .csv file.")


def password() -> FileRefused:
    """The refusal of an encrypted workbook."""
    return FileRefused(
        msg("The workbook is protected by a password. Open it, remove the password, save it and upload it again."),
        code="password",
    )


def damaged() -> FileRefused:
    """The refusal of a workbook whose structure cannot be followed."""
    return FileRefused(
        msg("The workbook is damaged. Open it in a spreadsheet program, save it under a new name and upload that."),
        code="damaged",
    )


def too_large() -> FileRefused:
    """The refusal of a workbook that claims more than may be used to read it."""
    return FileRefused(
        msg(
            "The workbook claims far more cells than it can hold sensibly. Copy the rows that matter into a "
            "new workbook, or save the sheet as .csv, and upload that."
        ),
        code="too_large",
    )


def _zip_format(path: Path, limits: ReadingLimits) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_parts(parts, limits)
            names = {part.filename.replace("\\", "/").lstrip("/").lower() for part in parts}
            if any(part.flag_bits & 1 for part in parts):
                raise password()
            if "content.xml" in names or "mimetype" in names:
                return _open_document(archive, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, KeyError, EOFError):
        raise damaged() from None
    if any(name.startswith("xl/") and name.endswith(".bin") and "workbook" in name for name in names):
        return "xlsb"
    if any(name.endswith("workbook.xml") or name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise FileRefused(_no_table("document"), code="not_a_table", what="document")
    if "[content_types].xml" in names:
        return "xlsx"  # parts may lie anywhere; the reader follows the relationships
    raise FileRefused(_no_table("archive"), code="not_a_table", what="archive")


def _check_parts(parts: list[zipfile.ZipInfo], limits: ReadingLimits) -> None:
    if len(parts) > limits.zip_entries or sum(part.file_size for part in parts) > limits.unzipped_bytes:
        raise too_large()
    for part in parts:
        if part.file_size > SUSPECT_BYTES and part.file_size > SUSPECT_RATIO * max(part.compress_size, 1):
            raise too_large()


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> Format:
    kind = b""
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            kind = part.read(200)
    if kind and b"spreadsheet" not in kind:
        raise FileRefused(_no_table("document"), code="not_a_table", what="document")
    if "meta-inf/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as part:
            if b"encryption-data" in part.read(4 * 1024**2):
                raise password()
    return "ods"


def _ole_format(path: Path) -> Format:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:

        def holds(stream: str) -> bool:
            # names in a compound file's directory are UTF-16 and start an entry of 128 bytes
            needle = stream.encode("utf-16-le") + b"\x00\x00"
            at = data.find(needle)
            while at >= 0:
                if at % 128 == 0:
                    return True
                at = data.find(needle, at + 2)
            return False

        if holds("EncryptedPackage"):
            raise password()
        if holds("Workbook") or holds("Book") or holds("WORKBOOK") or holds("BOOK"):
            return "xls"
        if holds("WordDocument") or holds("PowerPoint Document"):
            raise FileRefused(_no_table("document"), code="not_a_table", what="document")
    raise FileRefused(_no_table("binary"), code="not_a_table", what="ole")


def unzipped_size(path: Path) -> int:
    """How many bytes a zip unfolds to; the file's own size for any other file."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return path.stat().st_size
