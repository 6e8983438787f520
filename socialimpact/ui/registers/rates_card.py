"""Exchange rates: what there are, what waits for them, and the published file to add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg, plural
from socialimpact.services.ledgers import inbox, rates
from socialimpact.services.ledgers.rates import RatesResult, RatesView
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats
from socialimpact.ui.errors import told
from socialimpact.ui.formats import literal
from socialimpact.ui.job import Job, Tell, watch
from socialimpact.ui.language import say
from socialimpact.ui.upload import effect

_ROUND = "rates_round"
_JOB = "rates_job"


@dataclass(frozen=True)
class Added:
    """Rates that were added, and which figures moved with them."""

    result: RatesResult
    moved: tuple[Message, ...]


def show(ws: Workspace, actor: Actor) -> None:
    """The card; while rates are being added, how far that is instead of the place to drop their file."""
    running: Job[Added] | None = st.session_state.get(_JOB)
    with st.container(border=True, key="rates_card"):
        st.subheader(say(msg("Exchange rates")))
        if running is not None and running.running:
            watch(running, key="rates")
            return
        if running is not None:
            del st.session_state[_JOB]
            with told():
                _done(running.result())
        view = rates.rates(ws, actor)
        _waiting(view)
        _there(view)
        if actor.role != "viewer":
            _ask(ws, actor, view)


def _waiting(view: RatesView) -> None:
    for each in view.waiting:
        text = plural(
            "{n} purchase in {currency}, {amount} in all, waits for a rate and is in no figure.",
            "{n} purchases in {currency}, {amount} in all, wait for a rate and are in no figure.",
            each.lines,
            currency=each.currency,
            amount=round(each.amount, 2),
        )
        st.warning(literal(say(text)), icon=":material/currency_exchange:")


def _there(view: RatesView) -> None:
    if not view.coverage:
        st.write(
            say(
                msg(
                    "Purchases in other currencies are brought to euro by the rate in their row, else by the European"
                    " Central Bank's rate of their day. There is no such rate here yet."
                )
            )
        )
        return
    newest = max(each.last_date for each in view.coverage)
    with st.grid(3, min_column_width=150):
        st.metric(say(msg("Newest rate")), formats.day(newest))
        st.metric(say(msg("Oldest rate")), formats.day(min(each.first_date for each in view.coverage)))
        st.metric(say(msg("Currencies")), formats.count(len(view.coverage)))
    last = view.files[0]
    about = msg("Last file: {file}, added on {date}.", file=last.file, date=last.added_at.date())
    st.caption(literal(say(about)))


def _ask(ws: Workspace, actor: Actor, view: RatesView) -> None:
    st.caption(
        say(
            msg(
                "Download “eurofxref-hist.csv” (or its zip) from the page of euro reference rates of the European"
                " Central Bank and drop it here as it is. Once is enough; add a newer one when purchases are newer."
            )
        )
    )
    uploaded = st.file_uploader(
        say(msg("The file of rates, as CSV or zip")), key=f"rates_file_{st.session_state.get(_ROUND, 0)}"
    )
    if uploaded is None:
        return
    first = not view.files
    if st.button(
        say(msg("Add the rates") if first else msg("Add the newer rates")),
        type="primary",
        key="rates_add",
        icon=":material/currency_exchange:",
    ):
        with told():
            _start(ws, actor, uploaded)


def _start(ws: Workspace, actor: Actor, uploaded: Any) -> None:
    """Begin in the background; the page then shows how far it is."""
    uploaded.seek(0)
    path = inbox.receive(ws, actor, uploaded)
    file = uploaded.name

    def work(tell: Tell, stopped: Callable[[], bool]) -> Added:
        try:
            before = effect.figures(ws, actor)
            result = rates.add_rates(ws, actor, path, name=file, progress=tell, cancelled=stopped)
            return Added(result, effect.changes(before, effect.figures(ws, actor)))
        finally:
            inbox.put_away(path)

    st.session_state[_JOB] = Job(work, msg("Reading the file of exchange rates"))
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()


def _done(added: Added) -> None:
    result = added.result
    said = [
        msg(
            "{rates} rates of {currencies} currencies are here, the newest of {date}.",
            rates=result.rates,
            currencies=result.currencies,
            date=result.last_date,
        )
    ]
    if result.converted:
        said.append(
            plural(
                "{n} purchase that waited was brought to euro and counts now.",
                "{n} purchases that waited were brought to euro and count now.",
                result.converted,
            )
        )
        said += added.moved
    st.success("\n\n".join(literal(say(message)) for message in said), icon=":material/check:")
