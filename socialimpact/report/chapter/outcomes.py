"""What suppliers declared of themselves, with source and year: nothing of it is computed or estimated."""

from __future__ import annotations

from decimal import Decimal

from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.language import Message, labelled, msg, plain
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.chapter.titles import TITLES
from socialimpact.report.document import Cell, Paragraph, Section, Table
from socialimpact.suppliers import declarations
from socialimpact.suppliers.declarations import REVENUE, Declaration

_UNITS = {"people": msg("people"), "hours": msg("hours"), "euro": msg("euro")}


def section(look: Scene) -> Section:
    """The newest declaration of each supplier bought from in the year, of that year or an earlier one.

    What a supplier earns is its own affair and stands in no report.
    """
    by = DIMENSIONS["supplier"]
    answer = look.ask(["social_spend"], ["supplier"], order="-social_spend")
    social = {row["supplier_id"]: by.label(row) for row in answer.rows if row["social_spend"] > 0}
    newest: dict[tuple[int, str], Declaration] = {}
    for each in declarations.standing(look.reader, tuple(social)) if social else ():
        if each.year <= look.year and each.outcome != REVENUE:
            newest.setdefault((each.supplier_id, each.outcome), each)
    if not newest:
        text = msg("No social supplier of the year has declared what its work brings about, so nothing is said of it.")
        return Section("outcomes", TITLES["outcomes"], (Paragraph(text, "proposed", "outcomes"),))
    order = {key: place for place, key in enumerate(declarations.outcomes())}
    places = {supplier: place for place, supplier in enumerate(social)}
    found = sorted(newest.values(), key=lambda each: (places[each.supplier_id], order[each.outcome]))
    rows = tuple(_row(social[each.supplier_id], each) for each in found)
    told = msg(
        "{n} of {all} social suppliers have declared something. They speak of their whole work, not only of what we"
        " buy, where nothing else is said.",
        n=len({each.supplier_id for each in found}), all=len(social),
    )  # fmt: skip
    titles = (msg("Supplier"), msg("Declared"), msg("Value"), msg("Unit"), msg("Year"), msg("Source"))
    note = msg("Declared by the suppliers and not checked by us; no figure of this report is computed from it.")
    return Section(
        "outcomes",
        TITLES["outcomes"],
        (
            Paragraph(told, "proposed", "outcomes"),
            Table("outcomes", msg("What social suppliers declare"), titles, rows, note),
        ),
    )


def _row(supplier: Message, each: Declaration) -> tuple[Cell, ...]:
    outcome = declarations.outcome(each.outcome)
    value: Cell = int(each.value) if each.value == each.value.to_integral_value() else Decimal(each.value)
    return supplier, labelled(outcome.label), value, _UNITS[outcome.unit], str(each.year), _source(each)


def _source(each: Declaration) -> Message:
    """Where it stands, who said it and when, as far as that is written down."""
    if each.stated_by and each.stated_on:
        return msg("{source}; {who}, {day}", source=plain(each.source), who=plain(each.stated_by), day=each.stated_on)
    if each.stated_by:
        return msg("{source}; {who}", source=plain(each.source), who=plain(each.stated_by))
    if each.stated_on:
        return msg("{source}; {day}", source=plain(each.source), day=each.stated_on)
    return plain(each.source)
