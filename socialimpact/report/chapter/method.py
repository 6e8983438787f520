"""How the figures are made: scope, local rule, what is left out, how it is known, how much of it is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from socialimpact.figures.explain import Part, explain
from socialimpact.language import Euro, Message, msg
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.chapter.since import Restated, changes
from socialimpact.report.chapter.since import restated as restated_figures
from socialimpact.report.chapter.titles import TITLES
from socialimpact.report.document import Block, Bullets, Cell, Paragraph, Section, Table, value_of

_COVERAGE = ("identified_share", "place_known_share", "classified_share", "undated_spend", "possible_social_spend")


def section(look: Scene, made_on: date, restated: Sequence[Restated] = (), since: date | None = None) -> Section:
    """The sentences that make a share mean something, the tables that bear them out, and what is otherwise than before.

    `restated` are figures of earlier reports that are others today, `since` the day of the newest of these reports.
    """
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
    blocks += [
        _coverage(look),
        Paragraph(msg("Changes and restated figures"), "lead"),
        *changes(look, made_on, since),
        *restated_figures(look, restated, released=since is not None),
    ]
    return Section("method", TITLES["method"], tuple(blocks))


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
