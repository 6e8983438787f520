"""Whose turn it is: the queue and the next case, kept by this visit as long as nobody else has changed the data.

An answer moves the queue by one case, which is known without asking the store again; the next case is looked up while
the person still reads this one. Both hold for one version of the data: any other change, and they are asked anew.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.services.review.review_case import CaseView, case
from socialimpact.services.review.review_queue import Queue, queue
from socialimpact.services.review.reviewing import Answer
from socialimpact.services.workspace import Workspace
from socialimpact.suppliers.names import name_key

_KEPT = "review_turn"


@dataclass(frozen=True)
class _Turn:
    """The queue of one person at one version of the data, and the case that comes next."""

    home: str
    version: int
    actor: Actor
    queue: Queue
    ahead: CaseView | None = None


def now(ws: Workspace, actor: Actor) -> Queue:
    """The queue as it is."""
    kept = _kept(ws, actor)
    if kept is None:
        # the version first: what changes in between makes the next run ask again
        kept = _Turn(str(ws.home.path), ws.db.data_version(), actor, queue(ws, actor))
        st.session_state[_KEPT] = kept
    return kept.queue


def case_of(ws: Workspace, actor: Actor, supplier_id: int, entry_id: int | None) -> CaseView:
    """The case of a supplier, asked about one of its entries or, where that is none any more, the best."""
    kept = _kept(ws, actor)
    ahead = kept.ahead if kept else None
    if ahead and ahead.supplier_id == supplier_id and entry_id in {None, ahead.chosen.entry_id}:
        return ahead
    among = now(ws, actor)
    try:
        return case(ws, actor, supplier_id, entry_id=entry_id, among=among)
    except Refused:
        return case(ws, actor, supplier_id, among=among)


def look_ahead(ws: Workspace, actor: Actor) -> None:
    """Look up the case that comes after this one. Called when everything is drawn."""
    kept = _kept(ws, actor)
    if kept is None or kept.queue.open < 2:  # noqa: PLR2004 - this one and the next
        return
    following = kept.queue.table["supplier_id"][1].as_py()
    if kept.ahead is None or kept.ahead.supplier_id != following:
        ahead = case(ws, actor, following, among=kept.queue)
        st.session_state[_KEPT] = replace(kept, ahead=ahead)


@contextmanager
def answering(ws: Workspace, view: CaseView, given: Answer, also: Sequence[int]) -> Generator[None, None, None]:
    """Move the queue on with the answer that is given in the block, if nothing else has changed the data."""
    kept: _Turn | None = st.session_state.pop(_KEPT, None)
    before = ws.db.data_version()
    yield
    version = ws.db.data_version()
    if kept is None or kept.version != before or version != before + 1:
        return
    if given == "no" and (len(view.candidates) > 1 or also):
        return
    put_off = datetime.now(UTC).replace(tzinfo=None) if given == "later" else None
    moved = kept.queue.after([view.supplier_id, *also], put_off=put_off)
    # an answer about a name speaks of its homonyms, too, and one that was put off is shown with its date
    ahead = kept.ahead
    if ahead and (name_key(ahead.supplier) == name_key(view.supplier) or ahead.supplier_id == view.supplier_id):
        ahead = None
    st.session_state[_KEPT] = replace(kept, version=version, queue=moved, ahead=ahead)


def _kept(ws: Workspace, actor: Actor) -> _Turn | None:
    """What this visit keeps, if it is of this home, person and version."""
    kept: _Turn | None = st.session_state.get(_KEPT)
    if kept and (kept.home, kept.version, kept.actor) == (str(ws.home.path), ws.db.data_version(), actor):
        return kept
    return None
