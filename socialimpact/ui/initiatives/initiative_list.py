"""The initiatives, each with what it is, what was bought since, and its history."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services import organisation
from socialimpact.services.goals import initiatives
from socialimpact.services.goals.initiatives import InitiativeView
from socialimpact.services.workspace import Workspace
from socialimpact.ui import asking, navigation
from socialimpact.ui.errors import told
from socialimpact.ui.formats import literal
from socialimpact.ui.initiatives.initiative_form import DONE, form_dialog
from socialimpact.ui.language import say

_MOST_LINKS = 8


def show(ws: Workspace, actor: Actor) -> None:
    """What is undertaken, the latest first, and the way to write down one more."""
    st.write(
        say(
            msg(
                "What you undertake to buy otherwise: a contract given to a social cooperative, a tender with social"
                " criteria. It moves no figure; it is marked in the charts and told in the report, so that a rise has"
                " its reason."
            )
        )
    )
    _last_step(ws, actor)
    st.button(
        say(msg("Add an initiative")),
        type="primary",
        icon=":material/add:",
        key="initiative_add",
        disabled=actor.role == "viewer",
        on_click=asking.ask,
        args=("initiative", None),
    )
    if asking.asked("initiative", None):
        form_dialog(ws, actor, None)
    found = initiatives.initiatives(ws, actor)
    if not found:
        st.caption(say(msg("There is none yet. One sentence, a date and who is responsible are enough.")))
    for view in reversed(found):
        _card(ws, actor, view)
    gone = initiatives.removed(ws, actor)
    if gone:
        with st.expander(say(msg("Removed ({n})", n=len(gone)))):
            for number, name in gone:
                _removed(ws, actor, number, name)


def _card(ws: Workspace, actor: Actor, view: InitiativeView) -> None:
    each = view.initiative
    number = each.initiative_id
    with st.container(border=True, gap="xsmall", key=f"initiative_{number}"):
        st.markdown(f"### {literal(each.name)}", anchors=False)
        about = [say(view.when)]
        if each.responsible:
            about.append(say(msg("responsible: {who}", who=each.responsible)))
        if len(organisation.companies(ws, actor)) > 1:  # one company is no news
            about.append(view.company or say(msg("all companies")))
        st.caption(literal(" · ".join(about)))
        if each.story:
            st.markdown("\n\n".join(literal(line) for line in each.story.splitlines() if line.strip()))
        if view.bought:
            st.markdown(f":material/receipt_long: {literal(say(view.bought))}")
        with st.container(horizontal=True, gap="small"):
            for supplier, name in view.suppliers[:_MOST_LINKS]:
                navigation.link("suppliers", name, icon=":material/storefront:", query={"supplier": str(supplier)})
        if len(view.suppliers) > _MOST_LINKS:
            st.caption(say(msg("and {n} more suppliers", n=len(view.suppliers) - _MOST_LINKS)))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _button(
                actor, msg("Change"), ":material/edit:", f"initiative_change_{number}", asking.ask, "initiative", number
            )
            _button(
                actor, msg("Remove"), ":material/delete:", f"initiative_remove_{number}", _remove, ws, actor, number
            )
            _history(ws, actor, number)
    if asking.asked("initiative", number):
        form_dialog(ws, actor, view)


def _button(actor: Actor, text: Message, icon: str, key: str, action: object, *arguments: object) -> None:
    st.button(
        say(text),
        icon=icon,
        key=key,
        type="tertiary",
        disabled=actor.role == "viewer",
        on_click=action,  # type: ignore[arg-type]  # a callback of the arguments that follow
        args=arguments,
    )


def _history(ws: Workspace, actor: Actor, number: int) -> None:
    shown = st.popover(
        say(msg("History")), icon=":material/history:", type="tertiary", key=f"initiative_history_{number}",
        on_change="rerun",
    )  # fmt: skip
    if shown.open:
        with shown:
            for step in initiatives.history(ws, actor, number):
                what = msg("{when}, {who}: {what}", when=step.when, who=step.who, what=step.what)
                st.markdown("  \n".join(literal(say(text)) for text in (what, *step.changed)))


def _remove(ws: Workspace, actor: Actor, number: int) -> None:
    with told():
        initiatives.remove_initiative(ws, actor, number)
        st.session_state[DONE] = (number, msg("The initiative was removed."))


def _removed(ws: Workspace, actor: Actor, number: int, name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"initiative_gone_{number}"):
        st.markdown(literal(name), width="stretch")
        _button(actor, msg("Bring it back"), ":material/undo:", f"initiative_back_{number}", _undo, ws, actor, number)
        _history(ws, actor, number)


def _undo(ws: Workspace, actor: Actor, number: int) -> None:
    with told():
        initiatives.undo_initiative(ws, actor, number)
        st.session_state.pop(DONE, None)


def _last_step(ws: Workspace, actor: Actor) -> None:
    """What was done last in this visit, with its way back."""
    done = st.session_state.get(DONE)
    if not done:
        return
    number, what = done
    with st.container(horizontal=True, vertical_alignment="center", key="initiative_done"):
        st.success(literal(say(what)), icon=":material/check:", width="stretch")
        _button(actor, msg("Undo"), ":material/undo:", f"initiative_undo_{number}", _undo, ws, actor, number)
