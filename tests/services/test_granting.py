"""Rights are given and taken back by owners of everything, by address before somebody comes, and each is an event."""

import pytest

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.figures.query import query
from socialimpact.services import granting
from socialimpact.services.granting import Grant
from socialimpact.services.sign_in import Visitor, actor_for
from tests.store_with import OWNER, workspace_with

ISSUER = "https://id.example.org"
ANNA = Visitor(ISSUER, "42", "Anna", "Anna@Example.org")
LINES = """
    date       | supplier | amount | company
    2025-01-01 | Alfa     |  10.00 | One
    2025-01-01 | Beta     |  90.00 | Two
"""


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "home", LINES) as made:
        yield made


def test_the_first_person_is_let_in_by_address_and_owns_the_data(ws):
    with pytest.raises(NotAllowed, match=r"access grant Anna@Example\.org --role owner"):
        actor_for(ws, ANNA)
    granting.grant(ws, OWNER, " anna@example.ORG ", "owner")
    assert actor_for(ws, ANNA) == Actor("Anna", "owner")


def test_an_invitation_waits_until_its_address_comes_verified(ws):
    granting.grant(ws, OWNER, "anna@example.org", "viewer", company_id=1, downloads=False)
    with pytest.raises(NotAllowed):
        actor_for(ws, Visitor(ISSUER, "13", "Not Anna", None))
    assert [(p.user_id is None, p.email) for p in granting.people(ws, OWNER)] == [
        (True, "anna@example.org"),
        (False, None),
    ]
    anna = actor_for(ws, ANNA)
    assert anna == Actor("Anna", "viewer", frozenset({1}), downloads=False)
    # It was for whoever came first with it: taken up, it is nobody else's.
    with pytest.raises(NotAllowed):
        actor_for(ws, Visitor("https://other.example.org", "42", "Another", "anna@example.org"))
    assert query(ws.db, ["total_spend"], actor=anna).value("total_spend") == 10
    with pytest.raises(NotAllowed, match="download"):
        anna.require_download()


def test_who_waits_is_seen_let_in_and_shut_out_again(ws):
    granting.grant(ws, OWNER, "boss@example.org", "owner")
    with pytest.raises(NotAllowed, match="Ask the owner"):
        actor_for(ws, ANNA)
    (anna,) = [each for each in granting.people(ws, OWNER) if each.name == "Anna"]
    assert anna.grants == ()
    granting.grant(ws, OWNER, "42", "viewer", issuer=ISSUER, company_id=2)
    granting.grant(ws, OWNER, "42", "editor", issuer=ISSUER, company_id=2, downloads=False)
    (anna,) = [each for each in granting.people(ws, OWNER) if each.name == "Anna"]
    assert anna.grants == (Grant(2, "editor", downloads=False),)
    assert actor_for(ws, ANNA).companies == {2}
    granting.revoke(ws, OWNER, anna, anna.grants[0])
    with pytest.raises(NotAllowed):
        actor_for(ws, ANNA)
    told = ws.db.rows("select who, what from event where subject = 'app_user' order by event_id")
    assert told == [("sign-in", "came"), ("test", "granted"), ("test", "granted"), ("test", "revoked")]


def test_the_last_owner_stays(ws):
    granting.grant(ws, OWNER, "42", "owner", issuer=ISSUER)
    (anna,) = granting.people(ws, OWNER)
    with pytest.raises(Refused, match="Somebody must own"):
        granting.revoke(ws, OWNER, anna, anna.grants[0])
    assert actor_for(ws, ANNA).role == "owner"


@pytest.mark.parametrize("actor", [Actor("e", "editor"), Actor("o", "owner", frozenset({1}))], ids=["editor", "of-one"])
def test_only_owners_of_everything_give_access(ws, actor):
    for asked in (
        lambda: granting.people(ws, actor),
        lambda: granting.grant(ws, actor, "me@example.org", "owner"),
        lambda: granting.revoke(ws, actor, None, None),
    ):
        with pytest.raises(NotAllowed):
            asked()


def test_what_cannot_be_granted_is_refused(ws):
    with pytest.raises(Refused, match="no e-mail address"):
        granting.grant(ws, OWNER, "anna", "viewer")
    with pytest.raises(NotFound):
        granting.grant(ws, OWNER, "anna@example.org", "viewer", company_id=99)
    with pytest.raises(NotFound):
        granting.find(ws, OWNER, "nobody@example.org")
