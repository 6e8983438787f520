"""What is different between a release and the one that corrects it: each figure, before, after, and the cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from socialimpact.language import Message, msg, plain, plural
from socialimpact.report.document import Block, Bullets, Paragraph, Report, Section, Table
from socialimpact.report.plain import parsed
from socialimpact.services.reporting import event_words
from socialimpact.services.reporting.causes import Cause
from socialimpact.services.reporting.events import since
from socialimpact.services.reporting.moved import Moved
from socialimpact.services.reporting.releases import Release, content
from socialimpact.services.reporting.reported import Reported, figures
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction

METHOD = "method"
_MOST_ROWS = 60
_MOST_CAUSES = 3
# What a report chooses for all its figures: another choice makes another question of the same figure.
_CHOSEN = ("scope", "local")
# The one table that has the same figure by several rules.
_BY_RULE = "local_by_rule"


@dataclass(frozen=True)
class Change:
    """A figure of both reports that is another in the newer one. Values as the JSON holds them."""

    figure: Reported
    before: Any
    after: Any
    causes: tuple[Cause, ...]


def changes(tx: Transaction, ws: Workspace, old: Release, new: Mapping[str, Any], report: Report) -> tuple[Change, ...]:
    """The figures that a new report (as JSON) has otherwise than the release that it corrects."""
    document = parsed(content(ws, old))
    before = {_same_figure(each): each for each in reversed(figures(document))}
    events = [each for each in since(tx, old.last_event) if each.subject != "release"]
    moved = Moved(tx, old, events, event_words.names(tx, events))
    found = []
    for figure in figures(new):
        was = before.get(_same_figure(figure))
        if was is None or was.value == figure.value:
            continue
        chosen = _chosen_otherwise(was, figure, report)
        found.append(Change(figure, was.value, figure.value, chosen or moved.causes(was)))
    moved.close()
    return tuple(found)


def told_in_method(report: Report, number: str, why: str, told: Sequence[Change], names: Mapping[Any, str]) -> Report:
    """The report with what it corrects, and why, at the end of its method."""
    blocks: list[Block] = [
        Paragraph(msg("This report corrects release {number}. Reason: {why}", number=number, why=plain(why)))
    ]
    if told:
        numbers: dict[Any, int] = {}
        causes: list[Message] = []
        for cause in (cause for each in told for cause in each.causes):
            if _itself(cause) not in numbers:
                numbers[_itself(cause)] = len(causes) + 1
                causes.append(msg("Cause {n}: {what}", n=len(causes) + 1, what=cause.itself()))
        blocks.append(Bullets(tuple(causes)))
        rows = tuple(
            (
                each.figure.name(names),
                each.figure.shown(each.before),
                each.figure.shown(each.after),
                joined([_numbered(numbers[_itself(cause)], cause) for cause in each.causes]),
            )
            for each in told[:_MOST_ROWS]
        )
        left = len(told) - len(rows)
        note = plural("{n} more figure differs: the JSON of both releases holds all of them.",
                      "{n} more figures differ: the JSON of both releases holds all of them.", left)  # fmt: skip
        titles = (msg("Figure"), msg("Before"), msg("After"), msg("Cause"))
        caption = msg("Changes since release {number}", number=number)
        blocks.append(Table("changes_since", caption, titles, rows, note if left else None))
    else:
        blocks.append(Paragraph(msg("No figure of both is another: only words and tables beside them differ.")))
    sections = tuple(
        replace(each, blocks=(*each.blocks, *blocks)) if each.key == METHOD else each for each in report.sections
    )
    if all(each.key != METHOD for each in sections):  # its method was left out: what changed is told all the same
        sections = (*sections, Section("changes", msg("What this release changes"), tuple(blocks)))
    return replace(report, sections=sections)


def _itself(cause: Cause) -> Any:
    return cause.event_id or str(cause.itself())


def _numbered(number: int, cause: Cause) -> Message:
    effect = cause.effect()
    return msg("{n} ({effect})", n=number, effect=effect) if effect else msg("{n}", n=number)


def joined(parts: Sequence[Message]) -> Message:
    """Several causes in one cell, the first ones by name."""
    shown = list(parts[:_MOST_CAUSES])
    if len(parts) > _MOST_CAUSES:
        shown.append(msg("and {n} more", n=len(parts) - _MOST_CAUSES))
    whole = shown[0]
    for part in shown[1:]:
        whole = msg("{first}; {second}", first=whole, second=part)
    return whole


def _same_figure(each: Reported) -> str:
    """What makes two figures of two reports the same one, whatever scope and local rule the reports choose."""
    kept = (
        each.where
        if each.block == _BY_RULE
        else {key: value for key, value in each.where.items() if key not in _CHOSEN}
    )
    place = each.block if each.block == _BY_RULE else ""
    return place + replace(each, where=kept).key


def _chosen_otherwise(was: Reported, now: Reported, report: Report) -> tuple[Cause, ...]:
    """Another scope or rule of the report itself, for a figure that hangs on it."""
    found = []
    if now.of_scope and was.where.get("scope") != now.where.get("scope"):
        found.append(Cause(msg("This report takes another scope of what counts as social: {scope}.",
                               scope=event_words.scope_name(report.scope))))  # fmt: skip
    if "place" in now.hangs_on and was.where.get("local") != now.where.get("local"):
        found.append(Cause(msg("This report takes another rule of what is local: {rule}.",
                               rule=event_words.rule_name(report.local))))  # fmt: skip
    return tuple(found)
