"""The layouts that the company confirmed: a short list below the uploads, to rename and to forget."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.errors import NotAllowed
from socialimpact.language import msg, plural
from socialimpact.services.ledgers import own_layouts
from socialimpact.services.ledgers.own_layouts import OwnLayout
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats, notice
from socialimpact.ui.language import say
from socialimpact.ui.upload import effect
from socialimpact.ui.upload.reconciliation import plain
from socialimpact.ui.upload.upload_desk import desk

_PLACE = "own_layouts"


def show(ws: Workspace, actor: Actor) -> None:
    """The layouts of the companies that the actor may see, closed until somebody asks."""
    own = own_layouts.own_layouts(ws, actor)
    notice.show(_PLACE)
    if not own:
        return
    title = plural(
        "{n} layout of your own files is remembered", "{n} layouts of your own files are remembered", len(own)
    )
    inside = st.expander(say(title), key=_PLACE, icon=":material/bookmarks:", on_change="rerun")
    if not inside.open:
        return
    with inside:
        st.caption(say(msg("The next file with the same columns is read as you confirmed it.")))
        several = len({each.company_id for each in own}) > 1
        for each in own:
            _layout(ws, actor, each, several=several)


def _layout(ws: Workspace, actor: Actor, each: OwnLayout, *, several: bool) -> None:
    key = f"layout_{each.company_id}_{each.key}"
    told = [
        say(plural("{n} column", "{n} columns", each.columns)),
        say(msg("corrected by a person") if each.corrected else msg("as proposed")),
        formats.day(each.saved_at.date()),
        *([plain(each.company)] if several else []),
    ]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if not _may_edit(actor, each):
            st.markdown(plain(each.name))
        else:
            name = st.text_input(say(msg("Name of the layout")), each.name, key=f"{key}_name", max_chars=80)
            if name.strip() and name.strip() != each.name:
                effect.save(
                    ws, actor, _PLACE, msg("The layout is called “{name}” now.", name=name),
                    lambda: own_layouts.rename(ws, actor, each.key, name, each.company_id), moves=False,
                )  # fmt: skip
            if st.button(say(msg("Forget")), key=f"{key}_forget", icon=":material/delete:"):
                effect.save(
                    ws, actor, _PLACE, msg("The layout “{name}” was forgotten.", name=each.name),
                    lambda: _forget(ws, actor, each), moves=False,
                )  # fmt: skip
    st.caption(" · ".join(told))


def _forget(ws: Workspace, actor: Actor, each: OwnLayout) -> None:
    own_layouts.forget(ws, actor, each.key, each.company_id)
    desk().look_again()


def _may_edit(actor: Actor, each: OwnLayout) -> bool:
    try:
        actor.require("editor", each.company_id)
    except NotAllowed:
        return False
    return True
