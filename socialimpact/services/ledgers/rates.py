"""Exchange rates: adding the published file, what is covered, and converting the purchases that waited for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.language import msg
from socialimpact.ledger import conversion, exchange_rates
from socialimpact.ledger.conversion import Unconverted
from socialimpact.services.ledgers import importing
from socialimpact.services.ledgers import waiting as waiting_rows
from socialimpact.services.ledgers.import_records import ImportRecord, imports
from socialimpact.services.progress import Progress, stopping
from socialimpact.services.workspace import Workspace
from socialimpact.store.home import digest


@dataclass(frozen=True)
class RateFile:
    """A file of rates that was added, newest first where there are several."""

    rate_file_id: int
    file: str
    sha256: str
    first_date: date
    last_date: date
    currencies: int
    rates: int
    added_by: str
    added_at: datetime


@dataclass(frozen=True)
class Coverage:
    """The rates there are of one currency: how many, from which day to which, and the newest one."""

    currency: str
    rates: int
    first_date: date
    last_date: date
    newest: Decimal


@dataclass(frozen=True)
class RatesView:
    """What is known of exchange rates, and what still waits for one, by currency."""

    files: tuple[RateFile, ...]
    coverage: tuple[Coverage, ...]
    waiting: tuple[Unconverted, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            name: [{key: _plain(value) for key, value in vars(item).items()} for item in getattr(self, name)]
            for name in ("files", "coverage", "waiting")
        }


@dataclass(frozen=True)
class RatesResult:
    """What was added, how many purchases were converted with it, and what still waits."""

    rate_file_id: int
    file: str
    first_date: date
    last_date: date
    currencies: int
    rates: int
    converted: int
    waiting: tuple[Unconverted, ...]

    def as_json(self) -> dict[str, Any]:
        told = {name: _plain(value) for name, value in vars(self).items() if name != "waiting"}
        return told | {"waiting": [{key: _plain(value) for key, value in vars(each).items()} for each in self.waiting]}


def rates(ws: Workspace, actor: Actor) -> RatesView:
    """The files that were added, the rates there are, and what waits, as far as the actor may see."""
    actor.require("viewer")
    files = ws.db.dicts(
        "select rate_file_id, file, sha256, first_date, last_date, currencies, rates, added_by, added_at"
        " from rate_file order by added_at desc, rate_file_id desc",
        step="rate files",
    )
    coverage = ws.db.dicts(
        "select currency, count(*) as rates, min(date) as first_date, max(date) as last_date,"
        " arg_max(rate, date) as newest from exchange_rate group by currency order by currency",
        step="rates there are",
    )
    return RatesView(
        tuple(RateFile(**row) for row in files), tuple(Coverage(**row) for row in coverage), waiting(ws, actor)
    )


def waiting(ws: Workspace, actor: Actor) -> tuple[Unconverted, ...]:
    """The purchases that wait for a rate, by currency, as far as the actor may see."""
    return conversion.waiting(ws.db, "set_aside", _visible(actor))


def add_rates(
    ws: Workspace,
    actor: Actor,
    path: Path,
    *,
    name: str | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RatesResult:
    """Add a published file of rates, and convert every purchase that waited for one of them.

    The file itself is not kept, only its name, hash and rates. Raises `FileRefused` where it is no such file, and
    `Refused` where it was added before.
    """
    actor.require("editor")
    tell = stopping(progress, cancelled)
    tell(0.0, msg("Reading the file of exchange rates"))
    read = exchange_rates.read(path)
    sha256 = digest(path)
    if ws.db.rows("select 1 from rate_file where sha256 = ?", [sha256]):
        raise Refused(msg("This file of exchange rates is there already."), code="already_added")
    file = name or path.name
    with ws.db.write(actor) as tx:
        number = tx.next_id("rate_file", "rate_file_id")
        tx.insert(
            "rate_file",
            {
                "rate_file_id": number,
                "sha256": sha256,
                "file": file,
                "first_date": read.first_date,
                "last_date": read.last_date,
                "currencies": len(read.currencies),
                "rates": read.table.num_rows,
                "added_by": tx.actor.name,
            },
        )
        exchange_rates.store(tx, number, read)
        tx.event("added", "rates", number, after={"file": file, "sha256": sha256, "rates": read.table.num_rows,
                                                  "last_date": read.last_date})  # fmt: skip
    converted = convert(ws, actor, progress=lambda part, message: tell(0.2 + 0.8 * part, message))
    return RatesResult(
        number, file, read.first_date, read.last_date, len(read.currencies), read.table.num_rows, converted,
        waiting(ws, actor),
    )  # fmt: skip


def convert(ws: Workspace, actor: Actor, *, progress: Progress | None = None) -> int:
    """Load the purchases that waited for a rate and now have one, each into the import that it came with.

    The kept file is read again by the mapping of its import. Every import is converted whole or not at all. Returns
    the number of lines.
    """
    actor.require("editor")
    tell = stopping(progress, None)
    found = _waiting_imports(ws, actor)
    loaded = 0
    for place, record in enumerate(found):
        tell(place / len(found), msg("Converting what waited for a rate"))
        loaded += _convert(ws, actor, record)
    return loaded


def _waiting_imports(ws: Workspace, actor: Actor) -> list[ImportRecord]:
    """The imports with rows that have a rate by now, as far as one can tell without reading their files."""
    numbers = {
        number
        for (number,) in ws.db.rows(
            "select distinct import_id from set_aside where reason = 'no_exchange_rate'"
            " and currency in (select distinct currency from exchange_rate)",
            step="imports that wait",
        )
    }
    return [record for record in imports(ws, actor) if record.import_id in numbers and record.undone_at is None]


def _convert(ws: Workspace, actor: Actor, record: ImportRecord) -> int:
    mapping = ws.db.value("select mapping from import where import_id = ?", [record.import_id])
    previewed = importing.preview(
        ws, actor, ws.home.kept(record.sha256), name=record.file, company_id=record.company_id,
        mapping=json.loads(mapping), rehearse=False,
    )  # fmt: skip
    return waiting_rows.load(ws, actor, previewed, record)


def _visible(actor: Actor) -> str:
    """The condition on `set_aside` for what the actor may see; undone imports have no rows there."""
    if actor.companies is None:
        return "true"
    numbers = ", ".join(str(int(company)) for company in sorted(actor.companies)) or "null"
    return f"import_id in (select import_id from import where company_id in ({numbers}))"


def _plain(value: Any) -> Any:
    return value if isinstance(value, (int, str)) else str(value)
