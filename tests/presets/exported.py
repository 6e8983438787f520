"""A file as a program exports it, written in a test, previewed and imported: what came of every row.

    came = imported(tmp_path, text, name="export.csv")

`text` is written with CRLF, as exports are; rows of cells (`rows_of`) make a workbook instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from socialimpact.actor import local_owner
from socialimpact.services.ledgers import importing
from socialimpact.services.ledgers.preview import Preview
from socialimpact.services.workspace import open_workspace

Line = tuple[date | None, str | None, str | None, str, Decimal]


@dataclass(frozen=True)
class Came:
    """`lines`: date, supplier, number, type, euro; `aside`: row, reason, euro; both in the order of the file."""

    preview: Preview
    lines: list[Line]
    aside: list[tuple[int, str, Decimal]]

    @property
    def preset(self) -> str | None:
        return next(layout.preset for layout in self.preview.layouts if layout.chosen)

    @property
    def total(self) -> Decimal:
        return sum((line[-1] for line in self.lines), Decimal(0))

    @property
    def suppliers(self) -> list[str | None]:
        return sorted({line[1] for line in self.lines}, key=str)

    @property
    def roles(self) -> dict[str, str]:
        """Role by header of the columns that are read."""
        layout = next(layout for layout in self.preview.layouts if layout.chosen)
        return {column.header or "": column.role for column in layout.columns if column.role != "ignore"}

    @property
    def confidence(self) -> float:
        """That of the least certain column that is read."""
        layout = next(layout for layout in self.preview.layouts if layout.chosen)
        return min(column.confidence for column in layout.columns if column.role != "ignore")


def imported(
    tmp_path: Path, content: str | list[list[object]], name: str = "export.csv", encoding: str = "utf-8"
) -> Came:
    """What comes of a file, through the preview and the import that people use."""
    path = written(tmp_path, content, name, encoding)
    with open_workspace(tmp_path / "home") as ws:
        previewed = importing.preview(ws, local_owner(), path)
        result = importing.import_ledger(ws, local_owner(), previewed)
        told = result.reconciliation
        assert previewed.reconciliation == told, "the preview says what the import does"
        assert told.total_read == told.total_loaded + told.total_set_aside
        assert told.rows_read == told.lines + told.set_aside
        lines = ws.db.rows(
            "select coalesce(invoice_date, posting_date, payment_date, due_date), supplier.name, document_number,"
            " document_type, net_amount from line join supplier using (supplier_id) where import_id = ?"
            " order by sheet, row_number",
            [result.import_id],
        )
        aside = ws.db.rows(
            "select row_number, reason, amount from set_aside where import_id = ? order by sheet, row_number",
            [result.import_id],
        )
    return Came(previewed, lines, aside)


def written(
    tmp_path: Path, content: str | list[list[object]], name: str = "export.csv", encoding: str = "utf-8"
) -> Path:
    """The file on disk."""
    path = tmp_path / name
    if isinstance(content, str):
        text = "\n".join(line.strip() for line in content.strip("\n").split("\n")) + "\n"
        path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    else:
        workbook = Workbook()
        for row in content:
            workbook.active.append(row)
        workbook.save(path)
    return path


def cells(text: str) -> list[list[object]]:
    """The rows of a workbook, written as lines of cells between bars: days as 2025-01-31, numbers as numbers."""
    return [[_cell(cell.strip()) for cell in line.split("|")] for line in text.strip("\n").split("\n")]


def _cell(text: str) -> object:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return date.fromisoformat(text)
    if re.fullmatch(r"-?[1-9][0-9]*([.][0-9]+)?|0", text) and len(text) < 9:
        return float(text)
    return text or None


def euro(text: str) -> Decimal:
    return Decimal(text)
