"""What the command line understands: its commands and their arguments."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path
from typing import TypeAlias

from socialimpact import __version__, settings

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name

_WHAT = "Purchase ledgers in, social-spend figures out: the services of the app without its screen."


def parser() -> argparse.ArgumentParser:
    """The parser of every command; `command` names the one that was called."""
    whole = argparse.ArgumentParser(prog="python -m socialimpact", description=_WHAT)
    whole.add_argument("--version", action="version", version=__version__)
    whole.add_argument("--home", type=Path, help=f"the organisation's folder (else {settings.HOME_VARIABLE})")
    whole.add_argument("--language", choices=settings.LANGUAGES, default=_environment_language())
    commands: Commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _about_ledgers(commands)
    _about_registers(commands)
    _about_identity(commands)
    _about_suppliers(commands)
    _about_review(commands)
    _about_natures(commands)
    _about_categories(commands)
    _about_figures(commands)
    _about_explanations(commands)
    _about_goals(commands)
    _about_the_report(commands)
    _about_the_store(commands)
    return whole


def _command(commands: Commands, name: str, help_text: str) -> argparse.ArgumentParser:
    sub = commands.add_parser(name, help=help_text, description=help_text)
    sub.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    return sub


def _about_ledgers(commands: Commands) -> None:
    sub = _command(commands, "inspect", "what the reader sees in files; writes nothing")
    sub.add_argument("files", nargs="+", type=Path, metavar="FILE")

    sub = _command(commands, "import", "import ledgers")
    sub.add_argument("files", nargs="+", type=Path, metavar="FILE")
    sub.add_argument("--company", help="name or number of the buying company")
    sub.add_argument("--mapping", type=Path, help="a JSON file that says which column is what")
    basis = sub.add_mutually_exclusive_group()
    basis.add_argument("--net", dest="basis", action="store_const", const="net", help="amounts leave VAT out")
    basis.add_argument("--gross", dest="basis", action="store_const", const="gross", help="amounts include VAT")
    sub.add_argument("--vat-rate", metavar="PERCENT", help="the VAT in amounts that include it, where no column says")
    sub.add_argument("--include-overlaps", action="store_true", help="keep rows that an earlier import has as well")

    sub = _command(commands, "template", "write the Excel template for those without an export")
    sub.add_argument("--language", choices=settings.LANGUAGES, default=argparse.SUPPRESS)
    sub.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write it (.xlsx)")

    sub = _command(commands, "imports", "history of imports; undo IMPORT_ID takes one back")
    sub.add_argument("action", nargs="?", choices=["undo"])
    sub.add_argument("import_id", nargs="?", type=int)

    sub = _command(
        commands, "presets", "known exports and your own layouts; rename KEY NAME, forget KEY of an own layout"
    )
    sub.add_argument("action", nargs="?", choices=["rename", "forget"])
    sub.add_argument("key", nargs="?", help="of one of your own layouts")
    sub.add_argument("name", nargs="?", help="its new name")
    sub.add_argument("--company", help="name or number of the buying company")

    sub = _command(commands, "problems", "what to know and to check about an import, and the rows to fix")
    sub.add_argument("import_id", type=int, metavar="IMPORT_ID")
    sub.add_argument("--out", type=Path, metavar="FILE", help="write them with their rows as an Excel workbook")


def _about_registers(commands: Commands) -> None:
    sub = _command(
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

    sub = _command(commands, "rates", "exchange rates; add FILE takes the European Central Bank's, convert uses them")
    sub.add_argument("action", nargs="?", choices=["add", "convert"])
    sub.add_argument("file", nargs="?", type=Path, help="eurofxref-hist.csv, or the zip of it")

    _command(commands, "match", "match suppliers to registers")

    sub = _command(
        commands, "suggest", "for each name of a list up to five register entries that it may mean; writes nothing"
    )
    sub.add_argument("file", type=Path, metavar="NAMES", help="a table with a column supplier_name; a place helps")


def _about_identity(commands: Commands) -> None:
    sub = _command(commands, "identities", "suppliers that may be one; decided lists decisions, undo takes one back")
    sub.add_argument("action", nargs="?", choices=["decided", "undo"])
    sub.add_argument("decisions", nargs="*", type=int, help="the numbers of decisions")

    sub = _command(commands, "merge", "let two suppliers be one")
    sub.add_argument("keep", type=int, help="the number of the supplier that stays")
    sub.add_argument("absorb", type=int, help="the number of the one that is the same")
    sub.add_argument("--why", required=True)

    sub = _command(commands, "split", "give ways of writing to a supplier of their own; without any, list them")
    sub.add_argument("supplier", type=int)
    sub.add_argument("spellings", nargs="*", type=int, help="the numbers of the ways of writing")
    sub.add_argument("--why")


def _about_suppliers(commands: Commands) -> None:
    sub = _command(commands, "suppliers", "supplier, identifiers, place, kind, evidence, spend")
    sub.add_argument("--search")
    sub.add_argument("--show", default="all", choices=[
        "all", "counts", "possible", "expiring", "ended", "other", "none", "unidentified", "place",
    ])  # fmt: skip

    sub = _command(commands, "tag", "say by hand of what kind a supplier is")
    sub.add_argument("supplier", type=int)
    sub.add_argument("kind")
    sub.add_argument("--evidence", required=True, choices=["documented", "confirmed", "declared"])
    sub.add_argument("--why", required=True)
    sub.add_argument("--from", dest="valid_from", type=date.fromisoformat)
    sub.add_argument("--to", dest="valid_to", type=date.fromisoformat)
    sub.add_argument("--file", type=Path, help="the certificate, for documented evidence: PDF, PNG, JPEG or WebP")
    _proof(sub)
    sub.add_argument("--entry", type=int, help="number of the register entry that a confirmed tag accepts")

    sub = _command(commands, "renew", "continue a tag that has an end, as a new one without a gap")
    sub.add_argument("tag", type=int)
    sub.add_argument("--why", required=True)
    sub.add_argument("--file", type=Path, help="the new certificate")
    _proof(sub)

    sub = _command(commands, "expiring", "tags that end soon or have ended, with what is bought there")
    sub.add_argument("--within", type=int, default=90, metavar="DAYS")

    sub = _command(commands, "declare", "write down what a supplier declares of itself; without a value, list it")
    sub.add_argument("supplier", type=int)
    sub.add_argument("--year", type=int)
    sub.add_argument("--revenue", metavar="EURO", help="its revenue in that year")
    sub.add_argument("--outcome", action="append", default=[], metavar="KEY=VALUE", help="people_placed=12, hours=3000")
    sub.add_argument("--source", help="where it stands: the accounts, the social report")
    sub.add_argument("--stated-by", help="who at the supplier says so")
    sub.add_argument("--stated-on", type=date.fromisoformat, help="on which day")

    sub = _command(commands, "history", "what was decided about a supplier: who, when, what, why")
    sub.add_argument("supplier", type=int)
    sub.add_argument("--out", type=Path, metavar="FILE", help="write it as an Excel workbook")


def _about_categories(commands: Commands) -> None:
    sub = _command(
        commands,
        "categories",
        "what is bought, by category; map TEXT CATEGORY decides by hand, forget NUMBER undoes it; export FILE writes"
        " what has none as Excel, import FILE reads it",
    )
    sub.add_argument("action", nargs="?", choices=["map", "forget", "export", "import"])
    sub.add_argument(
        "value", nargs="?", help="the ledger's category, a supplier's number, a description; a decision; or the file"
    )
    sub.add_argument("leaf", nargs="?", help="the key or name of a category; - leaves it unclassified")
    sub.add_argument("--by", choices=["category", "supplier", "description"], default="category", help="what TEXT is")
    sub.add_argument("--why", default="", help="the reason, written down with it")
    sub.add_argument("--company", help="for this company only")
    sub.add_argument("--apply", action="store_true", help="with import: decide what the file says, not only show it")
    sub.add_argument("--unmapped", action="store_true", help="what has no category, most spend first")


def _about_figures(commands: Commands) -> None:
    sub = _command(commands, "figures", "measures by dimensions")
    sub.add_argument("--measures", required=True, help="comma-separated")
    sub.add_argument("--by", default="", help="comma-separated dimensions")
    _over(sub)
    sub.add_argument(
        "--as-known-on",
        type=date.fromisoformat,
        metavar="DAY",
        help="as the tags, imports and decisions recorded up to that day gave them (YYYY-MM-DD)",
    )

    sub = _command(commands, "changes", "what changed between two periods, and why: parts that add up to the change")
    sub.add_argument("--measure", default="social_share", help="a share or an amount (social_share)")
    sub.add_argument("--where", action="append", default=[], metavar="KEY=VALUE", help="what is looked at: year=2025")
    sub.add_argument(
        "--against",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="the period that it is held against: year=2024 (else the year before)",
    )
    sub.add_argument("--by", default="category", help="the dimension between whose parts spend shifts (category)")
    sub.add_argument("--scope")
    sub.add_argument("--local")


def _about_the_report(commands: Commands) -> None:
    sub = _command(commands, "report", "the chapter of a year's impact report, as Word, PDF, Excel and JSON")
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

    sub = _command(commands, "verify", "ask every figure of a report again, and say what differs and why")
    sub.add_argument("file", type=Path, metavar="REPORT.json|RELEASE", help="a report's JSON, or a release's number")
    sub.add_argument("--language", choices=settings.LANGUAGES, default=argparse.SUPPRESS)


def _about_goals(commands: Commands) -> None:
    sub = _command(
        commands,
        "targets",
        "what each year is to reach, and did; set MEASURE YEAR VALUE sets a target, remove NUMBER takes it back",
    )
    sub.add_argument("action", nargs="?", choices=["list", "set", "remove"])
    sub.add_argument("first", nargs="?", metavar="MEASURE|NUMBER")
    sub.add_argument("year", nargs="?", metavar="YEAR")
    sub.add_argument("value", nargs="?", metavar="VALUE", help="6%% or 0.06 for a share, else a number")
    sub.add_argument("--company", help="for this company only")
    sub.add_argument("--site", help="for this site only: its name or number")
    sub.add_argument("--category", help="for this category or group of categories only: its key or name")
    sub.add_argument("--scope")
    sub.add_argument("--local")

    sub = _command(
        commands,
        "initiatives",
        "what the organisation undertakes, from when to when; add NAME, change, remove, undo or history NUMBER",
    )
    sub.add_argument("action", nargs="?", choices=["list", "add", "change", "remove", "undo", "history"])
    sub.add_argument("value", nargs="?", metavar="NAME|NUMBER")
    sub.add_argument("--from", dest="begins", type=date.fromisoformat, help="its first day (YYYY-MM-DD)")
    sub.add_argument("--to", dest="ends", type=date.fromisoformat, help="its last day; without one it goes on")
    sub.add_argument("--name", help="its new name")
    sub.add_argument("--responsible", help="who is responsible")
    sub.add_argument("--story", help="what it is about, in a few sentences: the report prints them")
    sub.add_argument("--supplier", type=int, action="append", help="the number of a supplier involved; may be repeated")
    sub.add_argument("--company", help="for this company only")


def _about_explanations(commands: Commands) -> None:
    sub = _command(commands, "explain", "how a measure comes about: division, exclusions, proof, registers")
    sub.add_argument("measure")
    _over(sub)

    sub = _command(commands, "lines", "the lines behind a measure, with file, sheet and row; --line shows one as read")
    sub.add_argument("measure", nargs="?")
    _over(sub)
    sub.add_argument("--search", default="", metavar="TEXT", help="in supplier, description or document number")
    sub.add_argument("--sort", default="-net_amount", metavar="COLUMN", help="a column, - before it: the last first")
    sub.add_argument("--limit", type=int, default=100)
    sub.add_argument("--offset", type=int, default=0)
    sub.add_argument("--line", type=int, metavar="NUMBER", help="this line: its row as read, and every decision on it")
    sub.add_argument("--out", type=Path, metavar="FILE", help="write all of them as an Excel workbook")

    _command(commands, "views", "views of the dashboards that are kept by name")


def _over(sub: argparse.ArgumentParser) -> None:
    """Over what a figure is computed."""
    sub.add_argument("--where", action="append", default=[], metavar="KEY=VALUE")
    sub.add_argument("--scope")
    sub.add_argument("--local")
    sub.add_argument("--view", metavar="NAME", help="a saved view; --where stands over what it chooses")


def _proof(sub: argparse.ArgumentParser) -> None:
    """What a tag rests on: the dates of its document, or who at the supplier declared it and when."""
    sub.add_argument("--issued", type=date.fromisoformat, help="the day on which the document was issued")
    sub.add_argument("--expires", type=date.fromisoformat, help="the document's last day: the tag ends with it")
    sub.add_argument("--stated-by", help="who at the supplier said so, for declared evidence")
    sub.add_argument("--stated-on", type=date.fromisoformat)


def _about_natures(commands: Commands) -> None:
    sub = _command(
        commands,
        "natures",
        "what is no purchase, by spend, and why; set NATURE makes a rule, end RULE ends one, rules lists them",
    )
    sub.add_argument("action", nargs="?", choices=["list", "set", "end", "rules"])
    sub.add_argument("value", nargs="?", help="a nature (rent, donation, purchase, ...) or the number of a rule")
    sub.add_argument("--purchases", action="store_true", help="list the purchases that look like something else")
    sub.add_argument("--supplier", help="lines of this supplier: its number or its name")
    sub.add_argument("--category", help="lines of this category of the ledger")
    sub.add_argument("--description", metavar="WORDS", help="lines with these words in the description")
    sub.add_argument("--found", metavar="NATURE", help="lines that the import found to be of this nature")
    sub.add_argument("--line", type=int, help="this one line")
    sub.add_argument("--why", help="the reason, which stays with the rule")


def _about_review(commands: Commands) -> None:
    what = "open questions about possible social suppliers; answer, undo, answers, export, import"
    sub = _command(commands, "review", what)
    sub.add_argument("--year", type=int, action="append", default=[], help="only the spend of this year is at stake")
    actions = sub.add_subparsers(dest="action", metavar="ACTION")
    answer = _command(actions, "answer", "say whether a supplier is a register entry")
    answer.add_argument("supplier", type=int)
    answer.add_argument("entry", type=int, help="the number of the entry; 0: what the name alone says")
    answer.add_argument("answer", choices=["yes", "no", "none", "later"])
    answer.add_argument("--why", required=True)
    _command(actions, "names", "suppliers that may be social by their name alone, which no register has")
    undo = _command(actions, "undo", "take an answer back")
    undo.add_argument("number", type=int)
    undo.add_argument("--why", default="")
    _command(actions, "answers", "the answers that stand, newest first")
    written = _command(actions, "export", "write the open questions as an Excel workbook")
    written.add_argument("file", type=Path, metavar="FILE")
    taken = _command(actions, "import", "what a workbook with answers would decide; --apply decides it")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--apply", action="store_true", help="decide what can be decided")


def _about_the_store(commands: Commands) -> None:
    sub = _command(commands, "backup", "write the whole home to one file")
    sub.add_argument("file", type=Path)
    sub = _command(commands, "restore", "make an empty home from a backup")
    sub.add_argument("file", type=Path)

    sub = _command(commands, "companies", "the buying companies; add NAME makes one")
    sub.add_argument("action", nargs="?", choices=["add"])
    sub.add_argument("name", nargs="?")
    sub.add_argument("--vat", help="its VAT number: e-invoices name it, and lines from itself are no purchases")
    sub.add_argument("--tax-code", help="its tax code, where it is another")
    sub.add_argument("--country", default="IT", help="two letters (IT)")

    sub = _command(commands, "access", "who may see what, with sign-in; grant WHO lets somebody in, revoke WHO ends it")
    sub.add_argument("action", nargs="?", choices=["grant", "revoke"])
    sub.add_argument("who", nargs="?", metavar="WHO", help="an e-mail address, or with --issuer the name used there")
    sub.add_argument("--issuer", metavar="URL", help="the identity provider that knows WHO")
    sub.add_argument("--role", choices=["viewer", "editor", "owner"], default="viewer")
    sub.add_argument("--company", help="name or number; else every company")
    sub.add_argument("--no-download", action="store_true", help="may look, but take no files away")

    _command(commands, "demo", "fill an empty home with the demo company")
    _command(commands, "check", "hold the store against its own totals and kept files")


def _environment_language() -> str:
    spoken = (os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "")[:2]
    return spoken if spoken in settings.LANGUAGES else "en"
