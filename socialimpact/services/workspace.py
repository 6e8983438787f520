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
from socialimpact.suppliers import tags

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

    Figures that were put into categories by other words than those of this program are put there anew. Raises
    `StoreBusy` while another process holds it.
    """
    home = Home(settings.home(path)).make()
    db = Database(home.database)
    try:
        if not spend.is_current(db):
            with db.write(Actor("socialimpact", "owner")) as tx:
                spend.rebuild(tx)
                tx.event("rebuilt", "spend", after={"why": tags.pack(OTHER_CATEGORIES)})
    except BaseException:
        db.close()
        raise
    return Workspace(home, db)
