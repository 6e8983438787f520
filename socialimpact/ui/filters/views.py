"""Views that are kept by name: opened, saved, renamed and deleted behind one button of the bar."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.figures.filters import Selection
from socialimpact.language import msg
from socialimpact.services.dashboards import saved_views
from socialimpact.services.dashboards.filtering import FilterChoices
from socialimpact.services.dashboards.saved_views import SavedView
from socialimpact.services.workspace import Workspace
from socialimpact.ui import drill, errors, navigation
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_WIDTH = 340


def views(ws: Workspace, actor: Actor, selection: Selection, choices: FilterChoices) -> None:
    """The button, and behind it the kept views and a form to keep this one."""
    box = st.popover(say(msg("Views")), icon=":material/bookmark:", key="saved_views", on_change="rerun")
    if not box.open:
        return
    with box, st.container(width=_WIDTH):
        found = saved_views.saved_views(ws, actor)
        if not found:
            st.caption(say(msg("Keep what is chosen now under a name, to come back to it with one click.")))
        for each in found:
            _one(ws, actor, each, choices)
        _save(ws, actor, selection)


def _one(ws: Workspace, actor: Actor, view: SavedView, choices: FilterChoices) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        with st.container(width="stretch", gap=None):
            # A view that is the page's plain address has no parameters of its own: it names its period all the same.
            query = drill.address(view.selection, choices) or view.selection.as_query()
            navigation.link(navigation.here(), literal(view.name), query=query)
            if view.for_everybody:
                by = msg("For everybody, by {who}", who=view.owner)
                st.caption(literal(say(by if not view.own else msg("For everybody"))))
        if view.may_change:
            with st.popover(say(msg("Change")), type="tertiary", key=f"view_{view.view_id}_edit"):
                st.text_input(say(msg("Name")), view.name, key=f"view_{view.view_id}_name")
                rename, delete = say(msg("Rename")), say(msg("Delete"))
                with st.container(horizontal=True):
                    st.button(rename, key=f"view_{view.view_id}_rename", on_click=_rename, args=(ws, actor, view))
                    st.button(delete, key=f"view_{view.view_id}_delete", on_click=_delete, args=(ws, actor, view))


def _save(ws: Workspace, actor: Actor, selection: Selection) -> None:
    with st.form("save_view", border=False, clear_on_submit=True):
        st.text_input(say(msg("Name of this view")), key="view_name", max_chars=80)
        if actor.role != "viewer":
            st.checkbox(say(msg("For everybody")), key="view_for_everybody")
        st.form_submit_button(
            say(msg("Save this view")), icon=":material/bookmark_add:", on_click=_keep, args=(ws, actor, selection)
        )
    told = st.session_state.pop("view_told", None)
    if told is not None:
        st.caption(literal(say(told)))


def _keep(ws: Workspace, actor: Actor, selection: Selection) -> None:
    with errors.told():
        made = saved_views.save_view(
            ws,
            actor,
            st.session_state["view_name"],
            selection,
            for_everybody=bool(st.session_state.get("view_for_everybody")),
        )
        st.session_state["view_told"] = msg("Saved as “{name}”.", name=made.name)


def _rename(ws: Workspace, actor: Actor, view: SavedView) -> None:
    with errors.told():
        saved_views.rename_view(ws, actor, view.view_id, st.session_state[f"view_{view.view_id}_name"])


def _delete(ws: Workspace, actor: Actor, view: SavedView) -> None:
    with errors.told():
        saved_views.delete_view(ws, actor, view.view_id)
