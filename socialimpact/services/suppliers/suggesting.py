"""For each name of a list the register entries that it may mean: up to five, with probability and reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from socialimpact import knowledge
from socialimpact.actor import Actor
from socialimpact.columns import fixed, texts, whole
from socialimpact.errors import MappingRefused, Refused
from socialimpact.language import SOURCE_LANGUAGE, Message, msg
from socialimpact.places import municipalities
from socialimpact.services.progress import Progress, silent
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers.suggestions.bodies import read_bodies
from socialimpact.suppliers.suggestions.contradictions import possible
from socialimpact.suppliers.suggestions.engine import suggested
from socialimpact.suppliers.suggestions.listed import listed
from socialimpact.suppliers.suggestions.reasons import reasons
from socialimpact.tables.book import Book, read_book
from socialimpact.tables.grid import Grid
from socialimpact.tables.headings import normal

# Rows in which the header is looked for.
_HEADER_WITHIN = 30


@dataclass(frozen=True)
class Suggestion:
    """An entry that a name may mean; `probability` is between 0 and 1, calibrated; `register` is its key."""

    register: str
    tax_code: str | None
    name: str
    municipality: str | None
    kind: str
    probability: float
    reasons: tuple[Message, ...]

    def as_json(self, language: str = SOURCE_LANGUAGE) -> dict[str, Any]:
        return {**vars(self), "reasons": [reason.to(language) for reason in self.reasons]}


@dataclass(frozen=True)
class NameSuggestions:
    """What the name of one row may mean, the most probable first; empty where nothing resembles it."""

    row_id: str
    name: str
    suggestions: tuple[Suggestion, ...]

    def as_json(self, language: str = SOURCE_LANGUAGE) -> dict[str, Any]:
        return {"row_id": self.row_id, "suggestions": [each.as_json(language) for each in self.suggestions]}


def suggest(ws: Workspace, actor: Actor, path: Path, *, progress: Progress | None = None) -> list[NameSuggestions]:
    """The entries of the newest lists that each name of the file at `path` may mean. Writes nothing.

    The file is a table with a column `supplier_name` (or another usual name for it) and, where they are known,
    `row_id`, `municipality` and `province` of the supplier or of who buys from it (or `buyer_municipality`,
    `buyer_province`), `tax_code`, `vat_number` and `country`. Without `row_id` the row's number in the file is
    taken. Raises `FileRefused`, `MappingRefused` without a column of names, `Refused` without any register.
    """
    actor.require("viewer")
    tell = progress or silent
    tell(0.0, msg("Reading the file"))
    names = _read(read_book(path))
    tell(0.1, msg("Preparing the registers"))
    lists = listed(ws.db)
    if not lists.index.size:
        raise Refused(
            msg("There is no register yet that a name could be looked up in. Add one first: registers add KIND FILE."),
            code="no_register",
        )
    bodies = read_bodies(names)

    def heard(part: float) -> None:
        tell(0.2 + 0.8 * part, msg("Comparing the names"))

    found = suggested(bodies, lists.index, among=possible(names, lists.table), tell=heard)
    answers: list[list[Suggestion]] = [[] for _ in range(bodies.size)]
    entries = lists.table.take(fixed(found.pairs.entry, pa.int32())).to_pylist()
    for row, entry in enumerate(entries):
        said = reasons(found, row, bodies, lists.index)
        answers[int(found.pairs.name[row])].append(_suggestion(entry, float(found.probability[row]), said))
    tell(1.0, msg("Done"))
    columns = zip(names["row_id"].to_pylist(), names["name"].to_pylist(), answers, strict=True)
    return [NameSuggestions(row_id, name or "", tuple(those)) for row_id, name, those in columns]


def _suggestion(entry: Mapping[str, Any], probability: float, said: tuple[Message, ...]) -> Suggestion:
    code = municipalities.by_code(entry["municipality_code"])
    return Suggestion(
        entry["register_key"],
        entry["tax_code"] or entry["vat_number"],
        entry["name"],
        code.name if code else entry["municipality"],
        entry["kind"],
        round(probability, 4),
        said,
    )


def _read(book: Book) -> pa.Table:
    """The names of the first table that has a column of them, as `read_bodies` and `possible` want them."""
    for grid in book.grids:
        found = _header(grid)
        if found:
            position, columns = found
            return _names(grid.part(position + 1, grid.height), columns)
    raise MappingRefused(
        msg(
            "No column of names was found in {file}. Its first row should say what each column is; call the one with"
            " the names supplier_name.",
            file=book.name,
        ),
        code="no_name_column",
    )


def _header(grid: Grid) -> tuple[int, Mapping[str, int]] | None:
    """The position of the header and the column of each role, None where no row names a column of names."""
    meanings = {text: role for role, known in knowledge.load("suggestion_words")["columns"].items() for text in known}
    for position, row in enumerate(grid.head(_HEADER_WITHIN)):
        columns: dict[str, int] = {}
        for index, text in enumerate(row):
            role = meanings.get(normal(text))
            if role:
                columns.setdefault(role, index)
        if "supplier_name" in columns:
            return position, columns
    return None


def _names(grid: Grid, columns: Mapping[str, int]) -> pa.Table:
    def column(role: str) -> pa.Array:
        if role not in columns:
            return pa.nulls(grid.height, pa.string())
        return whole(grid.cells[f"c{columns[role]}"])

    town = column("municipality" if "municipality" in columns else "buyer_municipality")
    province = column("province" if "province" in columns else "buyer_province")
    codes = municipalities.resolve(pa.table({"municipality": town, "province": province}))
    return pa.table(
        {
            "row_id": column("row_id") if "row_id" in columns else whole(grid.cells["row"].cast(pa.string())),
            "name": column("supplier_name"),
            "municipality": town,
            "province": province,
            "municipality_code": texts(codes),
            **{role: column(role) for role in ("tax_code", "vat_number", "country")},
        }
    )
