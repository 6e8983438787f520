"""How a figure is calculated, in words and numbers, down to the lines of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.figures.explain import Explanation, Figure, Part
from socialimpact.figures.filters import Selection
from socialimpact.figures.measures import measure
from socialimpact.language import Message, msg, plural
from socialimpact.services.dashboards import explaining
from socialimpact.services.dashboards.filtering import FilterChoices
from socialimpact.services.workspace import Workspace
from socialimpact.ui import beyond, cached, formats, lines_table, navigation
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_ASKED = "lines_asked"
_MOST_PARTS = 6


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
            _link(ws, actor, key, selection)
    if st.session_state.get(_ASKED) == name:
        del st.session_state[_ASKED]
        lines_dialog(ws, actor, key, selection)


def _close_and_ask(popover: str) -> None:
    # An open popover would lie above the dialog.
    st.session_state[popover] = False
    st.session_state[_ASKED] = popover


def explained(about: Explanation, *, most: int = _MOST_PARTS) -> None:
    """Definition, division, what is left out (at most so many parts of it), the proof, the coverage."""
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
    _said(msg("Left out"), _parts(about.excluded, most))
    if about.evidence and "{social}" in about.figure.measure.condition:
        _said(msg("How it is known"), _parts(about.evidence, most))
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
    for why in beyond.why([whole.value]):
        st.caption(literal(say(why)))


def _said(title: Message, texts: Sequence[str]) -> None:
    if texts:
        st.markdown(f"**{literal(say(title))}**\n" + "\n".join(f"- {literal(text)}" for text in texts))


def _parts(parts: Sequence[Part], most: int) -> list[str]:
    shown = [
        f"{say(part.name)}: {formats.euro(part.amount)} ({_lines(part.lines)}){_why(part)}" for part in parts[:most]
    ]
    if len(parts) > most:
        shown.append(say(plural("{n} more", "{n} more", len(parts) - most)))
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
    """A dialog with the lines behind a figure, page by page; a row opens to the row of its file as it was read.

    `sides` are choices to look at one by one, in the place of `selection`: two periods, say. `about` names what the
    lines are of, where that is not the figure.
    """
    name = say(about or measure(key).name)

    # Run again when it is closed, so that a click on the same bar opens it anew.
    @st.dialog(say(msg("Lines behind: {figure}", figure=name)), width="large", on_dismiss=_closed)
    def show() -> None:
        chosen_side = selection if not sides else _side(sides)
        lines_table.lines_table(ws, actor, key, chosen_side, place="dialog")
        _link(ws, actor, key, chosen_side)

    show()


def _closed() -> None:
    lines_table.forget("dialog")


def _link(ws: Workspace, actor: Actor, key: str, selection: Selection) -> None:
    """The address of the explanation with its lines: it can be sent to whoever checks the figure."""
    navigation.link(
        "explain",
        msg("Open as a page, to keep or to send its link"),
        icon=":material/open_in_new:",
        query={"measure": key, **address(selection, cached.filter_choices(ws, actor))},
    )


def address(selection: Selection, choices: FilterChoices) -> dict[str, list[str]]:
    """The parameters of the explanation's page. Period and definitions are always said, so that the link means the same
    when the ledgers grow and the organisation decides otherwise.
    """
    fixed = replace(
        selection,
        scope=selection.scope or choices.default_scope,
        local_rule=selection.local_rule or choices.default_local_rule,
    )
    query = fixed.as_query()
    return query if fixed.has_period() else query | {"period": ["all"]}


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
    lines_table.forget("dialog")
