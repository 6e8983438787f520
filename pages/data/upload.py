"""Upload: from a purchase file to lines in the figures, and what was imported before."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.services import organisation
from socialimpact.ui import access
from socialimpact.ui.errors import told
from socialimpact.ui.language import say
from socialimpact.ui.upload import drop_place, import_history, own_layouts, upload_card, upload_list
from socialimpact.ui.upload.upload_desk import desk

st.title(say(msg("Upload purchases")))
ws, actor = access.current()

if actor.role == "viewer":
    st.info(say(msg("You may look at the figures, but not add to them. Ask the owner of this organisation's data.")))
else:
    with told():
        companies = organisation.companies(ws, actor)
        files = desk()
        drop_place.show(ws, actor, files, companies)
        files.go_on(ws, actor)
        if not files.uploads:
            drop_place.which_file()
        if upload := upload_list.choose(files):
            upload_card.show(ws, actor, files, upload, companies)

with told():
    import_history.show(ws, actor)
    own_layouts.show(ws, actor)
