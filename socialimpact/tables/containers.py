"""Files that hold files: zips (OOXML, OpenDocument) and compound files (the old Office formats)."""

from __future__ import annotations

import mmap
import zipfile
from typing import TYPE_CHECKING, Literal

from socialimpact.tables import refusals

if TYPE_CHECKING:
    from pathlib import Path

    from socialimpact.settings import ReadingLimits

Zipped = Literal["xlsx", "xlsb", "ods"]

# A sheet of equal rows shrinks a hundredfold; a thousandfold is a bomb. Small parts may shrink as they like.
SUSPECT_RATIO = 500
SUSPECT_BYTES = 64 * 1024**2
# a stream in the directory of a compound file, and what a file is that has it
_STREAMS = (
    ("EncryptedPackage", "password"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WORKBOOK", "xls"),
    ("BOOK", "xls"),
    ("WordDocument", "document"),
    ("PowerPoint Document", "presentation"),
    ("VisioDocument", "drawing"),
    ("__properties_version1.0", "e-mail"),
    ("WksSSWorkBook", "old table"),
    ("MatOST", "document"),
)


def zip_format(path: Path, limits: ReadingLimits) -> Zipped:
    """The kind of workbook in the zip at `path`. Raises `FileRefused` for every other zip."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_parts(parts, limits)
            names = {part.filename.replace("\\", "/").lstrip("/").lower() for part in parts}
            if any(part.flag_bits & 1 for part in parts):
                raise refusals.password()
            if "content.xml" in names or "mimetype" in names:
                return _open_document(archive, names)
    except zipfile.BadZipFile:
        raise (refusals.damaged() if _has_directory(path) else refusals.cut_off()) from None
    except (OSError, ValueError, NotImplementedError, RuntimeError, KeyError, EOFError):
        raise refusals.damaged() from None
    if any(name.startswith("xl/") and name.endswith(".bin") and "workbook" in name for name in names):
        return "xlsb"
    if any(name.endswith("workbook.xml") or name.startswith("xl/") for name in names):
        return "xlsx"
    if what := _zipped_thing(names):
        raise refusals.no_table(what)
    return "xlsx"  # parts may lie anywhere; the reader follows the relationships


def _zipped_thing(names: set[str]) -> str | None:
    """What a zip is that is no workbook, or None if it may be one after all."""
    folders = {name.partition("/")[0] for name in names}
    if "word" in folders or any(name.endswith(".fdseq") for name in names):
        return "document"
    if "ppt" in folders:
        return "presentation"
    if "visio" in folders:
        return "drawing"
    if any(name.endswith(".iwa") for name in names) or {"index.zip", "index.apxl"} & names:
        return "iwork"
    if not names:
        return "empty archive"
    return None if "[content_types].xml" in names else "archive"


def _has_directory(path: Path) -> bool:
    """Whether the end of a zip is there: its directory stands last."""
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 66_000))
        return b"PK\x05\x06" in file.read()


def _check_parts(parts: list[zipfile.ZipInfo], limits: ReadingLimits) -> None:
    if len(parts) > limits.zip_entries:
        raise refusals.too_many_parts(len(parts))
    total = sum(part.file_size for part in parts)
    suspect = any(
        part.file_size > SUSPECT_BYTES and part.file_size > SUSPECT_RATIO * max(part.compress_size, 1) for part in parts
    )
    if suspect or total > limits.unzipped_bytes:
        raise refusals.zip_bomb(total // 1024**2)


def _open_document(archive: zipfile.ZipFile, names: set[str]) -> Literal["ods"]:
    kind = b""
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            kind = part.read(200)
    if kind and b"spreadsheet" not in kind:
        if b"presentation" in kind:
            raise refusals.no_table("presentation")
        raise refusals.no_table("drawing" if b"graphics" in kind else "document")
    if "meta-inf/manifest.xml" in names:
        with archive.open("META-INF/manifest.xml") as part:
            if b"encryption-data" in part.read(4 * 1024**2):
                raise refusals.password()
    return "ods"


def ole_format(path: Path) -> Literal["xls"]:
    """That the compound file at `path` is a workbook. Raises `FileRefused` for every other one."""
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

        what = next((what for stream, what in _STREAMS if holds(stream)), "binary")
        cut = len(data) < _least_size(data)
    if what == "xls":
        return "xls"
    if what == "password":
        raise refusals.password()
    raise refusals.cut_off() if cut and what == "binary" else refusals.no_table(what)


def _least_size(data: mmap.mmap) -> int:
    """The least size of a compound file whose header is `data`: as far as its directory reaches."""
    if len(data) < 512:  # noqa: PLR2004 - the header
        return 512
    sector = 1 << min(int.from_bytes(data[30:32], "little"), 16)
    return (int.from_bytes(data[48:52], "little") + 2) * sector


def unzipped_size(path: Path) -> int:
    """How many bytes a zip unfolds to; the file's own size for any other file."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return path.stat().st_size
