"""A page of the screen as a file for a meeting: PowerPoint with charts that can be edited, or one sheet as PDF."""

from __future__ import annotations

from collections.abc import Callable

from socialimpact.actor import Actor
from socialimpact.report.board import Board
from socialimpact.report.board_sheet import sheet
from socialimpact.report.powerpoint import powerpoint

MIMES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
}
_FORMATS: dict[str, Callable[[Board, str], bytes]] = {"pptx": powerpoint, "pdf": sheet}


def taken(actor: Actor, board: Board, form: str, language: str) -> bytes:
    """The page as `pptx` or `pdf`. Raises `NotAllowed` where the actor may not download."""
    actor.require_download()
    return _FORMATS[form](board, language)
