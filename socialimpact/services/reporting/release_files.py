"""The files of released reports."""

from __future__ import annotations

from socialimpact.actor import Actor
from socialimpact.services.reporting import impact_report
from socialimpact.services.reporting.releases import Release, content, document
from socialimpact.services.workspace import Workspace


def written_as(ws: Workspace, actor: Actor, each: Release, form: str, language: str) -> bytes:
    """A released report as a file: its JSON as kept, other formats from what was frozen. Raises `NotAllowed`."""
    actor.require_download()
    if form == "json":
        return content(ws, each)
    return impact_report.written_as(actor, document(ws, each), form, language)


def file_name(each: Release, form: str, language: str) -> str:
    """What the file of a release is called. The JSON is one, whatever language is asked for."""
    base = impact_report.file_name(each.year, form, each.language if form == "json" else language)
    return base.replace(f"-{each.year}.", f"-{each.number}.")
