"""What every test may ask for: the real samples, and a machine that does not show through."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from streamlit.components.v2 import manifest_scanner

from socialimpact.actor import Actor
from socialimpact.store import Database, Home, Transaction
from tests.homes import empty_database, may_write

ROOT = Path(__file__).resolve().parent.parent
SAMPLES_VARIABLE = "SOCIALIMPACT_SAMPLES"
REQUIRED_VARIABLE = "SOCIALIMPACT_REQUIRE_SAMPLES"
NO_SAMPLES = (
    f"the real ledgers and registers are not on this machine: put them in {ROOT.parent / 'shared' / 'samples'},"
    f" or name their folder in {SAMPLES_VARIABLE}"
)


def _samples() -> Path:
    named = os.environ.get(SAMPLES_VARIABLE)
    return Path(named).expanduser() if named else ROOT.parent / "shared" / "samples"


# The same examples in every run: a red test is about the change at hand, and can be repeated. To look further:
# pytest --hypothesis-profile=default.
hypothesis_settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis_settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of real ledgers, registers and broken files, which are read in place.

    Where it is missing, the tests that need it are skipped and the summary says so; with
    SOCIALIMPACT_REQUIRE_SAMPLES set, as in continuous integration, they fail.
    """
    folder = _samples()
    if not folder.is_dir():
        if os.environ.get(REQUIRED_VARIABLE):
            pytest.fail(NO_SAMPLES, pytrace=False)
        pytest.skip(NO_SAMPLES)
    return folder


@pytest.fixture(autouse=True)
def _no_home_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A test never opens the data of whoever runs it."""
    monkeypatch.setenv("SOCIALIMPACT_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True, scope="session")
def _tables_are_made_once() -> Iterator[None]:
    """A new home begins with a copy of an empty database: the steps of its history take longer than most tests."""
    make = Home.make

    def made(home: Home) -> Home:
        make(home)
        empty_database(home)
        return home

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Home, "make", made)
        yield


@pytest.fixture(autouse=True, scope="session")
def _what_is_shared_is_not_written() -> Iterator[None]:
    """A home that many tests read would make them depend on their order, if one wrote into it."""
    write = Database.write

    def written(db: Database, actor: Actor, **how: bool) -> AbstractContextManager[Transaction]:
        assert may_write(db.path), "Other tests read this home: make one with workspace_with"
        return write(db, actor, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "write", written)
        yield


@pytest.fixture(autouse=True, scope="session")
def _packages_are_searched_once() -> Iterator[None]:
    """Streamlit reads what every installed package says of itself before each page that a test opens."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what was not tested, and why: a skipped test is no proof."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons: dict[str, int] = {}
    for report in skipped:
        text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = text.removeprefix("Skipped: ")
        reasons[reason] = reasons.get(reason, 0) + 1
    for reason, number in reasons.items():
        terminalreporter.write_sep("!", f"NOT TESTED: {number} test{'s' if number != 1 else ''}", red=True)
        terminalreporter.write_line(reason)
