"""Who the social spend goes to: by kind of organisation and by what is bought."""

from __future__ import annotations

from decimal import Decimal

from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.language import Euro, Message, Share, msg
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.chapter.sentences import joined
from socialimpact.report.chapter.titles import TITLES
from socialimpact.report.document import Bars, Block, Cell, Paragraph, Section, Table, value_of

_MOST_BARS = 8  # and one bar alone says nothing


def section(look: Scene) -> Section:
    """What stands out in words, then two tables with their charts; a sentence where nothing is social."""
    return Section("recipients", TITLES["recipients"], (*_in_words(look), *_kinds(look), *_categories(look)))


def _in_words(look: Scene) -> tuple[Block, ...]:
    """The kind, the field and the supplier that most of the social spend went to."""
    total = look.ask(["social_spend"]).value("social_spend")
    if not total or total < 0:
        return ()
    kind, group, supplier = (DIMENSIONS[key] for key in ("kind", "category_group", "supplier"))
    first = {by.key: look.ask(["social_spend"], [by.key], order="-social_spend").rows[0]
             for by in (kind, group, supplier)}  # fmt: skip
    told: list[Message | None] = [
        msg(
            "The largest part of the social spend went to this kind of supplier: {kind} ({amount}, {share}).",
            kind=kind.label(first["kind"]), amount=Euro(first["kind"]["social_spend"], cents=False),
            share=Share(first["kind"]["social_spend"] / total),
        ),
        msg(
            "The field in which it was largest is this one: {category} ({amount}).",
            category=group.label(first["category_group"]),
            amount=Euro(first["category_group"]["social_spend"], cents=False),
        ) if first["category_group"]["category_group"] is not None else None,
        msg(
            "The largest social supplier is {supplier}, with {share} of the social spend.",
            supplier=supplier.label(first["supplier"]), share=Share(first["supplier"]["social_spend"] / total),
        ),
    ]  # fmt: skip
    return (Paragraph(joined(told), "proposed", "recipients"),)


def _kinds(look: Scene) -> tuple[Block, ...]:
    by = DIMENSIONS["kind"]
    answer = look.ask(["social_spend", "social_suppliers", "possible_social_spend"], ["kind"], order="-social_spend")
    total = look.ask(["social_spend"]).value("social_spend")
    rows = [row for row in answer.rows if row["social_spend"] or row["possible_social_spend"]]
    if not rows:
        return (Paragraph(msg("No supplier of the year is known to be social, nor looks like it by its name.")),)
    cells: list[tuple[Cell, ...]] = [
        (
            by.label(row),
            value_of(answer, "social_suppliers", row),
            value_of(answer, "social_spend", row),
            Share(row["social_spend"] / total) if total else None,
            value_of(answer, "possible_social_spend", row),
        )
        for row in rows
    ]
    titles = (msg("Kind"), msg("Social suppliers"), msg("Social spend"), msg("Share of social spend"), msg("Possible"))
    counted = [row for row in rows if row["social_spend"] > 0][:_MOST_BARS]
    drawn = Bars(
        "kinds_chart",
        msg("Social spend by kind of supplier, {year}", year=str(look.year)),
        tuple(by.label(row) for row in counted),
        tuple(value_of(answer, "social_spend", row) for row in counted),
    )
    note = msg("Possible: the name resembles an entry of a register, or the supplier says so; in no share.")
    return (*((drawn,) if len(counted) > 1 else ()),
            Table("kinds", msg("Social spend by kind of supplier"), titles, tuple(cells), note))  # fmt: skip


def _categories(look: Scene) -> tuple[Block, ...]:
    by = DIMENSIONS["category_group"]
    answer = look.ask(
        ["addressable_spend", "social_spend", "social_share"], ["category_group"], order="-addressable_spend"
    )
    rows = [row for row in answer.rows if row["addressable_spend"] or row["social_spend"]]
    if not rows:
        return ()
    shares: tuple[tuple[Cell, ...], ...] = tuple(
        (by.label(row), *(value_of(answer, key, row) for key in ("addressable_spend", "social_spend", "social_share")))
        for row in rows
    )
    titles = (msg("What is bought"), msg("Addressable spend"), msg("Social spend"), msg("Social-spend share"))
    bought = sorted((row for row in rows if row["social_spend"] > 0), key=lambda row: -row["social_spend"])
    drawn = Bars(
        "categories_chart",
        msg("Social spend by what is bought, {year}", year=str(look.year)),
        tuple(by.label(row) for row in bought[:_MOST_BARS]),
        tuple(value_of(answer, "social_spend", row) for row in bought[:_MOST_BARS]),
    )
    whole = sum((row["addressable_spend"] for row in rows), Decimal(0))
    unclassified = sum((row["addressable_spend"] for row in rows if row["category_group"] is None), Decimal(0))
    note = (
        msg("{share} of the spend has no category yet.", share=Share(unclassified / whole))
        if whole and unclassified
        else None
    )
    return (*((drawn,) if len(bought) > 1 else ()),
            Table("categories", msg("Social spend by what is bought"), titles, shares, note))  # fmt: skip
