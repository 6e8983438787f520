"""The events: searched, chosen by what they are about, a page at a time; one opened with its states."""

from __future__ import annotations

import math

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import msg, plural
from socialimpact.services.reporting import history
from socialimpact.services.reporting.history import HistoryLine
from socialimpact.services.workspace import Workspace
from socialimpact.ui import language, navigation
from socialimpact.ui.download import MIME, Column, file_button
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.table_card import table

_PAGE = 25
_SEARCH, _ABOUT, _NUMBER = "history_search", "history_about", "history_page"
_COLUMNS = (
    Column("when", msg("When")),
    Column("what", msg("What")),
    Column("who", msg("Who")),
    Column("why", msg("Why")),
)


def show(ws: Workspace, actor: Actor) -> None:
    """The choices, the table, the event that was chosen in it."""
    navigation.link("report", msg("Releases of the impact report"), icon=":material/verified:")
    search, about = _choices()
    first = (st.session_state.get(_NUMBER, 1) - 1) * _PAGE
    found = history.history(ws, actor, search=search, about=about, limit=_PAGE, offset=first)
    if not found.total:
        if search or about:
            st.info(say(msg("Nothing that happened fits. Look for fewer words, or for everything.")))
        else:
            empty(
                msg("Nothing has happened yet"),
                msg("Each import and each decision will be written down here."),
                [Step("upload", msg("Upload a ledger"))],
                icon=":material/history:",
            )
        return
    st.caption(say(plural("{n} event, the newest first.", "{n} events, the newest first.", found.total)))
    rows = [
        {"when": _time(each), "what": say(each.what), "who": say(each.who), "why": say(each.why) or None}
        for each in found.lines
    ]
    chosen = table(_COLUMNS, rows, key=f"history_table_{first}_{search}_{about}", selectable=True,
                   alt=msg("What happened, the newest first"))  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center"):
        pages = math.ceil(found.total / _PAGE)
        if pages > 1:
            st.pagination(pages, key=_NUMBER)
        file_button(
            msg("Download as Excel"),
            lambda who, reader: history.as_file(ws, who, reader=reader, search=search, about=about),
            file_name=f"{say(msg('history'))}-{language.current()}.xlsx",
            mime=MIME,
            key="history_excel",
            quiet=True,
        )
    if chosen is not None and chosen < len(found.lines):
        _opened(found.lines[chosen])
    else:
        st.caption(say(msg("Choose a row to see what was so before and after.")))


def _choices() -> tuple[str, str | None]:
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        search = st.text_input(
            say(msg("Search")), key=_SEARCH, placeholder=say(msg("A supplier, a file, a person, a reason, a day")),
            on_change=_to_first, width=420,
        )  # fmt: skip
        about = st.selectbox(
            say(msg("About")),
            [None, *history.ABOUT],
            format_func=lambda key: say(history.ABOUT[key][0] if key else msg("Everything")),
            key=_ABOUT,
            on_change=_to_first,
            width=280,
        )
    return search, about


def _to_first() -> None:
    st.session_state[_NUMBER] = 1


def _time(each: HistoryLine) -> str:
    """The moment as the reader's language writes it."""
    return say(msg("{when}", when=each.when))


def _opened(each: HistoryLine) -> None:
    """One event with the states that it wrote down."""
    with st.container(border=True, key="history_opened"):
        st.markdown(f"**{literal(say(each.what))}**")
        st.caption(literal(f"{_time(each)} · {say(each.who)} · {say(each.about)}"))
        if each.why:
            st.markdown(literal(say(each.why)))
        for title, state in ((msg("Before"), each.before), (msg("After"), each.after)):
            lines = history.lines_of(state)
            if lines:
                st.markdown(f"**{literal(say(title))}**")
                st.code("\n".join(f"{name}: {value}" if name else value for name, value in lines), language=None,
                        wrap_lines=True)  # fmt: skip
