"""How the figures are made: scope, local rule, what is left out, how it is known, how much of it is known."""

from __future__ import annotations

from dataclasses import replace

from socialimpact.figures.explain import Part, explain
from socialimpact.language import Euro, Message, msg
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.document import Block, Bullets, Cell, Paragraph, Section, Table, value_of

_COVERAGE = ("identified_share", "place_known_share", "classified_share", "undated_spend", "possible_social_spend")


def section(look: Scene) -> Section:
    """The sentences that make a share mean something, and the tables that bear them out."""
    about = explain(look.reader, "social_share", look.selection, actor=look.actor)
    scope = look.definitions.scope
    reference = (msg("Reference: {text}.", text=scope.reference),) if scope.reference else ()
    blocks: list[Block] = [
        Bullets(
            (
                msg("What counts as social: {scope}. {sentence}", scope=scope.name, sentence=scope.sentence),
                *reference,
                look.definitions.local_rule.sentence(),
                msg("Amounts are net of VAT where the ledger says so; credit notes are subtracted; a supplier of two"
                    " kinds counts once."),
                msg("A supplier counts when its tax code or VAT number stands in a register, by a document, or by a"
                    " person's confirmation, on the date of each line. A name alone never counts."),
                _declared(declared=look.definitions.declared_counts),
            )
        )
    ]  # fmt: skip
    if about.with_vat:
        blocks.append(Paragraph(msg("Some lines include VAT, as nothing in their file said how much."), "note"))
    if about.excluded:
        blocks.append(_left_out(about.excluded))
    if about.evidence:
        blocks.append(_known_by(about.evidence))
    blocks += [_coverage(look), _restated(look)]
    return Section("method", msg("Method"), tuple(blocks))


def _declared(*, declared: bool) -> Message:
    if declared:
        return msg("What a supplier declares of itself counts, too: the organisation has decided so.")
    return msg("What a supplier declares of itself is shown as possible and counts in no share.")


def _left_out(parts: tuple[Part, ...]) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple((part.name, part.why, part.lines, Euro(part.amount)) for part in parts)
    return Table(
        "left_out",
        msg("Left out of the denominator"),
        (msg("What"), msg("Why"), msg("Lines"), msg("Amount")),
        rows,
    )


def _known_by(parts: tuple[Part, ...]) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple((part.name, part.lines, Euro(part.amount)) for part in parts)
    return Table("evidence", msg("How the social spend is known"), (msg("Evidence"), msg("Lines"), msg("Amount")), rows)


def _coverage(look: Scene) -> Table:
    answer = look.ask(_COVERAGE)
    rows = tuple((answer_value.measure.name, answer_value, answer_value.measure.sentence)
                 for answer_value in (value_of(answer, key) for key in _COVERAGE))  # fmt: skip
    return Table("coverage", msg("How much is known"), (msg("Figure"), msg("Value"), msg("What it says")), rows)


def _restated(look: Scene) -> Paragraph:
    """Whether the year before is looked at by the same definitions: always, as both are asked anew."""
    first = look.ask(["lines"], where=replace(look.before, years=(look.year - 1,))).value("lines")
    if not first:
        return Paragraph(msg("There is no year before to restate."), "note")
    return Paragraph(
        msg("The figures of the year before are worked out anew by the definitions of this report, so that both years"
            " say the same."),
        "note",
    )  # fmt: skip
