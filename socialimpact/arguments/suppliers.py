"""Of the commands about suppliers: who is one, of what kind, by what proof."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from socialimpact.arguments.command import Commands, command


def about_identity(commands: Commands) -> None:
    sub = command(commands, "identities", "suppliers that may be one; decided lists decisions, undo takes one back")
    sub.add_argument("action", nargs="?", choices=["decided", "undo"])
    sub.add_argument("decisions", nargs="*", type=int, help="the numbers of decisions")

    sub = command(commands, "merge", "let two suppliers be one")
    sub.add_argument("keep", type=int, help="the number of the supplier that stays")
    sub.add_argument("absorb", type=int, help="the number of the one that is the same")
    sub.add_argument("--why", required=True)

    sub = command(commands, "split", "give ways of writing to a supplier of their own; without any, list them")
    sub.add_argument("supplier", type=int)
    sub.add_argument("spellings", nargs="*", type=int, help="the numbers of the ways of writing")
    sub.add_argument("--why")


def about_suppliers(commands: Commands) -> None:
    sub = command(commands, "suppliers", "supplier, identifiers, place, kind, evidence, spend")
    sub.add_argument("--search")
    sub.add_argument("--show", default="all", choices=[
        "all", "counts", "possible", "expiring", "ended", "other", "none", "unidentified", "place",
    ])  # fmt: skip

    sub = command(commands, "tag", "say by hand of what kind a supplier is")
    sub.add_argument("supplier", type=int)
    sub.add_argument("kind")
    sub.add_argument("--evidence", required=True, choices=["documented", "confirmed", "declared"])
    sub.add_argument("--why", required=True)
    sub.add_argument("--from", dest="valid_from", type=date.fromisoformat)
    sub.add_argument("--to", dest="valid_to", type=date.fromisoformat)
    sub.add_argument("--file", type=Path, help="the certificate, for documented evidence: PDF, PNG, JPEG or WebP")
    _proof(sub)
    sub.add_argument("--entry", type=int, help="number of the register entry that a confirmed tag accepts")

    sub = command(commands, "renew", "continue a tag that has an end, as a new one without a gap")
    sub.add_argument("tag", type=int)
    sub.add_argument("--why", required=True)
    sub.add_argument("--file", type=Path, help="the new certificate")
    _proof(sub)

    sub = command(commands, "expiring", "tags that end soon or have ended, with what is bought there")
    sub.add_argument("--within", type=int, default=90, metavar="DAYS")

    sub = command(commands, "declare", "write down what a supplier declares of itself; without a value, list it")
    sub.add_argument("supplier", type=int)
    sub.add_argument("--year", type=int)
    sub.add_argument("--revenue", metavar="EURO", help="its revenue in that year")
    sub.add_argument("--outcome", action="append", default=[], metavar="KEY=VALUE", help="people_placed=12, hours=3000")
    sub.add_argument("--source", help="where it stands: the accounts, the social report")
    sub.add_argument("--stated-by", help="who at the supplier says so")
    sub.add_argument("--stated-on", type=date.fromisoformat, help="on which day")

    sub = command(commands, "history", "what was decided about a supplier: who, when, what, why")
    sub.add_argument("supplier", type=int)
    sub.add_argument("--out", type=Path, metavar="FILE", help="write it as an Excel workbook")


def _proof(sub: argparse.ArgumentParser) -> None:
    """What a tag rests on: the dates of its document, or who at the supplier declared it and when."""
    sub.add_argument("--issued", type=date.fromisoformat, help="the day on which the document was issued")
    sub.add_argument("--expires", type=date.fromisoformat, help="the document's last day: the tag ends with it")
    sub.add_argument("--stated-by", help="who at the supplier said so, for declared evidence")
    sub.add_argument("--stated-on", type=date.fromisoformat)
