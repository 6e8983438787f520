"""What was decided about a supplier, by whom, when and why: its events and tags in plain words, the newest first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from socialimpact.actor import Actor
from socialimpact.categories import tree
from socialimpact.figures.dimensions import UNCLASSIFIED
from socialimpact.language import Message, labelled, msg, plain, plural
from socialimpact.ledger.natures import declared
from socialimpact.services.spreadsheet import Column, workbook
from socialimpact.services.suppliers.supplier_view import mine, supplier, visible
from socialimpact.services.suppliers.tag_view import TagView
from socialimpact.services.suppliers.tag_words import (
    ANSWERS,
    evidence_words,
    kind_words,
    register_words,
    validity,
    who_words,
)
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers import tags

_GROUP = "select supplier_id from supplier where coalesce(same_as, supplier_id) = ?"
_COLUMNS = (
    Column("when", msg("When")),
    Column("who", msg("Who")),
    Column("what", msg("What")),
    Column("why", msg("Why")),
    Column("before", msg("Before")),
    Column("after", msg("After")),
)
# What other rooms write about a supplier, in words, by subject and what was done; what is not here is named as written.
_WORDS: Mapping[tuple[str, str], Message] = {
    ("identity", "merged"): msg("Joined with another supplier"),
    ("identity", "split"): msg("Parted from another supplier"),
    ("identity", "told apart"): msg("Said not to be the same as another supplier"),
    ("identity", "taken back"): msg("A decision about who it is was taken back"),
    ("supplier", "answer review"): msg("Answered on the review page"),
    ("supplier", "undo review"): msg("An answer on the review page was taken back"),
    ("supplier", "follow register"): msg("Its dates follow the newer list of the register"),
    ("supplier", "declare"): msg("What it declares of itself was written down"),
    ("supplier", "withdraw declaration"): msg("What it had declared was taken back"),
    ("nature", "decided"): msg("The nature of its purchases was decided"),
    ("nature", "ended"): msg("The rule about the nature of its purchases was taken back"),
    ("category_rule", "decided"): msg("The category of its purchases was decided"),
    ("category_rule", "removed"): msg("The decision about the category of its purchases was taken back"),
}
# Events of other subjects that name suppliers in their states: by number, or as the value of a rule about a supplier.
_NAMING, _RULES = ("identity", "nature"), ("exclusion", "category_rule")
_WRITTEN_WITH_TAGS = ("begin tag", "end tag")


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that happened. `before` and `after` are the states as the event keeps them, where it does."""

    when: datetime
    who: Message
    what: Message
    why: Message | None = None
    before: str | None = None
    after: str | None = None

    def as_json(self, language: str) -> dict[str, Any]:
        return {
            "when": self.when.isoformat(sep=" ", timespec="seconds"),
            "who": self.who.to(language),
            "what": self.what.to(language),
            "why": self.why.to(language) if self.why else None,
            "before": None if self.before is None else json.loads(self.before),
            "after": None if self.after is None else json.loads(self.after),
        }


def history(ws: Workspace, actor: Actor, supplier_id: int) -> tuple[HistoryEntry, ...]:
    """Everything that happened to a supplier, the newest first. Raises `NotFound` where the actor may see none."""
    actor.require("viewer")
    view = supplier(ws, actor, supplier_id)
    told = [
        *_imports(ws, actor, view.supplier_id),
        *_tags(view.tags, _states(ws, view.supplier_id)),
        *_decisions(ws, actor, view.supplier_id),
    ]
    return tuple(sorted(told, key=lambda entry: entry.when, reverse=True))


def as_workbook(ws: Workspace, actor: Actor, supplier_id: int, *, reader: str) -> bytes:
    """The history as an Excel file in the language of `reader`. Raises `NotFound`, `NotAllowed`."""
    actor.require_download()
    view = supplier(ws, actor, visible(ws, actor, supplier_id))
    rows = [entry.as_json(reader) | {"before": entry.before, "after": entry.after}
            for entry in history(ws, actor, supplier_id)]  # fmt: skip
    title = msg("History of {supplier}", supplier=view.supplier or msg("not named"))
    return workbook(_COLUMNS, rows, reader=reader, notes=(title, view.verdict.sentence))


def _imports(ws: Workspace, actor: Actor, keeper: int) -> list[HistoryEntry]:
    only, values = mine(actor, "n.company_id")
    rows = ws.db.rows(
        f"""
        select i.imported_at, i.imported_by, i.file, cast(sum(n.lines) as bigint)
        from supplier_name n inner join import i on i.import_id = n.import_id
        where n.supplier_id in ({_GROUP}){only}
        group by i.import_id, i.imported_at, i.imported_by, i.file
        """,
        [keeper, *values],
        step="imports that name a supplier",
    )
    return [
        HistoryEntry(when, who_words(who), plural("Named in {n} line of {file}.", "Named in {n} lines of {file}.",
                                                  lines, file=file))
        for when, who, file, lines in rows
    ]  # fmt: skip


def _states(ws: Workspace, keeper: int) -> dict[tuple[str, int], tuple[str | None, str | None]]:
    """Before and after of the tags' own events, by what was done and to which tag."""
    rows = ws.db.rows(
        "select what, cast(json_extract_string(after, '$.tag_id') as integer), before, after from event"
        f" where subject = 'supplier' and what in {_WRITTEN_WITH_TAGS} and try_cast(subject_id as integer) in"
        f" ({_GROUP})",
        [keeper],
        step="events of tags",
    )
    return {(what, tag_id): (before, after) for what, tag_id, before, after in rows}


def _tags(
    known: tuple[TagView, ...], states: Mapping[tuple[str, int], tuple[str | None, str | None]]
) -> list[HistoryEntry]:
    told = []
    for tag in known:
        about = {
            "kind": kind_words(tag.kind),
            "evidence": evidence_words(tag.evidence),
            "validity": validity(tag.valid_from, tag.valid_to),
        }
        match tag.evidence:
            case "registered":
                what = msg("Found in {register}: {kind}, {validity}.", register=register_words(tag.register), **about)
            case "suspected":
                what = msg("Looks by its name like: {kind}. It does not count.", **about)
            case "documented":
                what = msg("Said to be: {kind} ({evidence}, {validity}), with “{file}” attached.",
                           file=tag.file_name or "–", **about)  # fmt: skip
            case _:
                what = msg("Said to be: {kind} ({evidence}, {validity}).", **about)
        before, after = states.get(("begin tag", tag.tag_id), (None, None))
        told.append(HistoryEntry(tag.made_at, who_words(tag.made_by), what, tag.why, before, after))
        if tag.ended_at:
            before, after = states.get(("end tag", tag.tag_id), (None, None))
            ended = msg("No longer: {kind} ({evidence}, {validity}).", **about)
            told.append(HistoryEntry(tag.ended_at, who_words(tag.ended_by), ended, tag.ended_why, before, after))
    return told


def _decisions(ws: Workspace, actor: Actor, keeper: int) -> list[HistoryEntry]:
    """What people decided of the supplier beside its tags, as far as it concerns companies that the actor sees."""
    rows = ws.db.dicts(
        f"""
        select happened_at, who, what, subject, before, after from event
        where (subject = 'supplier' and try_cast(subject_id as integer) in ({_GROUP})
                and what not in {_WRITTEN_WITH_TAGS})
            or (subject in {_NAMING} and (
                try_cast({_said("supplier_id")} as integer) in ({_GROUP})
                or try_cast({_said("other_id")} as integer) in ({_GROUP})))
            or (subject in {_RULES} and {_said("field")} = 'supplier'
                and try_cast({_said("value")} as integer) in ({_GROUP}))
        """,
        [keeper] * 4,
        step="decisions about a supplier",
    )
    return [
        HistoryEntry(row["happened_at"], who_words(row["who"]), *_words(row), row["before"], row["after"])
        for row in rows
        if _seen(actor, row)
    ]


def _said(name: str) -> str:
    """SQL for what an event says of `name`: after it, else before, for what is ended need not be said again."""
    return f"coalesce(json_extract_string(after, '$.{name}'), json_extract_string(before, '$.{name}'))"


def _state(row: Mapping[str, Any]) -> dict[str, Any]:
    """What an event says, as `_said` reads it."""
    states = [json.loads(row[name]) for name in ("before", "after") if row[name]]
    return {
        key: value for state in states if isinstance(state, dict) for key, value in state.items() if value is not None
    }


def _seen(actor: Actor, row: Mapping[str, Any]) -> bool:
    company = _state(row).get("company_id")
    return actor.companies is None or company is None or company in actor.companies


def _which(subject: str, state: Mapping[str, Any]) -> Message | None:
    """What was answered or decided, in words; None where the sentence of `_WORDS` says it all."""
    if subject == "supplier" and state.get("answer") in ANSWERS:
        return ANSWERS[state["answer"]]
    if subject == "nature" and (found := declared().get(state.get("nature", ""))):
        return labelled(found["label"])
    if subject == "category_rule":
        return tree.name(state["leaf"]) if state.get("leaf") else UNCLASSIFIED
    return None


def _words(row: Mapping[str, Any]) -> tuple[Message, Message | None]:
    state = _state(row)
    if answers := state.get("answers"):
        state |= answers[0]
    why = state.get("why")
    said = tags.unpack(str(why)) if why else None
    if row["subject"] != "exclusion":
        words = _WORDS.get((row["subject"], row["what"]), plain(str(row["what"])))
        which = _which(str(row["subject"]), state)
        return (msg("{what}: {which}", what=words, which=which) if which else words), said
    if row["what"] == "removed":
        return msg("The rule about addressable spend was taken back."), said
    included = state.get("included")
    return (
        msg("Let into addressable spend.") if included else msg("Left out of addressable spend."),
        said,
    )
