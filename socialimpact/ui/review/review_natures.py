"""What is no purchase: groups of lines with the reason, to confirm, correct or look into, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Euro, Message, msg, plural
from socialimpact.ledger.natures import declared
from socialimpact.services.review import nature_groups, natures
from socialimpact.services.review.nature_groups import PAGE, NatureGroup
from socialimpact.services.review.natures import NatureRule
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.errors import told
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.review import nature_form
from socialimpact.ui.suppliers.supplier_words import who_words

_VIEWS: Mapping[str, Message] = {
    "open": msg("No purchases, by the rules"),
    "purchases": msg("Purchases that may be none"),
    "decided": msg("Decided"),
}
_UNDO, _SHOWN, _OPEN = "nature_undo", "nature_shown", "nature_asked"


def show(ws: Workspace, actor: Actor) -> None:
    """The section of the page Review. Answers redraw this part alone, so the place is kept."""
    st.write(
        say(
            msg(
                "Wages, taxes, rent, gifts and the like are no purchases and are in no share. Rules tell them apart;"
                " look at what they found, the uncertain and the large first. Your word outweighs them, for past"
                " ledgers and those to come."
            )
        )
    )
    _section(ws, actor)


@st.fragment
def _section(ws: Workspace, actor: Actor) -> None:
    with told():
        view = st.segmented_control(
            say(msg("Show")), list(_VIEWS), format_func=lambda key: say(_VIEWS[key]), default="open", required=True,
            key="nature_view", label_visibility="collapsed",
        )  # fmt: skip
        _done(ws, actor)
        if view == "decided":
            _decided(ws, actor)
        else:
            _groups(ws, actor, "purchases" if view == "purchases" else "open")


def _groups(ws: Workspace, actor: Actor, view: nature_groups.View) -> None:
    names = {key: say(nature_groups.named(key)) for key in declared() if key != "purchase"}
    nature = st.selectbox(
        say(msg("Nature")), list(names), index=None, format_func=names.__getitem__, key=f"nature_only_{view}",
        placeholder=say(msg("All natures")),
    )  # fmt: skip
    found = nature_groups.groups(ws, actor, view, nature=nature, limit=st.session_state.get(_SHOWN, PAGE))
    if not found.count:
        empty(
            msg("Nothing to look at here"),
            msg("No line without a person's decision is of this sort."),
            [Step("upload", msg("Upload a ledger")), Step("overview", msg("Go to the overview"))],
            icon=":material/task_alt:",
        )
        return
    st.caption(literal(say(_summary(found, view))))
    for group in found.groups:
        _group(ws, actor, group)
    if found.count > len(found.groups):
        st.button(
            say(msg("Show more")),
            key="nature_more",
            on_click=_show_more,
            icon=":material/expand_more:",
            type="tertiary",
        )


def _summary(found: nature_groups.NatureGroups, view: str) -> Message:
    amount = Euro(found.spend, cents=False)
    if view == "purchases":
        return plural(
            "{n} group of purchases, {amount} in all, looks like something else. They count as purchases until you say"
            " otherwise.",
            "{n} groups of purchases, {amount} in all, look like something else. They count as purchases until you say"
            " otherwise.",
            found.count,
            amount=amount,
        )
    return plural(
        "{n} group, {amount} in all, is left out by the rules and nobody has looked at it; uncertain: {uncertain}.",
        "{n} groups, {amount} in all, are left out by the rules and nobody has looked at them; uncertain: {uncertain}.",
        found.count,
        amount=amount,
        uncertain=found.uncertain,
    )


def _group(ws: Workspace, actor: Actor, group: NatureGroup) -> None:
    with st.container(border=True, key=f"nature_group_{group.key}", gap="xsmall"):
        left, right = st.columns([3, 1], vertical_alignment="top")
        with left:
            st.markdown(f"**{literal(group.supplier)}**")
            with st.container(horizontal=True, gap="xsmall"):
                st.badge(literal(say(nature_groups.named(group.like or group.nature))),
                         color="orange" if group.like else "blue")  # fmt: skip
                if group.uncertain:
                    st.badge(say(msg("uncertain")), color="orange", icon=":material/help:")
        right.markdown(f"**{formats.euro(group.spend)}**  \n{say(plural('{n} line', '{n} lines', group.lines))}")
        st.caption(literal(f"{say(msg('Category'))}: {group.category or say(msg('none'))}. {say(group.why)}"))
        sample = say(msg("“{words}”", words=group.sample[:140])) if group.sample else ""
        if sample not in say(group.why):
            st.caption(literal(sample))
        if "editor" not in _rights(actor):
            return
        _answers(ws, actor, group)
        if st.session_state.get(_OPEN) == group.key:
            nature_form.show(ws, actor, group, saved=_saved, closed=_close)


def _answers(ws: Workspace, actor: Actor, group: NatureGroup) -> None:
    with st.container(horizontal=True, gap="small"):
        right = (
            msg("It is a purchase") if group.like else msg("Right: {nature}", nature=nature_groups.named(group.nature))
        )
        st.button(
            literal(say(right)), key=f"nature_right_{group.key}", icon=":material/check:",
            on_click=_confirm, args=(ws, actor, group),
        )  # fmt: skip
        st.button(
            say(msg("It is something else")), key=f"nature_other_{group.key}", icon=":material/edit:", type="tertiary",
            on_click=_open, args=(group.key,),
        )  # fmt: skip


def _confirm(ws: Workspace, actor: Actor, group: NatureGroup) -> None:
    made = natures.decide(ws, actor, group.nature, msg("Looked at and found right"), group.about)
    _saved(made, msg("{supplier}: {nature}.", supplier=group.supplier, nature=nature_groups.named(group.nature)))


def _saved(made: tuple[int, ...], words: Message) -> None:
    st.session_state[_UNDO] = (made, words)
    _close()


def _open(key: str) -> None:
    st.session_state[_OPEN] = key


def _close() -> None:
    st.session_state.pop(_OPEN, None)


def _show_more() -> None:
    st.session_state[_SHOWN] = st.session_state.get(_SHOWN, PAGE) + PAGE


def _done(ws: Workspace, actor: Actor) -> None:
    """What the last answer did, with the way back."""
    left: tuple[tuple[int, ...], Message] | None = st.session_state.get(_UNDO)
    if left is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="nature_done"):
        st.success(literal(say(left[1])), icon=":material/check:")
        st.button(say(msg("Undo")), key="nature_undo_button", icon=":material/undo:",
                  on_click=_end, args=(ws, actor, left[0]))  # fmt: skip


def _end(ws: Workspace, actor: Actor, rules: tuple[int, ...]) -> None:
    st.session_state.pop(_UNDO, None)
    natures.end(ws, actor, rules, say(msg("Taken back")))


def _decided(ws: Workspace, actor: Actor) -> None:
    rules = natures.decisions(ws, actor)
    if not rules:
        st.write(say(msg("Nobody has decided anything yet: only the rules speak.")))
    for rule in rules:
        _rule(ws, actor, rule)
    if past := natures.decisions(ws, actor, ended=True):
        with st.expander(say(msg("Ended ({n})", n=len(past)))):
            for rule in past:
                st.caption(literal(f"{_about(rule)} → {say(_in_words(rule))} · {say(_ended(rule))}"))


def _rule(ws: Workspace, actor: Actor, rule: NatureRule) -> None:
    with st.container(
        border=True, horizontal=True, vertical_alignment="center", key=f"nature_rule_{rule.nature_rule_id}"
    ):
        with st.container(gap=None, width="stretch"):
            st.markdown(
                f"**{literal(_about(rule))}** · {formats.euro(rule.spend)}"
                f" · {say(plural('{n} line', '{n} lines', rule.lines))}"
            )
            st.caption(literal(say(_in_words(rule))))
        if "editor" in _rights(actor):
            st.button(say(msg("Take back")), key=f"nature_end_{rule.nature_rule_id}", icon=":material/undo:",
                      type="tertiary", on_click=_end, args=(ws, actor, (rule.nature_rule_id,)))  # fmt: skip


def _about(rule: NatureRule) -> str:
    return say(nature_groups.about_in_words(rule))


def _in_words(rule: NatureRule) -> Message:
    return nature_groups.decided_in_words(rule.nature, rule.made_by, rule.made_at, rule.why)


def _ended(rule: NatureRule) -> Message:
    who, day = who_words(rule.ended_by), rule.ended_at.date() if rule.ended_at else ""
    return msg("ended by {who} on {day}", who=who, day=day)


def _rights(actor: Actor) -> tuple[str, ...]:
    return ("viewer",) if actor.role == "viewer" else ("viewer", "editor")
