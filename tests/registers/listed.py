"""Registers as small text tables, read and kept as an upload would be."""

from __future__ import annotations

import hashlib
from datetime import date

from socialimpact.registers import generic, runts, snapshot
from socialimpact.registers.entries import Reading
from socialimpact.registers.presets import preset
from socialimpact.registers.snapshot import RegisterName
from socialimpact.store.reader import Reader
from socialimpact.tables.book import Book
from socialimpact.tables.grid import grid_from_rows
from socialimpact.tables.proposal import propose
from tests.store_with import table
from tests.suppliers.spelled import ACTOR, Town

RUNTS_HEADER = [
    "Codice fiscale / Steuernummer",
    "Repertorio / Repertorium",
    "Denominazione / Bezeichnung",
    "Sezione / Sektion",
    "Cognome e nome del rappresentante legale / Nachname und Name des gesetzlichen Vertreters",
    "Rete associativa / Netzwerk",
    "Comune sede legale / Gemeinde des Rechtssitzes",
    "Provincia / Provinz",
    "5x1000 / 5 Promille",
    "Data iscrizione / Eintragungsdatum",
    "",
]


def book_of(rows: list[list[str]], name: str = "list.xlsx") -> Book:
    text = "\n".join("|".join(row) for row in rows)
    return Book(name, hashlib.sha256(text.encode()).hexdigest(), "xlsx", len(text), (grid_from_rows(rows, "Foglio1"),))


def runts_book(text: str, name: str = "20240601_iscritti_v1.0.xlsx") -> Book:
    """A book in the layout of the RUNTS from columns tax, name, section, town, province; the rest is made up."""
    rows = [
        [
            row.get("tax", ""),
            str(1000 + number),
            row.get("name", ""),
            row.get("section", "IMPRESE SOCIALI"),
            "BIANCHI LUCIA",
            "No",
            row.get("town", ""),
            row.get("province", ""),
            "Si",
            "07/11/2022",
        ]
        for number, row in enumerate(table(text))
    ]
    return book_of([RUNTS_HEADER, *rows], name)


def generic_book(text: str, name: str = "elenco.csv") -> Book:
    """A book whose first row holds the headers, cells parted by `|`."""
    return book_of([[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()], name)


def read_generic(book: Book, reader: Reader, *, default_kind: str | None = None, country: str | None = None) -> Reading:
    return generic.read(
        book, generic.proposed(propose(book, "register")), reader, default_kind=default_kind, country=country
    )


def add_runts(town: Town, as_of: str, text: str) -> int:
    """Keep a list of the RUNTS of that date, as one file of its own."""
    book = runts_book(text, f"{as_of}_iscritti.xlsx")
    return _keep(
        town,
        RegisterName("runts", "RUNTS", None, None, preset("runts").start_binds),
        as_of,
        book,
        runts.read(book, town.db),
    )


def add_list(town: Town, as_of: str, text: str, key: str = "list", default_kind: str | None = None) -> int:
    """Keep a list of one's own, whose dates bind."""
    book = generic_book(f"{text.strip()}\n", f"{key}-{as_of}.csv")
    reading = read_generic(book, town.db, default_kind=default_kind)
    start_binds = preset("generic").start_binds
    return _keep(town, RegisterName(key, key.title(), None, None, start_binds), as_of, book, reading)


def _keep(town: Town, register: RegisterName, as_of: str, book: Book, reading: Reading) -> int:
    # two lists of different dates may say the same
    book = Book(
        book.name, hashlib.sha256((book.sha256 + as_of).encode()).hexdigest(), book.format, book.size, book.grids
    )
    with town.db.write(ACTOR) as tx:
        return snapshot.keep(tx, register, date.fromisoformat(as_of), book, reading)
