"""What to know before a report is handed in, each with the page where it can be mended."""

from __future__ import annotations

from datetime import UTC, date, datetime

from socialimpact.actor import Actor
from socialimpact.figures import targets
from socialimpact.figures.filters import Selection
from socialimpact.figures.gaps import gaps
from socialimpact.figures.query import query
from socialimpact.language import Message, msg, plural
from socialimpact.services.dashboards.doubts import Doubt, doubts
from socialimpact.services.workspace import Workspace

_ASKED = (
    "addressable_spend", "possible_social_spend", "unidentified_spend", "classified_spend", "classified_share",
    "place_known_share",
)  # fmt: skip
# A list of a register that is older says little about who is in it now.
_OLD_MONTHS = 12
_YEAR = 12


def readiness(ws: Workspace, actor: Actor, year: int, companies: tuple[int, ...] = ()) -> tuple[Doubt, ...]:
    """What is open in the year that a report is about, the most serious first; nothing where it is ready."""
    actor.require("viewer")
    selection = Selection(years=(year,), companies=companies)
    values = query(ws.db, _ASKED, where=selection, actor=actor).rows[0]
    registers = int(ws.db.value("select count(*) from register_snapshot", step="registers"))
    found = [*_months(ws, actor, year, companies), *doubts(ws, actor, selection, values, registers)]
    found += [*_old_lists(ws), *_no_target(ws, actor, year)]
    return tuple(found)


def _months(ws: Workspace, actor: Actor, year: int, companies: tuple[int, ...]) -> list[Doubt]:
    """The months of the year without a line: a report of a part of a year has to say so."""
    rows = query(ws.db, ["lines"], ["month"], Selection(years=(year,), companies=companies), actor=actor).rows
    months = {row["month"] for row in rows}
    lacking = [number for number in range(1, _YEAR + 1) if f"{year}-{number:02d}" not in months]
    said: list[Message] = []
    if lacking:
        said.append(
            plural(
                "{n} month of {year} has no line: {months}.",
                "{n} months of {year} have no line: {months}.",
                len(lacking),
                year=str(year),
                months=", ".join(f"{number:02d}/{year}" for number in lacking),
            )
        )
    covered = gaps(ws.db, Selection(companies=companies), actor=actor)
    if covered.partial and covered.partial.year == year:
        said.append(msg("The last month of the ledger is not over."))
    return [Doubt("months", None, text, "upload", msg("Upload a ledger")) for text in said]


def _old_lists(ws: Workspace) -> list[Doubt]:
    """Registers whose newest list is more than a year old."""
    today = datetime.now(UTC).date()
    rows = ws.db.rows(
        "select register.name, max(register_snapshot.as_of) from register_snapshot"
        " inner join register on register.register_id = register_snapshot.register_id"
        " group by register.name order by register.name",
        step="newest lists",
    )
    found = []
    for name, as_of in rows:
        months = _months_between(as_of, today)
        if months > _OLD_MONTHS:
            text = msg("The newest list of {register} is {n} months old.", register=name, n=months)
            found.append(Doubt("old_list", None, text, "registers", msg("Add a newer list")))
    return found


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * _YEAR + last.month - first.month - (last.day < first.day)


def _no_target(ws: Workspace, actor: Actor, year: int) -> list[Doubt]:
    """The law asks for the objectives of the next year."""
    known = {each.year for each in targets.targets(ws.db, actor=actor)}
    if any(each > year for each in known):
        return []
    text = msg("No objective is set for the years after {year}; the law asks for those of the next one.",
               year=str(year))  # fmt: skip
    return [Doubt("no_target", None, text, "organisation", msg("Set a target"))]
