"""The shape of the house, held by tests: floors, rooms, sizes, and where pages may lie."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
CODE = ("socialimpact", "pages", "tests", "benchmarks", "data", "docs")
LONGEST = 400
ENGINE_ROOMS = ("store", "tables")
CORE = ("actor", "categories", "charts", "einvoices", "errors", "figures", "knowledge", "language", "ledger", "places",
        "registers", "services", "settings", "store", "suppliers", "tables")  # fmt: skip


def python_files(*folders: str) -> Iterator[Path]:
    yield from (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    yield from sorted(ROOT.glob("*.py"))


@cache
def imported(path: Path) -> frozenset[str]:
    """The top names of everything that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return frozenset(found)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def test_no_room_imports_an_upper_one():
    result = run("-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())")
    assert result.returncode == 0, result.stdout + result.stderr


def test_no_page_lies_where_streamlit_would_run_it_without_the_app():
    # On a fresh server the address /x runs pages/x.py without app.py, so without sign-in. Only pages/*.py is looked at.
    assert list((ROOT / "pages").glob("*.py")) == []


def test_the_core_is_loaded_without_the_screen_and_without_pandas():
    """A command begins half a second earlier; `socialimpact.columns` says what makes Arrow load pandas."""
    modules = sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for room in CORE
        for path in [ROOT / "socialimpact" / f"{room}.py", *(ROOT / "socialimpact" / room).rglob("*.py")]
        if path.exists()
    )
    assert modules
    program = (
        f"import importlib, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
        "print([name for name in ('streamlit', 'pandas') if name in sys.modules])"
    )
    result = run("-c", program)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[]"


def test_only_the_screen_knows_streamlit():
    screen = ROOT / "socialimpact" / "ui"
    knowing = [p for p in python_files("socialimpact") if "streamlit" in imported(p)]
    assert [p for p in knowing if screen not in p.parents and p.name != "app.py"] == []


def test_only_the_store_and_the_reader_know_the_database_engine():
    rooms = [ROOT / "socialimpact" / room for room in ENGINE_ROOMS]
    knowing = [p for p in python_files("socialimpact", "pages") if "duckdb" in imported(p)]
    assert [p for p in knowing if not any(room in p.parents for room in rooms)] == []


def test_no_file_is_longer_than_one_idea():
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in python_files(*CODE)}
    assert {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > LONGEST} == {}


def test_pages_only_place_things():
    # Sixty lines is the measure; a page of four sections may need a few more.
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in sorted((ROOT / "pages").rglob("*.py"))}
    assert {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > 80} == {}
    assert [p for p in lengths if "duckdb" in imported(p)] == []


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("*.yml")), ids=lambda path: path.name)
def test_knowledge_can_be_read(path):
    assert yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_pins_every_package_by_hash_and_names_no_host(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = [
        block for block in text.replace("\\\n", " ").splitlines() if "==" in block and not block.startswith("#")
    ]
    assert packages
    assert [line for line in packages if "--hash=sha256:" not in line] == []
    assert "://" not in text
    assert "--index-url" not in text
    assert "--find-links" not in text


def test_what_runs_is_what_was_tested():
    """Each version in the lock for running stands in the lock for testing too."""

    def pinned(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.rstrip(" \\") for line in lines if line[:1].isalnum()}

    assert pinned("requirements.lock") <= pinned("requirements-dev.lock")


def test_every_package_that_is_asked_for_is_imported():
    """`requirements.txt` names what the code imports: nothing forgotten, nothing left over."""
    names = {"python-calamine": "python_calamine", "python-stdnum": "stdnum", "pyyaml": "yaml",
             "python-docx": "docx", "python-pptx": "pptx", "charset-normalizer": "charset_normalizer",
             "pillow": "PIL"}  # fmt: skip
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    asked = {line.split(">")[0].strip() for line in lines if line[:1].isalpha()}
    needed = {names.get(name, name) for name in asked}
    used = set().union(*(imported(p) for p in python_files("socialimpact", "pages")))
    outside = used - set(sys.stdlib_module_names) - {"socialimpact", "__future__"}
    assert outside <= needed | {"numpy"}, "imported but not in requirements.txt"
    # of fonts only the files are read, where they lie
    assert needed <= outside | {"openpyxl", "font-source-sans-pro"}, "in requirements.txt but not imported"
