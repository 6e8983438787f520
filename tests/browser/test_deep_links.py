"""Every address leads through `app.py`, on a server that nobody has visited before.

Streamlit runs a file that lies in `pages/` by its address, without the app around it, until the app has run once. So
each journey here has a fresh server and is its first visit.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request

import pytest

from socialimpact.ui import navigation, not_found
from tests.browser.conftest import OFFLINE, ROOT, serve, settled

pytestmark = pytest.mark.browser

ADDRESSES = ("overview", "upload", "suppliers", "registers", "organisation")
# The other pages, and one that there is not: each on a server of its own as well, asked without a browser.
OTHERS = [page.url for section in navigation.SECTIONS for page in section.entries if page.url not in ADDRESSES]
# An identity provider that is not there: nobody can sign in, everybody is a stranger.
SIGN_IN = """
[auth]
redirect_uri = "http://127.0.0.1:9/oauth2callback"
cookie_secret = "of-no-value-outside-this-test"
client_id = "test"
client_secret = "test"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
"""


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_deep_link_on_a_fresh_server_opens_the_page_within_the_app(server, visit, address):
    page = settled(visit(server.address(address)))
    assert page.locator("[data-testid=stSidebarNav]").count() == 1, "the app's menu is not there"
    assert page.locator("h1").count() >= 1
    assert page.get_by_text("Page not found").count() == 0
    assert page.url.split("?")[0].rstrip("/") in (server.address(address), server.url)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_stranger_sees_the_sign_in_page_and_nothing_else(tmp_path, visit, address):
    with serve(tmp_path, secrets=SIGN_IN) as server:
        page = settled(visit(server.address(address)))
        page.get_by_role("button", name="Sign in").wait_for()
        assert page.locator("[data-testid=stSidebarNav]").count() == 0
        assert page.locator("h1").all_inner_texts() == ["Social procurement"]
        assert not server.home.exists(), "nobody signed in, and yet somebody's data was opened"


def first_visits(folder, addresses, secrets=""):
    """What the first visitor of an address saw, of every address on a fresh server."""
    if secrets:
        (folder / "secrets.toml").write_text(secrets, encoding="utf-8")
    command = [sys.executable, "-m", "tests.browser.first_visits", str(folder / "secrets.toml") if secrets else "-"]
    environment = {**os.environ, "SOCIALIMPACT_HOME": str(folder / "home"), "PYTHONPATH": str(OFFLINE)}
    told = subprocess.run([*command, *addresses], cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return json.loads(told.stdout.splitlines()[-1])


def test_every_other_page_too_opens_within_the_app_as_the_first_one_visited(tmp_path):
    seen = first_visits(tmp_path, [*OTHERS, not_found.URL])
    for address, visit in seen.items():
        assert visit["errors"] == [], address
        assert {*ADDRESSES, *OTHERS} <= set(visit["menu"]), address
        assert not visit["hidden"], address
        assert len(visit["titles"]) == 1, address
    titles = [visit["titles"][0] for visit in seen.values()]
    assert len(set(titles)) == len(titles), "two addresses show the same page"


def test_a_stranger_sees_no_other_page_either(tmp_path):
    for address, visit in first_visits(tmp_path, [*OTHERS, not_found.URL], SIGN_IN).items():
        assert (visit["titles"], visit["hidden"], visit["errors"]) == (["Social procurement"], True, []), address
    assert not (tmp_path / "home").exists(), "nobody signed in, and yet somebody's data was opened"


@pytest.mark.parametrize(("language", "said"), [("it-IT", "Forse cercavi: Fornitori"), ("en-GB", "Perhaps you meant")])
def test_an_address_that_no_page_has_is_told_in_the_reader_s_language_with_a_way_back(empty, visit, language, said):
    page = settled(visit(empty.address("supliers"), language=language))
    page.get_by_role("heading", level=1, name="indirizzo" if language == "it-IT" else "no page").wait_for()
    assert page.get_by_text("Page not found").count() == 0
    page.get_by_role("link", name=said).click()
    page.wait_for_url("**/suppliers*")


def test_every_answer_carries_the_language_and_the_security_headers_and_goes_to_this_machine_only(empty):
    def answer(language):
        asked = urllib.request.Request(empty.url, headers={"Accept": "text/html", "Accept-Language": language})  # noqa: S310 - our own server
        with urllib.request.urlopen(asked, timeout=10) as got:  # noqa: S310 - as above
            return got.read().decode(), got.headers

    italian, headers = answer("it-IT,it;q=0.9")
    english, _ = answer("en-GB")
    assert '<html lang="it">' in italian
    assert '<html lang="en">' in english
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert empty.url.startswith("http://127.0.0.1:")
    assert "Network URL" not in empty.log.read_text(encoding="utf-8")
    assert "External URL" not in empty.log.read_text(encoding="utf-8")
