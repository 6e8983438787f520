"""Saying what a group of lines really is: of which nature, which lines, why, with the effect before it is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.language import Euro, Message, Share, msg, plural
from socialimpact.ledger.natures import declared
from socialimpact.services.review import nature_groups, natures
from socialimpact.services.review.nature_groups import NatureGroup
from socialimpact.services.review.natures import Effect, Lines
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats
from socialimpact.ui.errors import refuse, told
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.upload import effect as effects

_REACH: dict[str, Message] = {
    "group": msg("these lines, and those to come that are like them"),
    "supplier": msg("every line of this supplier"),
    "category": msg("every line of this category"),
    "line": msg("one line only"),
}
_REFUSED = "nature_refused"
Saved = Callable[[tuple[int, ...], Message], None]


def show(ws: Workspace, actor: Actor, group: NatureGroup, *, saved: Saved, closed: Callable[[], None]) -> None:
    """The form under a group. `saved` takes the rules made and what to say; `closed` puts the form away."""
    key = group.key
    natures_now = [nature for nature in declared() if nature != group.nature]
    first = group.like if group.like in natures_now else "purchase"
    nature = st.selectbox(
        say(msg("What is it?")), natures_now, index=natures_now.index(first) if first in natures_now else 0,
        format_func=lambda each: say(nature_groups.named(each)), key=f"nature_is_{key}",
    )  # fmt: skip
    st.caption(say(declared()[nature]["sentence"]))
    reaches = [reach for reach in _REACH if reach != "category" or group.category]
    reach = st.radio(
        say(msg("Which lines?")), reaches, format_func=lambda each: say(_REACH[each]), key=f"nature_reach_{key}"
    )
    about = _about(ws, actor, group, reach)
    if about is not None:
        with told(), st.spinner(say(msg("Working out the effect")), show_time=False):
            found = _effect(ws, actor, nature, about, _version(ws, actor))
            st.info("  \n".join(literal(say(each)) for each in sentences(found)), icon=":material/calculate:")
    st.text_input(say(msg("Why?")), key=f"nature_why_{key}", help=say(msg("The reason stays with the decision.")))
    if (refusal := st.session_state.pop(_REFUSED, None)) is not None:
        refuse(refusal)
    with st.container(horizontal=True):
        st.button(
            say(msg("Save")), key=f"nature_save_{key}", type="primary", disabled=about is None,
            on_click=_save, args=(ws, actor, group, nature, about, saved),
        )  # fmt: skip
        st.button(say(msg("Cancel")), key=f"nature_cancel_{key}", type="tertiary", on_click=closed)


def _about(ws: Workspace, actor: Actor, group: NatureGroup, reach: str) -> Lines | None:
    match reach:
        case "supplier":
            return Lines(supplier_id=group.supplier_id)
        case "category":
            return Lines(category=group.category)
        case "line":
            rows = {row["line_id"]: row for row in nature_groups.lines(ws, actor, group)}
            chosen = st.selectbox(
                say(msg("Line")), list(rows), format_func=lambda each: _line(rows[each]), index=None,
                placeholder=say(msg("Choose")), key=f"nature_line_{group.key}",
            )  # fmt: skip
            return None if chosen is None else Lines(line_id=chosen)
        case _:
            return group.about


def _line(row: dict[str, Any]) -> str:
    said = (formats.day(row["date"]), formats.euro(row["net_amount"], cents=True), row["document_number"],
            row["description"], f"{row['file']}, {row['row_number']}")  # fmt: skip
    return " · ".join(str(each) for each in said if each)


def _save(  # noqa: PLR0917 - a callback's arguments come in their order
    ws: Workspace, actor: Actor, group: NatureGroup, nature: str, about: Lines, saved: Saved
) -> None:
    why = st.session_state.get(f"nature_why_{group.key}", "")
    try:
        made = natures.decide(ws, actor, nature, why, about)
    except Refused as refusal:
        # said under the form, which stays open with what was entered
        st.session_state[_REFUSED] = refusal
        return
    saved(made, msg("{supplier}: {nature}.", supplier=group.supplier, nature=nature_groups.named(nature)))


def _version(ws: Workspace, actor: Actor) -> tuple[str, int, str, tuple[int, ...]]:
    return str(ws.home.path), ws.db.data_version(), actor.role, tuple(sorted(actor.companies or (-1,)))


# As a resource, not as data: frozen, and worked out once while the data is as it was.
@st.cache_resource(show_spinner=False, max_entries=32)
def _effect(_ws: Workspace, _actor: Actor, nature: str, about: Lines, version: tuple[Any, ...]) -> Effect:  # noqa: ARG001 - the key of the cache
    return natures.effect(_ws, _actor, nature, about)


def sentences(found: Effect) -> list[Message]:
    """What a decision would do: the spend that moves, then the figures before and after."""
    said = [
        plural(
            "{amount} ({n} line) would move from “{before}” to “{after}”.",
            "{amount} ({n} lines) would move from “{before}” to “{after}”.",
            lines,
            amount=Euro(amount, cents=False),
            before=nature_groups.named(before),
            after=nature_groups.named(after),
        )
        for before, after, amount, lines in found.moved
    ]
    out = found.after["addressable_spend"] - found.before["addressable_spend"]
    if out:
        amount = Euro(abs(out), cents=False)
        said.append(
            msg("{amount} more would be addressable spend.", amount=amount)
            if out > 0
            else msg("{amount} would leave addressable spend.", amount=amount)
        )
    before, after = _rounded(found.before["social_share"]), _rounded(found.after["social_share"])
    if before != after:
        said.append(msg("Social-spend share: {before} → {after}", before=_share(before), after=_share(after)))
    elif said:
        said.append(msg("The social-spend share stays at {share}.", share=_share(after)))
    return said or list(effects.changes(_NOTHING, _NOTHING))


def _rounded(share: float | None) -> float | None:
    """As it is shown."""
    return None if share is None else round(share, 4)


def _share(value: float | None) -> Message | Share:
    return msg("not known") if value is None else Share(value, 2)


_NOTHING: effects.Figures = {"social_share": None, "local_share": None, "addressable_spend": None}
