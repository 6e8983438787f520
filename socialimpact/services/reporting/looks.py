"""The organisation's look: two colours and a logo, for everything that leaves as a file."""

from __future__ import annotations

import hashlib

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.language import Message, msg
from socialimpact.report.look import APART, LINE_CONTRAST, TEXT_CONTRAST, Look, contrast, rgb
from socialimpact.services.reporting.logo import reencoded
from socialimpact.services.suppliers.decisions import require
from socialimpact.services.workspace import Workspace


def look(ws: Workspace) -> Look:
    """How documents are dressed: our own colours and no logo, until the organisation chooses."""
    rows = ws.db.rows("select accent, second, logo from document_look", step="look of documents")
    return Look(*rows[0]) if rows else Look()


def objection(accent: str, second: str) -> Message | None:
    """Why these colours cannot be used, or None: what is too pale on white paper, or alike for many eyes."""
    for colour in (accent, second):
        try:
            rgb(colour)
        except ValueError:
            return msg("“{colour}” is no colour: write it as #0b6b4f.", colour=colour)
    if (found := contrast(accent)) < TEXT_CONTRAST:
        return msg(
            "The main colour is too pale to read titles in it on white paper: its contrast is {found}, at least {least}"
            " is needed. Choose a darker one.",
            found=round(found, 1), least=TEXT_CONTRAST,
        )  # fmt: skip
    if (found := contrast(second)) < LINE_CONTRAST:
        return msg(
            "The second colour is too pale to see lines in it on white paper: its contrast is {found}, at least {least}"
            " is needed. Choose a darker one.",
            found=round(found, 1), least=LINE_CONTRAST,
        )  # fmt: skip
    if contrast(accent, second) < APART:
        return msg(
            "The two colours are equally dark: in print, and for many people, they are the same. Make one of them"
            " lighter."
        )
    return None


def save_colours(ws: Workspace, actor: Actor, accent: str, second: str) -> Look:
    """Use these colours from now on. Raises `Refused` with the reason where they cannot be read."""
    require(actor, "editor", None)
    wanted = accent.strip().lower(), second.strip().lower()
    if reason := objection(*wanted):
        raise Refused(reason, code="bad_colour")
    return _keep(ws, actor, Look(*wanted, look(ws).logo))


def save_logo(ws: Workspace, actor: Actor, content: bytes) -> Look:
    """Use a picture as logo: PNG, JPEG or SVG. It is drawn anew, so that nothing but its pixels is kept.

    Raises `Refused` for a file that is no such picture, or too large.
    """
    require(actor, "editor", None)
    now = look(ws)
    return _keep(ws, actor, Look(now.accent, now.second, reencoded(content)))


def remove_logo(ws: Workspace, actor: Actor) -> Look:
    """Go without a logo."""
    require(actor, "editor", None)
    now = look(ws)
    return _keep(ws, actor, Look(now.accent, now.second))


def _keep(ws: Workspace, actor: Actor, wanted: Look) -> Look:
    before = look(ws)
    with ws.db.write(actor) as tx:
        tx.execute("delete from document_look")
        tx.insert("document_look", {"accent": wanted.accent, "second": wanted.second, "logo": wanted.logo})
        tx.event("saved", "document_look", before=_told(before), after=_told(wanted))
    return wanted


def _told(of: Look) -> dict[str, str | None]:
    """For the history: of the logo its hash, it is too long to be written down twice."""
    sha256 = hashlib.sha256(of.logo.encode()).hexdigest() if of.logo else None
    return {"accent": of.accent, "second": of.second, "logo_sha256": sha256}
