"""Reports read back from their files, by what the files themselves say is a table, a cell, a chart."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import openpyxl
import pdfplumber
import pikepdf
from docx import Document

from socialimpact.report.document import Bars, Course, Report, Table
from socialimpact.report.safe_cells import neutral

BLANKS = re.compile(r"[\s\u200b]+")
_NUMBER = re.compile(r"[-−]?[\d.,]*\d")
_MARKS = {"it": (".", ","), "en": (",", ".")}


class Read(NamedTuple):
    """`tables`: their rows of cells, heads first. `charts`: what is said to who does not see them. `large`: texts."""

    tables: list[list[list[str]]]
    charts: list[str]
    large: list[str]


def number_in(text: str, language: str) -> Decimal | None:
    """The number that a reader of that language reads; None where there is none. Raises for another's marks."""
    thousands, point = _MARKS[language]
    found = _NUMBER.search(text)
    if found is None:
        return None
    whole, _, part = found[0].replace("−", "-").partition(point)
    groups = whole.lstrip("-").split(thousands)
    assert all(len(group) == 3 for group in groups[1:]), text
    assert thousands not in part, text
    return Decimal(f"{'-' if whole.startswith('-') else ''}{''.join(groups)}.{part or 0}")


def word(file: bytes) -> Read:
    document = Document(io.BytesIO(file))
    heads = [table for table in document.tables if "w:tblHeader" in table._tbl.xml]
    others = [table for table in document.tables if "w:tblHeader" not in table._tbl.xml]
    return Read(
        [[[_said(cell.text) for cell in row.cells] for row in table.rows] for table in heads],
        [shape._inline.docPr.get("descr") for shape in document.inline_shapes],
        [_said(cell.text) for table in others for cell in table.rows[0].cells],
    )


def pdf(file: bytes) -> Read:
    """By its tags, as a screen reader reads it."""
    with pdfplumber.open(io.BytesIO(file)) as book:
        marked: dict[tuple[int, int], str] = {}
        for number, page in enumerate(book.pages):
            for char in page.chars:
                if char.get("mcid") is not None:
                    marked[number, char["mcid"]] = marked.get((number, char["mcid"]), "") + char["text"]
    with pikepdf.open(io.BytesIO(file)) as book:
        pages = {page.objgen: number for number, page in enumerate(book.pages)}
        (tree,) = _parts(book.Root.StructTreeRoot, pages, marked, None)
    # what stands below a table in a row of its own is its note
    tables = [[[cell.said() for cell in row.inside] for row in table.all("TR")] for table in tree.all("Table")]
    return Read(
        [[row for row in table if len(row) == len(table[0])] for table in tables],
        [figure.alt for figure in tree.all("Figure")],
        next([card.said() for card in part.inside] for part in tree.inside if part.kind == "Div"),
    )


@dataclass
class Tag:
    """An element of the structure of a PDF: what it is, what stands in it, and the elements inside it."""

    kind: str
    alt: str
    own: str
    inside: list[Tag]

    def all(self, kind: str) -> Iterator[Tag]:
        for each in self.inside:
            if each.kind == kind:
                yield each
            else:
                yield from each.all(kind)

    def said(self) -> str:
        return _said(" ".join([self.own, *(each.said() for each in self.inside)]))


def _parts(node: Any, pages: Any, marked: Any, page: int | None) -> list[Tag]:
    """The elements inside one."""
    return [_tag(child, pages, marked, page) for child in _children(node) if isinstance(child, pikepdf.Dictionary)
            and "/S" in child]  # fmt: skip


def _tag(node: Any, pages: Any, marked: Any, page: int | None) -> Tag:
    page = pages[node.Pg.objgen] if "/Pg" in node else page
    own = []
    for child in _children(node):
        if isinstance(child, int):
            own.append(marked.get((page, child), ""))
        elif "/MCID" in child:
            own.append(marked.get((pages[child.Pg.objgen] if "/Pg" in child else page, int(child.MCID)), ""))
    inside = _parts(node, pages, marked, page)
    return Tag(str(node.S)[1:], str(node.get("/Alt", "")), " ".join(own), inside)


def _children(node: Any) -> list[Any]:
    found = node.get("/K")
    return [] if found is None else list(found) if isinstance(found, pikepdf.Array) else [found]


class Sheet(NamedTuple):
    """What stands under the captions of a book: rows of values, heads first."""

    blocks: list[list[list[Any]]]
    charts: int


def excel(file: bytes, report: Report, language: str) -> Sheet:
    book = openpyxl.load_workbook(io.BytesIO(file))
    found = []
    sheets = iter(book.worksheets[1:])
    for section in report.sections:
        blocks = [block for block in section.blocks if isinstance(block, Table | Bars | Course)]
        if not blocks:
            continue
        rows = [list(row) for row in next(sheets).iter_rows(values_only=True)]
        place = 1
        for block in blocks:
            caption = neutral(block.caption.to(language))
            place = next(number for number in range(place, len(rows)) if rows[number][0] == caption)
            count = len(block.rows) if isinstance(block, Table) else len(_values(block))
            found.append([list(row) for row in rows[place + 1 : place + 2 + count]])
            place += 1
    return Sheet(found, sum(len(sheet._charts) for sheet in book))


def _values(block: Bars | Course) -> tuple[Any, ...]:
    return block.values if isinstance(block, Bars) else block.monthly


def _said(text: str) -> str:
    return BLANKS.sub(" ", text.replace("\u200b", "")).strip()
