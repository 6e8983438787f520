"""Spreadsheets written as markup (web pages, single-file web pages, Excel's XML of 2003) as rows of sheets.

Runs in the guarded process: imports only its like.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.parsers.expat import ExpatError

from socialimpact.tables import spreadsheetml, webpage
from socialimpact.tables.codepages import decode

if TYPE_CHECKING:
    from collections.abc import Callable

_SHEET_NAMES = re.compile(r"<x:Name>([^<]{1,200})</x:Name>")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class Unreadable(Exception):  # noqa: N818 - a refusal, as everywhere
    """No table in the file; `code` says why, and `line` where."""

    def __init__(self, code: str, line: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.line = line


class Marked(NamedTuple):
    """One sheet: what a frame says of it, its rows (of any length), and what to tell of it."""

    head: dict[str, Any]
    rows: list[list[Any]]
    told: list[dict[str, Any]]


def sheets_of(path: str, kind: str, refuse_more: Callable[[int], None]) -> list[Marked]:
    """The sheets of a file of `kind` html, mhtml or xml. Raises `Unreadable` where there are none."""
    data = Path(path).read_bytes()
    if kind == "xml":
        return _workbook(data, refuse_more)
    pages = webpage.pages_of(data) if kind == "mhtml" else [data]
    names: list[str] = []
    found: list[Marked] = []
    frames = False
    for page in pages:
        text, encoding, guessed = decode(page)
        names += _SHEET_NAMES.findall(text[:200_000])
        frames = frames or "<frameset" in text[:200_000].lower()
        sheet = webpage.Sheet().read(text, refuse_more)
        if not sheet.tables:
            continue
        told: list[dict[str, Any]] = []
        if guessed:
            told.append({"code": "encoding_guessed", "encoding": encoding})
        if sheet.left_out:
            told.append({"code": "page_text_left_out", "count": sheet.left_out})
        head = {"merged": sheet.merged, "hidden_rows": sheet.hidden_rows}
        found.append(Marked(head, sheet.rows, told))
    if not found:
        raise Unreadable("only_frames" if frames else "no_table_in_page")
    if len(found) > 1:
        named = names if len(names) == len(found) == len(set(names)) else [str(n + 1) for n in range(len(found))]
        for one, name in zip(found, named, strict=True):
            one.head["sheet"] = name
    return found


def _workbook(data: bytes, refuse_more: Callable[[int], None]) -> list[Marked]:
    told: list[dict[str, Any]] = []
    try:
        sheets = spreadsheetml.Reader(refuse_more).read(data)
    except spreadsheetml.EntitiesError:
        raise Unreadable("entities") from None
    except ExpatError:
        # many exports declare one encoding and write another, or leave control characters in the text
        text, encoding, _ = decode(data)
        told = [{"code": "encoding_guessed", "encoding": encoding}]
        try:
            sheets = spreadsheetml.Reader(refuse_more).read(
                spreadsheetml.FORBIDDEN.sub("", _DECLARATION.sub("", text.lstrip("\ufeff")))
            )
        except spreadsheetml.EntitiesError:
            raise Unreadable("entities") from None
        except ExpatError as fault:
            raise Unreadable("damaged_line", fault.lineno) from None
    if not sheets:
        raise Unreadable("empty_workbook")
    return [
        Marked(
            {
                "sheet": sheet.name,
                "hidden": sheet.hidden,
                "merged": sheet.merged,
                "hidden_rows": sheet.hidden_rows,
                "hidden_columns": sheet.hidden_columns,
                "errors": sheet.errors,
            },
            sheet.rows,
            told if sheet is sheets[0] else [],
        )
        for sheet in sheets
    ]
