"""Of the commands about the year's report."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from socialimpact import settings
from socialimpact.arguments.command import Commands, command


def about_the_report(commands: Commands) -> None:
    sub = command(commands, "report", "the chapter of a year's impact report, as Word, PDF, Excel and JSON")
    sub.add_argument(
        "what", metavar="YEAR|RELEASE|releases",
        help="a year; a release such as 2025-1, written again from what was frozen; or releases, which lists them",
    )  # fmt: skip
    sub.add_argument("--language", choices=settings.LANGUAGES, default=argparse.SUPPRESS)
    sub.add_argument("--format", default="docx,pdf,xlsx,json", help="comma-separated")
    sub.add_argument("--company", help="of this company only, by its name or number")
    sub.add_argument("--made-on", type=date.fromisoformat, metavar="DAY", help="the day that it bears (else today)")
    sub.add_argument("--out", type=Path, metavar="DIR", help="the folder to write to")
    sub.add_argument("--release", action="store_true", help="freeze it: figures, tags, method and texts, for good")
    sub.add_argument("--why", default="", metavar="TEXT", help="why this release corrects the one before")
    sub.add_argument("--package", action="store_true", help="of a release: all that an auditor needs, in one zip")

    sub = command(commands, "verify", "ask every figure of a report again, and say what differs and why")
    sub.add_argument("file", type=Path, metavar="REPORT.json|RELEASE", help="a report's JSON, or a release's number")
    sub.add_argument("--language", choices=settings.LANGUAGES, default=argparse.SUPPRESS)
