"""Adding registers, each list as a snapshot of its date, and matching suppliers with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from socialimpact.actor import Actor
from socialimpact.errors import MappingRefused, Problem, Refused
from socialimpact.figures import spend
from socialimpact.language import SOURCE_LANGUAGE, Message, msg
from socialimpact.registers import entries, news, presets, snapshot
from socialimpact.registers.entries import LeftOut, Reading
from socialimpact.registers.generic import RegisterMapping
from socialimpact.registers.presets import Preset
from socialimpact.registers.recognition import Recognised
from socialimpact.services.progress import Progress, silent
from socialimpact.services.registers.register_reading import (
    ANY,
    Wanted,
    day_of,
    read_file,
    register_of,
    remember,
    some_entries,
)
from socialimpact.services.registers.register_records import RegisterRecord, SnapshotRecord, registers
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.suppliers import matching
from socialimpact.suppliers.matching import MatchResult
from socialimpact.tables.book import Book
from socialimpact.tables.layout import Layout

__all__ = [
    "ANY",
    "RegisterPreview",
    "RegisterRecord",
    "RegisterResult",
    "SnapshotRecord",
    "add_register",
    "added_as",
    "match",
    "preview_register",
    "register_kinds",
    "registers",
    "remove_snapshot",
]

SHOWN = 200
_SAMPLE = 50


@dataclass(frozen=True)
class RegisterPreview:
    """What adding a file as a register would do. `mapping` and `layouts` are empty for lists of a known layout.

    `recognised` is the register that the file itself tells; `as_of` is the date in the file's name, None where there is
    none. `refusal` says why nothing could be read yet; `by_kind` counts entries by kind, most first; `sample` and
    `set_aside_rows` hold the first rows as dictionaries; `fields` names the column of each role that is read.
    """

    file: str
    sha256: str
    format: str
    kind: str
    recognised: Recognised
    register_key: str
    name: str
    as_of: date | None
    book: Book
    layouts: tuple[Layout, ...]
    mapping: RegisterMapping | None
    remembered: bool
    already: date | None
    refusal: MappingRefused | None
    rows_read: int
    entries: int
    set_aside: int
    by_kind: tuple[tuple[str, int], ...]
    sample: tuple[dict[str, Any], ...]
    set_aside_rows: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...]
    fields: Mapping[str, str]


@dataclass(frozen=True)
class RegisterResult:
    """What was added, and how many suppliers are now tagged by a register or suspected by their name."""

    register: str
    as_of: date
    snapshot_id: int
    file: str
    rows_read: int
    entries: int
    set_aside: int
    problems: tuple[Problem, ...]
    tagged: int
    suspected: int

    def as_json(self, language: str = SOURCE_LANGUAGE) -> dict[str, Any]:
        return {
            **{name: value for name, value in vars(self).items() if name not in {"as_of", "problems"}},
            "as_of": self.as_of.isoformat(),
            "problems": [problem.as_json(language) for problem in self.problems],
        }


def register_kinds() -> tuple[Preset, ...]:
    """The kinds of register that can be added: those known by name, and `generic` for any other list."""
    return tuple(presets.presets().values())


def preview_register(
    ws: Workspace,
    actor: Actor,
    kind: str,
    path: Path,
    *,
    name: str | None = None,
    register_name: str | None = None,
    mapping: Mapping[str, Any] | None = None,
    default_kind: str | None = None,
) -> RegisterPreview:
    """Read a file as a register of `kind` (`register_kinds`) and say what it holds. Writes nothing.

    With the kind `auto` the file itself tells which it is. `name` is what the person calls the file, `register_name`
    the register; `mapping` corrects the columns that were found (as `RegisterMapping.as_json`). Raises `FileRefused`
    where the file is no table.
    """
    actor.require("editor")
    wanted = Wanted(kind, register_name=register_name, mapping=mapping, default_kind=default_kind, file=name)
    read = read_file(ws, path, wanted)
    register = register_of(read.preset, register_name, read.book.name)
    reading = read.reading
    known = added_as(ws, read.preset.key, register_name, read.book.name, read.book.sha256)
    left_out = reading.left_out if reading else ()
    return RegisterPreview(
        file=read.book.name,
        sha256=read.book.sha256,
        format=read.book.format,
        kind=read.preset.key,
        recognised=read.recognised,
        register_key=register.key,
        name=register.name,
        as_of=snapshot.date_in_name(read.book.name),
        book=read.book,
        layouts=read.layouts,
        mapping=read.mapping,
        remembered=read.remembered,
        already=known,
        refusal=read.refusal,
        rows_read=reading.rows_read if reading else 0,
        entries=reading.entries.num_rows if reading else 0,
        set_aside=len(left_out),
        by_kind=_by_kind(reading),
        sample=tuple(reading.entries.slice(0, _SAMPLE).to_pylist()) if reading else (),
        set_aside_rows=tuple(_told(row) for row in left_out[:SHOWN]),
        problems=(*read.book.problems, *read.problems, *(reading.problems if reading else ())),
        fields=reading.fields if reading else {},
    )


def added_as(ws: Workspace, kind: str, register_name: str | None, file: str, sha256: str) -> date | None:
    """The day of the list as which this very file is in its register already; None where it is not."""
    found = ws.db.value(
        "select max(s.as_of) from register_snapshot s inner join register r on r.register_id = s.register_id"
        " where r.register_key = ? and s.sha256 = ?",
        [register_of(presets.preset(kind), register_name, file).key, sha256],
        step="this file as a list",
    )
    return found and date(found.year, found.month, found.day)


def add_register(
    ws: Workspace,
    actor: Actor,
    kind: str,
    path: Path,
    *,
    as_of: date | None = None,
    register_name: str | None = None,
    mapping: Mapping[str, Any] | None = None,
    default_kind: str | None = None,
    name: str | None = None,
    accept_losses: bool = False,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RegisterResult:
    """Add a file as the list of a register of `as_of`, and match all suppliers anew; everything or nothing.

    Without `as_of` the date in the file's name is taken, else today's, which is then said as a problem. The file itself
    is not kept, only its name, hash and entries: lists hold personal data. Raises `Refused` where the register has
    this file or a list of this date, or where far more is missing than a register loses (`losses_suspicious`; unless
    `accept_losses`), `MappingRefused` where nothing in it says who the entries are.
    """
    actor.require("editor")
    tell = progress or silent
    tell(0.0, msg("Reading the file"))
    wanted = Wanted(kind, as_of, register_name, mapping, default_kind, name)
    read = read_file(ws, path, wanted)
    reading = some_entries(read)
    entries.go_on(cancelled)
    dated, problems = day_of(as_of, read.book.name)
    register = register_of(read.preset, register_name, read.book.name)
    with ws.db.write(actor, large=True) as tx:
        tell(0.5, msg("Keeping the entries"))
        snapshot_id = snapshot.keep(tx, register, dated, read.book, reading)
        remember(tx, read)
        entries.go_on(cancelled)
        lost = _entries_lost(tx, snapshot_id)
        had = registered_on(tx, register.key, dated)
        tell(0.7, msg("Looking for our suppliers"))
        matched = matching.match(tx)
        lost = lost or news.suppliers_lost(len(had - registered_on(tx, register.key, dated)), len(had))
        if lost and not accept_losses:
            raise Refused(lost, code="losses_suspicious")
        entries.go_on(cancelled)
        tell(0.9, msg("Computing the figures"))
        spend.rebuild(tx)
    tell(1.0, msg("Done"))
    return RegisterResult(
        register.key,
        dated,
        snapshot_id,
        read.book.name,
        reading.rows_read,
        reading.entries.num_rows,
        len(reading.left_out),
        (*read.book.problems, *read.problems, *reading.problems, *problems),
        matched.registered,
        matched.suspected,
    )


def registered_on(tx: Transaction, register_key: str, day: date) -> frozenset[int]:
    """The suppliers whom a register makes what they are on a day, as the tags stand."""
    return frozenset(
        row[0]
        for row in tx.rows(
            "select distinct t.supplier_id from tag t inner join register r on r.register_id = t.register_id"
            " where r.register_key = ? and t.ended_at is null and t.evidence = 'registered'"
            " and coalesce(t.valid_from <= ?, true) and coalesce(t.valid_to >= ?, true)",
            [register_key, day, day],
            step="suppliers in the register",
        )
    )


def _entries_lost(tx: Transaction, snapshot_id: int) -> Message | None:
    before, _ = news.neighbours(tx, snapshot_id)
    return None if before is None else news.too_few(news.compare(tx, before, snapshot_id, most=0))


def remove_snapshot(ws: Workspace, actor: Actor, snapshot_id: int) -> MatchResult:
    """Take a list back, with the tags that follow from it alone."""
    actor.require("editor")
    with ws.db.write(actor, large=True) as tx:
        snapshot.remove(tx, snapshot_id)
        result = matching.match(tx)
        spend.rebuild(tx)
    return result


def match(ws: Workspace, actor: Actor) -> MatchResult:
    """Match all suppliers with all registers; what is right already stays as it is."""
    actor.require("editor")
    with ws.db.write(actor) as tx:
        result = matching.match(tx)
        if result.begun or result.ended:
            spend.rebuild(tx)
    return result


def _by_kind(reading: Reading | None) -> tuple[tuple[str, int], ...]:
    if reading is None:
        return ()
    counts = pc.value_counts(reading.entries["kind"]).to_pylist()
    return tuple(sorted(((row["values"], row["counts"]) for row in counts), key=lambda row: (-row[1], row[0])))


def _told(row: LeftOut) -> dict[str, Any]:
    return {"row": row.row, "name": row.name, "reason": row.reason}
