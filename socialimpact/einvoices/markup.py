"""XML of strangers as a tree of elements: no document type, no entities, nothing from outside, bounded.

Names lose their prefix: the formats differ in their roots, and real invoices declare their namespaces carelessly.
Attachments inside an invoice are passed over while they are read, so that they cost no memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from socialimpact.einvoices.invoice import NoInvoice

MOST_DEPTH = 60
MOST_ELEMENTS = 500_000
# Embedded files, signatures and extensions: bulk that says nothing of the purchase.
PASSED_OVER = frozenset({"Allegati", "Signature", "UBLExtensions", "EmbeddedDocumentBinaryObject",
                         "AttachmentBinaryObject", "BinaryObject"})  # fmt: skip
_INVALID_TOKEN = 4  # what expat says of a byte that is not of the declared encoding


class Element:
    """An element with its text, its children by name, and its attributes."""

    __slots__ = ("attributes", "children", "text")

    def __init__(self, attributes: dict[str, str]) -> None:
        self.attributes = attributes
        self.children: dict[str, list[Element]] = {}
        self.text = ""

    def all(self, name: str) -> list[Element]:
        """The children of this name."""
        return self.children.get(name, [])

    def at(self, *path: str) -> Element | None:
        """The first element along a path of names."""
        here = self
        for name in path:
            found = here.children.get(name)
            if found is None:
                return None
            here = found[0]
        return here

    def say(self, *path: str) -> str | None:
        """The text of the first element along a path of names; None where it is missing or blank."""
        here = self
        for name in path:
            found = here.children.get(name)
            if found is None:
                return None
            here = found[0]
        return here.text or None


def parse(chunks: Iterable[bytes], accept: Callable[[str, str], None]) -> tuple[str, Element]:
    """The name of the root and the root.

    `accept` sees the root's name and namespace before anything else is read, and may raise. Raises `NoInvoice` for
    what is not well-formed, has a document type, or is larger than any invoice.
    """
    source = iter(chunks)
    first = next(source, b"")
    rest = next(source, None)
    if rest is not None:
        return _Reading(None, accept).of([first, rest], source)
    try:
        return _Reading(None, accept).of([first], source)
    except NoInvoice as refusal:
        # bytes of another encoding than declared: most often Windows' where UTF-8 is said
        if refusal.details.get("fault") != str(_INVALID_TOKEN) or _is_utf8(first):
            raise
        return _Reading("windows-1252", accept).of([first], iter(()))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


class _Reading:
    """One pass over one document."""

    def __init__(self, encoding: str | None, accept: Callable[[str, str], None]) -> None:
        self.accept = accept
        self.root_name = ""
        self.root: Element | None = None
        self.stack: list[Element] = []
        self.texts: list[str] = []
        self.names: dict[str, str] = {}
        self.elements = 0
        self.passing = 0
        self.parser = parser = expat.ParserCreate(encoding)
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.texts.append
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.EntityDeclHandler = _refuse_doctype

    def of(self, chunks: Iterable[bytes], more: Iterable[bytes]) -> tuple[str, Element]:
        try:
            for some in (chunks, more):
                for chunk in some:
                    self.parser.Parse(chunk, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as fault:
            raise NoInvoice("damaged_xml", line=str(fault.lineno), fault=str(fault.code)) from None
        except (LookupError, ValueError):  # an encoding that nobody knows
            raise NoInvoice("damaged_xml", line="1", fault="") from None
        finally:
            del self.parser  # it holds this object's methods: a circle that would outlive the reading
        if self.root is None:
            raise NoInvoice("damaged_xml", line="1", fault="")
        return self.root_name, self.root

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = self.names.get(name)
        if local is None:
            local = self.names[name] = name.rpartition(":")[2]
        stack = self.stack
        self.elements += 1
        if not stack:
            prefix = name.rpartition(":")[0]
            self.root_name = local
            self.accept(local, attributes.get(f"xmlns:{prefix}" if prefix else "xmlns", ""))
            self.root = Element(attributes)
            stack.append(self.root)
            return
        if self.elements > MOST_ELEMENTS or len(stack) > MOST_DEPTH:
            raise NoInvoice("too_large")
        self.texts.clear()
        if local in PASSED_OVER:
            self.passing = 1
            self.parser.StartElementHandler = self.deeper
            self.parser.EndElementHandler = self.out
            self.parser.CharacterDataHandler = None
            return
        element = Element(attributes)
        children = stack[-1].children
        if local in children:
            children[local].append(element)
        else:
            children[local] = [element]
        stack.append(element)

    def end(self, _name: str) -> None:
        element = self.stack.pop()
        if not element.children:
            element.text = "".join(self.texts).strip()
        self.texts.clear()

    def deeper(self, _name: str, _attributes: dict[str, str]) -> None:
        self.passing += 1

    def out(self, _name: str) -> None:
        self.passing -= 1
        if not self.passing:
            self.parser.StartElementHandler = self.start
            self.parser.EndElementHandler = self.end
            self.parser.CharacterDataHandler = self.texts.append


def _refuse_doctype(*_said: object) -> None:
    raise NoInvoice("doctype")
