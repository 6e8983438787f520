"""Keeping a register as it was on a date. Nobody else does: the RUNTS has no archive of its past lists.

Of the file only its name and SHA-256 are kept, with the entries: lists hold personal data (the RUNTS the name of each
legal representative), which are never stored.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa

from socialimpact.errors import Refused
from socialimpact.language import msg
from socialimpact.registers.entries import Reading
from socialimpact.store import Transaction
from socialimpact.store.reader import Reader
from socialimpact.tables.book import Book

_DATED = re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")


@dataclass(frozen=True)
class RegisterName:
    """A register as it is written down when its first snapshot comes."""

    key: str
    name: str
    publisher: str | None
    licence: str | None
    start_binds: bool
    preset: str | None = None


def date_in_name(file: str) -> date | None:
    """The date of a list from its file's name: `20250601_iscritti_v1.0.xlsx`; None where there is none."""
    found = _DATED.search(file)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def refuse_known(reader: Reader, key: str, as_of: date, sha256: str) -> None:
    """Raise `Refused` where the register has this file, or a list of this date, already, or the date is to come."""
    for known_as_of, known_sha256, file in reader.rows(
        "select s.as_of, s.sha256, s.file from register_snapshot s"
        " inner join register r on r.register_id = s.register_id where r.register_key = ? order by s.as_of",
        [key],
    ):
        if known_sha256 == sha256:
            raise Refused(
                msg("This file is here already, as the list of {date}.", date=known_as_of), code="snapshot_exists"
            )
        if known_as_of == as_of:
            raise Refused(
                msg(
                    "There is a list of {date} already: {file}. Give the date on which this one was published.",
                    date=as_of,
                    file=file,
                ),
                code="snapshot_exists",
            )
    if as_of > datetime.now(UTC).date():
        raise Refused(msg("{date} is in the future: no list can be of that date.", date=as_of), code="date_in_future")


def keep(tx: Transaction, register: RegisterName, as_of: date, book: Book, reading: Reading) -> int:
    """Write the snapshot with all its entries; the register too, if it is new. Returns the snapshot's id."""
    refuse_known(tx, register.key, as_of, book.sha256)
    register_id = tx.value("select register_id from register where register_key = ?", [register.key])
    if register_id is None:
        register_id = tx.next_id("register", "register_id")
        tx.insert(
            "register",
            {
                "register_id": register_id,
                "register_key": register.key,
                "name": register.name,
                "publisher": register.publisher,
                "licence": register.licence,
                "start_binds": register.start_binds,
                "preset": register.preset,
            },
        )
    snapshot_id = tx.next_id("register_snapshot", "snapshot_id")
    told = {
        "snapshot_id": snapshot_id,
        "register_id": register_id,
        "as_of": as_of,
        "sha256": book.sha256,
        "file": book.name,
        "rows_read": reading.rows_read,
        "entries": reading.entries.num_rows,
        "set_aside": len(reading.left_out),
        "imported_by": tx.actor.name,
        "fields": json.dumps(dict(reading.fields), ensure_ascii=False),
    }
    tx.insert("register_snapshot", told)
    first = tx.next_id("register_entry", "entry_id")
    size = reading.entries.num_rows
    rows = reading.entries.append_column("entry_id", pa.array(np.arange(first, first + size, dtype=np.int64)))
    rows = rows.append_column("snapshot_id", pa.array(np.full(size, snapshot_id, np.int32)))
    with tx.frame("entries", rows):
        tx.execute("insert into register_entry by name select * from entries", step="keep register entries")
    if reading.contacts is not None:
        contacts = reading.contacts.append_column("entry_id", rows["entry_id"])
        contacts = contacts.append_column("snapshot_id", rows["snapshot_id"])
        with tx.frame("contacts", contacts):
            tx.execute(
                "insert into register_contact by name select * from contacts"
                " where coalesce(offers, website, email, phone) is not null",
                step="keep contacts of a directory",
            )
    tx.event("add register", "register_snapshot", snapshot_id, after=told)
    return snapshot_id


def remove(tx: Transaction, snapshot_id: int) -> None:
    """Take a snapshot back with its entries, and its register where that was its only one."""
    found = tx.dicts("select * from register_snapshot where snapshot_id = ?", [snapshot_id])
    if not found:
        raise Refused(msg("There is no list {number}.", number=str(snapshot_id)), code="not_found")
    tx.execute("delete from register_entry where snapshot_id = ?", [snapshot_id], step="remove register entries")
    tx.execute("delete from register_contact where snapshot_id = ?", [snapshot_id], step="remove contacts")
    tx.execute("delete from register_snapshot where snapshot_id = ?", [snapshot_id], step="remove register")
    tx.execute(
        "delete from register where register_id = ?"
        " and register_id not in (select register_id from register_snapshot)"
        " and register_id not in (select register_id from tag where register_id is not null)",
        [found[0]["register_id"]],
        step="remove empty register",
    )
    tx.event("remove register", "register_snapshot", snapshot_id, before=found[0])
