"""A report held against the store: every figure asked again, and what has happened since where one differs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.figures.query import query
from socialimpact.language import Message, msg
from socialimpact.report.plain import parsed
from socialimpact.services.reporting import event_words
from socialimpact.services.reporting.causes import Cause, Suspects
from socialimpact.services.reporting.events import since
from socialimpact.services.reporting.figure_names import figure_names
from socialimpact.services.reporting.moved import Moved
from socialimpact.services.reporting.releases import Release, content, release, releases
from socialimpact.services.reporting.reported import Reported, by_question, figures
from socialimpact.services.workspace import Workspace

# `released`: byte for byte a release; `changed`: it names one, but is another file; `unknown`: it names one that is not
# in this store; `draft`: it was never released.
File = Literal["released", "changed", "unknown", "draft"]
_NUMBER = re.compile(r"[0-9]{4}-[0-9]+")


@dataclass(frozen=True)
class Difference:
    """A figure that is another today: what the report says and what the store says now, as JSON holds them."""

    figure: Reported
    name: Message
    now: Any
    causes: tuple[Cause, ...] = ()

    @property
    def reported(self) -> Any:
        return self.figure.value

    def as_json(self, language: str) -> dict[str, Any]:
        return {
            "measure": self.figure.measure,
            "where": dict(self.figure.where),
            "row": dict(self.figure.row),
            "figure": self.name.to(language),
            "reported": self.reported,
            "now": self.now,
            "causes": [each.as_json(language) for each in self.causes],
        }


@dataclass(frozen=True)
class Altered:
    """A place of a file that is not as it was released: `released` and `found` as JSON holds them, None for nothing."""

    place: Message
    released: Any
    found: Any

    def as_json(self, language: str) -> dict[str, Any]:
        return {"place": self.place.to(language), "released": self.released, "found": self.found}


@dataclass(frozen=True)
class Verdict:
    """`checked` figures and those that differ today; of a `changed` file also what was altered in it.

    `causes` are the events behind the differences, each once.
    """

    checked: int
    differences: tuple[Difference, ...]
    causes: tuple[Cause, ...]
    file: File
    sha256: str
    release: str | None = None
    altered: tuple[Altered, ...] = ()

    @property
    def holds(self) -> bool:
        """Every figure is what the store says, and the file is what was released, if it says that it was."""
        return not self.differences and self.file in {"released", "draft"}

    def file_words(self) -> Message:
        """What the file is."""
        match self.file:
            case "released":
                return msg("The file is release {number}, byte for byte.", number=self.release or "")
            case "changed":
                return msg("The file says that it is release {number}, but it was changed after the release.",
                           number=self.release or "")  # fmt: skip
            case "unknown":
                return msg("The file says that it is release {number}, which is not among the releases kept here.",
                           number=self.release or "")  # fmt: skip
            case _:
                return msg("The file was never released: nothing but its figures can be held against the data.")

    def words(self) -> Message:
        """How many figures are as the report says."""
        if not self.differences:
            return msg("All {n} figures are as the report says.", n=self.checked)
        return msg("{n} of {all} figures differ.", n=len(self.differences), all=self.checked)

    def as_json(self, language: str) -> dict[str, Any]:
        return {
            "checked": self.checked,
            "holds": self.holds,
            "file": self.file,
            "sha256": self.sha256,
            "release": self.release,
            "altered": [each.as_json(language) for each in self.altered],
            "differences": [each.as_json(language) for each in self.differences],
            "since": [each.as_json(language) for each in self.causes],
        }


def verify(ws: Workspace, actor: Actor, file: bytes) -> Verdict:
    """Hold a report's JSON against its release, and every figure of it against the store.

    Raises `Refused` for a file that is no report, `NotAllowed` for one about companies that the actor may not see.
    """
    actor.require("viewer")
    document = parsed(file)
    asked = figures(document)
    sha256 = hashlib.sha256(file).hexdigest()
    named, old = _release_of(ws, actor, document)
    if old is None:
        _check_companies(ws, actor, document)
    state: File = "draft" if named is None else "unknown" if old is None else "changed"
    altered: tuple[Altered, ...] = ()
    if old and sha256 == old.sha256:
        state = "released"
    elif old:
        altered = _altered(parsed(content(ws, old)), document)
    others = differing(ws, actor, asked)
    last = old.last_event if old else _last_event(document)
    told = _with_causes(ws, actor, others, old, last)
    return Verdict(len(asked), told, _once(told), state, sha256, named, altered)


def verify_release(ws: Workspace, actor: Actor, number: str) -> Verdict:
    """The same for a release as it is kept. Raises `NotFound`; `StoreFailed` where the kept file was changed."""
    return verify(ws, actor, content(ws, release(ws, actor, number)))


def is_number(text: str) -> bool:
    """Whether a text has the form of a release's number."""
    return _NUMBER.fullmatch(text) is not None


def _release_of(ws: Workspace, actor: Actor, document: Mapping[str, Any]) -> tuple[str | None, Release | None]:
    """The number of the release that a document says it is, and that release."""
    said = document.get("release")
    if not isinstance(said, Mapping):
        return None, None
    number = str(said.get("number"))
    return number, next((each for each in releases(ws, actor) if each.number == number), None)


def _check_companies(ws: Workspace, actor: Actor, document: Mapping[str, Any]) -> None:
    """A report of companies that the actor does not see would seem to differ in everything."""
    if actor.companies is None:
        return
    seen = {name for number, name in ws.db.rows("select company_id, name from company") if number in actor.companies}
    if not set(document.get("companies") or ()) <= seen:
        raise NotAllowed(msg("This report is about companies that you may not see."))


def _last_event(document: Mapping[str, Any]) -> int:
    last = document.get("last_event")
    if not isinstance(last, int):
        raise Refused(msg("This file is no report of this program: give the JSON that it wrote."), code="not_a_report")
    return last


def differing(ws: Workspace, actor: Actor, asked: Iterable[Reported]) -> list[tuple[Reported, Any]]:
    """The figures that are others today, with what they are now."""
    found = []
    for group in by_question(asked).values():
        now = _asked_again(ws, actor, group)
        found += [(each, now[each.key]) for each in group if not each.same_as(now[each.key])]
    return found


def _asked_again(ws: Workspace, actor: Actor, group: Sequence[Reported]) -> dict[str, Any]:
    """The figures of one question as they are now, by key; None for a measure that the program no longer has."""
    first = group[0]
    measures = list(dict.fromkeys(each.measure for each in group if each.declared))
    if not measures:
        return {each.key: None for each in group}
    try:
        answer = query(ws.db, measures, tuple(first.row), first.selection, actor=actor)
    except NotFound:  # a scope that is no longer there
        return {each.key: None for each in group}
    columns = [by.id_column for by in answer.by]
    rows = {tuple(row[column] for column in columns): row for row in answer.rows}

    def now(each: Reported) -> Any:
        row = rows.get(tuple(each.row.values()))
        if row is None:
            return {"euro": Decimal(0), "count": 0}.get(each.unit)
        return row.get(each.measure)

    return {each.key: now(each) for each in group}


def _with_causes(
    ws: Workspace, actor: Actor, others: Sequence[tuple[Reported, Any]], old: Release | None, last_event: int
) -> tuple[Difference, ...]:
    if not others:
        return ()
    events = [each for each in since(ws.db, last_event) if each.subject != "release"]
    names = figure_names(ws.db, [figure for figure, _ in others])
    known = event_words.names(ws.db, events)
    if old is None:
        suspects = Suspects(ws.db, events, known)
        return tuple(_difference(figure, now, names, suspects.causes(figure)) for figure, now in others)
    with ws.db.rehearse(actor) as tx:
        moved = Moved(tx, old, events, known)
        told = tuple(_difference(figure, now, names, moved.causes(figure)) for figure, now in others)
        moved.close()
    return told


def _difference(
    figure: Reported, now: Any, names: Mapping[tuple[str, Any], str], causes: tuple[Cause, ...]
) -> Difference:
    shown = f"{now:.2f}" if isinstance(now, Decimal) else now
    return Difference(figure, figure.name(names), shown, causes)


def _once(differences: Iterable[Difference]) -> tuple[Cause, ...]:
    """The events behind the differences without their effects on one figure, the newest first."""
    found: dict[int, Cause] = {}
    for difference in differences:
        for cause in difference.causes:
            if cause.event_id is not None:
                found[cause.event_id] = Cause(cause.what, cause.who, cause.when, cause.why, event_id=cause.event_id)
    return tuple(found[number] for number in sorted(found, reverse=True))


def _altered(released: Mapping[str, Any], found: Mapping[str, Any]) -> tuple[Altered, ...]:
    """What of a changed file is not as it was released: figures by name, other parts by theirs."""
    was = {each.key: each for each in figures(released)}
    now = {each.key: each for each in figures(found)}
    told = [
        Altered(each.name({}), was[key].value if key in was else None, now[key].value if key in now else None)
        for key, each in (was | now).items()
        if key not in was or key not in now or was[key].value != now[key].value
    ]
    parts = {"title": msg("Title"), "organisation": msg("Organisation"), "sections": msg("Words and tables"),
             "document": msg("The document that the formats are written from")}  # fmt: skip
    told += [Altered(name, None, None) for key, name in parts.items() if released.get(key) != found.get(key)]
    rest = set(released) | set(found)
    others = sorted(key for key in rest - {*parts, "figures"} if released.get(key) != found.get(key))
    told += [Altered(msg("The entry “{name}”", name=key), released.get(key), found.get(key)) for key in others]
    return tuple(told) or (Altered(msg("Only blanks or the order of its entries"), None, None),)
