"""Somebody signs in at an identity provider, sees the company that they were given, and takes nothing away."""

import re

import pytest
from oidc_provider_mock import User, run_server_in_thread

from socialimpact.services import granting
from tests.browser.conftest import WAITS, serve, settled
from tests.store_with import OWNER, workspace_with

pytestmark = pytest.mark.browser

LINES = """
    date       | supplier | amount  | company
    2025-01-10 | Alfa     | 1234.00 | One
    2025-02-10 | Beta     | 9000.00 | Two
"""
TAGS = """
    supplier | kind                 | evidence   | from | to
    Alfa     | social_cooperative_b | registered |      |
    Beta     | social_cooperative_b | registered |      |
"""
SECRETS = """
[auth]
redirect_uri = "{{url}}/oauth2callback"
cookie_secret = "of-no-value-outside-this-test"
client_id = "test"
client_secret = "test"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""
ANNA = User(sub="anna", claims={"name": "Anna", "email": "anna@example.org", "email_verified": True})
BRUNO = User(sub="bruno", claims={"name": "Bruno", "email": "anna@example.org", "email_verified": False})


def test_anna_comes_in_by_her_verified_address_and_bruno_does_not(browser, tmp_path):
    with workspace_with(tmp_path / "home", LINES, tags=TAGS) as ws:
        granting.grant(ws, OWNER, "anna@example.org", "viewer", company_id=1, downloads=False)
    with run_server_in_thread(user_claims=[ANNA, BRUNO]) as provider:
        secrets = SECRETS.format(provider=f"http://127.0.0.1:{provider.server_port}")
        with serve(tmp_path, secrets=secrets) as server:
            said = {}
            for who in ("bruno", "anna"):
                context = browser.new_context(locale="en-GB")
                context.set_default_timeout(WAITS)
                page = context.new_page()
                page.goto(server.address("suppliers"))
                settled(page).get_by_role("button", name="Sign in").click()
                page.get_by_role("button", name=who).click()
                page.get_by_role("button", name="Sign out").wait_for()
                said[who] = settled(page).locator("[data-testid=stMain]").inner_text()
                if who == "anna":
                    page.goto(server.address("overview?year=2025"))
                    settled(page).locator(".st-key-chart_kinds").wait_for()
                    said[who] = page.locator("[data-testid=stMain]").inner_text()
                    page.locator(".st-key-kinds_numbers button").click()
                    page.locator("[data-testid=stPopoverBody] [data-testid=stDataFrame]").wait_for()
                    assert page.locator("[data-testid=stDownloadButton], [data-si-picture]").count() == 0
                    assert page.get_by_text("Take it along").count() == 0
                    page.goto(server.address("access"))
                    settled(page).get_by_text("You have no right to do this").wait_for()
                context.close()
    assert "Bruno, you have no access yet" in said["bruno"]
    assert re.search(r"1,234", said["anna"])
    assert not re.search(r"Beta|9,000|10,234", said["anna"])
