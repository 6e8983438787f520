"""From the bytes of one file to its invoices, or to the reason why it holds none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import BinaryIO

from socialimpact.einvoices import cii, codes, envelope, fatturapa, markup, portable, ubl
from socialimpact.einvoices.invoice import Invoice, NoInvoice
from socialimpact.einvoices.markup import Element

PIECE_BYTES = 8 << 20
_READERS: dict[str, tuple[str, Callable[[Element], Iterator[Invoice]]]] = {
    "FatturaElettronica": ("fatturapa", fatturapa.invoices),
    "FatturaElettronicaSemplificata": ("fatturapa", fatturapa.simplified),
    "Invoice": ("ubl", ubl.invoices),
    "CreditNote": ("ubl", ubl.credit_notes),
    "CrossIndustryInvoice": ("cii", cii.invoices),
    "CrossIndustryDocument": ("cii", cii.first_invoices),
}
# What the networks of Peppol put around a document when they hand it on
_WRAPPED = "StandardBusinessDocument"
_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
# What may stand before the root, then its name without prefix
_ROOT = re.compile(
    rb"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*<(?:[\w.\-]+:)?([A-Za-z_][\w.\-]*)[\s>/]",
    re.DOTALL,
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
INNER_ZIP = "inner_zip"  # the refusal of a zip: whoever reads a batch looks into it
_OFFICE = b"\xd0\xcf\x11\xe0"


def read(file: BinaryIO, name: str, most_bytes: int) -> tuple[str, list[Invoice]]:
    """The format (`fatturapa`, `ubl`, `cii`) and the invoices of a file that is no zip.

    Raises `NoInvoice` for everything else, and for files of more than `most_bytes`.
    """
    first = file.read(PIECE_BYTES)
    if is_markup(first):
        return _of_xml(chain([first], _rest(file, most_bytes - len(first))))
    if envelope.is_wrapped(first[:4096]):
        content = envelope.unwrap(b"".join(chain([first], _rest(file, most_bytes - len(first)))))
        if not is_markup(content):
            raise NoInvoice(_other(content, name) or "signed_other")
        return _of_xml([content])
    reason = _other(first, name)
    if reason == "pdf":
        found = portable.embedded(b"".join(chain([first], _rest(file, most_bytes - len(first)))))
        if found and is_markup(found):
            return _of_xml([found])
    raise NoInvoice(reason or "other_file")


def is_markup(head: bytes) -> bool:
    """Whether the bytes begin as XML does, in UTF-8, UTF-16 or a national encoding."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head[:400].replace(b"\x00", b"").lstrip().startswith(b"<")


def root_known(head: bytes) -> bool:
    """Whether the beginning of an XML file names one of the roots that this room reads, or knows to be none."""
    found = _ROOT.match(head.removeprefix(_MARKS[0]).replace(b"\x00", b"").lstrip(b"\xff\xfe"))
    name = found.group(1).decode() if found else ""
    return name in _READERS or name == _WRAPPED or name in codes.not_invoices()


def _of_xml(chunks: chain[bytes] | list[bytes]) -> tuple[str, list[Invoice]]:
    root, tree = markup.parse(_without_blank_start(iter(chunks)), _accept)
    if root == _WRAPPED:
        root = next((name for name in _READERS if tree.at(name)), "")
        tree = tree.at(root) or tree
        _accept(root, tree.attributes.get("xmlns", ""))
    syntax, reader = _READERS[root]
    try:
        found = list(reader(tree))
    except ArithmeticError:
        raise NoInvoice("amount_unreadable", value="") from None
    if not found or not any(invoice.lines for invoice in found):
        raise NoInvoice("no_line")
    return syntax, found


def _accept(root: str, namespace: str) -> None:
    if root in _READERS:
        if _READERS[root][0] != "ubl" or not namespace or namespace.startswith(_UBL):
            return
    elif root == _WRAPPED:
        return
    elif reason := codes.not_invoices().get(root):
        raise NoInvoice(reason, root=root)
    raise NoInvoice("other_xml", root=root[:60])


def _without_blank_start(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """XML must begin with its first byte; some programs put blank lines before it."""
    first = next(chunks, b"")
    yield first if first.startswith(_MARKS) else first.lstrip()
    yield from chunks


def _rest(file: BinaryIO, allowed: int) -> Iterator[bytes]:
    while piece := file.read(PIECE_BYTES):
        allowed -= len(piece)
        if allowed < 0:
            raise NoInvoice("too_large")
        yield piece


def _other(head: bytes, name: str) -> str | None:
    """What kind of other file this is, if it is one that often lies among invoices."""
    if head.startswith(ZIP):
        return INNER_ZIP
    if head.startswith(_OFFICE):
        return "workbook"
    for kind in codes.other_files():
        if head.startswith(kind["starts"].encode()) if "starts" in kind else name.lower().endswith(tuple(kind["ends"])):
            reason: str = kind["reason"]
            return reason
    return None
