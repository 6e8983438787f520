"""From a signed-in person to what they may see and do."""

from __future__ import annotations

from socialimpact.actor import Actor, Role
from socialimpact.errors import NotAllowed
from socialimpact.language import msg
from socialimpact.services.workspace import Workspace

_RANK: dict[Role, int] = {"viewer": 0, "editor": 1, "owner": 2}


def actor_for(ws: Workspace, issuer: str, subject: str, name: str) -> Actor:
    """The actor of the person whom `issuer` knows as `subject`, by their grants.

    An `Actor` has one role for all its companies, so where grants differ the least of them holds: a grant for
    every company covers the weaker ones for single companies. Raises `NotAllowed` where there is no grant.
    """
    grants: list[tuple[int | None, Role]] = [
        (company, role)
        for company, role in ws.db.rows(
            "select role_grant.company_id, role_grant.role from role_grant"
            " join app_user on app_user.user_id = role_grant.user_id"
            " where app_user.issuer = ? and app_user.subject = ?",
            [issuer, subject],
            step="role grants",
        )
    ]
    if not grants:
        raise NotAllowed(msg("{name}, you have no access yet. Ask the owner of this organisation's data.", name=name))
    everywhere = [role for company, role in grants if company is None]
    if everywhere:
        return Actor(name, max(everywhere, key=_RANK.__getitem__))
    best: dict[int, Role] = {}
    for company, role in grants:
        if company is not None and (company not in best or _RANK[role] > _RANK[best[company]]):
            best[company] = role
    return Actor(name, min(best.values(), key=_RANK.__getitem__), frozenset(best))
