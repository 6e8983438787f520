"""Saving a workbook as Excel itself would, and so that the same content always gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook

MADE = (2026, 1, 15, 8, 0, 0)
INLINE = re.compile(
    r'<c r="([A-Z]+\d+)"((?: s="\d+")?) t="inlineStr"><is><t(?: xml:space="preserve")?>(.*?)</t></is></c>', re.DOTALL
)
TYPE = (
    '<Override PartName="/xl/sharedStrings.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
RELATION = (
    '<Relationship Id="rIdStrings" Target="sharedStrings.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def save(book: Workbook, path: Path) -> None:
    """Write the workbook with one table of texts, as Excel does, and no clock.

    openpyxl alone repeats each text in its cell, which makes the file half as large again.
    """
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    texts: dict[str, int] = {}
    for name, content in list(parts.items()):
        if name.startswith("xl/worksheets/"):
            parts[name] = INLINE.sub(lambda cell: _shared(cell, texts), content.decode()).encode()
    items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}" uniqueCount="{len(texts)}">{items}</sst>'.encode()
    _insert(parts, "[Content_Types].xml", TYPE, "</Types>")
    _insert(parts, "xl/_rels/workbook.xml.rels", RELATION, "</Relationships>")
    parts["docProps/core.xml"] = re.sub(
        rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"%d-%02d-%02dT%02d:%02d:%02dZ" % MADE, parts["docProps/core.xml"]
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, MADE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)


def _shared(cell: re.Match[str], texts: dict[str, int]) -> str:
    return f'<c r="{cell[1]}"{cell[2]} t="s"><v>{texts.setdefault(cell[3], len(texts))}</v></c>'


def _insert(parts: dict[str, bytes], name: str, text: str, end: str) -> None:
    content = parts[name].decode()
    if "sharedStrings" not in content:
        parts[name] = content.replace(end, text + end).encode()
