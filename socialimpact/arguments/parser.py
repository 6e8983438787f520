"""The parser of the whole command line."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from socialimpact import __version__, settings
from socialimpact.arguments import figures, ledgers, organisation, report, review, suppliers
from socialimpact.arguments.command import Commands

_WHAT = "Purchase ledgers in, social-spend figures out: the services of the app without its screen."


def parser() -> argparse.ArgumentParser:
    """The parser of every command; `command` names the one that was called."""
    whole = argparse.ArgumentParser(prog="python -m socialimpact", description=_WHAT)
    whole.add_argument("--version", action="version", version=__version__)
    whole.add_argument("--home", type=Path, help=f"the organisation's folder (else {settings.HOME_VARIABLE})")
    whole.add_argument("--language", choices=settings.LANGUAGES, default=_environment_language())
    commands: Commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ledgers.about_ledgers(commands)
    ledgers.about_registers(commands)
    suppliers.about_identity(commands)
    suppliers.about_suppliers(commands)
    review.about_review(commands)
    review.about_natures(commands)
    review.about_categories(commands)
    figures.about_figures(commands)
    figures.about_explanations(commands)
    figures.about_goals(commands)
    report.about_the_report(commands)
    organisation.about_the_organisation(commands)
    return whole


def _environment_language() -> str:
    spoken = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "")[:2]
    return spoken if spoken in settings.LANGUAGES else "en"
