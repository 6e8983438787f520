"""Every decision is an event: each service that writes is walked over, and the main ones are made and looked at."""

from __future__ import annotations

import ast
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import socialimpact
from socialimpact.figures.choices import OrganisationSettings
from socialimpact.services import organisation
from socialimpact.services.goals import initiatives
from socialimpact.services.suppliers import declaring, directory, history, tagging
from socialimpact.suppliers.tags import Proof
from tests.store_with import OWNER, workspace_with

ROOT = Path(socialimpact.__file__).parent


def _calls(function: ast.AST) -> set[str]:
    return {
        call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute | ast.Name)
    }


def test_every_service_that_writes_leads_to_an_event():
    calls: dict[str, set[str]] = defaultdict(set)
    writers: dict[str, str] = {}
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                calls[node.name] |= _calls(node)
                if ROOT / "services" in path.parents and "ws.db.write(" in ast.unparse(node):
                    writers[f"{path.stem}.{node.name}"] = node.name
    assert len(writers) > 10
    tells = {"event"}
    while more := {name for name, called in calls.items() if called & tells} - tells:
        tells |= more
    assert sorted(place for place, name in writers.items() if name not in tells) == []


LINES = """
    date       | supplier | amount | category
    2024-03-01 | Verde    | 100.00 | Bar
    2024-03-01 | Rosso    | 100.00 | Bar
"""
TAGS = """
    supplier | kind                 | evidence  | to
    Verde    | social_cooperative_b | suspected |
    Rosso    | impresa_sociale      | confirmed | 2025-12-31
"""


@pytest.fixture
def ws(tmp_path):
    with workspace_with(tmp_path / "home", LINES, tags=TAGS) as workspace:
        yield workspace


DECISIONS = {
    "tag": lambda ws: directory.tag_supplier(ws, OWNER, 1, "aps", "declared", "mail", proof=Proof(stated_by="Bo")),
    "renew": lambda ws: tagging.renew_tag(ws, OWNER, 2, "again", expires_on=date(2027, 1, 1)),
    "end": lambda ws: directory.end_tag(ws, OWNER, 2, "wrong"),
    "declare": lambda ws: declaring.declare(ws, OWNER, 1, "revenue", 2024, Decimal(500), "accounts"),
    "exclude": lambda ws: organisation.add_exclusion(ws, OWNER, "supplier", 1, "ours"),
    "settings": lambda ws: organisation.save_settings(
        ws, OWNER, OrganisationSettings("Us", "social_economy", "region", True)
    ),
    "scope": lambda ws: organisation.save_scope(ws, OWNER, "Ours", ["aps"]),
    "company": lambda ws: organisation.save_company(ws, OWNER, name="Another", company_id=1),
    "initiative": lambda ws: initiatives.save_initiative(ws, OWNER, name="Green care", begins=date(2024, 1, 1)),
    "site": lambda ws: organisation.save_site(ws, OWNER, company_id=1, name="Plant"),
}
WITH_BEFORE = {"end", "settings", "company"}


@pytest.mark.parametrize("name", DECISIONS)
def test_a_decision_says_who_when_before_and_after(ws, name):
    last = ws.db.value("select coalesce(max(event_id), 0) from event")
    DECISIONS[name](ws)
    rows = ws.db.dicts("select * from event where event_id > ? order by event_id", [last])
    assert rows
    for row in rows:
        assert row["who"] == OWNER.name
        assert row["happened_at"] is not None
        assert row["after"] is not None
    if name in WITH_BEFORE:
        assert rows[0]["before"] is not None


def test_a_suppliers_history_tells_it_all_in_words(ws):
    DECISIONS["end"](ws)
    directory.tag_supplier(ws, OWNER, 2, "social_cooperative_b", "confirmed", "seen in the albo")
    organisation.add_exclusion(ws, OWNER, "supplier", 2, "sister company")
    told = [(str(entry.who), str(entry.what), str(entry.why)) for entry in history.history(ws, OWNER, 2)]
    assert ("test", "Left out of addressable spend.", "sister company") in told
    assert (
        "test",
        "No longer: Impresa sociale (social enterprise) (Confirmed, valid to 31 Dec 2025).",
        "wrong",
    ) in told
    assert (
        "test", "Said to be: Type B social cooperative (Confirmed, valid on every date).", "seen in the albo"
    ) in told  # fmt: skip
    begun = next(entry for entry in history.history(ws, OWNER, 2) if "Type B" in str(entry.what))
    assert '"seen in the albo"' in (begun.after or "")
    assert history.as_workbook(ws, OWNER, 2, reader="it").startswith(b"PK")
