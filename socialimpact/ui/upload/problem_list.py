"""What to know and to check about a ledger: each kind once, worst first, opening to its rows, each row in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.errors import Place, Problem, Severity
from socialimpact.language import Message, msg, plural
from socialimpact.ledger.problems import LISTED
from socialimpact.services.ledgers.rows_to_fix import SEVERITY_NAMES
from socialimpact.services.ledgers.sheet_view import SheetView
from socialimpact.ui.download import book_button
from socialimpact.ui.language import say
from socialimpact.ui.upload import sheet_grid
from socialimpact.ui.upload.reconciliation import plain

PAGE = 12
_LONGEST_VALUE = 18
_ICONS: dict[Severity, str] = {
    "error": ":material/error:",
    "warning": ":material/warning:",
    "info": ":material/info:",
}


@dataclass(frozen=True)
class Group:
    """All problems of one code: what is said of them, and the rows they speak of."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        return self.problems[0]

    @property
    def places(self) -> tuple[Place, ...]:
        """Each row once, in the file's order."""
        return tuple(dict.fromkeys(place for problem in self.problems for place in problem.located))

    @property
    def messages(self) -> tuple[Message, ...]:
        """What is said: of a single row its sentence, of many what is said of all of them."""
        about_all = tuple(problem.message for problem in self.problems if problem.row is None)
        return about_all or (self.first.message,)

    @property
    def title(self) -> str:
        kind = self.first.kind
        return say(kind.title) if kind else say(self.first.message)


def groups(problems: Sequence[Problem]) -> list[Group]:
    """The problems by code, in the order in which the codes first come."""
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.code, []).append(problem)
    return [Group(tuple(each)) for each in found.values()]


def show(
    problems: Sequence[Problem],
    *,
    key: str,
    file_name: str,
    make: Callable[[Actor, str], bytes],
    around: Callable[[Place], SheetView] | None,
) -> None:
    """Every kind behind its name and number. `make` writes the workbook, `around` gives the rows about a place."""
    with st.container(gap="xsmall"):
        for group in groups(problems):
            _group(group, f"{key}_{group.first.code}", around)
    fixable = any(group.first.kind and group.first.kind.rows_to_fix and group.places for group in groups(problems))
    title = msg("Download the rows to fix (Excel)") if fixable else msg("Download this list (Excel)")
    book_button(title, make, file_name=file_name, key=f"{key}_excel")


def _group(group: Group, key: str, around: Callable[[Place], SheetView] | None) -> None:
    number = len(group.places)
    title = f"{say(SEVERITY_NAMES[group.first.severity])} · **{plain(group.title)}**"
    if number:
        rows = plural("{n} row", "{n} rows", number) if number < LISTED else msg("{n} rows or more", n=number)
        title += f" · {say(rows)}"
    inside = st.expander(title, key=key, icon=_ICONS[group.first.severity], on_change="rerun")
    if not inside.open:
        return
    with inside:
        st.markdown(" ".join(plain(say(message)) for message in group.messages[:3]))
        kind = group.first.kind
        if kind:
            done, to_do = say(msg("What was done")), say(msg("What to do"))
            st.markdown(f"- **{done}**: {plain(say(kind.done))}\n- **{to_do}**: {plain(say(kind.to_do))}")
        if number:
            _rows(group.places, key, around)


def _rows(places: Sequence[Place], key: str, around: Callable[[Place], SheetView] | None) -> None:
    pages = -(-len(places) // PAGE)
    page = st.pagination(pages, key=f"{key}_page") if pages > 1 else 1
    shown = range((page - 1) * PAGE, min(page * PAGE, len(places)))
    several = len({place.sheet for place in places}) > 1
    chosen = st.pills(
        say(msg("Rows of the file")),
        shown,
        format_func=lambda at: _label(places[at], several=several),
        key=f"{key}_rows_{page}",
        default=shown[0],
    )
    if around is not None and chosen is not None:
        place = places[chosen]
        view = around(place)
        where = sheet_grid.letter_of(view, place)
        said = (
            msg("Row {row}, column {column}", row=str(place.row), column=where)
            if where
            else msg("Row {row}", row=str(place.row))
        )
        sheet_grid.show(view, title=say(said))


def _label(place: Place, *, several: bool) -> str:
    value = " ".join((place.value or "").split())
    if len(value) > _LONGEST_VALUE:
        value = f"{value[:_LONGEST_VALUE]}…"
    parts = [place.sheet if several else None, str(place.row), f"“{value}”" if value else None]
    return plain(" · ".join(part for part in parts if part))
