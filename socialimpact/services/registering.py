"""Adding registers, each list as a snapshot of its date, and matching suppliers with them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from socialimpact.actor import Actor
from socialimpact.errors import MappingRefused, Problem, Refused
from socialimpact.figures import spend
from socialimpact.language import SOURCE_LANGUAGE, label, msg
from socialimpact.registers import entries, generic, presets, runts, snapshot
from socialimpact.registers.entries import LeftOut, Reading
from socialimpact.registers.generic import RegisterMapping
from socialimpact.registers.presets import Preset
from socialimpact.registers.snapshot import RegisterName
from socialimpact.services.progress import Progress, silent
from socialimpact.services.register_records import RegisterRecord, SnapshotRecord, registers
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.suppliers import kinds, matching
from socialimpact.suppliers.matching import MatchResult
from socialimpact.tables.book import Book, read_book
from socialimpact.tables.layout import Layout, propose

__all__ = [
    "RegisterPreview",
    "RegisterRecord",
    "RegisterResult",
    "SnapshotRecord",
    "add_register",
    "match",
    "preview_register",
    "register_kinds",
    "registers",
    "remove_snapshot",
]

SHOWN = 200
_SAMPLE = 50
# Registers are the organisation's, so what is remembered of their columns belongs to no company.
_EVERYONE = 0


@dataclass(frozen=True)
class RegisterPreview:
    """What adding a file as a register would do. `mapping` and `layouts` are empty for lists of a known layout.

    `as_of` is the date in the file's name, None where there is none. `refusal` says why nothing could be read yet;
    `by_kind` counts entries by kind, most first; `sample` and `set_aside_rows` hold the first rows as dictionaries.
    """

    file: str
    sha256: str
    format: str
    kind: str
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


@dataclass(frozen=True)
class _Read:
    book: Book
    preset: Preset
    layouts: tuple[Layout, ...] = ()
    mapping: RegisterMapping | None = None
    remembered: bool = False
    reading: Reading | None = None
    refusal: MappingRefused | None = None
    problems: tuple[Problem, ...] = field(default=())


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

    `name` is what the person calls the file, `register_name` the register; `mapping` corrects the columns that were
    found (as `RegisterMapping.as_json`). Raises `FileRefused` where the file is no table.
    """
    actor.require("editor")
    read = _read(ws, kind, path, name=name, given=mapping, default_kind=default_kind)
    register = _register(read.preset, register_name, read.book.name)
    reading = read.reading
    known = ws.db.value(
        "select max(s.as_of) from register_snapshot s inner join register r on r.register_id = s.register_id"
        " where r.register_key = ? and s.sha256 = ?",
        [register.key, read.book.sha256],
    )
    left_out = reading.left_out if reading else ()
    return RegisterPreview(
        file=read.book.name,
        sha256=read.book.sha256,
        format=read.book.format,
        kind=kind,
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
    )


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
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> RegisterResult:
    """Add a file as the list of a register of `as_of`, and match all suppliers anew; everything or nothing.

    Without `as_of` the date in the file's name is taken, else today's, which is then said as a problem. The file itself
    is not kept, only its name, hash and entries: lists hold personal data. Raises `Refused` where the register has
    this file or a list of this date, `MappingRefused` where nothing in it says who the entries are.
    """
    actor.require("editor")
    tell = progress or silent
    tell(0.0, msg("Reading the file"))
    read = _read(ws, kind, path, name=name, given=mapping, default_kind=default_kind)
    if read.refusal:
        raise read.refusal
    if read.reading is None or not read.reading.entries.num_rows:
        raise MappingRefused(
            msg(
                "No entry could be read from this list: its rows have no name, no identifier, or no kind. Say what each"
                " column is, or which kind all entries are."
            ),
            code="no_entries",
        )
    entries.go_on(cancelled)
    dated, problems = _date(as_of, read.book.name)
    register = _register(read.preset, register_name, read.book.name)
    with ws.db.write(actor) as tx:
        tell(0.5, msg("Keeping the entries"))
        snapshot_id = snapshot.keep(tx, register, dated, read.book, read.reading)
        _remember(tx, read)
        entries.go_on(cancelled)
        tell(0.7, msg("Looking for our suppliers"))
        matched = matching.match(tx)
        entries.go_on(cancelled)
        tell(0.9, msg("Computing the figures"))
        spend.rebuild(tx)
    tell(1.0, msg("Done"))
    return RegisterResult(
        register.key,
        dated,
        snapshot_id,
        read.book.name,
        read.reading.rows_read,
        read.reading.entries.num_rows,
        len(read.reading.left_out),
        (*read.book.problems, *read.problems, *read.reading.problems, *problems),
        matched.registered,
        matched.suspected,
    )


def remove_snapshot(ws: Workspace, actor: Actor, snapshot_id: int) -> MatchResult:
    """Take a list back, with the tags that follow from it alone."""
    actor.require("editor")
    with ws.db.write(actor) as tx:
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


def _read(
    ws: Workspace,
    kind: str,
    path: Path,
    *,
    name: str | None,
    given: Mapping[str, Any] | None,
    default_kind: str | None,
) -> _Read:
    """The file as read, with its mapping where its layout is not known beforehand."""
    preset = presets.preset(kind)
    if default_kind:
        kinds.kind(default_kind)
    book = read_book(path, name)
    if kind == "runts":
        try:
            return _Read(book, preset, reading=runts.read(book, ws.db))
        except MappingRefused as refusal:
            return _Read(book, preset, refusal=refusal)
    layouts = propose(book, "register")
    mapping = generic.proposed(layouts)
    known = ws.db.value(
        "select mapping from mapping where company_id = ? and purpose = 'register' and fingerprint = ?",
        [_EVERYONE, mapping.fingerprint],
    )
    if known:
        mapping = generic.corrected(mapping, {"roles": json.loads(known)["roles"]}, layouts)
    if given:
        mapping = generic.corrected(mapping, given, layouts)
    problems = tuple(problem for layout in layouts if layout.sheet == mapping.sheet for problem in layout.problems)
    try:
        reading = generic.read(
            book,
            mapping,
            ws.db,
            default_kind=default_kind or preset.default_kind,
            country=preset.country,
        )
    except MappingRefused as refusal:
        return _Read(book, preset, layouts, mapping, bool(known), refusal=refusal, problems=problems)
    return _Read(book, preset, layouts, mapping, bool(known), reading, problems=problems)


def _register(preset: Preset, given: str | None, file: str) -> RegisterName:
    """The register that a file belongs to: the preset's own, or the list of one's own of that name.

    A list without a name takes its file's, less its date, so that next year's list is one of the same register.
    """
    own = re.sub(r"[\W\d_]+", " ", Path(file).stem).strip()
    shown = (given or "").strip() or preset.title or own or label(preset.name, SOURCE_LANGUAGE)
    key = preset.key
    if preset.title is None:
        folded = unicodedata.normalize("NFKD", shown).casefold()
        key = "-".join(re.findall(r"[^\W_]+", "".join(c for c in folded if not unicodedata.combining(c))))
        if presets.presets().get(key, preset) is not preset:
            raise Refused(
                msg("“{name}” is the name of a known register. Give the list another name.", name=shown),
                code="register_name_taken",
            )
    # Under another name it may be anybody's list: its publisher and licence are not known.
    known = preset if preset.title in {None, shown} else replace(preset, publisher=None, licence=None)
    return RegisterName(key or "list", shown, known.publisher, known.licence, known.start_binds)


def _date(as_of: date | None, file: str) -> tuple[date, tuple[Problem, ...]]:
    if known := as_of or snapshot.date_in_name(file):
        return known, ()
    today = datetime.now(UTC).date()
    message = msg("Neither you nor the file's name says of which day the list is; {date} is taken.", date=today)
    return today, (Problem("warning", "date_assumed", message),)


def _remember(tx: Transaction, read: _Read) -> None:
    """Keep the columns under the fingerprint of the headers: the next list is one click."""
    if read.mapping is None or not read.mapping.fingerprint:
        return
    key = {"company_id": _EVERYONE, "purpose": "register", "fingerprint": read.mapping.fingerprint}
    told = json.dumps(read.mapping.as_json())
    if tx.rows("select 1 from mapping where company_id = ? and purpose = ? and fingerprint = ?", list(key.values())):
        tx.execute(
            "update mapping set mapping = ?, saved_by = ?, saved_at = current_timestamp"
            " where company_id = ? and purpose = ? and fingerprint = ?",
            [told, tx.actor.name, *key.values()],
            step="remember columns",
        )
    else:
        tx.insert("mapping", {**key, "mapping": told, "saved_by": tx.actor.name})


def _by_kind(reading: Reading | None) -> tuple[tuple[str, int], ...]:
    if reading is None:
        return ()
    counts = pc.value_counts(reading.entries["kind"]).to_pylist()
    return tuple(sorted(((row["values"], row["counts"]) for row in counts), key=lambda row: (-row[1], row[0])))


def _told(row: LeftOut) -> dict[str, Any]:
    return {"row": row.row, "name": row.name, "reason": row.reason}
