"""Ledgers as the programs and public bodies of five countries write them (`exports.txt`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Export:
    """An export and what is to be found in it: the row of its header, the columns of date, supplier and amount."""

    name: str
    header: int | None
    date: int | None
    supplier: int | None
    amount: int | None
    basis: str
    text: str


def exports() -> list[Export]:
    """Every export of the file, in its order."""
    text = Path(__file__).with_name("exports.txt").read_text(encoding="utf-8")
    found = []
    for section in text.split("\n= ")[1:]:
        told, *rows = section.strip("\n").split("\n")
        name, *places, basis = told.split(" | ")
        header, date, supplier, amount = (None if place == "-" else int(place) for place in places)
        lines = "\n".join("" if row == "." else row for row in rows)
        found.append(Export(name, header, date, supplier, amount, basis, lines))
    return found


EXPORTS = exports()
