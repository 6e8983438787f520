"""Of the commands about ledgers, registers and exchange rates."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from socialimpact import settings
from socialimpact.arguments.command import Commands, command


def about_ledgers(commands: Commands) -> None:
    sub = command(commands, "inspect", "what the reader sees in files; writes nothing")
    sub.add_argument("files", nargs="+", type=Path, metavar="FILE")

    sub = command(commands, "import", "import ledgers")
    sub.add_argument("files", nargs="+", type=Path, metavar="FILE")
    sub.add_argument("--company", help="name or number of the buying company")
    sub.add_argument("--mapping", type=Path, help="a JSON file that says which column is what")
    basis = sub.add_mutually_exclusive_group()
    basis.add_argument("--net", dest="basis", action="store_const", const="net", help="amounts leave VAT out")
    basis.add_argument("--gross", dest="basis", action="store_const", const="gross", help="amounts include VAT")
    sub.add_argument("--vat-rate", metavar="PERCENT", help="the VAT in amounts that include it, where no column says")
    sub.add_argument("--include-overlaps", action="store_true", help="keep rows that an earlier import has as well")

    sub = command(commands, "template", "write the Excel template for those without an export")
    sub.add_argument("--language", choices=settings.LANGUAGES, default=argparse.SUPPRESS)
    sub.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write it (.xlsx)")

    sub = command(commands, "imports", "history of imports; undo IMPORT_ID takes one back")
    sub.add_argument("action", nargs="?", choices=["undo"])
    sub.add_argument("import_id", nargs="?", type=int)

    sub = command(
        commands, "presets", "known exports and your own layouts; rename KEY NAME, forget KEY of an own layout"
    )
    sub.add_argument("action", nargs="?", choices=["rename", "forget"])
    sub.add_argument("key", nargs="?", help="of one of your own layouts")
    sub.add_argument("name", nargs="?", help="its new name")
    sub.add_argument("--company", help="name or number of the buying company")

    sub = command(commands, "problems", "what to know and to check about an import, and the rows to fix")
    sub.add_argument("import_id", type=int, metavar="IMPORT_ID")
    sub.add_argument("--out", type=Path, metavar="FILE", help="write them with their rows as an Excel workbook")


def about_registers(commands: Commands) -> None:
    sub = command(
        commands,
        "registers",
        "registers and their lists; add KIND FILE adds one, remove SNAPSHOT takes it back, diff SNAPSHOT [OLDER] says"
        " what is new in it, known names the kinds",
    )
    sub.add_argument("action", nargs="?", choices=["add", "remove", "diff", "known"])
    sub.add_argument("first", nargs="?", metavar="KIND|SNAPSHOT", help="auto, runts, generic, …; or a list's number")
    sub.add_argument("second", nargs="?", metavar="FILE|OLDER", help="the list to add; or the one to compare with")
    sub.add_argument("--dry-run", action="store_true", help="say what the list would change, and write nothing")
    sub.add_argument("--accept-losses", action="store_true", help="add it although far more is missing than usual")
    sub.add_argument("--as-of", type=date.fromisoformat, help="the day the list speaks of (YYYY-MM-DD)")
    sub.add_argument("--name", help="the register's name, for a generic list")
    sub.add_argument("--default-kind", help="the kind of every entry, for a list without a column of kinds")
    sub.add_argument("--mapping", type=Path)

    sub = command(commands, "rates", "exchange rates; add FILE takes the European Central Bank's, convert uses them")
    sub.add_argument("action", nargs="?", choices=["add", "convert"])
    sub.add_argument("file", nargs="?", type=Path, help="eurofxref-hist.csv, or the zip of it")

    command(commands, "match", "match suppliers to registers")

    sub = command(
        commands, "suggest", "for each name of a list up to five register entries that it may mean; writes nothing"
    )
    sub.add_argument("file", type=Path, metavar="NAMES", help="a table with a column supplier_name; a place helps")
