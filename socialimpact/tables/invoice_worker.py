"""A guarded process that reads its share of a batch of electronic invoices: `python -m … PATH JSON`.

Files are hostile until they are read, so they are opened here, under limits, where nothing is lost if it dies. The
files of a batch are counted in their order and cut into blocks; of `workers` processes, each reads every so manieth
block, and names the block in its frames, so that whoever listens can put them in order.

Frames are written as in `tables.frames`: a line of JSON, then the bytes of the columns. `rows` (one block's rows:
`block`, `documents` as [rows, fingerprint], `problems` as [row in the block, code, file, details], `part` of the
batch that is done), `end`.
"""

from __future__ import annotations

import gc
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from socialimpact.einvoices import document, rows
from socialimpact.einvoices.archive import Bounds, Member, Walk
from socialimpact.einvoices.invoice import NoInvoice
from socialimpact.einvoices.rows import Row
from socialimpact.tables.frames import encode_text, write
from socialimpact.tables.process_limits import limit_resources

BLOCK_FILES = 128
BLOCK_ROWS = 20_000
_NOT_INVOICES = "not_an_invoice"


def main(path: str, how: str) -> None:
    """Read the share of the batch at `path` that the JSON object `how` gives to this process."""
    given: dict[str, Any] = json.loads(how)
    limit_resources(given["memory"], given["seconds"])
    gc.disable()  # trees of elements hold no circles: they go by themselves, and looking for some costs a tenth
    bounds = Bounds(given["depth"], given["files"], given["file_bytes"], given["all_bytes"])
    share = _Share(bounds, given["worker"], given["workers"], frozenset(given["not_invoices"]))
    with Path(path).open("rb") as file:
        head = file.read(4)
        file.seek(0)
        if head.startswith(document.ZIP):
            share.of_zip(file)
        else:
            share.take_alone(given["name"], file)
    share.send()
    write({"frame": "end"})


@dataclass
class _Share:
    """The files that this process reads, and the rows that wait to be sent."""

    bounds: Bounds
    worker: int
    workers: int
    not_invoices: frozenset[str]
    block: int = 0
    part: float = 0.0
    syntax: str = ""
    rows: list[Row] = field(default_factory=list)
    documents: list[tuple[int, str]] = field(default_factory=list)
    problems: list[tuple[int, str, str, dict[str, str]]] = field(default_factory=list)

    def of_zip(self, file: BinaryIO) -> None:
        walk = Walk(self.bounds)
        for number, member in enumerate(walk.members(file)):
            block, place = divmod(number, BLOCK_FILES)
            if block % self.workers != self.worker:
                continue
            if block != self.block:
                self.send()
                self.block = block
            if isinstance(member, Member):
                self.part = member.part
                self.of_member(walk, member)
            else:
                self.refuse(member[0] or "zip", member[1])
            if place == BLOCK_FILES - 1 or len(self.rows) > BLOCK_ROWS:
                self.send()

    def of_member(self, walk: Walk, member: Member) -> None:
        """A member; if its content is a zip whatever it is called, the files in that."""
        try:
            with member.opened(self.bounds.file_bytes) as file:
                self.read(member.path, file)
        except NoInvoice as refusal:
            if refusal.code != document.INNER_ZIP:
                self.refuse(member.path, refusal)
                return
            for inner in walk.inside(member):
                if isinstance(inner, Member):
                    self.take(inner)
                else:
                    self.refuse(*inner)

    def take(self, member: Member) -> None:
        """A member that is no zip, or that lies too deep to be followed."""
        try:
            with member.opened(self.bounds.file_bytes) as file:
                self.read(member.path, file)
        except NoInvoice as refusal:
            too_deep = refusal.code == document.INNER_ZIP
            self.refuse(member.path, NoInvoice("too_deep") if too_deep else refusal)

    def take_alone(self, name: str, file: BinaryIO) -> None:
        """A file that is no zip."""
        try:
            self.read(name, file)
        except NoInvoice as refusal:
            self.refuse(name, refusal)

    def read(self, name: str, file: BinaryIO) -> None:
        """The invoices of one file as rows."""
        try:
            self.syntax, found = document.read(file, name, self.bounds.file_bytes)
        except MemoryError:
            raise NoInvoice("too_large") from None
        except NoInvoice:
            raise
        except Exception:  # noqa: BLE001 - one file that nobody foresaw must not cost the others
            raise NoInvoice("damaged_xml", line="1") from None
        for place, invoice in enumerate(found, start=1):
            of_document = list(rows.of_invoice(name, place, invoice))
            first = len(self.rows)
            for code, details in invoice.remarks:
                self.problems.append((first, code, name, {"number": invoice.number or "?", **details}))
            self.documents.append((len(of_document), rows.fingerprint(of_document)))
            self.rows += of_document

    def refuse(self, name: str, refusal: NoInvoice) -> None:
        """The row of a file that gives no invoice."""
        self.problems.append((len(self.rows), refusal.code, name, refusal.details))
        self.documents.append((1, ""))
        reason = _NOT_INVOICES if refusal.code in self.not_invoices else "invoice_unreadable"
        self.rows.append(rows.of_refusal(name, reason))

    def send(self) -> None:
        """Write the rows that wait."""
        if not self.rows:
            return
        encoded = [encode_text(column) for column in zip(*self.rows, strict=True)]
        buffers = [buffer for _, parts in encoded for buffer in parts]
        write(
            {
                "frame": "rows",
                "block": self.block,
                "rows": len(self.rows),
                "syntax": self.syntax,
                "documents": self.documents,
                "problems": self.problems,
                "part": self.part,
                "columns": "".join(tag for tag, _ in encoded),
                "sizes": [memoryview(buffer).nbytes for buffer in buffers],
            },
            buffers,
        )
        self.rows, self.documents, self.problems = [], [], []


if __name__ == "__main__":
    main(*sys.argv[1:3])
