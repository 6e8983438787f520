"""Of the commands with which a person decides: possible social suppliers, natures, categories."""

from __future__ import annotations

from pathlib import Path

from socialimpact.arguments.command import Commands, command


def about_review(commands: Commands) -> None:
    what = "open questions about possible social suppliers; answer, undo, answers, export, import"
    sub = command(commands, "review", what)
    sub.add_argument("--year", type=int, action="append", default=[], help="only the spend of this year is at stake")
    actions = sub.add_subparsers(dest="action", metavar="ACTION")
    answer = command(actions, "answer", "say whether a supplier is a register entry")
    answer.add_argument("supplier", type=int)
    answer.add_argument("entry", type=int, help="the number of the entry; 0: what the name alone says")
    answer.add_argument("answer", choices=["yes", "no", "none", "later"])
    answer.add_argument("--why", required=True)
    command(actions, "names", "suppliers that may be social by their name alone, which no register has")
    undo = command(actions, "undo", "take an answer back")
    undo.add_argument("number", type=int)
    undo.add_argument("--why", default="")
    command(actions, "answers", "the answers that stand, newest first")
    written = command(actions, "export", "write the open questions as an Excel workbook")
    written.add_argument("file", type=Path, metavar="FILE")
    taken = command(actions, "import", "what a workbook with answers would decide; --apply decides it")
    taken.add_argument("file", type=Path, metavar="FILE")
    taken.add_argument("--apply", action="store_true", help="decide what can be decided")


def about_natures(commands: Commands) -> None:
    sub = command(
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


def about_categories(commands: Commands) -> None:
    sub = command(
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
