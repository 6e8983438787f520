"""Who comes in: everybody at this machine, until sign-in is set up; then nobody without it."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from socialimpact import settings
from socialimpact.ui import navigation, not_found

APP = str(settings.ROOT / "app.py")
AUTH = {"auth": {"redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": "x" * 32, "client_id": "app"}}


def app(**secrets) -> AppTest:
    at = AppTest.from_file(APP, default_timeout=30)
    for name, value in secrets.items():
        at.secrets[name] = value
    return at


def test_without_sign_in_the_person_at_this_machine_owns_the_data():
    at = app().run()
    assert not at.error
    assert [button.key for button in at.button if button.key.startswith("first_")] == ["first_upload", "first_demo"]


@pytest.fixture
def signed_out(monkeypatch):
    class Nobody:
        is_logged_in = False

    monkeypatch.setattr(st, "user", Nobody())


@pytest.mark.usefixtures("signed_out")
def test_a_stranger_gets_the_sign_in_page_only():
    at = app(**AUTH).run()
    assert [button.label for button in at.button] == ["Sign in"]
    assert not at.metric
    assert not at.selectbox


@pytest.mark.usefixtures("signed_out")
def test_a_stranger_gets_no_further_by_the_address_of_a_page(monkeypatch):
    original = st.navigation
    asked = []
    monkeypatch.setattr(st, "navigation", lambda pages, **more: asked.extend(pages) or original(pages, **more))
    app(**AUTH).run()
    registered = [page.url for section in navigation.SECTIONS for page in section.entries]
    assert [page.url_path for page in asked if page.url_path] == [not_found.URL, *registered]
    assert {page.title for page in asked} == {"Sign in"}


class Anna:
    is_logged_in = True

    def to_dict(self):
        return {"iss": "https://id.example.org", "sub": "42", "name": "Anna"}


def test_someone_without_a_grant_is_told_whom_to_ask(monkeypatch):
    monkeypatch.setattr(st, "user", Anna())
    at = app(**AUTH).run()
    assert ["Anna" in each.value for each in at.error] == [True]
    assert not at.metric


def test_a_secrets_file_that_cannot_be_read_closes_the_door(monkeypatch, tmp_path: Path):
    broken = tmp_path / "secrets.toml"
    broken.write_text("[auth\n", encoding="utf-8")
    asked = st.get_option
    monkeypatch.setattr(st, "get_option", lambda name: [str(broken)] if name == "secrets.files" else asked(name))
    at = AppTest.from_file(APP, default_timeout=30).run()
    assert any("secrets.toml" in each.value for each in at.error)
    assert [button.label for button in at.button if button.key != "x"][:1] == ["Sign in"]
