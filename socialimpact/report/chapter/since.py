"""What is otherwise than in an earlier report: decisions on the method since then, and figures that are restated."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from socialimpact import knowledge
from socialimpact.errors import Refused
from socialimpact.figures import scopes
from socialimpact.figures.measures import measure
from socialimpact.language import Message, labelled, msg, plain
from socialimpact.places import local_rules
from socialimpact.report.chapter.scene import Scene
from socialimpact.report.chapter.sentences import joined
from socialimpact.report.document import Block, Bullets, Cell, Paragraph, Table, Value


@dataclass(frozen=True)
class Restated:
    """A figure that an earlier report published and that is another today, with the reason.

    `report` names that report; `year` is the year that the figure is about; `part` the row of its table, None for a
    figure of the whole. Values are as those of `document.Value`.
    """

    report: str
    year: int
    measure: str
    part: Message | None
    reported: Any
    now: Any
    reasons: tuple[Message, ...]


def changes(look: Scene, made_on: date, since: date | None) -> tuple[Block, ...]:
    """The decisions on the method since `since`, else in the year before the day of the report."""
    first = since or _year_before(made_on)
    rows = look.reader.rows(
        "select happened_at, subject, subject_id, what, before, after from event"
        " where happened_at >= ? and happened_at < ? and subject in ('settings', 'scope', 'exclusion')"
        " order by event_id",
        [datetime.combine(first, time.min), datetime.combine(made_on, time.max)],
        step="changes of the method",
    )
    found = [
        msg("{day}: {change}", day=when.date(), change=said)
        for when, subject, number, what, before, after in rows
        for said in _said(look, (subject, str(number)), what, _state(before), _state(after))
    ]
    if not found:
        return (Paragraph(msg("Scope, local rule and exclusions are as they were on {day}.", day=first), "note"),)
    return (
        Paragraph(msg("What was decided about the method since {day}:", day=first)),
        Bullets(tuple(dict.fromkeys(found))),
    )


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28))


def _state(text: str | None) -> Any:
    return json.loads(text) if text else {}


def _said(look: Scene, about: tuple[str, str], what: str, before: Any, after: Any) -> list[Message]:
    """One event in words; nothing for what changed no figure, such as a scope that is new."""
    subject, number = about
    match subject:
        case "settings":
            return [
                msg(
                    "{what}: {before} → {after}",
                    what=name,
                    before=word(look, before[key]),
                    after=word(look, after[key]),
                )
                for key, name, word in _SETTINGS
                if key in before and key in after and before[key] != after[key]
            ]
        case "exclusion":
            state = after or before
            named = msg("{field} “{value}”", field=_FIELDS.get(state.get("field", ""), plain("–")), value=_value(state))
            if what == "removed":
                return [msg("{exclusion}: the decision of our own was taken back", exclusion=named)]
            if state.get("included"):
                return [msg("{exclusion}: counted in, because {why}", exclusion=named, why=str(state.get("why", "–")))]
            return [msg("{exclusion}: left out, because {why}", exclusion=named, why=str(state.get("why", "–")))]
        case _:
            return [msg("The kinds of the scope “{name}” were changed.", name=_scope(look, number))] if before else []


def _value(state: Mapping[str, Any]) -> Message:
    value = str(state.get("value", "–"))
    natures = knowledge.load("natures")["natures"]
    return labelled(natures[value]["label"]) if state.get("field") == "nature" and value in natures else plain(value)


def _scope(look: Scene, key: Any) -> Message:
    try:
        return scopes.scope(look.reader, str(key)).name
    except Refused:
        return plain(str(key))


def _rule(_: Scene, key: Any) -> Message:
    try:
        return local_rules.parse(str(key)).name()
    except Refused:
        return plain(str(key))


def _counts(_: Scene, value: Any) -> Message:
    return msg("yes") if value else msg("no")


_SETTINGS = (
    ("scope_key", msg("What counts as social"), _scope),
    ("local_rule_key", msg("What counts as local"), _rule),
    ("declared_counts", msg("A supplier's own word counts"), _counts),
)
_FIELDS: Mapping[str, Message] = {
    "nature": msg("Nature"),
    "category": msg("Category in the ledger"),
    "supplier": msg("Supplier"),
    "cost_centre": msg("Cost centre"),
}


def restated(look: Scene, found: Sequence[Restated], *, released: bool) -> tuple[Block, ...]:
    """The figures of earlier reports that are others today; a sentence where there are none."""
    if look.alike is None and not found:
        return (Paragraph(msg("There is no year before to restate."), "note"),)
    anew = msg(
        "The figures of the year before are worked out anew by the definitions of this report, so that both years say"
        " the same."
    )
    if not found:
        same = msg("No figure of an earlier report of ours is another today.")
        return (Paragraph(anew, "note"), *((Paragraph(same, "note"),) if released else ()))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            _figure(each),
            Value(measure(each.measure), each.reported, {}).shown(),
            Value(measure(each.measure), each.now, {}).shown(),
            plain(each.report),
            _reasons(each),
        )
        for each in found
    )
    titles = (msg("Figure"), msg("As published"), msg("Today"), msg("Report"), msg("Why"))
    return (Paragraph(anew, "note"), Table("restated", msg("Restated figures"), titles, rows))


def _figure(each: Restated) -> Message:
    name = measure(each.measure).name
    if each.part is None:
        return msg("{figure}, {year}", figure=name, year=str(each.year))
    return msg("{figure}, {part}, {year}", figure=name, part=each.part, year=str(each.year))


def _reasons(each: Restated) -> Message:
    return joined(each.reasons, "; ") if each.reasons else msg("not known")
