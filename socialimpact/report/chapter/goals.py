"""What was undertaken, what hindered, and what is aimed at next: the texts that the law asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from socialimpact.categories import tree
from socialimpact.figures import targets
from socialimpact.figures.initiatives import Initiative, initiatives
from socialimpact.figures.measures import measure
from socialimpact.language import Euro, Message, Share, msg, plain, plural
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.chapter.sentences import joined, points
from socialimpact.report.chapter.titles import TITLES
from socialimpact.report.document import Block, Cell, Paragraph, Section, Table, Value

# Less of the spend with a category is worth a word.
_MOSTLY = 0.95


def purpose(look: Scene, organisation: str) -> Section:
    """Why the organisation buys from social suppliers, and what it has committed itself to."""
    about = msg(
        "{organisation} buys goods and services every year. Where a social enterprise can supply them, buying there"
        " creates work and services for people who need them, with money that is spent anyway. This chapter says how"
        " much was bought so in {year}, from whom, how near, and how each figure is known.",
        organisation=organisation, year=str(look.year),
    )  # fmt: skip
    return Section("purpose", TITLES["purpose"], (Paragraph(about, "proposed", "purpose"), *_targets(look)))


def _mine(look: Scene) -> list[targets.Target]:
    """The targets of the whole organisation and of the companies of the report."""
    chosen = look.selection.companies
    return [
        each
        for each in targets.targets(look.reader, actor=look.actor)
        if each.company_id is None or not chosen or each.company_id in chosen
    ]


def _about(look: Scene, each: targets.Target) -> Message:
    """What a target is about: its measure, and the part it is for."""
    parts: list[Any] = [measure(each.measure).name]
    if each.company_id is not None and len(look.companies) > 1:
        parts.append(plain(dict(look.companies).get(each.company_id, "–")))
    if each.site_id is not None:
        name = look.reader.value("select name from site where site_id = ?", [each.site_id], step="site of a target")
        parts.append(plain(str(name or "–")))
    if each.category is not None:
        parts.append(tree.name(each.category))
    return joined(parts, " · ")


def _targets(look: Scene) -> tuple[Block, ...]:
    mine = [each for each in _mine(look) if each.year == look.year]
    if not mine:
        return (Paragraph(msg("No target was set for {year}.", year=str(look.year))),)
    rows: list[tuple[Cell, ...]] = []
    for each in mine:
        reached = targets.distance(look.reader, each, look.selection.without_period(), actor=look.actor)
        asked = measure(each.measure)
        rows.append((_about(look, each), Value(asked, each.value, {}).shown(), Value(asked, reached.value, {}).shown(),
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
    if not found:
        text = msg("No initiative is recorded for the year.")
        return Section("initiatives", TITLES["initiatives"], (Paragraph(text, "proposed", "initiatives"),))
    blocks: list[Block] = []
    for each in found:
        blocks.append(Paragraph(plain(each.name), "lead"))
        blocks.append(Paragraph(plain(each.story or ""), "proposed", f"story.{each.initiative_id}"))
        about = [_when(each), _with(look, each)]
        blocks.append(Paragraph(joined(about, " · "), "note"))
    return Section("initiatives", TITLES["initiatives"], tuple(blocks))


def _when(each: Initiative) -> Message:
    when = (
        msg("{first} to {last}", first=each.begins, last=each.ends)
        if each.ends
        else msg("since {first}", first=each.begins)
    )
    return msg("{when}, {who}", when=when, who=plain(each.responsible)) if each.responsible else when


def _with(look: Scene, each: Initiative) -> Message | None:
    """Its suppliers, and what was bought from them in the year."""
    names = _names(look, each.suppliers)
    if not names:
        return None
    spent = look.ask(["addressable_spend"], where=replace(look.selection, suppliers=each.suppliers))
    return msg(
        "with {suppliers}: {amount} in {year}",
        suppliers=plain(", ".join(names)), amount=Euro(spent.value("addressable_spend"), cents=False),
        year=str(look.year),
    )  # fmt: skip


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
    if row["classified_share"] is not None and row["classified_share"] < _MOSTLY:
        items.append(msg("{share} of the spend has no category yet.", share=Share(1 - row["classified_share"])))
    items += _missed(look)
    if not items:
        items.append(msg("The ledger shows nothing that stood in the way."))
    lead = msg("What the ledger shows; what hindered us beyond it is for people to say.")
    return Section("hindered", TITLES["hindered"], (Paragraph(points(lead, items), "proposed", "hindered"),))


def _missed(look: Scene) -> list[Message]:
    """The commitments of the year that were not kept."""
    found = []
    for each in _mine(look):
        if each.year == look.year:
            reached = targets.distance(look.reader, each, look.selection.without_period(), actor=look.actor)
            if reached.reached is False:
                asked = measure(each.measure)
                found.append(
                    msg(
                        "The commitment “{commitment}” was missed: {value} instead of {target}.",
                        commitment=_about(look, each), value=Value(asked, reached.value, {}).shown(),
                        target=Value(asked, each.value, {}).shown(),
                    )
                )  # fmt: skip
    return found


def ahead(look: Scene) -> Section:
    """The targets of the years after this one, in words and as a table."""
    found = [each for each in _mine(look) if each.year > look.year]
    if not found:
        text = msg("No target is set for the years after {year}.", year=str(look.year))
        return Section("ahead", TITLES["ahead"], (Paragraph(text, "proposed", "ahead"),))
    following = min(each.year for each in found)
    lead = msg("What we have set ourselves for {year}:", year=str(following))
    items = [
        msg(
            "{commitment}: {target}",
            commitment=_about(look, each), target=Value(measure(each.measure), each.value, {}).shown(),
        )
        for each in found
        if each.year == following
    ]  # fmt: skip
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (str(each.year), _about(look, each), Value(measure(each.measure), each.value, {}).shown()) for each in found
    )
    return Section(
        "ahead",
        TITLES["ahead"],
        (
            Paragraph(points(lead, items), "proposed", "ahead"),
            Table("ahead", msg("Targets set"), (msg("Year"), msg("Figure"), msg("Target")), rows),
        ),
    )
