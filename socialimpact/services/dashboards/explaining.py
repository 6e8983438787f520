"""From a figure to its definition, its proof and the lines behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures import behind, explain
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.explain import Explanation, Figure, Part
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import measure
from socialimpact.language import Message, msg
from socialimpact.services.dashboards.naming import names_of, naming
from socialimpact.services.spreadsheet import Column, workbook
from socialimpact.services.workspace import Workspace

LINE_COLUMNS = (
    Column("date", msg("Date"), "date"),
    Column("supplier", msg("Supplier")),
    Column("description", msg("Description")),
    Column("net_amount", msg("Amount"), "euro"),
    Column("category", msg("Category")),
    Column("ledger_category", msg("Category in the ledger")),
    Column("document_number", msg("Document")),
    Column("due_date", msg("Due on"), "date"),
    Column("payment_date", msg("Paid on"), "date"),
    Column("kind", msg("Kind")),
    Column("evidence", msg("Evidence")),
    Column("file", msg("File")),
    Column("sheet", msg("Sheet")),
    Column("row_number", msg("Row"), "count"),
)
_MAY_BE_ABSENT = {"due_date", "payment_date"}
# What a spreadsheet opens without complaint; more lines than that are taken from the command line.
MOST_LINES = 200_000


def explanation(ws: Workspace, actor: Actor, key: str, selection: Selection) -> Explanation:
    """Everything that a reader may ask of the measure `key` over a selection."""
    actor.require("viewer")
    return explain.explain(ws.db, key, selection, actor=actor)


def lines_behind(
    ws: Workspace,
    actor: Actor,
    key: str,
    selection: Selection,
    *,
    limit: int = MOST_LINES,
    offset: int = 0,
    search: str = "",
    order: str = behind.LARGEST,
) -> list[dict[str, Any]]:
    """The lines behind a figure, the largest first, with the file, sheet and row that each comes from.

    Keys: line_id, date, due_date, payment_date, supplier_id, supplier, document_number, description, category,
    ledger_category, nature, kind, evidence, net_amount, file, sheet, row_number. Category, nature, kind and evidence
    are messages. `search` and `order` as in `figures.behind`.
    """
    actor.require("viewer")
    rows: list[dict[str, Any]] = behind.lines(
        ws.db, key, selection, actor=actor, limit=limit, offset=offset, search=search, order=order
    ).to_pylist()
    for row in rows:
        for name in ("category", "nature", "kind", "evidence"):
            row[name] = DIMENSIONS[name].label(row) if row[name] is not None else None
    return rows


def line_columns(rows: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    """The columns of these lines on screen: without the days of payment, where the ledger has none."""
    return tuple(
        column
        for column in LINE_COLUMNS
        if column.key not in _MAY_BE_ABSENT or any(row[column.key] is not None for row in rows)
    )


def number_of_lines(ws: Workspace, actor: Actor, key: str, selection: Selection, *, search: str = "") -> int:
    """How many lines are behind a figure, of those that fit a search."""
    actor.require("viewer")
    return behind.count(ws.db, key, selection, actor=actor, search=search)


def is_behind(ws: Workspace, actor: Actor, key: str, selection: Selection, line_id: int) -> bool:
    """Whether a line is one of those behind a figure: a link may name any."""
    actor.require("viewer")
    return behind.holds(ws.db, key, selection, line_id, actor=actor)


def lines_book(
    ws: Workspace,
    actor: Actor,
    key: str,
    selection: Selection,
    *,
    reader: str,
    search: str = "",
    order: str = behind.LARGEST,
) -> bytes:
    """The lines behind a figure as a workbook. Raises `NotAllowed` where the actor may not download."""
    actor.require_download()
    rows = lines_behind(ws, actor, key, selection, search=search, order=order)
    sentence = selection.sentence(naming(names_of(ws, actor, selection)))
    return workbook(LINE_COLUMNS, rows, reader=reader, notes=(measure(key).sentence, sentence))


def line_as_json(row: dict[str, Any], language: str) -> dict[str, Any]:
    """A line of `lines_behind` as plain data, its messages in `language`."""
    return {name: value.to(language) if isinstance(value, Message) else _plain(value) for name, value in row.items()}


def as_json(about: Explanation, language: str) -> dict[str, Any]:
    """The document of the command `explain`: amounts as text with two decimals, shares as numbers or null."""
    where = about.selection.as_query()
    return {
        "measure": about.figure.measure.key,
        "name": about.figure.measure.name.to(language),
        "definition": about.sentence.to(language),
        "unit": about.figure.measure.unit,
        "value": _plain(about.figure.value),
        "numerator": _figure(about.numerator),
        "denominator": _figure(about.denominator),
        "where": {key: chosen for key, chosen in where.items() if key not in {"scope", "local", "against"}},
        "scope": {
            "key": about.definitions.scope.key,
            "name": about.definitions.scope.name.to(language),
            "kinds": list(about.definitions.scope.kinds),
        },
        "local": {
            "key": about.definitions.local_rule.key,
            "definition": about.definitions.local_rule.sentence().to(language),
        },
        "declared_counts": about.definitions.declared_counts,
        "excluded": [_part(each, language) for each in about.excluded],
        "evidence": [_part(each, language) for each in about.evidence],
        "registers": [
            {
                "register": each.register,
                "as_of": each.as_of.isoformat(),
                "file": each.file,
                "suppliers": each.suppliers,
                "amount": _plain(each.amount),
            }
            for each in about.snapshots
        ],
        "coverage": {each.measure.key: _plain(each.value) for each in about.coverage},
        "lines": about.lines,
        "lines_with_vat": about.with_vat,
        "standards": list(about.figure.measure.standards),
    }


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    return {"measure": figure.measure.key, "value": _plain(figure.value)} if figure else None


def _part(part: Part, language: str) -> dict[str, Any]:
    return {
        "key": part.key,
        "name": part.name.to(language),
        "amount": _plain(part.amount),
        "lines": part.lines,
        "why": part.why.to(language) if part.why else None,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value.isoformat() if isinstance(value, date) else value
