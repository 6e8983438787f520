"""Importing a ledger: preview, confirm or correct, import, undo. All or nothing, whatever happens in the middle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from socialimpact.actor import Actor
from socialimpact.errors import FileRefused, MappingRefused, NotFound, Problem
from socialimpact.figures import spend
from socialimpact.language import msg
from socialimpact.ledger import conversion, lines, loading, same_purchase
from socialimpact.ledger.held_rows import memory_for
from socialimpact.ledger.loading import Reconciliation
from socialimpact.ledger.mapping import Basis
from socialimpact.services.ledgers import mapping_memory, placing, preview_rows, recording, undoing
from socialimpact.services.ledgers.getting_ready import getting_ready
from socialimpact.services.ledgers.import_records import (
    ImportRecord,
    already_imported,
    count_by_reason,
    earlier,
    imports,
)
from socialimpact.services.ledgers.preview import Preview
from socialimpact.services.organisation import require_company
from socialimpact.services.progress import Progress, silent, stopping
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.suppliers import matching
from socialimpact.tables.book import Book, read_book
from socialimpact.tables.layout import Layout
from socialimpact.tables.proposal import propose
from socialimpact.tables.template import is_unfilled

SHOWN = preview_rows.SHOWN


@dataclass(frozen=True)
class ImportResult:
    import_id: int
    file: str
    reconciliation: Reconciliation
    problems: tuple[Problem, ...]

    def as_json(self, language: str) -> dict[str, Any]:
        """The shape that scheduled imports rely on; amounts are strings with two decimals."""
        told = self.reconciliation
        return {
            "import_id": self.import_id,
            "file": self.file,
            "rows_read": told.rows_read,
            "lines": told.lines,
            "set_aside": told.set_aside,
            "duplicates": told.duplicates,
            "total_read": f"{told.total_read:.2f}",
            "total_loaded": f"{told.total_loaded:.2f}",
            "total_set_aside": f"{told.total_set_aside:.2f}",
            "problems": [problem.as_json(language) for problem in self.problems],
        }


def inspect(path: Path, name: str | None = None) -> tuple[Book, tuple[Layout, ...]]:
    """What the reader sees in a file. Writes nothing; raises `FileRefused`."""
    book = read_book(path, name)
    return book, propose(book, "ledger")


def preview(
    ws: Workspace,
    actor: Actor,
    source: Path,
    *,
    name: str | None = None,
    book: Book | None = None,
    company_id: int | None = None,
    mapping: dict[str, Any] | None = None,
    basis: Basis | None = None,
    include_overlaps: bool = False,
    rehearse: bool = True,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Preview:
    """Read a file and try its import in a transaction that is taken back (unless not `rehearse`).

    `book` is the file as read before, to try another mapping without reading again. Raises `FileRefused`, and
    `Cancelled` when `cancelled` says so between two steps; a mapping that lacks something is told in
    `Preview.refusal`, so that the person can complete it.
    """
    company = require_company(ws, actor, company_id, "editor")
    tell = stopping(progress, cancelled)
    tell(0.0, msg("Reading the file"))
    with getting_ready() as get_ready:

        def reading(part: float) -> None:
            get_ready()
            tell(0.6 * part, msg("Reading the file"))

        read = book or read_book(source, name, progress=reading)
    if not any(grid.height for grid in read.grids):
        raise FileRefused(msg("This file is empty: it holds no row."), code="empty")
    recalled = mapping_memory.recall(ws, company, read, propose(read, "ledger"), given=mapping, basis=basis)
    layouts, chosen = recalled.layouts, recalled.mapping
    if is_unfilled([([column.header for column in layout.columns], layout.rows) for layout in layouts]):
        raise FileRefused(
            msg("This is our template, without a purchase so far. Fill in its first sheet, a row for each purchase."),
            code="template_unfilled",
        )
    odd = placing.problems_of_file(read, layouts, chosen)
    bare = Preview(source, read, layouts, chosen, company, recalled.remembered,
                   earlier(ws.db, actor, company, read.sha256), None, None, odd,
                   (), (), (), (), recalled.like)  # fmt: skip
    try:
        chosen.check()
    except MappingRefused as refusal:
        return replace(bare, refusal=refusal)
    if not rehearse:
        return bare
    tell(0.7, msg("Understanding the rows"))
    with ws.db.rehearse(actor) as tx, lines.parsed(tx, read, chosen):
        contradictions = placing.place(tx, company, 0, chosen, include_overlaps=include_overlaps,
                                tell=lambda part, message: tell(0.65 + 0.6 * part, message))  # fmt: skip
        return replace(
            bare,
            reconciliation=loading.reconcile(tx),
            problems=placing.all_problems(tx, bare, contradictions),
            sample=preview_rows.first(tx, "reason is null"),
            overlaps=preview_rows.first(tx, "repeats"),
            set_aside=count_by_reason(tx, "placed", "euro", "reason is not null"),
            fates=preview_rows.fates(tx),
            set_aside_rows=preview_rows.first(tx, f"reason is not null and reason not in {same_purchase.TOLD_APART}"),
        )


def import_ledger(
    ws: Workspace,
    actor: Actor,
    previewed: Preview,
    *,
    include_overlaps: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Import a previewed file, whole or not at all.

    Raises `AlreadyImported` for a file that was imported before and not undone, `MappingRefused` where a column is
    missing or no row is a purchase, `Cancelled` when `cancelled` says so between two steps.
    """
    company = require_company(ws, actor, previewed.company_id, "editor")
    previewed.mapping.check()
    tell = stopping(progress, cancelled)
    with (
        memory_for(previewed.book),
        ws.db.write(actor, large=True) as tx,
        recording.kept(ws, tx, previewed),
    ):
        tell(0.05, msg("Keeping the file"))
        if (before := earlier(tx, actor, company, previewed.book.sha256)) is not None:
            raise already_imported(before)
        import_id = tx.next_id("import", "import_id")
        told, problems = _load(tx, previewed, company, import_id, include_overlaps=include_overlaps, tell=tell)
        tell(0.75, msg("Looking suppliers up in the registers"))
        matching.match(tx)
        tell(0.85, msg("Updating the figures"))
        spend.rebuild(tx)
        tx.event("imported", "import", import_id, after={"file": previewed.file, "lines": told.lines,
                                                         "total_loaded": told.total_loaded})  # fmt: skip
        tell(0.97, msg("Saving"))
    (progress or silent)(1.0, msg("Done"))
    return ImportResult(import_id, previewed.file, told, problems)


def _load(
    tx: Transaction, previewed: Preview, company: int, import_id: int, *, include_overlaps: bool, tell: Progress
) -> tuple[Reconciliation, tuple[Problem, ...]]:
    """Parse, identify, place and store the rows of a previewed file; `MappingRefused` where none is a purchase."""
    book, mapping = previewed.book, previewed.mapping
    tell(0.15, msg("Understanding the rows"))
    with lines.parsed(tx, book, mapping):
        contradictions = placing.place(tx, company, import_id, mapping, include_overlaps=include_overlaps, tell=tell)
        told = loading.reconcile(tx)
        if not (told.lines or same_purchase.any_found(tx) or conversion.waiting(tx, "placed")):
            raise MappingRefused(placing.why_no_line(told), code="no_line")
        problems = placing.all_problems(tx, previewed, contradictions)
        tell(0.6, msg("Writing the lines"))
        recording.record(tx, previewed, import_id, told)
        loading.store(tx, import_id, company, problems=problems)
        mapping_memory.remember(tx, company, mapping, previewed.layouts, file=previewed.file, like=bool(previewed.like))
    return told, problems


def undo(ws: Workspace, actor: Actor, import_id: int) -> ImportRecord:
    """Take an import back whole: its lines, what it set aside, and the suppliers that only it had named."""
    record = next((item for item in imports(ws, actor) if item.import_id == import_id), None)
    if record is None:
        raise NotFound(msg("There is no import {number}.", number=str(import_id)))
    actor.require("editor", record.company_id)
    if record.undone_at is not None:
        raise NotFound(msg("Import {number} was undone before.", number=str(import_id)), code="already_undone")
    with ws.db.write(actor, large=True) as tx:
        undoing.keep(tx, import_id)
        tx.execute(
            "update import set undone_at = current_timestamp::timestamp, undone_by = ? where import_id = ?",
            [actor.name, import_id],
            step="undo import",
        )
        undoing.take_back(tx, import_id)
        matching.match(tx)
        spend.rebuild(tx)
        tx.event("undone", "import", import_id, before=record.as_json())
    return record
