from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest

from socialimpact import settings
from socialimpact.services.workspace import open_workspace
from socialimpact.store import Home
from socialimpact.store import home as home_module
from socialimpact.store.home import digest

CONTENT = b"date;supplier;amount\n2024-01-01;Alfa;1,00\n"


@pytest.fixture
def ledger(tmp_path):
    path = tmp_path / "ledger.csv"
    path.write_bytes(CONTENT)
    return path


def test_the_folders_are_made_and_their_owner_s_alone(tmp_path):
    home = Home(tmp_path / "a" / "home").make()
    assert home.files.is_dir()
    assert home.make() == home
    if os.name == "posix":
        assert stat.S_IMODE(home.path.stat().st_mode) == 0o700


def test_a_file_is_kept_under_its_hash_once(tmp_path, ledger):
    home = Home(tmp_path / "home").make()
    sha256 = home.keep(ledger)
    assert sha256 == hashlib.sha256(CONTENT).hexdigest() == digest(ledger)
    assert home.kept(sha256).read_bytes() == CONTENT
    before = home.kept(sha256).stat().st_mtime_ns
    assert home.keep(ledger) == sha256
    assert home.kept(sha256).stat().st_mtime_ns == before
    assert [path.name for path in home.files.iterdir()] == [sha256]


def test_a_copy_that_fails_leaves_nothing(tmp_path, ledger, monkeypatch):
    home = Home(tmp_path / "home").make()

    def disk_full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(home_module.shutil, "copyfile", disk_full)
    with pytest.raises(OSError, match="No space"):
        home.keep(ledger)
    assert list(home.files.iterdir()) == []


def test_the_home_is_as_given_else_the_environment_s_else_the_user_s(tmp_path, monkeypatch):
    monkeypatch.setenv(settings.HOME_VARIABLE, str(tmp_path / "named"))
    assert settings.home(tmp_path / "given") == tmp_path / "given"
    assert settings.home() == tmp_path / "named"
    monkeypatch.delenv(settings.HOME_VARIABLE)
    assert settings.home().is_absolute()
    assert Path.home() in settings.home().parents


def test_a_workspace_opens_its_home_and_gives_it_back(tmp_path):
    with open_workspace(tmp_path / "home") as ws:
        assert ws.home.database.exists()
        assert ws.db.data_version() == 0
    with open_workspace(tmp_path / "home") as again:
        assert again.db.data_version() == 0
