"""A file as the list of a register: which one it is, how its columns are read, and of which day it is."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from socialimpact.errors import MappingRefused, Problem, Refused
from socialimpact.language import SOURCE_LANGUAGE, label, msg
from socialimpact.registers import generic, presets, runts, snapshot
from socialimpact.registers.entries import Reading
from socialimpact.registers.generic import RegisterMapping
from socialimpact.registers.presets import Preset
from socialimpact.registers.recognition import Recognised, recognise
from socialimpact.registers.snapshot import RegisterName
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.suppliers import kinds
from socialimpact.tables.book import Book, read_book
from socialimpact.tables.layout import Layout
from socialimpact.tables.proposal import propose

# The kind of register that is asked for where the file itself should tell.
ANY = "auto"
# Registers are the organisation's, so what is remembered of their columns belongs to no company.
_EVERYONE = 0


@dataclass(frozen=True)
class Wanted:
    """What a person says of a file: which register, its name and day, its columns, the kind of all entries."""

    kind: str
    as_of: date | None = None
    register_name: str | None = None
    mapping: Mapping[str, Any] | None = None
    default_kind: str | None = None
    file: str | None = None


@dataclass(frozen=True)
class RegisterFile:
    """The file as read. `mapping` and `layouts` are empty for a list of a known layout; `refusal` says why not."""

    book: Book
    preset: Preset
    recognised: Recognised
    layouts: tuple[Layout, ...] = ()
    mapping: RegisterMapping | None = None
    remembered: bool = False
    reading: Reading | None = None
    refusal: MappingRefused | None = None
    problems: tuple[Problem, ...] = field(default=())


def read_file(ws: Workspace, path: Path, wanted: Wanted) -> RegisterFile:
    """Read a file as the register that is wanted; with `auto` as the one that it is recognised as."""
    if wanted.kind != ANY:
        presets.preset(wanted.kind)
    if wanted.default_kind:
        kinds.kind(wanted.default_kind)
    book = read_book(path, wanted.file)
    layouts = propose(book, "register")
    recognised = recognise(book, layouts)
    preset = presets.preset(recognised.key if wanted.kind == ANY else wanted.kind)
    if preset.key == "runts":
        try:
            return RegisterFile(book, preset, recognised, reading=runts.read(book, ws.db))
        except MappingRefused as refusal:
            return RegisterFile(book, preset, recognised, refusal=refusal)
    mapping = generic.proposed(layouts, preset)
    known = ws.db.value(
        "select mapping from mapping where company_id = ? and purpose = 'register' and fingerprint = ?",
        [_EVERYONE, _fingerprint(mapping, preset)],
    )
    if known:
        mapping = generic.corrected(mapping, {"roles": json.loads(known)["roles"]}, layouts, preset)
    if wanted.mapping:
        mapping = generic.corrected(mapping, wanted.mapping, layouts, preset)
    problems = tuple(problem for layout in layouts if layout.sheet == mapping.sheet for problem in layout.problems)
    found = RegisterFile(book, preset, recognised, layouts, mapping, bool(known), problems=problems)
    try:
        reading = generic.read(
            book,
            mapping,
            ws.db,
            preset=preset,
            default_kind=wanted.default_kind or preset.default_kind or _kind_of(recognised),
            country=preset.country,
        )
    except MappingRefused as refusal:
        return replace(found, refusal=refusal)
    return replace(found, reading=reading)


def _kind_of(recognised: Recognised) -> str | None:
    """What the entries of the known list are that a file is laid out as, though it was called a list of one's own."""
    return presets.preset(recognised.key).default_kind if recognised.sure else None


def some_entries(read: RegisterFile) -> Reading:
    """What was read, or the refusal that says why nothing was."""
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
    return read.reading


def register_of(preset: Preset, given: str | None, file: str) -> RegisterName:
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
    return RegisterName(key or "list", shown, known.publisher, known.licence, known.start_binds, preset.key)


def day_of(as_of: date | None, file: str) -> tuple[date, tuple[Problem, ...]]:
    """The day of a list: as said, as in the file's name, else today's, which is then a problem."""
    if known := as_of or snapshot.date_in_name(file):
        return known, ()
    today = datetime.now(UTC).date()
    message = msg("Neither you nor the file's name says of which day the list is; {date} is taken.", date=today)
    return today, (Problem("warning", "date_assumed", message),)


def remember(tx: Transaction, read: RegisterFile) -> None:
    """Keep the columns under the fingerprint of the headers: the next list is one click."""
    if read.mapping is None or not read.mapping.fingerprint:
        return
    fingerprint = _fingerprint(read.mapping, read.preset)
    key = {"company_id": _EVERYONE, "purpose": "register", "fingerprint": fingerprint}
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


def _fingerprint(mapping: RegisterMapping, preset: Preset) -> str:
    """The same columns may mean other things in another register."""
    return mapping.fingerprint if preset.key == "generic" else f"{mapping.fingerprint}:{preset.key}"
