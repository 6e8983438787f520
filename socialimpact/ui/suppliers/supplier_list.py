"""All suppliers, the largest first: searched in the database, shown a page at a time, all of them as Excel."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

import pyarrow as pa
import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import Message, msg, plural
from socialimpact.places.municipalities import by_code
from socialimpact.services.suppliers import directory, expiry
from socialimpact.services.suppliers.directory import Show
from socialimpact.services.workspace import Workspace
from socialimpact.ui import formats, navigation
from socialimpact.ui.download import Column, excel_button
from socialimpact.ui.empty import Step, empty
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.suppliers.supplier_words import evidence_words, kind_words, place_source_words, status_words
from socialimpact.ui.table_card import as_frame, styled

PAGE = 100
_ROW_HEIGHT = 35
_TALLEST = 560

# On the screen what one looks for first; in Excel everything.
_NAME = Column("supplier", msg("Supplier"))
_SPEND = Column("spend", msg("Spend"), "euro")
_STATUS = Column("status", msg("Social today"))
_UNTIL = Column("valid_to", msg("Until"), "date")
_KIND = Column("kind", msg("Kind"))
_EVIDENCE = Column("evidence", msg("How it is known"))
_PLACE = Column("place", msg("Place"))
_SOURCE = Column("place_source", msg("Place known from"))
_LINES = Column("lines", msg("Lines"), "count")
_LAST = Column("last_date", msg("Last purchase"), "date")
_ON_SCREEN = (
    _NAME,
    _SPEND,
    _STATUS,
    _KIND,
    _EVIDENCE,
    _UNTIL,
    _PLACE,
    Column("identifier", msg("VAT number or tax code")),
    _LAST,
    _LINES,
    _SOURCE,
)
_IN_EXCEL = (
    _NAME,
    Column("vat_number", msg("VAT number")),
    Column("tax_code", msg("Tax code")),
    _PLACE,
    _SOURCE,
    _STATUS,
    _KIND,
    _EVIDENCE,
    Column("valid_from", msg("From"), "date"),
    _UNTIL,
    _SPEND,
    _LINES,
    Column("first_date", msg("First purchase"), "date"),
    _LAST,
    Column("spellings", msg("Spellings"), "count"),
)
# In pixels; the other columns are as wide as what is in them.
_WIDTHS = ((_NAME, 240), (_KIND, 200), (_EVIDENCE, 120), (_PLACE, 160), (_SOURCE, 150))

# What a link may ask for: suppliers?show=possible.
_SHOWN: Mapping[Show, Message] = {
    "all": msg("All"),
    "counts": msg("Counts"),
    "possible": msg("Possible"),
    "expiring": msg("Expiring"),
    "ended": msg("Not now"),
    "other": msg("Another kind"),
    "none": msg("No kind known"),
    "unidentified": msg("Without an identifier"),
    "place": msg("Without a place"),
}
_EXPLAINED: Mapping[Show, Message] = {
    "possible": msg(
        "These may be social, but nobody has looked: none of it counts. Open each one, compare it with the register,"
        " and say what it is."
    ),
    "expiring": msg("Ask these for a new certificate before the old one ends; then open each one and renew it."),
    "ended": msg("These were social once, or will be: on today's date none of them counts."),
    "other": msg("Their kind is known, but it is not in the scope that the organisation has chosen."),
}


def show(ws: Workspace, actor: Actor) -> None:
    """The search, the table, and the way to one supplier. Where there is none yet, the way to the upload."""
    if not directory.count(ws, actor):
        empty(
            msg("No supplier yet"),
            msg("Suppliers come from your purchases: upload a ledger, and each spelling finds its supplier."),
            [Step("upload", msg("Upload a ledger"), icon=":material/upload_file:")],
            icon=":material/storefront:",
        )
        return
    search = st.text_input(
        say(msg("Search")),
        key="search",
        placeholder=say(msg("Name, VAT number, tax code or town")),
        icon=":material/search:",
        bind="query-params",
    )
    chosen = _choose()
    _ending(ws, actor, chosen)
    found, page, part = _page(ws, actor, search, chosen)
    if chosen in _EXPLAINED and found:
        st.info(say(_EXPLAINED[chosen]), icon=":material/search_check:")
    if not found:
        st.info(say(msg("No supplier fits. Try fewer letters, the number alone, or “All”.")), icon=":material/info:")
        return
    rows = [_row(row) for row in part.to_pylist()]
    st.caption(_sentence(found, len(rows), page))
    _table(rows, key=f"suppliers_{chosen}_{page}_{search}")
    if found > PAGE:
        st.pagination(math.ceil(found / PAGE), key="supplier_page")
    _below(ws, actor, search, chosen, rows)


def _choose() -> Show:
    """Which suppliers are shown; the address says it."""
    asked = st.query_params.get("show", "all")
    if "supplier_show" not in st.session_state:
        st.session_state["supplier_show"] = asked if asked in _SHOWN else "all"
    chosen = cast(
        "Show",
        st.segmented_control(
            say(msg("Show")),
            list(_SHOWN),
            format_func=lambda key: say(_SHOWN[key]),
            key="supplier_show",
            required=True,
            label_visibility="collapsed",
        ),
    )
    if chosen != asked:
        st.query_params["show"] = chosen
    return chosen


def _page(ws: Workspace, actor: Actor, search: str, chosen: Show) -> tuple[int, int, pa.Table]:
    """How many there are, which page of them is shown, and its rows."""
    found = directory.count(ws, actor, search=search, show=chosen)
    page = min(int(st.session_state.get("supplier_page", 1)), max(1, math.ceil(found / PAGE)))
    first = (page - 1) * PAGE
    return found, page, directory.suppliers(ws, actor, search=search, show=chosen, limit=PAGE, offset=first)


def _ending(ws: Workspace, actor: Actor, chosen: Show) -> None:
    """What ends soon or has ended, whichever suppliers are shown; where only those are, the list says it."""
    if chosen == "expiring":
        return
    ending = expiry.expiring(ws, actor)
    for text in (expiry.ahead_words(ending), expiry.past_words(ending)):
        if text:
            st.warning(literal(say(text)), icon=":material/event_upcoming:")
    if ending:
        st.button(
            say(msg("Show whose proof ends")), key="show_expiring", type="tertiary", icon=":material/arrow_forward:",
            on_click=_show_expiring,
        )  # fmt: skip


def _show_expiring() -> None:
    st.session_state["supplier_show"] = "expiring"


def _table(rows: list[dict[str, Any]], *, key: str) -> None:
    """A row that is chosen opens its supplier."""
    frame = as_frame(_ON_SCREEN, rows)
    state = st.dataframe(
        styled(frame, _ON_SCREEN),
        key=key,
        hide_index=True,
        column_config={say(column.title): st.column_config.Column(width=width) for column, width in _WIDTHS},
        height=min(_TALLEST, (len(frame) + 1) * _ROW_HEIGHT + 3),
        row_height=_ROW_HEIGHT,
        placeholder="–",
        on_select="rerun",
        selection_mode="single-row",
        alt=say(msg("Suppliers by spend, the largest first")),
    )
    if state["selection"]["rows"]:
        navigation.go("suppliers", supplier=str(rows[state["selection"]["rows"][0]]["supplier_id"]))


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    """One row as it is read: keys become words, codes become names."""
    town = by_code(row["municipality_code"])
    name, province = (town.name, town.province) if town else (row["municipality"], row["province"])
    return {
        **row,
        "supplier": row["supplier"] or msg("not named"),
        "status": status_words(row["status"]),
        "kind": kind_words(row["kind"]),
        "evidence": evidence_words(row["evidence"]),
        "identifier": row["vat_number"] or row["tax_code"],
        "place": f"{name} ({province})" if name and province else name or province,
        "place_source": place_source_words(row["place_source"]),
    }


def _sentence(found: int, shown: int, page: int) -> str:
    if found <= PAGE:
        return say(
            plural(
                "{n} supplier. Choose the row to see everything about it.",
                "{n} suppliers, the largest first. Choose a row to see everything about it.",
                found,
            )
        )
    first = (page - 1) * PAGE + 1
    return say(
        msg(
            "Suppliers {first} to {last} of {found}, the largest first. Choose a row to see everything about it.",
            first=first,
            last=first + shown - 1,
            found=found,
        )
    )


def _below(ws: Workspace, actor: Actor, search: str, chosen: Show, rows: list[dict[str, Any]]) -> None:
    def everyone() -> list[dict[str, Any]]:
        return [_row(row) for row in directory.suppliers(ws, actor, search=search, show=chosen).to_pylist()]

    with st.container(horizontal=True, vertical_alignment="bottom"):
        # The table is a drawing: the same way for the keyboard and for screen readers.
        names = {row["supplier_id"]: f"{say(row['supplier'])} · {formats.euro(row['spend'])}" for row in rows}
        opened = st.selectbox(
            say(msg("Open a supplier of this page")),
            list(names),
            index=None,
            format_func=names.__getitem__,
            width=420,
            placeholder=say(msg("Choose")),
            key="supplier_open",
        )
        excel_button(
            _IN_EXCEL, everyone, file_name="suppliers", key="suppliers_excel", title=msg("Download all as Excel")
        )
    if opened is not None:
        navigation.go("suppliers", supplier=str(opened))
