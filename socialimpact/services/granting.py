"""Who may see which company, in which role, and who may take files away."""

from __future__ import annotations

import re
from dataclasses import dataclass

from socialimpact.actor import Actor, Role
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.language import msg
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Grant:
    """One right of a person: `company_id` None for every company, those to come included."""

    company_id: int | None
    role: Role
    downloads: bool


@dataclass(frozen=True)
class Person:
    """Someone with grants, or who waits for them. `user_id` is None for whoever was invited and has not come yet."""

    user_id: int | None
    name: str | None
    email: str | None
    issuer: str | None
    subject: str | None
    grants: tuple[Grant, ...]


def people(ws: Workspace, actor: Actor) -> tuple[Person, ...]:
    """Everybody who came or was invited, by name. Raises `NotAllowed` for whoever does not own all of it."""
    _require_owner(actor)
    held: dict[int, list[Grant]] = {}
    for user, company, role, downloads in ws.db.rows(
        "select user_id, company_id, role, downloads from role_grant order by company_id nulls first", step="grants"
    ):
        held.setdefault(user, []).append(Grant(company, role, downloads))
    came = [
        Person(user, name, email, issuer, subject, tuple(held.get(user, ())))
        for user, name, email, issuer, subject in ws.db.rows(
            "select user_id, name, email, issuer, subject from app_user", step="people"
        )
    ]
    invited: dict[str, list[Grant]] = {}
    for email, company, role, downloads in ws.db.rows(
        "select email, company_id, role, downloads from invitation order by company_id nulls first", step="invited"
    ):
        invited.setdefault(email, []).append(Grant(company, role, downloads))
    expected = [Person(None, None, email, None, None, tuple(grants)) for email, grants in invited.items()]
    return tuple(
        sorted([*came, *expected], key=lambda each: (each.name or each.email or each.subject or "").casefold())
    )


def grant(
    ws: Workspace,
    actor: Actor,
    who: str,
    role: Role,
    *,
    issuer: str | None = None,
    company_id: int | None = None,
    downloads: bool = True,
) -> None:
    """Give a right, in place of an earlier one for the same company.

    `who` is an e-mail address, taken up when that person first signs in, or with `issuer` the name by which the
    identity provider knows them. Raises `Refused` for what is no address, `NotFound` for a company.
    """
    _require_owner(actor)
    given = Grant(company_id, role, downloads)
    with ws.db.write(actor) as tx:
        if company_id is not None and not tx.value("select 1 from company where company_id = ?", [company_id]):
            raise NotFound(msg("There is no company {number}.", number=str(company_id)))
        if issuer is not None:
            _hold(tx, actor, _user(tx, issuer, who), given)
            return
        email = who.strip().lower()
        if not _ADDRESS.fullmatch(email):
            raise Refused(msg("“{text}” is no e-mail address.", text=who), code="no_address")
        known = tx.rows("select user_id from app_user where email = ?", [email])
        for (user,) in known:
            _hold(tx, actor, user, given)
        if not known:
            _clear(tx, "invitation", "email", email, company_id)
            tx.insert(
                "invitation",
                {"email": email, "company_id": company_id, "role": role, "downloads": downloads,
                 "invited_by": actor.name},
            )  # fmt: skip
            tx.event("invited", "invitation", email, after=vars(given))


def revoke(ws: Workspace, actor: Actor, person: Person, held: Grant) -> None:
    """Take a right back, from the next click on. Raises `Refused` for that of the last owner."""
    _require_owner(actor)
    with ws.db.write(actor) as tx:
        if person.user_id is None:
            _clear(tx, "invitation", "email", person.email, held.company_id)
            tx.event("uninvited", "invitation", person.email, before=vars(held))
            return
        _clear(tx, "role_grant", "user_id", person.user_id, held.company_id)
        tx.event("revoked", "app_user", person.user_id, before=vars(held))
        owned = held.role == "owner" and held.company_id is None
        if owned and not tx.value("select 1 from role_grant where role = 'owner' and company_id is null limit 1"):
            raise Refused(msg("Somebody must own the data: let another owner in first."), code="last_owner")


def find(ws: Workspace, actor: Actor, who: str, issuer: str | None = None) -> Person:
    """The person of an address, or of a provider's name for them. Raises `NotFound`."""
    for each in people(ws, actor):
        if (issuer is None and each.email == who.strip().lower()) or (each.issuer, each.subject) == (issuer, who):
            return each
    raise NotFound(msg("Nobody is known as “{who}”.", who=who))


def _require_owner(actor: Actor) -> None:
    actor.require("owner")
    if actor.companies is not None:
        raise NotAllowed(msg("Only an owner of every company gives access."))


def _hold(tx: Transaction, actor: Actor, user: int, given: Grant) -> None:
    _clear(tx, "role_grant", "user_id", user, given.company_id)
    tx.insert("role_grant", {"user_id": user, **vars(given), "granted_by": actor.name})
    tx.event("granted", "app_user", user, after=vars(given))


def _user(tx: Transaction, issuer: str, subject: str) -> int:
    found = tx.value("select user_id from app_user where issuer = ? and subject = ?", [issuer, subject])
    if found is not None:
        return int(found)
    number = tx.next_id("app_user", "user_id")
    tx.insert("app_user", {"user_id": number, "issuer": issuer, "subject": subject})
    return number


def _clear(tx: Transaction, table: str, column: str, value: object, company_id: int | None) -> None:
    tx.execute(f"delete from {table} where {column} = ? and company_id is not distinct from ?", [value, company_id])
