"""How a figure is calculated, in words and numbers, down to the lines of the ledger."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.figures.explain import Explanation, Figure, Part
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import measure
from socialimpact.language import Message, msg, plural
from socialimpact.services.dashboards import explaining
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats, navigation
from socialimpact.ui.download import Column, excel_button
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.table_card import table

_ASKED = "lines_asked"
_PAGE = 100
_MOST_PARTS = 6
LINE_COLUMNS = (
    Column("date", msg("Date"), "date"),
    Column("supplier", msg("Supplier")),
    Column("description", msg("Description")),
    Column("net_amount", msg("Amount"), "euro"),
    Column("category", msg("Category")),
    Column("ledger_category", msg("Category in the ledger")),
    Column("document_number", msg("Document")),
    Column("kind", msg("Kind")),
    Column("evidence", msg("Evidence")),
    Column("file", msg("File")),
    Column("sheet", msg("Sheet")),
    Column("row_number", msg("Row"), "count"),
)


def how_calculated(ws: Workspace, actor: Actor, key: str, selection: Selection, *, place: str) -> None:
    """A small button that opens the explanation of a figure; closed, it costs nothing. `place` tells keys apart."""
    name = f"{place}_{key}_how"
    shown = st.popover(
        say(msg("How it is calculated")), icon=":material/info:", type="tertiary", key=name, on_change="rerun"
    )
    if shown.open:
        with shown:
            explained(explaining.explanation(ws, actor, key, selection))
            st.button(
                say(msg("Show the lines behind it")),
                icon=":material/list:",
                key=f"{name}_lines",
                on_click=_close_and_ask,
                args=(name,),
            )
    if st.session_state.get(_ASKED) == name:
        del st.session_state[_ASKED]
        lines_dialog(ws, actor, key, selection)


def _close_and_ask(popover: str) -> None:
    # An open popover would lie above the dialog.
    st.session_state[popover] = False
    st.session_state[_ASKED] = popover


def explained(about: Explanation) -> None:
    """Definition, division, what is left out, the proof, the coverage."""
    st.markdown(f"**{literal(say(about.figure.measure.name))}**: {literal(say(about.sentence))}")
    if about.numerator and about.denominator:
        _division(about.figure, about.numerator, about.denominator)
    elif about.figure.measure.better != "less":
        st.markdown(f"{literal(value_of(about.figure))} · {literal(_lines(about.lines))}")
    if "{social}" in about.figure.measure.condition:
        scope = about.definitions.scope
        _said(msg("What counts as social"), [f"{say(scope.name)}: {say(scope.sentence)}"])
    if "{local}" in about.figure.measure.condition:
        _said(msg("What counts as local"), [say(about.definitions.local_rule.sentence())])
    _said(msg("Left out"), _parts(about.excluded))
    if about.evidence and "{social}" in about.figure.measure.condition:
        _said(msg("How it is known"), _parts(about.evidence))
    _said(
        msg("Registers"),
        [
            say(
                msg(
                    "{register} of {day}: {suppliers}, {amount}",
                    register=each.register,
                    day=each.as_of,
                    suppliers=plural("{n} supplier", "{n} suppliers", each.suppliers),
                    amount=formats.euro(each.amount),
                )
            )
            for each in about.snapshots
        ],
    )
    _said(
        msg("Coverage"),
        [
            f"{say(figure.measure.name)}: {value_of(figure)}"
            for figure in about.coverage
            if figure.measure.key != about.figure.measure.key and figure.value
        ],
    )
    if about.with_vat:
        note = plural(
            "{n} line behind it includes VAT: nothing in its file said how much.",
            "{n} lines behind it include VAT: nothing in their files said how much.",
            about.with_vat,
        )
        st.warning(say(note), icon=":material/percent:")
    if about.figure.measure.standards:
        st.caption(say(msg("Answers to: {standards}", standards=", ".join(about.figure.measure.standards))))


def value_of(figure: Figure) -> str:
    """A value with its unit, to the cent."""
    match figure.measure.unit:
        case "euro":
            return formats.euro(figure.value, cents=True)
        case "share":
            return formats.share(figure.value, 2)
        case _:
            return formats.any_value(figure.value)


def _division(whole: Figure, numerator: Figure, denominator: Figure) -> None:
    st.markdown(
        f"{literal(say(numerator.measure.name))}: {literal(value_of(numerator))}  \n"
        f"÷ {literal(say(denominator.measure.name))}: {literal(value_of(denominator))}  \n"
        f"= **{literal(value_of(whole))}**"
    )


def _said(title: Message, texts: Sequence[str]) -> None:
    if texts:
        st.markdown(f"**{literal(say(title))}**\n" + "\n".join(f"- {literal(text)}" for text in texts))


def _parts(parts: Sequence[Part]) -> list[str]:
    shown = [
        f"{say(part.name)}: {formats.euro(part.amount)} ({_lines(part.lines)}){_why(part)}"
        for part in parts[:_MOST_PARTS]
    ]
    if len(parts) > _MOST_PARTS:
        shown.append(say(plural("{n} more", "{n} more", len(parts) - _MOST_PARTS)))
    return shown


def _why(part: Part) -> str:
    return f". {say(part.why)}" if part.why else ""


def _lines(number: int) -> str:
    return say(plural("{n} line", "{n} lines", number))


def lines_dialog(
    ws: Workspace,
    actor: Actor,
    key: str,
    selection: Selection,
    *,
    sides: Sequence[tuple[Message, Selection]] = (),
    about: Message | None = None,
) -> None:
    """A dialog with the lines behind a figure, page by page; a row leads to its supplier.

    `sides` are choices to look at one by one, in the place of `selection`: two periods, say. `about` names what the
    lines are of, where that is not the figure.
    """
    name = say(about or measure(key).name)

    # Run again when it is closed, so that a click on the same bar opens it anew.
    @st.dialog(say(msg("Lines behind: {figure}", figure=name)), width="large", on_dismiss="rerun")
    def show() -> None:
        chosen_side = selection if not sides else _side(sides)
        _lines_of(ws, actor, key, chosen_side, name)

    show()


def _side(sides: Sequence[tuple[Message, Selection]]) -> Selection:
    """One of several choices, the first to begin with; the page of lines begins anew with it."""
    words = [say(title) for title, _ in sides]
    if len(sides) == 1:
        st.markdown(f"**{literal(words[0])}**")
        return sides[0][1]
    place = st.segmented_control(
        say(msg("Period")), list(range(len(sides))), format_func=words.__getitem__, default=0, required=True,
        key="lines_side", label_visibility="collapsed", on_change=_first_page,
    )  # fmt: skip
    return sides[place or 0][1]


def _first_page() -> None:
    st.session_state.pop("lines_page", None)


def _lines_of(ws: Workspace, actor: Actor, key: str, selection: Selection, name: str) -> None:
    number = explaining.explanation(ws, actor, key, selection).lines
    pages = max(1, math.ceil(number / _PAGE))
    st.caption(_lines(number))
    page = st.session_state.get("lines_page", 1) if pages > 1 else 1
    rows = explaining.lines_behind(ws, actor, key, selection, limit=_PAGE, offset=(page - 1) * _PAGE)
    chosen = table(LINE_COLUMNS, rows, key=f"lines_{key}_{page}", alt=name, selectable=True)
    with st.container(horizontal=True, vertical_alignment="center"):
        if pages > 1:
            st.pagination(pages, key="lines_page")
        excel_button(
            LINE_COLUMNS,
            lambda: explaining.lines_behind(ws, actor, key, selection),
            file_name=key.replace("_", "-"),
            key=f"lines_{key}_excel",
            notes=(measure(key).sentence, selection.sentence()),
        )
    if chosen is not None:
        navigation.go("suppliers", supplier=str(rows[chosen]["supplier_id"]))
