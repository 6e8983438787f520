"""What is written about the program is true, and complete."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from docs import build_figures, build_ledgers, build_registers
from socialimpact import settings
from socialimpact.arguments.parser import parser
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.measures import MEASURES
from socialimpact.ledger.judgement import REASONS
from socialimpact.ledger.mapping import ROLES
from socialimpact.tables import presets

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FIGURES = (ROOT / "docs" / "figures.md").read_text(encoding="utf-8")
PROSE = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "data").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


def commands() -> dict[str, argparse.ArgumentParser]:
    found = [action for action in parser()._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(found[0].choices)


@pytest.mark.parametrize("name", sorted(commands()))
def test_each_command_is_in_the_readme(name):
    assert re.search(rf"^\| `{re.escape(name)}[ `]", README, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(commands()))
def test_each_option_of_a_command_is_in_the_readme(name):
    options = {text for action in commands()[name]._actions for text in action.option_strings if text.startswith("--")}
    documented = set(re.findall(r"--[a-z][a-z-]+", README))
    assert options - {"--help"} <= documented


def test_the_readme_names_no_command_that_is_not_there():
    table = README.split("## The command line")[1].split("## ")[0]
    named = set(re.findall(r"^\| `([a-z]+)", table, re.MULTILINE)) | set(re.findall(r"socialimpact ([a-z]+)", table))
    assert named <= set(commands())


def test_each_environment_variable_is_in_the_readme():
    code = [path for folder in ("socialimpact", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")]
    used = {name for path in code for name in re.findall(r"\bSOCIALIMPACT_[A-Z_]+\b", path.read_text(encoding="utf-8"))}
    assert settings.HOME_VARIABLE in used
    assert {name for name in used if f"| `{name}` |" not in README} == set()


@pytest.mark.parametrize("key", [*MEASURES, *DIMENSIONS])
def test_each_measure_and_dimension_is_documented(key):
    assert f"| `{key}` |" in FIGURES


@pytest.mark.parametrize("made", [build_figures, build_ledgers, build_registers], ids=lambda made: made.TARGET.name)
def test_a_page_is_made_from_the_declarations(made):
    assert made.document() == made.TARGET.read_text(encoding="utf-8"), "run make docs"


@pytest.mark.parametrize("key", [*ROLES, *REASONS])
def test_each_column_role_and_each_reason_is_documented(key):
    assert f"| `{key}` |" in (ROOT / "docs" / "ledgers.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("key", presets.presets())
def test_each_known_export_is_documented_and_has_a_test(key):
    assert f"| `{key}` |" in (ROOT / "docs" / "ledgers.md").read_text(encoding="utf-8")
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "presets").glob("test_*.py"))
    assert f'"{key}"' in tests


@pytest.mark.parametrize("prose", PROSE, ids=lambda path: path.name)
def test_links_lead_to_files_that_are_there(prose):
    links = LINK.findall(prose.read_text(encoding="utf-8"))
    assert [link for link in links if not (prose.parent / link).exists()] == []


def test_each_make_target_that_is_named_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for page in PROSE for name in re.findall(r"\bmake ([a-z]+)`", page.read_text(encoding="utf-8"))}
    named |= set(re.findall(r"^make ([a-z]+)$", README, re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("path", sorted(ROOT.glob("data/*.*")), ids=lambda path: path.name)
def test_each_file_of_knowledge_says_what_it_is(path):
    """In its own first line, or in the README of its folder."""
    readme = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    first = path.read_text(encoding="utf-8").lstrip().splitlines()[0]
    assert path.name == "README.md" or first.startswith(("#", '"""')) or f"`{path.name}`" in readme
