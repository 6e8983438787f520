"""The page where an owner lets people in, and what the command line says of them."""

import json

import pytest

from socialimpact import settings
from socialimpact.cli import main
from tests.pages.screen import opened, said, workspace
from tests.store_with import workspace_with

LINES = """
    date       | supplier | amount | company
    2025-01-01 | Alfa     |   1.00 | One
    2025-01-01 | Beta     |   1.00 | Two
"""


@pytest.fixture(autouse=True)
def _two_companies():
    workspace_with(settings.home(), LINES).close()


def test_somebody_is_let_in_for_one_company_without_downloads():
    at = opened("settings/access")
    assert "The app runs for the person at this computer" in "".join(each.value for each in at.info)
    at.text_input(key="grant_email").input("anna@example.org")
    at.selectbox(key="grant_company").select_index(1)
    at.button(key="grant_save").click().run()
    assert "anna@example.org may come in." in said(at)
    assert "anna@example.org** · invited" in said(at)
    assert "Viewer: looks at everything · One · may not download" in said(at)
    next(button for button in at.button if button.label == "Take back").click().run()
    assert "Access was taken back" in said(at)
    assert workspace().db.rows("select * from invitation") == []


def test_an_address_that_is_none_is_refused_in_italian():
    at = opened("settings/access", "it")
    at.text_input(key="grant_email").input("anna")
    at.button(key="grant_save").click().run()
    assert "non è un indirizzo e-mail" in said(at)


def test_the_command_line_lets_in_lists_and_takes_back(capsys):
    def call(*arguments):
        code = main(["access", *arguments, "--json"])
        return code, json.loads(capsys.readouterr().out or "null")

    assert call("grant", "anna@example.org", "--role", "editor", "--company", "Two", "--no-download")[0] == 0
    code, (person,) = call()
    assert (code, person["email"], person["grants"]) == (
        0, "anna@example.org", [{"company_id": 2, "role": "editor", "downloads": False}],
    )  # fmt: skip
    assert call("grant", "42", "--issuer", "https://id.example.org", "--role", "owner")[1]["subject"] == "42"
    assert call("revoke", "anna@example.org")[0] == 0
    assert [each["subject"] for each in call()[1]] == ["42"]
    assert call("revoke", "42", "--issuer", "https://id.example.org")[0] == 1
    assert call("revoke", "nobody@example.org")[0] == 1
    assert main(["access", "grant"]) == 2
