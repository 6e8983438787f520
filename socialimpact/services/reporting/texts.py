"""The texts of a report that people put into words of their own, and which of its sections they leave out.

They are kept by year, companies and language; what is not written stays the proposal of the data, and is new each time.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed, NotFound, Refused
from socialimpact.language import Message, msg
from socialimpact.report.chapter.titles import TITLES
from socialimpact.report.document import Paragraph, Report, Written, numbered
from socialimpact.report.numbers_in_text import Stale, check, figures, quoted
from socialimpact.report.own_texts import ALWAYS
from socialimpact.services.suppliers.decisions import require
from socialimpact.services.workspace import Workspace
from socialimpact.settings import LANGUAGES
from socialimpact.store import Transaction

LONGEST = 8_000


@dataclass(frozen=True)
class Kept:
    """A text as it was kept: `proposal` is what the data proposed then, `figures` which figures its numbers were."""

    written: Written
    proposal: str
    figures: dict[str, list[str]]


@dataclass(frozen=True)
class TextView:
    """A text that can be edited. `own` is None where the proposal stands.

    `was`: what the data proposed when it was written, where they propose something else now; else None. `about`: the
    heading within the section that it stands under, such as the name of an initiative.
    """

    key: str
    section: str
    number: str
    title: Message
    proposal: str
    own: Written | None
    was: str | None
    stale: tuple[Stale, ...]
    foreign: tuple[str, ...]
    about: str = ""

    @property
    def body(self) -> str:
        return self.own.body if self.own else self.proposal

    @property
    def open(self) -> bool:
        """Whether somebody should look at it: the data say something else than when it was written."""
        return bool(self.was is not None or self.stale)


def key_of(actor: Actor, companies: Sequence[int]) -> str:
    """The companies of a report as its texts are kept under; all that an actor may see are these companies."""
    meant = companies or (() if actor.companies is None else tuple(actor.companies))
    return ",".join(str(each) for each in sorted(set(meant)))


def kept(ws: Workspace, actor: Actor, year: int, companies: Sequence[int] = ()) -> dict[tuple[str, str], Kept]:
    """What was written, by the text's key and language."""
    actor.require("viewer")
    rows = ws.db.rows(
        "select text_key, language, body, proposal, figures, made_by, made_at from report_text"
        " where year = ? and companies = ?",
        [year, key_of(actor, companies)],
        step="texts of the report",
    )
    return {
        (key, language): Kept(Written(language, body, who, when), proposal, json.loads(found))
        for key, language, body, proposal, found, who, when in rows
    }


def by_key(found: dict[tuple[str, str], Kept]) -> dict[str, tuple[Written, ...]]:
    """What was written, by the text's key, in all languages."""
    texts: dict[str, tuple[Written, ...]] = {}
    for key, language in sorted(found):
        texts[key] = (*texts.get(key, ()), found[key, language].written)
    return texts


def views(ws: Workspace, actor: Actor, report: Report, language: str, companies: Sequence[int] = ()) -> list[TextView]:
    """The texts of a report that can be edited, in their order, each held against the data of now."""
    found = kept(ws, actor, report.year, companies)
    seen = []
    for number, section in numbered(report):
        about = ""
        for block in section.blocks:
            if not isinstance(block, Paragraph):
                continue
            if block.role == "lead":
                about = block.said(language)
            elif block.key:
                own = found.get((block.key, language))
                view = _view(report, number, section.key, section.title, block, own, language)
                seen.append(replace(view, about=about))
    return seen


def _view(  # noqa: PLR0917 - one text from all that is known of it
    report: Report, number: str, section: str, title: Message, block: Paragraph, own: Kept | None, language: str
) -> TextView:
    proposal = block.text.to(language)
    if own is None:
        return TextView(block.key, section, number, title, proposal, None, None, (), ())
    checked = check(own.written.body, own.figures, figures(report, section, language), language)
    was = own.proposal if own.proposal != proposal else None
    return TextView(
        block.key, section, number, title, proposal, own.written, was, checked.stale, checked.foreign
    )  # fmt: skip


def save_text(  # noqa: PLR0917 - which text of which report, and what it says
    ws: Workspace, actor: Actor, report: Report, language: str, key: str, body: str, companies: Sequence[int] = ()
) -> None:
    """Keep a text instead of the proposal; the proposal's own words take it back. `report` is the one of now.

    Raises `NotFound` for a text that the report does not have, `Refused` for one that is empty or too long.
    """
    _require_editor(actor, companies)
    if language not in LANGUAGES:
        raise NotFound(msg("There is no language “{language}”.", language=language))
    section, block = _block(report, key)
    said = "\n".join(line.rstrip() for line in body.replace("\r\n", "\n").strip().split("\n"))
    if not said:
        raise Refused(
            msg("An empty text says nothing: go back to the proposal, or leave the whole section out."),
            code="empty_text",
        )
    if len(said) > LONGEST:
        raise Refused(msg("The text is longer than {n} characters.", n=LONGEST), code="text_too_long")
    proposal = block.text.to(language)
    if said == proposal:
        back_to_proposal(ws, actor, report.year, language, key, companies)
        return
    before = kept(ws, actor, report.year, companies).get((key, language))
    place = _place(actor, report.year, companies, language, key)
    with ws.db.write(actor) as tx:
        _remove(tx, place)
        row = dict(zip(_PLACE, place, strict=True)) | {
            "body": said,
            "proposal": proposal,
            "figures": json.dumps(quoted(said, figures(report, section, language), language), ensure_ascii=False),
            "made_by": actor.name,
            "made_at": datetime.now(UTC).replace(tzinfo=None),
        }
        tx.insert("report_text", row)
        was = {"body": before.written.body if before else proposal}
        tx.event("saved", "report_text", "/".join(map(str, place)), before=was, after={"body": said})


def back_to_proposal(  # noqa: PLR0917 - which text of which report
    ws: Workspace, actor: Actor, year: int, language: str, key: str, companies: Sequence[int] = ()
) -> None:
    """Let the proposal of the data stand again. What was written stays in the history."""
    _require_editor(actor, companies)
    before = kept(ws, actor, year, companies).get((key, language))
    if before is None:
        return
    place = _place(actor, year, companies, language, key)
    with ws.db.write(actor) as tx:
        _remove(tx, place)
        tx.event("removed", "report_text", "/".join(map(str, place)), before={"body": before.written.body})


def hidden(ws: Workspace, actor: Actor, year: int, companies: Sequence[int] = ()) -> frozenset[str]:
    """The sections that are left out of a year's report."""
    actor.require("viewer")
    rows = ws.db.rows(
        "select hidden from report_sections where year = ? and companies = ?",
        [year, key_of(actor, companies)],
        step="sections of the report",
    )
    return frozenset(rows[0][0]) if rows else frozenset()


def hide(ws: Workspace, actor: Actor, year: int, wanted: Sequence[str], companies: Sequence[int] = ()) -> None:
    """Leave these sections out of a year's report, and no other. Raises `Refused` for one that must stay."""
    _require_editor(actor, companies)
    for key in wanted:
        if key not in TITLES:
            raise NotFound(msg("The report has no section “{key}”.", key=key))
        if key in ALWAYS:
            raise Refused(
                msg("“{section}” stays in every report: without it no figure can be checked.", section=TITLES[key]),
                code="section_stays",
            )
    before = hidden(ws, actor, year, companies)
    if before == frozenset(wanted):
        return
    place = key_of(actor, companies)
    with ws.db.write(actor) as tx:
        tx.execute("delete from report_sections where year = ? and companies = ?", [year, place])
        tx.insert("report_sections", {"year": year, "companies": place, "hidden": sorted(set(wanted))})
        tx.event(
            "saved", "report_sections", f"{year}/{place}", before=sorted(before), after=sorted(set(wanted))
        )  # fmt: skip


def may_edit(actor: Actor, companies: Sequence[int]) -> bool:
    """Whether the actor may write in the report of these companies."""
    try:
        _require_editor(actor, companies)
    except NotAllowed:
        return False
    return True


def _require_editor(actor: Actor, companies: Sequence[int]) -> None:
    meant = tuple(companies) or (() if actor.companies is None else tuple(actor.companies))
    for company in meant:
        actor.require("editor", company)
    if not meant:
        require(actor, "editor", None)


def _block(report: Report, key: str) -> tuple[str, Paragraph]:
    for section in report.sections:
        for block in section.blocks:
            if key and isinstance(block, Paragraph) and block.key == key:
                return section.key, block
    raise NotFound(msg("The report has no text “{key}”.", key=key))


_PLACE = ("year", "companies", "language", "text_key")


def _place(actor: Actor, year: int, companies: Sequence[int], language: str, key: str) -> tuple[int, str, str, str]:
    return year, key_of(actor, companies), language, key


def _remove(tx: Transaction, place: tuple[int, str, str, str]) -> None:
    tx.execute(f"delete from report_text where {' and '.join(f'{name} = ?' for name in _PLACE)}", list(place))
