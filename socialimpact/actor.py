"""Who asks, and what they may see and do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from socialimpact.errors import NotAllowed
from socialimpact.language import msg

Role = Literal["viewer", "editor", "owner"]
_RANK: dict[Role, int] = {"viewer": 0, "editor": 1, "owner": 2}


@dataclass(frozen=True)
class Actor:
    """A person or scheduled task. `companies` is None for all of them, else the ids that they may see.

    To take figures and lines away as a file is a right of its own beside the role.
    """

    name: str
    role: Role = "viewer"
    companies: frozenset[int] | None = None
    downloads: bool = True

    def require(self, role: Role, company_id: int | None = None) -> None:
        """Raise `NotAllowed` unless the actor has `role` (and may see `company_id`, if one is named)."""
        seen = company_id is None or self.companies is None or company_id in self.companies
        if not seen or _RANK[self.role] < _RANK[role]:
            raise NotAllowed(msg("You have no right to do this. Ask the owner of this organisation's data."))

    def require_download(self) -> None:
        """Raise `NotAllowed` unless the actor may take data away as files."""
        if not self.downloads:
            raise NotAllowed(
                msg("You may look at this, but not download it. Ask the owner of this organisation's data.")
            )


def local_owner() -> Actor:
    """The person at this machine when no sign-in is set up: the app listens on the loopback address only."""
    return Actor("local", "owner")
