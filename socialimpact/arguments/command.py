"""How a command is declared, and what several of them share."""

from __future__ import annotations

import argparse
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name


def command(commands: Commands, name: str, help_text: str) -> argparse.ArgumentParser:
    """A command, or an action of one."""
    sub = commands.add_parser(name, help=help_text, description=help_text)
    sub.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    return sub


def over(sub: argparse.ArgumentParser) -> None:
    """Over what a figure is computed."""
    sub.add_argument("--where", action="append", default=[], metavar="KEY=VALUE")
    sub.add_argument("--scope")
    sub.add_argument("--local")
    sub.add_argument("--view", metavar="NAME", help="a saved view; --where stands over what it chooses")
