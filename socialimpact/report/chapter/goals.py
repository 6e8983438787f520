"""What was undertaken, what hindered, and what is aimed at next: the texts that the law asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from socialimpact.figures import targets
from socialimpact.figures.initiatives import Initiative, initiatives
from socialimpact.figures.measures import measure
from socialimpact.language import Euro, Message, Share, msg, plain, plural
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.document import Block, Bullets, Cell, Paragraph, Section, Table, Value


def purpose(look: Scene, organisation: str) -> Section:
    """Why the organisation buys from social suppliers, and what it has committed itself to."""
    about = msg(
        "{organisation} buys goods and services every year. Where a social enterprise can supply them, buying there"
        " creates work and services for people who need them, with money that is spent anyway. This chapter says how"
        " much was bought so in {year}, from whom, how near, and how each figure is known.",
        organisation=organisation, year=str(look.year),
    )  # fmt: skip
    return Section("purpose", msg("Purpose and commitments"), (Paragraph(about, "proposed"), *_targets(look)))


def _targets(look: Scene) -> tuple[Block, ...]:
    mine = [each for each in targets.targets(look.reader, actor=look.actor) if each.year == look.year]
    if not mine:
        return (Paragraph(msg("No target was set for {year}.", year=str(look.year))),)
    rows: list[tuple[Cell, ...]] = []
    for each in mine:
        reached = targets.distance(look.reader, each, look.selection.without_period(), actor=look.actor)
        asked = measure(each.measure)
        rows.append((asked.name, Value(asked, each.value, {}).shown(), Value(asked, reached.value, {}).shown(),
                     _how_far(reached)))  # fmt: skip
    titles = (msg("Commitment"), msg("Target"), msg("Reached"), msg("Distance"))
    return (Table("targets", msg("Commitments for {year}", year=str(look.year)), titles, tuple(rows)),)


def _how_far(found: targets.Distance) -> Message:
    if found.reached is None:
        return msg("not known")
    if found.reached:
        return msg("reached")
    if found.points is not None and found.euro is not None:
        return msg("{n} points, {amount}", n=round(found.points, 1), amount=Euro(found.euro, cents=False))
    return msg("missed")


def undertaken(look: Scene) -> Section:
    """The initiatives of the year with their stories."""
    first, last = date(look.year, 1, 1), date(look.year, 12, 31)
    found = initiatives(look.reader, first, last, actor=look.actor, companies=look.selection.companies)
    title = msg("Initiatives and stories")
    if not found:
        return Section("initiatives", title, (Paragraph(msg("No initiative is recorded for the year.")),))
    blocks: list[Block] = []
    for each in found:
        blocks.append(Paragraph(_headed(each)))
        if each.story:
            blocks.append(Paragraph(plain(each.story)))
        if names := _names(look, each.suppliers):
            blocks.append(Paragraph(msg("With: {suppliers}.", suppliers=", ".join(names)), "note"))
    return Section("initiatives", title, tuple(blocks))


def _headed(each: Initiative) -> Message:
    when = (
        msg("{first} to {last}", first=each.begins, last=each.ends)
        if each.ends
        else msg("since {first}", first=each.begins)
    )
    if each.responsible:
        return msg("{name} ({when}; {who})", name=each.name, when=when, who=each.responsible)
    return msg("{name} ({when})", name=each.name, when=when)


def _names(look: Scene, suppliers: Sequence[int]) -> list[str]:
    if not suppliers:
        return []
    marks = ", ".join("?" for _ in suppliers)
    rows = look.reader.rows(
        f"select name from supplier where supplier_id in ({marks}) order by name", suppliers, step="their names"
    )
    return [name for (name,) in rows]


def hindered(look: Scene) -> Section:
    """What stood in the way, as far as the ledger shows it: a person goes on from there."""
    answer = look.ask(
        ["possible_social_spend", "unidentified_spend", "addressable_spend", "lost_suppliers", "classified_share"]
    )
    row = answer.rows[0]
    items: list[Message] = []
    whole = row["addressable_spend"]
    if row["possible_social_spend"]:
        items.append(msg("{amount} went to suppliers that may be social, but nobody has confirmed it yet.",
                         amount=Euro(row["possible_social_spend"], cents=False)))  # fmt: skip
    if row["unidentified_spend"] and whole:
        items.append(
            msg(
                "{share} of the spend is with suppliers without a valid VAT number or tax code: no register can say"
                " what they are.",
                share=Share(row["unidentified_spend"] / whole),
            )
        )
    if row["lost_suppliers"]:
        items.append(
            plural(
                "We bought from {n} supplier for the last time.",
                "We bought from {n} suppliers for the last time.",
                row["lost_suppliers"],
            )
        )
    if not items:
        items.append(msg("The ledger shows nothing that stood in the way."))
    lead = msg("What the ledger shows; what hindered us beyond it is for people to say.")
    return Section("hindered", msg("What hindered"), (Paragraph(lead, "proposed"), Bullets(tuple(items))))


def ahead(look: Scene) -> Section:
    """The targets of the years after this one."""
    title = msg("Objectives for the years ahead")
    found = [each for each in targets.targets(look.reader, actor=look.actor) if each.year > look.year]
    if not found:
        text = msg("No target is set for the years after {year}.", year=str(look.year))
        return Section("ahead", title, (Paragraph(text, "proposed"),))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (str(each.year), measure(each.measure).name, Value(measure(each.measure), each.value, {}).shown())
        for each in found
    )
    return Section(
        "ahead", title, (Table("ahead", msg("Targets set"), (msg("Year"), msg("Figure"), msg("Target")), rows),)
    )
