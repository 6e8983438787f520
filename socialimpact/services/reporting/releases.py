"""Released reports: which there are, and each produced again from what was frozen."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from socialimpact.actor import Actor
from socialimpact.errors import NotFound, StoreFailed
from socialimpact.language import msg
from socialimpact.report.document import Report
from socialimpact.report.plain import read
from socialimpact.services.workspace import Workspace
from socialimpact.store.reader import Reader

_COLUMNS = (
    "r.release_id, r.number, r.year, r.companies, r.language, r.released_at, r.released_by, r.sha256,"
    " o.number as corrects, r.why, r.last_event, r.scope_kinds, r.declared_counts"
)
_FROM = "from release r left join release o on o.release_id = r.corrects"


@dataclass(frozen=True)
class Release:
    """A released report. `companies` are ids, none for every company; `corrects` is the number of another release,
    `why` the reason. `sha256` is that of its JSON; `last_event` the newest event that it knew.
    """

    release_id: int
    number: str
    year: int
    companies: tuple[int, ...]
    language: str
    released_at: datetime
    released_by: str
    sha256: str
    corrects: str | None
    why: str | None
    last_event: int
    scope_kinds: tuple[str, ...]
    declared_counts: bool

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "year": self.year,
            "companies": list(self.companies),
            "language": self.language,
            "released_at": self.released_at.isoformat(timespec="seconds"),
            "released_by": self.released_by,
            "sha256": self.sha256,
            "corrects": self.corrects,
            "why": self.why,
        }


def releases(ws: Workspace, actor: Actor) -> tuple[Release, ...]:
    """Those that the actor may see, the newest first."""
    actor.require("viewer")
    return tuple(each for each in known(ws.db) if seen(actor, each))


def release(ws: Workspace, actor: Actor, number: str) -> Release:
    """The release with this number. Raises `NotFound` where there is none that the actor may see."""
    found = releases(ws, actor)
    for each in found:
        if each.number == number:
            return each
    raise NotFound(
        msg(
            "There is no release {number}. Those there are: {known}.",
            number=number,
            known=", ".join(each.number for each in found) or "–",
        )
    )


def known(reader: Reader) -> tuple[Release, ...]:
    """Every release, the newest first, whoever may see it."""
    rows = reader.dicts(f"select {_COLUMNS} {_FROM} order by r.release_id desc", step="releases")
    return tuple(
        Release(**{**row, "companies": tuple(row["companies"]), "scope_kinds": tuple(row["scope_kinds"])})
        for row in rows
    )


def seen(actor: Actor, each: Release) -> bool:
    """Whether the actor may see every company that the release is about."""
    if actor.companies is None:
        return True
    return bool(each.companies) and set(each.companies) <= actor.companies


def standing(found: Sequence[Release]) -> tuple[Release, ...]:
    """Those that no later one has corrected."""
    corrected = {each.corrects for each in found}
    return tuple(each for each in found if each.number not in corrected)


def content(ws: Workspace, each: Release) -> bytes:
    """The JSON of a release, byte for byte. Raises `StoreFailed` where the kept file is missing or was changed."""
    kept = ws.home.kept(each.sha256)
    file = kept.read_bytes() if kept.is_file() else b""
    if hashlib.sha256(file).hexdigest() != each.sha256:
        raise StoreFailed(
            msg(
                "The kept JSON of release {number} is missing or was changed: it proves nothing any more. Restore it"
                " from a backup.",
                number=each.number,
            )
        )
    return file


def document(ws: Workspace, each: Release) -> Report:
    """The released report, as it was frozen."""
    return read(content(ws, each))
