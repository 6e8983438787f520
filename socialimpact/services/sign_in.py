"""From a signed-in person to what they may see and do."""

from __future__ import annotations

from dataclasses import dataclass

from socialimpact.actor import Actor, Role
from socialimpact.errors import NotAllowed
from socialimpact.language import Message, msg
from socialimpact.services.workspace import Workspace

_RANK: dict[Role, int] = {"viewer": 0, "editor": 1, "owner": 2}
# Who writes down that a person came: nobody's decision.
_DOOR = Actor("sign-in", "owner")


@dataclass(frozen=True)
class Visitor:
    """Whom the identity provider `issuer` knows as `subject`. `email` only where the provider has verified it."""

    issuer: str
    subject: str
    name: str
    email: str | None = None


@dataclass(frozen=True)
class _Grant:
    company: int | None
    role: Role
    downloads: bool


def actor_for(ws: Workspace, visitor: Visitor) -> Actor:
    """The actor of a person, by their grants; whoever was invited by their verified address takes that up now.

    An `Actor` has one role for all its companies, so where grants differ the least of them holds: a grant for
    every company covers the weaker ones for single companies. So with downloads. Raises `NotAllowed` where there is no
    grant; the owners see then that this person waits.
    """
    grants = _grants(ws, visitor)
    if not grants:
        _welcome(ws, visitor)
        grants = _grants(ws, visitor)
    if not grants:
        raise NotAllowed(_refusal(ws, visitor))
    everywhere = [grant for grant in grants if grant.company is None]
    if everywhere:
        return Actor(visitor.name, _best(everywhere), downloads=any(grant.downloads for grant in everywhere))
    companies = {grant.company for grant in grants if grant.company is not None}
    own = [[grant for grant in grants if grant.company == company] for company in companies]
    return Actor(
        visitor.name,
        min((_best(each) for each in own), key=_RANK.__getitem__),
        frozenset(companies),
        downloads=all(any(grant.downloads for grant in each) for each in own),
    )


def _best(grants: list[_Grant]) -> Role:
    return max((grant.role for grant in grants), key=_RANK.__getitem__)


def _grants(ws: Workspace, visitor: Visitor) -> list[_Grant]:
    rows = ws.db.rows(
        "select role_grant.company_id, role_grant.role, role_grant.downloads from role_grant"
        " join app_user on app_user.user_id = role_grant.user_id"
        " where app_user.issuer = ? and app_user.subject = ?",
        [visitor.issuer, visitor.subject],
        step="role grants",
    )
    return [_Grant(*row) for row in rows]


def _welcome(ws: Workspace, visitor: Visitor) -> None:
    """Note who came, once, and give them what they were invited to."""
    known = ws.db.value(
        "select user_id from app_user where issuer = ? and subject = ?",
        [visitor.issuer, visitor.subject],
        step="known person",
    )
    email = (visitor.email or "").lower()
    invited = ws.db.rows(
        "select company_id, role, downloads, invited_by from invitation where email = ?", [email], step="invitations"
    )
    if known is not None and not invited:
        return
    with ws.db.write(_DOOR) as tx:
        number = known if known is not None else tx.next_id("app_user", "user_id")
        if known is None:
            person = {"user_id": number, "issuer": visitor.issuer, "subject": visitor.subject, "name": visitor.name}
            tx.insert("app_user", {**person, "email": email or None})
            tx.event("came", "app_user", number, after={"name": visitor.name, "email": email or None})
        for company, role, downloads, by in invited:
            tx.insert(
                "role_grant",
                {"user_id": number, "company_id": company, "role": role, "downloads": downloads, "granted_by": by},
            )
            tx.event("granted", "app_user", number, after={"company": company, "role": role, "downloads": downloads})
        tx.execute("delete from invitation where email = ?", [email])


def _refusal(ws: Workspace, visitor: Visitor) -> Message:
    if ws.db.value("select 1 from (select role from role_grant union all select role from invitation)", step="anybody"):
        return msg("{name}, you have no access yet. Ask the owner of this organisation's data.", name=visitor.name)
    return msg(
        "{name}, nobody has access yet. Whoever looks after this app lets the first person in: close it and run"
        " “python -m socialimpact access grant {who} --role owner”.",
        name=visitor.name,
        who=visitor.email or f"{visitor.subject} --issuer {visitor.issuer}",
    )
