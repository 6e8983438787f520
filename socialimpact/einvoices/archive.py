"""Zips of invoices and the zips inside them: every file once, in order, within bounds."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from socialimpact.einvoices.document import ZIP
from socialimpact.einvoices.invoice import NoInvoice

# A sheet of equal rows shrinks a hundredfold; a thousandfold is a bomb. Small files may shrink as they like.
SUSPECT_RATIO = 500
SUSPECT_BYTES = 16 << 20
KEPT_IN_MEMORY = 16 << 20
LONGEST_NAME = 300
BROKEN = (zipfile.BadZipFile, zlib.error, LZMAError, OSError, EOFError, ValueError, NotImplementedError, RuntimeError,
          KeyError)  # fmt: skip
_OFFICE_PARTS = ("xl/", "word/", "ppt/")
_OFFICE_NAMES = frozenset({"[content_types].xml", "mimetype", "content.xml"})


@dataclass(frozen=True)
class Bounds:
    """How far zips are followed: zips in zips, files in all, and bytes of one file and of all together."""

    depth: int
    files: int
    file_bytes: int
    all_bytes: int


@dataclass
class Member:
    """A file in a zip. `path` names it with the zips it lies in, of which there are `depth`. `part` is how much of the
    outer zip lies before it.
    """

    path: str
    depth: int
    info: zipfile.ZipInfo
    archive: zipfile.ZipFile
    part: float

    @contextmanager
    def opened(self, most_bytes: int) -> Iterator[BinaryIO]:
        """The content. Raises `NoInvoice` where it is encrypted, damaged, or larger than an invoice can be."""
        if self.info.flag_bits & 1:
            raise NoInvoice("password")
        suspect = self.info.file_size > SUSPECT_BYTES
        if self.info.file_size > most_bytes or (
            suspect and self.info.file_size > SUSPECT_RATIO * max(self.info.compress_size, 1)
        ):
            raise NoInvoice("too_large")
        try:
            with self.archive.open(self.info) as file:
                yield file  # type: ignore[misc]  # a ZipExtFile reads as a binary file does
        except BROKEN:
            raise NoInvoice("damaged_member") from None


@dataclass
class Walk:
    """The files of a zip, those of zips inside it too. What cannot be followed is a `Member` that fails to open."""

    bounds: Bounds
    files: int = field(default=0)
    bytes: int = field(default=0)

    def members(self, file: BinaryIO, above: str = "", depth: int = 1, begin: float = 0, width: float = 1
                ) -> Iterator[Member | tuple[str, NoInvoice]]:  # fmt: skip
        """The members in the order of the directory; a path with a reason for a zip that cannot be opened."""
        try:
            archive = zipfile.ZipFile(file)
            infos = archive.infolist()
        except BROKEN:
            yield above, NoInvoice("damaged_archive")
            return
        if depth > 1 and is_office({info.filename for info in infos}):
            yield above, NoInvoice("workbook")
            return
        self.files += len(infos)
        self.bytes += sum(info.file_size for info in infos)
        if self.files > self.bounds.files or self.bytes > self.bounds.all_bytes:
            yield above, NoInvoice("archive_too_large")
            return
        for place, info in enumerate(infos):
            if info.is_dir():
                continue
            path = f"{above}/{clean(info.filename)}" if above else clean(info.filename)
            part = begin + width * place / len(infos)
            member = Member(path, depth, info, archive, part)
            if info.filename.lower().endswith(".zip"):
                yield from self.inside(member, width / len(infos))
            else:
                yield member

    def inside(self, member: Member, width: float = 0) -> Iterator[Member | tuple[str, NoInvoice]]:
        """The members of a zip that is itself a member; the member itself where it is no zip after all."""
        if member.depth >= self.bounds.depth:
            yield member.path, NoInvoice("too_deep")
            return
        with tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY) as copy:
            try:
                with member.opened(self.bounds.all_bytes) as source:
                    head = source.read(4)
                    if not head.startswith(ZIP):
                        yield member
                        return
                    _copied(head, source, copy, member.info.file_size)
            except NoInvoice as refusal:
                yield member.path, refusal
                return
            yield from self.members(copy, member.path, member.depth + 1, member.part, width)  # type: ignore[arg-type]


def is_office(names: set[str]) -> bool:
    """Whether the parts of a zip are those of a workbook, a text document or a presentation."""
    plain = {name.replace("\\", "/").lstrip("/").lower() for name in names}
    return bool(plain & _OFFICE_NAMES) or any(
        name.startswith(_OFFICE_PARTS) or name.endswith("workbook.xml") for name in plain
    )


def holds_invoices(path: Path) -> bool:
    """Whether the zip at `path` is one of invoices as far as its names tell: it is no office file, and has XML, signed
    files or zips in it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = {info.filename for info in archive.infolist() if not info.is_dir()}
    except BROKEN:
        return False
    return not is_office(names) and any(
        PurePosixPath(name).suffix.lower() in {".xml", ".p7m", ".zip"} for name in names
    )


def clean(name: str) -> str:
    """The name of a member as it may be shown: no control characters, not endless."""
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in name.replace("\\", "/"))
    return shown if len(shown) <= LONGEST_NAME else f"{shown[: LONGEST_NAME - 1]}…"


def _copied(head: bytes, source: BinaryIO, copy: tempfile.SpooledTemporaryFile[bytes], size: int) -> None:
    copy.write(head)
    left = size - len(head)
    while piece := source.read(1 << 20):
        left -= len(piece)
        if left < 0:
            raise NoInvoice("too_large")
        copy.write(piece)
    copy.seek(0)
