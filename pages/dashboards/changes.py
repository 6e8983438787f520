"""What changed and why: a share or an amount in two periods, and the causes that add up to the change."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access, cached, on_page
from socialimpact.ui.changes import changes_parts
from socialimpact.ui.filter_bar import filter_bar
from socialimpact.ui.language import say
from socialimpact.ui.nothing import nothing_yet

ws, actor = access.current()
st.title(say(msg("What changed and why")), anchor=False)
if not cached.has_lines(ws, actor):
    nothing_yet()
    st.stop()

selection = filter_bar(ws, actor)
key, by = changes_parts.choices()
view = cached.changes(ws, actor, key, selection, by)
on_page.coverage(view.coverage)
if view.why_not:
    changes_parts.cannot(view)
    st.stop()

wide, narrow = st.columns([1, 1])
with wide:
    changes_parts.causes(view)
with narrow:
    changes_parts.behind(ws, actor, view)
changes_parts.groups(ws, actor, view)
changes_parts.method(view)
