"""Whoever was given one company finds nothing of another on any page, in no table, chart, list or choice."""

import pytest

from socialimpact.actor import Actor
from socialimpact.ui import access, navigation
from tests.pages.screen import opened
from tests.store_with import workspace_with

PAGES = [page for section in navigation.SECTIONS for page in section.entries]
LINES = """
    date       | supplier         | amount  | company   | site      | category  | description
    2024-03-01 | Coop Chiara      |  500.00 | Valdora   | Torino    | Pulizie   | pulizie uffici
    2025-03-01 | Coop Chiara      | 1000.00 | Valdora   | Torino    | Pulizie   | pulizie uffici
    2025-04-01 | Alfa Srl         | 3000.00 | Valdora   | Torino    | Carta     | carta
    2024-05-01 | Zagrebina Coop   |  700.00 | Zagrebina | Zagrebina | Zagrebina | Zagrebina
    2025-05-01 | Zagrebina Coop   |  987.65 | Zagrebina | Zagrebina | Zagrebina | Zagrebina
    2025-06-01 | Zagrebina Srl    |  600.00 | Zagrebina | Zagrebina | Zagrebina | Zagrebina
"""
TAGS = """
    supplier       | kind                 | evidence   | from | to
    Coop Chiara    | social_cooperative_b | registered |      |
    Zagrebina Coop | social_cooperative_b | registered |      |
"""
SECRET = b"Zagrebina"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two") / "home"
    workspace_with(folder, LINES, tags=TAGS, sites="name | company | municipality\nTorino | Valdora | Torino").close()
    return folder


def drawn(page, home, monkeypatch, actor) -> bytes:
    """Everything that the page sends to the browser."""
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(home))
    whole = access.current
    monkeypatch.setattr(access, "current", lambda: (whole()[0], actor))
    at = opened(
        page.file.removeprefix("pages/").removesuffix(".py"),
        **({"measure": "social_share"} if page.url == "explain" else {}),
    )
    assert not at.exception
    protos = [proto for element in at if (proto := getattr(element, "proto", None)) is not None]
    return b"".join(proto.SerializeToString() for proto in protos)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.url)
def test_a_page_shows_nothing_of_another_company(page, home, monkeypatch):
    anna = Actor("Anna", "viewer", frozenset({1}), downloads=False)
    assert SECRET not in drawn(page, home, monkeypatch, anna)


def test_what_is_looked_for_would_be_seen(home, monkeypatch):
    overview = PAGES[0]
    assert SECRET in drawn(overview, home, monkeypatch, Actor("Owner", "owner"))
