"""The list of the Italian register of the third sector (RUNTS), as its publisher gives it out.

One sheet, eleven columns with headers in Italian and German, about 146,000 rows. The column with the name of the
legal representative is personal data: it is never read. The list has no VAT numbers and no type of cooperative.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from socialimpact import knowledge
from socialimpact.errors import MappingRefused, Problem
from socialimpact.language import msg
from socialimpact.registers import entries
from socialimpact.registers.entries import Reading
from socialimpact.store.reader import Reader
from socialimpact.suppliers.identifiers import identify_all
from socialimpact.suppliers.kinds import kind_from_section
from socialimpact.suppliers.names import read_names
from socialimpact.tables.book import Book
from socialimpact.tables.grid import Grid

_LOOKED_AT = 15
_NEEDED = ("tax_code", "name", "section")
# A name in the section "imprese sociali" that says so is a social cooperative; its type is not told.
_COOPERATIVES = ("social_cooperative", "social_consortium")


@dataclass(frozen=True)
class Place:
    """Where the list is: the sheet, its header (None for none), and the column of each role."""

    grid: Grid
    header_row: int | None
    start: int
    columns: dict[str, int]


def find(book: Book) -> Place | None:
    """The sheet that is laid out as the RUNTS list, found by its headers and their order; None where none is."""
    for grid in book.grids:
        for position, row in enumerate(grid.head(_LOOKED_AT)):
            if columns := _columns(row):
                number = grid.cells["row"][position].as_py()
                return Place(grid, number, position + 1, columns)
        if _looks_so(grid):
            return Place(
                grid, None, 0, {entry["role"]: entry["position"] for entry in knowledge.load("registers")["runts"]}
            )
    return None


def read(book: Book, reader: Reader) -> Reading:
    """The entries of the list. Raises `MappingRefused` where the file is not laid out so."""
    place = find(book)
    if place is None:
        raise MappingRefused(
            msg(
                "This file is not laid out as the list of the RUNTS (tax code, number, name, section, …). Download"
                " “Enti iscritti” again, or add the file as a list of your own."
            ),
            code="not_the_runts_list",
        )
    grid, start = place.grid, place.start
    columns = {
        name: entries.texts(grid, place.columns.get(name), start)
        for name in entries.TEXTS
        if name not in {"vat_number", "postcode", "country"}
    }
    empty = pa.nulls(grid.height - start, pa.string())
    raw = pa.table(
        {
            "row_number": grid.cells["row"].slice(start),
            **columns,
            "vat_number": empty,
            "postcode": empty,
            "country": empty,
            "registered_on": entries.dates(reader, grid, place.columns.get("registered_on"), start, "dmy"),
            "valid_from": pa.nulls(grid.height - start, pa.date32()),
            "valid_to": pa.nulls(grid.height - start, pa.date32()),
        }
    )
    sections = pc.fill_null(raw["section"], "")
    kinds = pc.fill_null(entries.kinds_of(sections, kind_from_section), "altro_ets")
    reading = entries.collect(raw, _by_name(kinds, raw["name"]), sheet=grid.sheet, country="IT", fields=_fields(place))
    return replace(reading, problems=(*reading.problems, *_unknown(sections, grid)))


def _fields(place: Place) -> dict[str, str]:
    """The names of the columns that are read; a list without header has their numbers."""
    return {
        role: (place.grid.cell(place.header_row, index) if place.header_row else None) or f"{index + 1}"
        for role, index in place.columns.items()
        if role in entries.TEXTS or role in entries.DATES
    }


def _columns(row: list[str | None]) -> dict[str, int] | None:
    """The roles of a header row; None where it is none of this list's.

    Wording may change, so a column whose header says nothing keeps its place if most others are where they should be.
    """
    expected = knowledge.load("registers")["runts"]
    found: dict[str, int] = {}
    for index, header in enumerate(row):
        text = _plain(header or "")
        for entry in expected:
            if entry["role"] not in found and any(f" {word} " in f" {text} " for word in entry["words"]):
                found[entry["role"]] = index
                break
    in_place = sum(found.get(entry["role"]) == entry["position"] for entry in expected)
    if in_place * 2 <= len(expected) or "tax_code" not in found:
        return None
    for entry in expected:
        if entry["role"] not in found and entry["position"] not in found.values():
            found[entry["role"]] = entry["position"]
    return found if all(role in found for role in _NEEDED) else None


def _looks_so(grid: Grid) -> bool:
    """Whether a sheet without header holds tax codes and sections where the list has them."""
    places = {entry["role"]: entry["position"] for entry in knowledge.load("registers")["runts"]}
    if grid.width <= places["registered_on"]:
        return False
    rows = grid.head(_LOOKED_AT)
    codes = identify_all([row[places["tax_code"]] for row in rows])["valid"].to_pylist()
    sections = [kind_from_section(row[places["section"]] or "") for row in rows]
    return all(codes) and all(sections)


def _by_name(kinds: pa.ChunkedArray, names: pa.ChunkedArray) -> pa.ChunkedArray:
    """Social cooperatives are in the section of the "imprese sociali": their name must say that they are ones."""
    enterprise = pc.equal(kinds, "impresa_sociale")
    hints = read_names(names.filter(enterprise))["hint"]
    told = pc.if_else(pc.is_in(hints, value_set=pa.array(_COOPERATIVES)), hints, "impresa_sociale")
    return pa.chunked_array(
        [pc.replace_with_mask(kinds.combine_chunks(), enterprise.combine_chunks(), told.combine_chunks())]
    )


def _unknown(sections: pa.ChunkedArray, grid: Grid) -> list[Problem]:
    strange = [text for text in pc.unique(sections).to_pylist() if kind_from_section(text) is None]
    if not strange:
        return []
    message = msg(
        "Sections that are not known are taken for “other third-sector bodies”: {sections}.",
        sections=", ".join(text or "–" for text in strange[:5]),
    )
    return [Problem("warning", "unknown_section", message, grid.sheet)]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c))))
