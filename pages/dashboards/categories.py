"""Categories: what is bought, how social each part is, and where social spend is missing."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import msg
from socialimpact.ui import access, cached, on_page
from socialimpact.ui.categories import category_parts
from socialimpact.ui.filter_bar import filter_bar
from socialimpact.ui.language import say
from socialimpact.ui.nothing import nothing_selected, nothing_yet

ws, actor = access.current()
st.title(say(msg("Categories")), anchor=False)
if not cached.has_lines(ws, actor):
    nothing_yet()
    st.stop()

selection = filter_bar(ws, actor)
by_ledger = category_parts.by_ledger()
view = cached.categories(ws, actor, selection, by_ledger=by_ledger)
on_page.coverage(view.coverage)
if not view.lines:
    nothing_selected("categories")
    st.stop()

category_parts.spend_map(ws, actor, view)
category_parts.unclassified(ws, actor, view)
category_parts.ranking(ws, actor, view)
category_parts.every(ws, actor, view)
