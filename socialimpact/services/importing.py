"""Importing a ledger: preview, confirm or correct, import, undo. All or nothing, whatever happens in the middle."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from socialimpact.actor import Actor
from socialimpact.errors import AlreadyImported, Cancelled, FileRefused, MappingRefused, NotFound, Problem
from socialimpact.figures import spend
from socialimpact.language import Message, message_from_json, msg
from socialimpact.ledger import lines, loading, sites
from socialimpact.ledger import problems as row_problems
from socialimpact.ledger.judgement import REASONS
from socialimpact.ledger.loading import Reconciliation
from socialimpact.ledger.mapping import Basis, Mapping, corrected, proposed
from socialimpact.services.organisation import require_company
from socialimpact.services.workspace import Workspace
from socialimpact.store import Database, Transaction
from socialimpact.suppliers import identity, matching
from socialimpact.tables.book import Book, read_book
from socialimpact.tables.layout import Layout, propose

Progress = Callable[[float, Message], None]

SHOWN = 200
_SAID = ("header_row", "decimal_mark", "date_order")


@dataclass(frozen=True)
class ImportRecord:
    """One import as the history tells it. Totals are euro."""

    import_id: int
    company_id: int
    company: str
    file: str
    sha256: str
    format: str
    imported_by: str
    imported_at: datetime
    rows_read: int
    lines: int
    set_aside: int
    duplicates: int
    total_read: Decimal
    total_loaded: Decimal
    total_set_aside: Decimal
    first_date: date | None
    last_date: date | None
    undone_at: datetime | None
    undone_by: str | None

    def as_json(self) -> dict[str, Any]:
        return {
            name: str(value) if isinstance(value, (Decimal, date, datetime)) else value
            for name, value in vars(self).items()
        }


@dataclass(frozen=True)
class SetAside:
    """The rows that were set aside for one reason, and what they add up to in euro."""

    reason: str
    rows: int
    amount: Decimal

    @property
    def sentence(self) -> Message:
        return REASONS[self.reason]


@dataclass(frozen=True)
class Preview:
    """What an import would do, before it does anything.

    `set_aside` counts all rows by reason, most rows first; `sample`, `overlaps` and `set_aside_rows` hold the first
    rows only, as dictionaries.
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
    tell = _stopping(progress or _silent, cancelled)
    tell(0.0, msg("Reading the file"))
    read = book or read_book(source, name, progress=lambda part: tell(0.6 * part, msg("Reading the file")))
    if not any(grid.height for grid in read.grids):
        raise FileRefused(msg("This file is empty: it holds no row."), code="empty")
    layouts = propose(read, "ledger")
    chosen, remembered = _mapping(ws, company, layouts, mapping, basis)
    bare = Preview(source, read, layouts, chosen, company, remembered, _earlier(ws, actor, company, read.sha256),
                   None, None, _problems_of(read, layouts, chosen), (), (), (), ())  # fmt: skip
    try:
        chosen.check()
    except MappingRefused as refusal:
        return replace(bare, refusal=refusal)
    if not rehearse:
        return bare
    tell(0.7, msg("Understanding the rows"))
    with ws.db.rehearse(actor) as tx, lines.parsed(tx, read, chosen):
        _place(tx, company, 0, include_overlaps=include_overlaps,
               tell=lambda part, message: tell(0.65 + 0.6 * part, message))  # fmt: skip
        return replace(
            bare,
            reconciliation=loading.reconcile(tx),
            problems=(*bare.problems, *row_problems.found(tx, chosen)),
            sample=_rows(tx, read, chosen, "reason is null"),
            overlaps=_rows(tx, read, chosen, "repeats"),
            set_aside=_by_reason(tx, "placed", "euro", "reason is not null"),
            set_aside_rows=_rows(
                tx, read, chosen, "reason is not null and reason not in ('blank', 'in_earlier_import')"
            ),
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
    tell = _stopping(progress or _silent, cancelled)
    with ws.db.write(actor) as tx, _kept(ws, tx, previewed):
        tell(0.05, msg("Keeping the file"))
        if (before := _earlier(tx, actor, company, previewed.book.sha256)) is not None:
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
    tell = progress or _silent
    tell(1.0, msg("Done"))
    return ImportResult(import_id, previewed.file, told, problems)


@contextmanager
def _kept(ws: Workspace, tx: Transaction, previewed: Preview) -> Generator[None, None, None]:
    """Keep the file while the block runs, and beyond it where it ends well: a refused or stopped import leaves none."""
    known = tx.rows("select 1 from stored_file where sha256 = ?", [previewed.book.sha256])
    sha256 = ws.home.keep(previewed.path)
    try:
        yield
    except BaseException:
        if not known:
            with suppress(OSError):
                ws.home.kept(sha256).unlink()
        raise


def _load(
    tx: Transaction, previewed: Preview, company: int, import_id: int, *, include_overlaps: bool, tell: Progress
) -> tuple[Reconciliation, tuple[Problem, ...]]:
    """Parse, identify, place and store the rows of a previewed file; `MappingRefused` where none is a purchase."""
    book, mapping = previewed.book, previewed.mapping
    tell(0.15, msg("Understanding the rows"))
    with lines.parsed(tx, book, mapping):
        contradictions = _place(tx, company, import_id, include_overlaps=include_overlaps, tell=tell)
        told = loading.reconcile(tx)
        if not told.lines:
            raise MappingRefused(why_no_line(told), code="no_line")
        problems = (
            *_problems_of(book, previewed.layouts, mapping),
            *row_problems.found(tx, mapping),
            *contradictions,
        )
        tell(0.6, msg("Writing the lines"))
        _record(tx, previewed, company, import_id, told)
        loading.store(tx, import_id, company, book=book, mapping=mapping, problems=problems)
        _remember(tx, previewed, company)
    return told, problems


def undo(ws: Workspace, actor: Actor, import_id: int) -> ImportRecord:
    """Take an import back whole: its lines, what it set aside, and the suppliers that only it had named."""
    record = next((item for item in imports(ws, actor) if item.import_id == import_id), None)
    if record is None:
        raise NotFound(msg("There is no import {number}.", number=str(import_id)))
    actor.require("editor", record.company_id)
    if record.undone_at is not None:
        raise NotFound(msg("Import {number} was undone before.", number=str(import_id)), code="already_undone")
    with ws.db.write(actor) as tx:
        for table in ("line", "set_aside", "problem"):
            tx.execute(f"delete from {table} where import_id = ?", [import_id], step=f"undo {table}")
        tx.execute(
            "update import set undone_at = current_timestamp::timestamp, undone_by = ? where import_id = ?",
            [actor.name, import_id],
            step="undo import",
        )
        sites.forget(tx, import_id)
        identity.forget(tx, import_id)
        matching.match(tx)
        spend.rebuild(tx)
        tx.event("undone", "import", import_id, before=record.as_json())
    return record


def imports(ws: Workspace, actor: Actor) -> list[ImportRecord]:
    """The history of imports that the actor may see, newest first; undone ones too."""
    actor.require("viewer")
    return _records(ws.db, actor, "true", [])


def problems(ws: Workspace, actor: Actor, import_id: int) -> list[Problem]:
    """The problems that an import was stored with."""
    _visible(ws, actor, import_id)
    rows = ws.db.rows(
        "select severity, code, message, value, sheet, row_number, column_index from problem where import_id = ?",
        [import_id],
    )
    return [
        Problem(severity, code, message_from_json(json.loads(message)), sheet, row, column, value)
        for severity, code, message, value, sheet, row, column in rows
    ]


def set_aside(ws: Workspace, actor: Actor, import_id: int, *, first: int | None = None) -> pa.Table:
    """The rows that an import left out: `sheet`, `row_number`, `reason`, `amount`, `as_read`.

    All of them, or with `first` that many of those that hold anything.
    """
    _visible(ws, actor, import_id)
    some = "" if first is None else f" and reason <> 'blank' order by sheet, row_number limit {int(first)}"
    return ws.db.table(
        "select sheet, row_number, reason, amount, as_read from set_aside"
        f" where import_id = ?{some or ' order by sheet, row_number'}",
        [import_id],
        step="set aside",
    )


def set_aside_by_reason(ws: Workspace, actor: Actor, import_id: int) -> tuple[SetAside, ...]:
    """What an import left out, by reason, most rows first."""
    _visible(ws, actor, import_id)
    return _by_reason(ws.db, "set_aside", "amount", f"import_id = {int(import_id)}")


def _visible(ws: Workspace, actor: Actor, import_id: int) -> None:
    if not _records(ws.db, actor, "import_id = ?", [import_id]):
        raise NotFound(msg("There is no import {number}.", number=str(import_id)))


def _place(
    tx: Transaction, company: int, import_id: int, *, include_overlaps: bool, tell: Progress
) -> Sequence[Problem]:
    """Recognise the suppliers of the parsed rows, and place every row in the temporary table `placed`."""
    tx.execute(lines.sightings_sql(), step="sightings")
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
    )
    tell(0.45, msg("Comparing with earlier imports"))
    # Both tables have a row a sighting, in the same order.
    supplier_of = pa.table({"sighting_key": seen["sighting_key"], "supplier_id": assigned.table["supplier_id"]})
    loading.place(tx, company, import_id, supplier_of, include_overlaps=include_overlaps)
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
            "mapping": json.dumps(previewed.mapping.as_json()),
            "imported_by": tx.actor.name,
            **vars(told),
        },
    )


def _remember(tx: Transaction, previewed: Preview, company: int) -> None:
    """Keep the confirmed mapping of each sheet under the fingerprint of its headers: next month is one click."""
    for table, told in zip(previewed.mapping.tables, previewed.mapping.as_json()["tables"], strict=True):
        if not table.fingerprint:
            continue
        layout = next(layout for layout in previewed.layouts if layout.sheet == table.sheet)
        tx.execute(
            "delete from mapping where company_id = ? and purpose = 'ledger' and fingerprint = ?",
            [company, table.fingerprint],
        )
        kept = {"roles": told["roles"], "used": told["used"], "amount_basis": previewed.mapping.amount_basis}
        # Only what the person said otherwise than the file: next month's header may stand in another row.
        kept |= {key: told[key] for key in _SAID if told[key] != getattr(layout, key)}
        tx.insert(
            "mapping",
            {
                "company_id": company,
                "fingerprint": table.fingerprint,
                "purpose": "ledger",
                "mapping": json.dumps(kept),
                "saved_by": tx.actor.name,
            },
        )


def _mapping(
    ws: Workspace,
    company: int,
    layouts: tuple[Layout, ...],
    given: dict[str, Any] | None,
    basis: Basis | None,
) -> tuple[Mapping, bool]:
    """The proposal, overlaid by what was confirmed for these headers before, overlaid by what the person says now."""
    mapping = proposed(layouts)
    remembered = False
    for layout in layouts:
        stored = ws.db.value(
            "select mapping from mapping where company_id = ? and purpose = 'ledger' and fingerprint = ?",
            [company, layout.fingerprint],
        )
        if stored and layout.fingerprint:
            known = json.loads(stored)
            said = {"amount_basis": known["amount_basis"],
                    "tables": [{"sheet": layout.sheet, **{key: known[key] for key in ("roles", "used", *_SAID)
                                                          if key in known}}]}  # fmt: skip
            mapping = corrected(mapping, said, layouts)
            remembered = True
    if given:
        mapping = corrected(mapping, given, layouts)
    return (replace(mapping, amount_basis=basis) if basis else mapping), remembered


def _problems_of(book: Book, layouts: tuple[Layout, ...], mapping: Mapping) -> tuple[Problem, ...]:
    used = {table.sheet for table in mapping.used}
    return (*book.problems, *(problem for layout in layouts if layout.sheet in used for problem in layout.problems))


def already_imported(before: ImportRecord) -> AlreadyImported:
    """The refusal of a file that `before` brought in; it names that import."""
    return AlreadyImported(
        msg(
            "This very file was imported on {date} as import {number}. Undo that import first if you want to"
            " import it anew.",
            date=before.imported_at,
            number=str(before.import_id),
        ),
        import_id=before.import_id,
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


def _rows(tx: Transaction, book: Book, mapping: Mapping, condition: str) -> tuple[dict[str, Any], ...]:
    """The first placed rows that fit a condition, with their cells as read."""
    return tuple(
        tx.dicts(
            "with final as (select grid, sheet, row_number, reason, date, supplier_name, document_number,"
            " document_type, description, category, nature, amount_text, euro from placed"
            f" where {condition} order by grid, row_number limit {SHOWN})"
            f" select final.* exclude (grid), as_read from final join ({lines.as_read_sql(book, mapping)}) as cells"
            " on cells.grid = final.grid and cells.row_number = final.row_number"
            " order by final.grid, final.row_number",
            step="preview rows",
        )
    )


def _by_reason(reader: Database | Transaction, table: str, amount: str, condition: str) -> tuple[SetAside, ...]:
    rows = reader.rows(
        f"select reason, count(*) as number, coalesce(sum({amount}), 0) from {table} where {condition}"
        " group by reason order by number desc, reason",
        step="set aside by reason",
    )
    return tuple(SetAside(*row) for row in rows)


def _earlier(reader: Workspace | Transaction, actor: Actor, company: int, sha256: str) -> ImportRecord | None:
    found = _records(
        reader.db if isinstance(reader, Workspace) else reader,
        actor,
        "company_id = ? and sha256 = ? and undone_at is null",
        [company, sha256],
    )
    return found[0] if found else None


def _records(reader: Any, actor: Actor, condition: str, values: list[Any]) -> list[ImportRecord]:
    rows = reader.dicts(
        "select import_id, company_id, company.name as company, file, sha256, format, imported_by, imported_at,"
        " rows_read, lines, set_aside, duplicates, total_read, total_loaded, total_set_aside, first_date, last_date,"
        f" undone_at, undone_by from import join company using (company_id) where {condition}"
        " order by imported_at desc, import_id desc",
        values,
        step="imports",
    )
    return [ImportRecord(**row) for row in rows if actor.companies is None or row["company_id"] in actor.companies]


def _silent(_: float, __: Message) -> None:
    """Tell nobody."""


def _stopping(tell: Progress, cancelled: Callable[[], bool] | None) -> Progress:
    """`tell`, raising `Cancelled` at the next step after `cancelled` says so."""

    def step(part: float, message: Message) -> None:
        if cancelled and cancelled():
            raise Cancelled
        tell(part, message)

    return step
