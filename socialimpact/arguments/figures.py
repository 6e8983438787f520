"""Of the commands about figures: what they are, how they come about, what they are to reach."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from socialimpact.arguments.command import Commands, command, over


def about_figures(commands: Commands) -> None:
    sub = command(commands, "figures", "measures by dimensions")
    sub.add_argument("--measures", required=True, help="comma-separated")
    sub.add_argument("--by", default="", help="comma-separated dimensions")
    over(sub)
    sub.add_argument(
        "--as-known-on",
        type=date.fromisoformat,
        metavar="DAY",
        help="as the tags, imports and decisions recorded up to that day gave them (YYYY-MM-DD)",
    )

    sub = command(commands, "changes", "what changed between two periods, and why: parts that add up to the change")
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


def about_explanations(commands: Commands) -> None:
    sub = command(commands, "explain", "how a measure comes about: division, exclusions, proof, registers")
    sub.add_argument("measure")
    over(sub)

    sub = command(commands, "lines", "the lines behind a measure, with file, sheet and row; --line shows one as read")
    sub.add_argument("measure", nargs="?")
    over(sub)
    sub.add_argument("--search", default="", metavar="TEXT", help="in supplier, description or document number")
    sub.add_argument("--sort", default="-net_amount", metavar="COLUMN", help="a column, - before it: the last first")
    sub.add_argument("--limit", type=int, default=100)
    sub.add_argument("--offset", type=int, default=0)
    sub.add_argument("--line", type=int, metavar="NUMBER", help="this line: its row as read, and every decision on it")
    sub.add_argument("--out", type=Path, metavar="FILE", help="write all of them as an Excel workbook")

    command(commands, "views", "views of the dashboards that are kept by name")


def about_goals(commands: Commands) -> None:
    sub = command(
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

    sub = command(
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
