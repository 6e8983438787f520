"""One line: the row of the file as it was read under its header, the import that brought it, and each decision."""

from __future__ import annotations

from html import escape

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import msg
from socialimpact.services.dashboards.line_view import LineView, line_view
from socialimpact.services.workspace import Workspace
from socialimpact.ui import errors, formats, navigation
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say

_HASH_SHOWN = 16


def show(ws: Workspace, actor: Actor, line_id: int) -> None:
    """Draw the line; one that is gone or not this person's says so."""
    with errors.told():
        _drawn(line_view(ws, actor, line_id))


def _drawn(view: LineView) -> None:
    day = say(msg("{day}", day=view.date)) if view.date else say(msg("no date"))
    st.markdown(
        f"**{literal(view.supplier)}** · {literal(day)} · **{literal(formats.euro(view.net_amount, cents=True))}**"
    )
    st.markdown(f"#### {literal(say(msg('The row as it stands in the file')))}")
    st.caption(literal(say(view.place)))
    st.html(row_html(view))
    about = msg(
        "Imported on {day} by {who}; import {number}. The file is kept, its SHA-256 begins with {hash}.",
        day=view.imported_at.date(),
        who=view.imported_by,
        number=str(view.import_id),
        hash=view.sha256[:_HASH_SHOWN],
    )
    st.caption(literal(say(about)), help=view.sha256)
    st.markdown(f"#### {literal(say(msg('What follows from it')))}")
    st.html(facts_html(view))
    navigation.link(
        "suppliers",
        msg("Everything about {supplier}", supplier=literal(view.supplier)),
        icon=":material/storefront:",
        query={"supplier": str(view.supplier_id)},
    )


def row_html(view: LineView) -> str:
    """The cells under their letters and headers, as a table that is read aloud and scrolled with the keyboard."""
    letters = "".join(f"<th scope=col>{cell.column}</th>" for cell in view.cells)
    headers = "".join(f"<td dir=auto>{escape(cell.header)}</td>" for cell in view.cells)
    values = "".join(f"<td dir=auto>{escape(cell.value)}</td>" for cell in view.cells)
    caption = escape(say(view.place))
    return (
        f'<div class="si-sheet" tabindex="0" role="region" aria-label="{escape(caption, quote=True)}"><table>'
        f'<caption>{caption}</caption><thead><tr class="si-letters"><th></th>{letters}</tr></thead><tbody>'
        f'<tr class="si-header"><th></th>{headers}</tr>'
        f"<tr><th scope=row>{view.row_number}</th>{values}</tr></tbody></table></div>"
    )


def facts_html(view: LineView) -> str:
    """What is known of the line, and why."""
    rows = "".join(
        f"<tr><th scope=row>{escape(say(fact.title))}</th><td dir=auto>{escape(say(fact.text))}"
        + (f"<br><small>{escape(say(fact.why))}</small>" if fact.why else "")
        + "</td></tr>"
        for fact in view.facts
    )
    return f'<div class="si-case"><table><tbody>{rows}</tbody></table></div>'
