"""What to know before a report is handed in, each with the page where it can be mended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from socialimpact.actor import Actor
from socialimpact.figures import choices, targets
from socialimpact.figures.filters import Selection
from socialimpact.figures.gaps import gaps
from socialimpact.figures.initiatives import initiatives
from socialimpact.figures.query import query
from socialimpact.language import Message, msg, plural
from socialimpact.services import organisation
from socialimpact.services.dashboards.doubts import Doubt, doubts
from socialimpact.services.reporting.texts import TextView
from socialimpact.services.workspace import Workspace

_ASKED = (
    "addressable_spend", "possible_social_spend", "unidentified_spend", "classified_spend", "classified_share",
    "place_known_share",
)  # fmt: skip
# A list of a register that is older says little about who is in it now.
_OLD_MONTHS = 12
_YEAR = 12
# A report says so of any part without a category that is worth a tenth of a point and more.
_CLASSIFIED = 0.999
_SHOWN = {"possible", "unidentified", "expiring", "place"}


def readiness(
    ws: Workspace, actor: Actor, year: int, companies: tuple[int, ...] = (), *, views: Sequence[TextView] = ()
) -> tuple[Doubt, ...]:
    """What is open in the year that a report is about, the most serious first; nothing where it is ready.

    `views` are the texts of the report, where those are to be looked at as well.
    """
    actor.require("viewer")
    selection = Selection(years=(year,), companies=companies)
    values = query(ws.db, _ASKED, where=selection, actor=actor).rows[0]
    registers = int(ws.db.value("select count(*) from register_snapshot", step="registers"))
    found = [*_texts(views), *_months(ws, actor, year, companies)]
    found += doubts(ws, actor, selection, values, registers, enough=_CLASSIFIED)
    found += [*_lists(ws, year), *_targets(ws, actor, year), *_sites(ws, actor, companies), *_name(ws)]
    return (*found, *_untold(ws, actor, year, companies, views))


def way(doubt: Doubt) -> dict[str, str]:
    """What the address of the page needs to open on what the doubt is about."""
    match doubt.url:
        case "suppliers":
            return {"show": doubt.key} if doubt.key in _SHOWN else {}
        case "review":
            return {"about": "categories" if doubt.key == "categories" else "suppliers"}
        case "organisation":
            return {"section": "targets" if doubt.key.startswith("no_target") else "companies"}
        case _:
            return {}


def _texts(views: Sequence[TextView]) -> list[Doubt]:
    """Texts that people wrote and that the data have left behind."""
    found = []
    for each in views:
        if each.stale:
            text = msg(
                "A text under “{section}” has numbers that are out of date: {numbers}.",
                section=each.title, numbers=" · ".join(stale.number for stale in each.stale),
            )  # fmt: skip
            found.append(Doubt("stale", None, text, "report", _IN_TEXTS))
        elif each.was is not None:
            text = msg(
                "For a text under “{section}” the data propose something else now than when it was written.",
                section=each.title,
            )
            found.append(Doubt("changed", None, text, "report", _IN_TEXTS))
    return found


_IN_TEXTS = msg("Look at it under “What it says”.")


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


def _lists(ws: Workspace, year: int) -> list[Doubt]:
    """Registers whose newest list is more than a year old, or from before the end of the year."""
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
            text = plural(
                "The newest list of {register} is {n} month old.",
                "The newest list of {register} is {n} months old.",
                months,
                register=name,
            )
        elif as_of <= date(year, 12, 31) < today:
            text = msg(
                "The newest list of {register} is of {day}: it does not know what changed up to the end of {year}.",
                register=name, day=as_of, year=str(year),
            )  # fmt: skip
        else:
            continue
        found.append(Doubt("old_list", None, text, "registers", msg("Add a newer list")))
    return found


def _months_between(first: date, last: date) -> int:
    return (last.year - first.year) * _YEAR + last.month - first.month - (last.day < first.day)


def _targets(ws: Workspace, actor: Actor, year: int) -> list[Doubt]:
    """The law asks for the objectives of the next year; without one of this year nothing holds it to account."""
    known = {each.year for each in targets.targets(ws.db, actor=actor)}
    found = []
    if year not in known:
        text = msg("No target was set for {year}: there is nothing to hold the year against.", year=str(year))
        found.append(Doubt("no_target_of_year", None, text, "organisation", msg("Set a target")))
    if not any(each > year for each in known):
        text = msg("No objective is set for the years after {year}; the law asks for those of the next one.",
                   year=str(year))  # fmt: skip
        found.append(Doubt("no_target", None, text, "organisation", msg("Set a target")))
    return found


def _sites(ws: Workspace, actor: Actor, companies: tuple[int, ...]) -> list[Doubt]:
    """Without a place nothing is local; without a significant site and their definition GRI 204-1 is half answered."""
    sites = [site for site in organisation.sites(ws, actor) if not companies or site.company_id in companies]
    without = [site.name for site in sites if site.municipality_code is None and site.latitude is None]
    found: list[Message] = []
    if without:
        found.append(
            msg("Nothing bought for these sites can be local, as they have no place: {sites}.",
                sites=", ".join(without))
        )  # fmt: skip
    if sites and not any(site.is_significant for site in sites):
        found.append(msg("No site is marked as a significant location of operation, which GRI 204-1 asks for."))
    elif sites and not organisation.settings(ws, actor).significant_sites:
        found.append(msg("Nothing says what makes a site a significant location of operation; GRI 204-1 asks for it."))
    return [Doubt("sites", None, text, "organisation", msg("Look at the sites")) for text in found]


def _name(ws: Workspace) -> list[Doubt]:
    if choices.settings(ws.db).name:
        return []
    text = msg("The organisation has no name yet: the report stands under the names of its companies.")
    return [Doubt("no_name", None, text, "organisation", msg("Give it a name"))]


def _untold(
    ws: Workspace, actor: Actor, year: int, companies: tuple[int, ...], views: Sequence[TextView]
) -> list[Doubt]:
    """What only people can tell, and nobody has: the law asks for what was undertaken and what hindered."""
    found = []
    mine = initiatives(ws.db, date(year, 1, 1), date(year, 12, 31), actor=actor, companies=companies)
    if not mine:
        text = msg("No initiative of {year} is written down; the law asks for what was done.", year=str(year))
        found.append(Doubt("no_initiative", None, text, "initiatives", msg("Write one down")))
    elif untold := [each.name for each in mine if not each.story]:
        text = msg("These initiatives have no story yet: {names}.", names=", ".join(untold))
        found.append(Doubt("no_story", None, text, "initiatives", msg("Tell them")))
    if any(each.key == "hindered" and each.own is None for each in views):
        text = msg("Nobody has written yet what hindered beyond what the ledger shows; the law asks for it.")
        found.append(Doubt("hindered", None, text, "report", _IN_TEXTS))
    return found
