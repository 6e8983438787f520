"""Whose turn it is: the queue and the next case, kept by this visit as long as nobody else has changed the data.

An answer moves the queue by one case, which is known without asking the store again, and taking it back moves it to
where it was; the next case is looked up while the person still reads this one. All of it holds for one version of the
data: any other change, and it is asked anew.

Where it is known already what comes next, the next case is drawn first and the answer is written in the same run, when
everything is drawn (`answer`, `ui.afterwards`): a person reads the next question while the store works.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.services.review.review_case import CaseView, case
from socialimpact.services.review.review_queue import Answer, Queue, entries_of, queue
from socialimpact.services.workspace import Workspace
from socialimpact.ui import afterwards

_KEPT = "review_turn"
_BACK = 5  # answers that are taken back without asking the store for the whole queue


@dataclass(frozen=True)
class _Turn:
    """The queue of one person at one version of the data, and the case that comes next."""

    home: str
    version: int
    actor: Actor
    queue: Queue
    ahead: CaseView | None = None
    before: tuple[tuple[Queue, CaseView], ...] = ()

    def homonyms_of(self, asked: Sequence[int]) -> set[int]:
        """Others of the name that is asked about: an answer about a name speaks of them, too."""
        return self.queue.homonyms(asked[0]) - set(asked)


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
        pass
    try:
        return case(ws, actor, supplier_id, among=among)
    except Refused:
        # an answer about another of its spellings has decided it: the whole queue is asked anew
        st.session_state.pop(_KEPT, None)
        raise


def look_ahead(ws: Workspace, actor: Actor) -> None:
    """Look up the case that comes after this one. Called when everything is drawn."""
    kept = _kept(ws, actor)
    if kept is None or kept.queue.open < 2:  # noqa: PLR2004 - this one and the next
        return
    following = kept.queue.table["supplier_id"][1].as_py()
    if kept.ahead is None or kept.ahead.supplier_id != following:
        ahead = case(ws, actor, following, among=kept.queue)
        st.session_state[_KEPT] = replace(kept, ahead=ahead)


def answer(
    ws: Workspace, actor: Actor, view: CaseView, given: Answer, *, also: Sequence[int], write: Callable[[], None]
) -> None:
    """Have an answer written by `write`: at once, or as soon as the next case is drawn, where that is known already.

    To be called from a press: what the last press left unwritten comes first.
    """
    afterwards.finish()
    kept = _kept(ws, actor)
    asked = (view.supplier_id, *also)
    following = kept.ahead if kept else None
    # where one entry is refused, the store says which others are left
    asks_store = given == "no" and (bool(also) or len(view.candidates) > 1)
    if kept is None or following is None or asks_store or following.supplier_id in asked or kept.homonyms_of(asked):
        with _answering(ws, view, given, also):
            write()
        return

    def write_from_there() -> None:
        st.session_state[_KEPT] = kept
        with _answering(ws, view, given, also):
            write()

    afterwards.later(write_from_there)
    st.session_state[_KEPT] = replace(kept, queue=kept.queue.after(asked, put_off=_put_off(given)))


@contextmanager
def _answering(ws: Workspace, view: CaseView, given: Answer, also: Sequence[int]) -> Generator[None, None, None]:
    """Move the queue on with the answer that is given in the block, if nothing else has changed the data."""
    kept: _Turn | None = st.session_state.pop(_KEPT, None)
    before = ws.db.data_version()
    yield
    version = ws.db.data_version()
    if kept is None or kept.version != before or version != before + 1:
        return
    asked = (view.supplier_id, *also)
    if kept.homonyms_of(asked):
        return
    if given == "no":
        moved = kept.queue
        for supplier_id in asked:
            moved = moved.left_with(supplier_id, entries_of(ws.db, supplier_id))
    else:
        moved = kept.queue.after(asked, put_off=_put_off(given))
    # what was put off is shown with its date
    ahead = kept.ahead if kept.ahead and kept.ahead.supplier_id not in asked else None
    past = (*kept.before, (kept.queue, view))[-_BACK:]
    st.session_state[_KEPT] = replace(kept, version=version, queue=moved, ahead=ahead, before=past)


def _put_off(given: Answer) -> datetime | None:
    """When a supplier was put off by an answer, as the store writes it."""
    return datetime.now(UTC).replace(tzinfo=None) if given == "later" else None


@contextmanager
def taking_back(ws: Workspace) -> Generator[None, None, None]:
    """Move the queue to where it was before the last answer, which is taken back in the block."""
    kept: _Turn | None = st.session_state.pop(_KEPT, None)
    before = ws.db.data_version()
    yield
    version = ws.db.data_version()
    if kept is None or not kept.before or kept.version != before or version != before + 1:
        return
    *past, (was, view) = kept.before
    st.session_state[_KEPT] = replace(
        kept,
        version=version,
        # that it had been put off before is not taken back with the answer
        queue=was.no_longer_put_off(view.supplier_id),
        ahead=view if view.later_at is None else None,
        before=tuple(past),
    )


def _kept(ws: Workspace, actor: Actor) -> _Turn | None:
    """What this visit keeps, if it is of this home, person and version."""
    kept: _Turn | None = st.session_state.get(_KEPT)
    if kept and (kept.home, kept.version, kept.actor) == (str(ws.home.path), ws.db.data_version(), actor):
        return kept
    return None
