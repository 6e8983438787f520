"""An actor has one role for all its companies: it never gets more than was granted."""

import pytest

from socialimpact.errors import NotAllowed
from socialimpact.services.sign_in import Visitor, actor_for
from tests.store_with import OWNER, table, workspace_with

ISSUER = "https://id.example.org"


@pytest.fixture
def granted(tmp_path):
    with workspace_with(tmp_path / "home") as ws:

        def grant(text):
            with ws.db.write(OWNER) as tx:
                tx.insert("app_user", {"user_id": 1, "issuer": ISSUER, "subject": "42", "name": "Anna"})
                for row in table(text):
                    company = int(row["company"]) if row["company"] else None
                    tx.insert("role_grant", {
                        "user_id": 1, "company_id": company, "role": row["role"], "granted_by": "test",
                    })  # fmt: skip
            return actor_for(ws, Visitor(ISSUER, "42", "Anna"))

        yield ws, grant


@pytest.mark.parametrize(
    ("grants", "role", "companies"),
    [
        ("company | role\n | owner", "owner", None),
        ("company | role\n1 | editor", "editor", {1}),
        ("company | role\n1 | editor\n2 | viewer", "viewer", {1, 2}),
        ("company | role\n1 | viewer\n1 | owner", "owner", {1}),
        ("company | role\n | viewer\n1 | owner", "viewer", None),
        ("company | role\n | editor\n1 | viewer", "editor", None),
    ],
)
def test_grants_become_one_actor(granted, grants, role, companies):
    actor = granted[1](grants)
    assert (actor.role, actor.companies) == (role, companies)


def test_without_a_grant_nobody_comes_in(granted):
    ws, _ = granted
    with pytest.raises(NotAllowed):
        actor_for(ws, Visitor(ISSUER, "42", "Anna"))


def test_the_same_name_at_another_provider_is_someone_else(granted):
    ws, grant = granted
    grant("company | role\n | owner")
    with pytest.raises(NotAllowed):
        actor_for(ws, Visitor("https://other.example.org", "42", "Anna"))
