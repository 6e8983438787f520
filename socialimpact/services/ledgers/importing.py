"""Importing a ledger: preview, confirm or correct, import, undo. All or nothing, whatever happens in the middle."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow as pa

from socialimpact import knowledge
from socialimpact.actor import Actor
from socialimpact.errors import FileRefused, MappingRefused, NotFound, Problem, worst_first
from socialimpact.figures import spend
from socialimpact.language import Message, msg
from socialimpact.ledger import conversion, file_problems, lines, loading, own_invoices, same_purchase, sightings
from socialimpact.ledger import problems as row_problems
from socialimpact.ledger.headers import column_names, layout_of
from socialimpact.ledger.held_rows import memory_for
from socialimpact.ledger.loading import Reconciliation
from socialimpact.ledger.mapping import Basis, Mapping
from socialimpact.services.ledgers import mapping_memory, preview_rows, undoing
from socialimpact.services.ledgers.import_records import (
    ImportRecord,
    SetAside,
    already_imported,
    count_by_reason,
    earlier,
    imports,
)
from socialimpact.services.organisation import require_company
from socialimpact.services.progress import Progress, silent, stopping
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.suppliers import identity, matching
from socialimpact.tables.book import Book, read_book
from socialimpact.tables.headings import known_names
from socialimpact.tables.layout import Layout
from socialimpact.tables.proposal import propose
from socialimpact.tables.template import is_unfilled

SHOWN = preview_rows.SHOWN


# What is known of ledgers, beside the names of columns.
_KNOWN = (
    "periods", "ledger_template", "presets", "vat_rates", "row_marks", "document_types", "missing_values",
    "identifiers", "supplier_kinds", "natures", "exclusions", "categories",
)  # fmt: skip


@dataclass(frozen=True)
class Preview:
    """What an import would do, before it does anything.

    `set_aside` counts all rows by reason, most rows first; `sample`, `overlaps` and `set_aside_rows` hold the first
    rows only, as dictionaries. `like` names the own layouts that the file resembles without being one of them.
    """

    path: Path
    book: Book
    layouts: tuple[Layout, ...]
    mapping: Mapping
    company_id: int
    remembered: bool
    already: ImportRecord | None
    refusal: MappingRefused | None
    reconciliation: Reconciliation | None
    problems: tuple[Problem, ...]
    sample: tuple[dict[str, Any], ...]
    overlaps: tuple[dict[str, Any], ...]
    set_aside: tuple[SetAside, ...]
    set_aside_rows: tuple[dict[str, Any], ...]
    like: tuple[Message, ...] = ()
    fates: pa.Table | None = None

    @property
    def file(self) -> str:
        return self.book.name


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
    bare = Preview(source, read, layouts, chosen, company, recalled.remembered,
                   earlier(ws.db, actor, company, read.sha256), None, None, _problems_of(read, layouts, chosen),
                   (), (), (), (), recalled.like)  # fmt: skip
    try:
        chosen.check()
    except MappingRefused as refusal:
        return replace(bare, refusal=refusal)
    if not rehearse:
        return bare
    tell(0.7, msg("Understanding the rows"))
    with ws.db.rehearse(actor) as tx, lines.parsed(tx, read, chosen):
        contradictions = place(tx, company, 0, chosen, include_overlaps=include_overlaps,
                                tell=lambda part, message: tell(0.65 + 0.6 * part, message))  # fmt: skip
        return replace(
            bare,
            reconciliation=loading.reconcile(tx),
            problems=_all_problems(tx, bare, contradictions),
            sample=preview_rows.first(tx, "reason is null"),
            overlaps=preview_rows.first(tx, "repeats"),
            set_aside=count_by_reason(tx, "placed", "euro", "reason is not null"),
            fates=preview_rows.fates(tx),
            set_aside_rows=preview_rows.first(tx, f"reason is not null and reason not in {same_purchase.TOLD_APART}"),
        )


@contextmanager
def getting_ready() -> Generator[Callable[[], None], None, None]:
    """While the block reads a file, which is another process's work, load what is known of columns and suppliers.

    Begins when the block calls what it is given, once the other process is under way.
    """
    beside = Thread(target=_get_ready, daemon=True)

    def begin() -> None:
        if beside.ident is None:
            beside.start()

    yield begin
    if beside.ident is not None:
        beside.join()


def _get_ready() -> None:
    known_names("ledger")
    for name in _KNOWN:
        knowledge.load(name)
    identity.get_ready()


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
    with memory_for(previewed.book), ws.db.write(actor, large=True) as tx, _kept(ws, tx, previewed):
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


@contextmanager
def _kept(ws: Workspace, tx: Transaction, previewed: Preview) -> Generator[None, None, None]:
    """Keep the file while the block runs, and beyond it where it ends well: a refused or stopped import leaves none."""
    known = tx.rows("select 1 from stored_file where sha256 = ?", [previewed.book.sha256])
    with ThreadPoolExecutor(1) as beside:
        kept = beside.submit(ws.home.keep, previewed.path)
        try:
            yield
            kept.result()
        except BaseException:
            if not known:
                with suppress(OSError):
                    ws.home.kept(kept.result()).unlink()
            raise


def _load(
    tx: Transaction, previewed: Preview, company: int, import_id: int, *, include_overlaps: bool, tell: Progress
) -> tuple[Reconciliation, tuple[Problem, ...]]:
    """Parse, identify, place and store the rows of a previewed file; `MappingRefused` where none is a purchase."""
    book, mapping = previewed.book, previewed.mapping
    tell(0.15, msg("Understanding the rows"))
    with lines.parsed(tx, book, mapping):
        contradictions = place(tx, company, import_id, mapping, include_overlaps=include_overlaps, tell=tell)
        told = loading.reconcile(tx)
        if not (told.lines or same_purchase.any_found(tx) or conversion.waiting(tx, "placed")):
            raise MappingRefused(why_no_line(told), code="no_line")
        problems = _all_problems(tx, previewed, contradictions)
        tell(0.6, msg("Writing the lines"))
        _record(tx, previewed, company, import_id, told)
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


def place(
    tx: Transaction, company: int, import_id: int, mapping: Mapping, *, include_overlaps: bool, tell: Progress
) -> Sequence[Problem]:
    """Recognise the suppliers of the parsed rows, and place every row in the temporary table `placed`."""
    own_invoices.set_aside(tx, company, mapping)
    tx.execute(sightings.sightings_sql(), step="sightings")
    seen = tx.table("select * from sighting order by sighting", step="sightings")
    tell(0.3, msg("Recognising the suppliers"))
    assigned = identity.assign(
        tx,
        company,
        import_id,
        pa.table(
            {
                "sighting": seen["sighting"],
                "name": seen["supplier_name"],
                "ledger_code": seen["supplier_code"],
                "vat_number": seen["supplier_vat"],
                "tax_code": seen["supplier_tax_code"],
                "address": seen["supplier_address"],
                "municipality": seen["supplier_municipality"],
                "province": seen["supplier_province"],
                "postcode": seen["supplier_postcode"],
                "country": seen["supplier_country"],
                "lines": seen["lines"],
            }
        ),
        place_source="invoice" if any(table.fixed for table in mapping.used) else "ledger",
    )
    tell(0.45, msg("Comparing with earlier imports"))
    # Both tables have a row a sighting, in the same order.
    supplier_of = assigned.table.select(["supplier_id", "spelling_id"]).append_column(
        "sighting_key", seen["sighting_key"]
    )
    loading.place(tx, company, import_id, supplier_of, mapping, include_overlaps=include_overlaps)
    same_purchase.find(tx, company, mapping, include=include_overlaps)
    return assigned.problems


def _record(tx: Transaction, previewed: Preview, company: int, import_id: int, told: Reconciliation) -> None:
    book = previewed.book
    if not tx.rows("select 1 from stored_file where sha256 = ?", [book.sha256]):
        tx.insert(
            "stored_file",
            {"sha256": book.sha256, "name": book.name, "size": book.size, "format": book.format,
             "received_by": tx.actor.name},
        )  # fmt: skip
    tx.insert(
        "import",
        {
            "import_id": import_id,
            "company_id": company,
            "sha256": book.sha256,
            "file": book.name,
            "format": book.format,
            "mapping": json.dumps(_as_kept(previewed)),
            "imported_by": tx.actor.name,
            **vars(told),
        },
    )


def _as_kept(previewed: Preview) -> dict[str, Any]:
    """The mapping as the import keeps it: with the names of the columns, so that its rows can be shown under them."""
    told = previewed.mapping.as_json()
    grids = {grid.sheet: grid for grid in previewed.book.grids}
    for table in told["tables"]:
        if table["used"]:
            layout = layout_of(previewed.layouts, table["sheet"], table["header_row"])
            names = column_names(grids[table["sheet"]], layout, table["header_row"])
            table["names"] = {str(index): name for index, name in names.items()}
    return told


def _problems_of(book: Book, layouts: tuple[Layout, ...], mapping: Mapping) -> tuple[Problem, ...]:
    return (*book.problems, *file_problems.of_layouts(layouts, mapping))


def _all_problems(tx: Transaction, previewed: Preview, contradictions: Sequence[Problem]) -> tuple[Problem, ...]:
    """What is odd about the file, its rows and the suppliers it names, worst first."""
    return worst_first(
        [
            *_problems_of(previewed.book, previewed.layouts, previewed.mapping),
            *row_problems.found(tx, previewed.mapping),
            *own_invoices.problems(tx, previewed.company_id, previewed.mapping),
            *row_problems.located(tx, previewed.mapping, contradictions),
        ]
    )


def why_no_line(told: Reconciliation) -> Message:
    """Why nothing of a file can be loaded, and what to do."""
    if told.duplicates:
        return msg(
            "All {purchases} purchases of this file are in earlier imports already: there is nothing new to load.",
            purchases=told.duplicates,
        )
    return msg(
        "None of the {rows} rows is a purchase with a readable amount. Check which column holds the amounts and where"
        " the header is.",
        rows=told.rows_read,
    )
