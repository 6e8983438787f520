"""Tables of web pages, laid out as a spreadsheet program shows them: everything on one sheet, row under row.

Many business programs export "Excel" files that are pages of HTML. Runs in the guarded process and imports
nothing else of the package.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Extent = tuple[int, int, int, int]

MOST_COLUMNS = 16_384  # as many as a spreadsheet has
MOST_SPANNED = 1_000  # columns of one cell, as in browsers
MOST_LINES_BEFORE = 10  # of text above the first table; a title is shorter, a site's menu is longer
_TAG = re.compile(
    r"""<(?:!--.*?(?:-->|\Z)
    | (?P<end>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<attributes>(?>(?:[^>"']|"[^"]*"|'[^']*')*)>|[^>]*>)
    | [!?][^>]*>)""",
    re.DOTALL | re.VERBOSE,
)
# A whole cell without tags inside, as most are
_PLAIN_CELL = re.compile(r"\s*<t([dh])\b([^<>]*)>([^<&]*)</t\1\s*>", re.IGNORECASE)
_UNSEEN = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("script", "style", "title", "select")}
_BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "dl", "dt", "dd", "hr", "pre", "center", "form", "caption", "section"}
)
_BLOCKS |= {"section", "h1", "h2", "h3", "h4", "h5", "h6", "header", "footer"}
_SPAN = re.compile(r"(col|row)span\s*=\s*[\"']?\s*(\d+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|(?:^|\s)hidden(?=[\s=>/]|$)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")


@dataclass
class _Cell:
    parts: list[str] = field(default_factory=list)
    columns: int = 1
    rows: int = 1

    def text(self) -> str:
        return "".join(self.parts).strip(" \n")


@dataclass
class _Table:
    """A table that is being read: its row, its cell, and where cells of earlier rows reach into it.

    `reaching` has for the first column of such a cell the column after it and the rows that are left.
    """

    row: list[_Cell] | None = None
    cell: _Cell | None = None
    hidden: bool = False
    nested: bool = False  # the row holds a table, which has rows of its own
    reaching: dict[int, tuple[int, int]] = field(default_factory=dict)


class Sheet:
    """The rows of one page; `rows` may differ in length. `left_out` counts lines of text above the first table."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.merged: list[Extent] = []
        self.hidden_rows: list[int] = []
        self.left_out = 0
        self.tables = 0
        self._open: list[_Table] = []
        self._line: list[str] = []

    def read(self, page: str, refuse_more: Callable[[int], None]) -> Sheet:
        """Read the page; `refuse_more` is told the number of cells so far now and then, and may raise."""
        at = 0
        cells = 0
        while tag := _TAG.search(page, at := self._plain_cells(page, at)):
            if tag.start() > at:
                self._say(page[at : tag.start()])
            at = tag.end()
            name = tag["name"]
            if name is None:
                continue
            name = name.lower().rpartition(":")[2]
            if tag["end"]:
                self._end(name)
            elif name in _UNSEEN:
                closing = _UNSEEN[name].search(page, at)
                at = closing.end() if closing else len(page)
            else:
                before = len(self.rows)
                self._begin(name, tag["attributes"])
                if len(self.rows) > before:
                    cells += len(self.rows[-1])
                    refuse_more(cells)
        self._say(page[at:])
        while self._open:
            self._end("table")
        self._end_line()
        return self

    def _plain_cells(self, page: str, at: int) -> int:
        """Take the plain cells that begin at `at`, if a row is open; where they end."""
        if not self._open or (row := self._open[-1].row) is None or self._open[-1].cell is not None:
            return at
        while cell := _PLAIN_CELL.match(page, at):
            attributes = cell[2]
            columns, rows = _spans(attributes) if "span" in attributes.lower() else (1, 1)
            row.append(_Cell([_BLANKS.sub(" ", cell[3])], columns, rows))
            at = cell.end()
        return at

    def _say(self, text: str) -> None:
        if "&" in text:
            text = html.unescape(text)
        text = _BLANKS.sub(" ", text)
        if self._open and self._open[-1].cell is not None:
            parts = self._open[-1].cell.parts
            parts.append(text.lstrip(" ") if not parts or parts[-1].endswith("\n") else text)
        elif not self._open:
            self._line.append(text)

    def _begin(self, name: str, attributes: str) -> None:
        if name == "table":
            self._begin_table()
        elif not self._open:
            if name in _BLOCKS or name == "br":
                self._end_line()
        elif name == "tr":
            self._end_row()
            self._open[-1].row = []
            self._open[-1].hidden = bool(_HIDDEN.search(attributes))
        elif name in {"td", "th"}:
            table = self._open[-1]
            self._end_cell()
            if table.row is None:
                table.row = []
            table.cell = _Cell([], *_spans(attributes))
        elif (cell := self._open[-1].cell) is not None and (name == "br" or (name in _BLOCKS and cell.text())):
            cell.parts.append("\n")

    def _end(self, name: str) -> None:
        if not self._open:
            if name in _BLOCKS:
                self._end_line()
        elif name == "table":
            self._end_row()
            self._open.pop()
        elif name == "tr":
            self._end_row()
        elif name in {"td", "th"}:
            self._end_cell()

    def _begin_table(self) -> None:
        self.tables += 1
        if self._open:
            table = self._open[-1]
            self._end_cell()
            if any(cell.text() for cell in table.row or ()):
                self._end_row(goes_on=True)
            table.nested = True
        else:
            self._end_line()
            if self.tables == 1 and len(self.rows) > MOST_LINES_BEFORE:
                self.left_out = len(self.rows) - MOST_LINES_BEFORE
                del self.rows[: self.left_out]
        self._open.append(_Table())

    def _end_cell(self) -> None:
        table = self._open[-1]
        if table.cell is not None and table.row is not None:
            table.row.append(table.cell)
        table.cell = None

    def _end_row(self, *, goes_on: bool = False) -> None:
        """Lay the open row out; `goes_on` when a table inside it comes first."""
        self._end_cell()
        table = self._open[-1]
        cells, table.row = table.row, ([] if goes_on else None)
        if cells is None:
            return
        nested, table.nested = table.nested, False
        if nested and not any(cell.text() for cell in cells):
            return
        number = len(self.rows) + 1
        row: list[str] = []
        reaching = {start: (stop, left - 1) for start, (stop, left) in table.reaching.items() if left > 1}
        for cell in cells:
            while (start := len(row)) in table.reaching:
                row += [""] * (table.reaching[start][0] - start)
            width = min(cell.columns, MOST_COLUMNS - start)
            if width < 1:
                break
            row.append(cell.text())
            row += [""] * (width - 1)
            if cell.rows > 1:
                reaching[start] = (start + width, cell.rows - 1)
            if width > 1 or cell.rows > 1:
                self.merged.append((number, start, number + cell.rows - 1, start + width - 1))
        table.reaching = reaching
        self.rows.append(row)
        if table.hidden:
            self.hidden_rows.append(number)

    def _end_line(self) -> None:
        text = _BLANKS.sub(" ", "".join(self._line)).strip(" ")
        self._line.clear()
        if text.strip():
            self.rows.append([text])


def _spans(attributes: str) -> tuple[int, int]:
    """How many columns and rows a cell reaches over."""
    given = {kind.lower(): int(size[:6]) for kind, size in _SPAN.findall(attributes)}
    return min(max(1, given.get("col", 1)), MOST_SPANNED), max(1, given.get("row", 1))


def pages_of(message: bytes) -> list[bytes]:
    """The pages of HTML in a web page that was saved as a single file (MHTML), decoded as they are sent."""
    from email import message_from_bytes  # noqa: PLC0415 - rarely needed and slow to import

    pages: list[bytes] = []
    for part in message_from_bytes(message).walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                charset = part.get_content_charset()
                named = f"<meta charset={charset}>".encode() if charset else b""
                pages.append(named + content)
    return pages
