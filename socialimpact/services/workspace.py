"""An organisation's data, open in this process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from socialimpact import settings
from socialimpact.actor import Actor
from socialimpact.figures import spend
from socialimpact.language import msg
from socialimpact.store import Database, Home
from socialimpact.suppliers import matching, name_edition, tags

# Why figures are built anew when a home is opened. Earlier versions kept the English words themselves.
OTHER_CATEGORIES = msg("another edition of the categories")


@dataclass(frozen=True)
class Workspace:
    """The home folder and its open database; safe to share between threads."""

    home: Home
    db: Database

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_workspace(path: str | Path | None = None) -> Workspace:
    """Open the home at `path`, else the environment's, else the user's own; it is made where it is missing.

    Names and categories that were read by other words than those of this program are read anew. Raises `StoreBusy`
    while another process holds it.
    """
    home = Home(settings.home(path)).make()
    db = Database(home.database)
    try:
        _bring_up_to_date(db)
    except BaseException:
        db.close()
        raise
    return Workspace(home, db)


def _bring_up_to_date(db: Database) -> None:
    names_are, categories_are = name_edition.is_current(db), spend.is_current(db)
    if names_are and categories_are:
        return
    with db.write(Actor("socialimpact", "owner")) as tx:
        if not names_are:
            name_edition.renew(tx)
            matching.match(tx)
            tx.event("read anew", "names")
        if not categories_are:
            tx.event("rebuilt", "spend", after={"why": tags.pack(OTHER_CATEGORIES)})
        spend.rebuild(tx)
