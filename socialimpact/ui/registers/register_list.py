"""The registers there are, with their dated lists and what they say about our suppliers."""

from __future__ import annotations

import streamlit as st

from socialimpact.actor import Actor
from socialimpact.language import msg, plural
from socialimpact.services.registers import registering
from socialimpact.services.registers.register_news import between
from socialimpact.services.registers.register_records import RegisterRecord, SnapshotRecord, registers
from socialimpact.services.workspace import Workspace
from socialimpact.ui import asking, formats, navigation, notice
from socialimpact.ui.empty import empty
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.registers import register_news
from socialimpact.ui.registers.register_mapping import ROLES
from socialimpact.ui.suppliers.supplier_words import register_words, who_words
from socialimpact.ui.upload import effect

PLACE = "registers"


def show(ws: Workspace, actor: Actor) -> None:
    """A card for each register; where there is none, why one is needed."""
    if notice.show(PLACE):
        with st.container(horizontal=True):
            navigation.link("overview", msg("See the overview"), icon=":material/dashboard:")
            navigation.link("suppliers", msg("Look at the suppliers"), icon=":material/storefront:")
    records = registers(ws, actor)
    if not records:
        empty(
            msg("No register yet"),
            msg(
                "Without a register no supplier can be counted as social for sure. Add the RUNTS list, or a list of"
                " your own."
            ),
            icon=":material/menu_book:",
        )
    for record in records:
        _card(ws, actor, record)


def _card(ws: Workspace, actor: Actor, record: RegisterRecord) -> None:
    latest = record.snapshots[0]
    with st.container(border=True, key=f"register_{record.register_key}"):
        st.markdown(f"### {literal(say(register_words(record.name)))}", anchors=False)
        about = [text for text in (record.publisher, record.licence) if text]
        if about:
            st.caption(literal(" · ".join(about)))
        with st.grid(4, min_column_width=150):
            st.metric(say(msg("Newest list")), formats.day(latest.as_of))
            st.metric(say(msg("Entries")), formats.count(latest.entries))
            st.metric(say(msg("Suppliers found in it")), formats.count(record.matched_suppliers))
            st.metric(say(msg("Spend with them")), formats.euro(record.matched_spend))
        with st.expander(say(msg("Lists of this register ({n})", n=len(record.snapshots)))):
            for snapshot, older in zip(record.snapshots, (*record.snapshots[1:], None), strict=True):
                _snapshot(ws, actor, snapshot, older)


def _snapshot(ws: Workspace, actor: Actor, snapshot: SnapshotRecord, older: SnapshotRecord | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"snapshot_{snapshot.snapshot_id}"):
        entries = say(plural("{n} entry", "{n} entries", snapshot.entries))
        told = msg(
            "{file}: {rows} rows read, {aside} set aside. Added on {date} by {who}.",
            file=snapshot.file,
            rows=snapshot.rows_read,
            aside=snapshot.set_aside,
            date=snapshot.imported_at.date(),
            who=who_words(snapshot.imported_by),
        )
        st.markdown(f"**{formats.day(snapshot.as_of)}** · {entries} · {literal(say(told))}", width="stretch")
        if older is not None:
            st.button(
                say(msg("What was new")),
                key=f"snapshot_news_{snapshot.snapshot_id}",
                type="tertiary",
                icon=":material/compare_arrows:",
                on_click=asking.ask,
                args=("news", snapshot.snapshot_id),
            )
        st.button(
            say(msg("Remove")),
            key=f"snapshot_remove_{snapshot.snapshot_id}",
            type="tertiary",
            icon=":material/delete:",
            on_click=asking.ask,
            args=("snapshot", snapshot.snapshot_id),
        )
    if snapshot.fields:
        read = " · ".join(f"{say(ROLES[role])}: {name}" for role, name in snapshot.fields.items() if role in ROLES)
        told = msg("Read from the columns: {columns}", columns=read)
        st.caption(f":material/view_column: {literal(say(told))}")
    if asking.asked("snapshot", snapshot.snapshot_id):
        _remove_dialog(ws, actor, snapshot)
    if older is not None and asking.asked("news", snapshot.snapshot_id):
        _news_dialog(ws, actor, snapshot)


def _news_dialog(ws: Workspace, actor: Actor, snapshot: SnapshotRecord) -> None:
    @st.dialog(say(msg("What was new in this list")), width="large", on_dismiss=asking.forget)
    def tell() -> None:
        found = between(ws, actor, snapshot.snapshot_id)
        if found is not None:
            register_news.news(found, key="past")
            register_news.download(found, str(snapshot.snapshot_id))

    tell()


def _remove_dialog(ws: Workspace, actor: Actor, snapshot: SnapshotRecord) -> None:
    @st.dialog(say(msg("Remove this list?")), on_dismiss=asking.forget)
    def confirm() -> None:
        st.write(
            say(
                msg(
                    "The list of {date} and its {entries} entries go, and with them every kind that suppliers have from"
                    " it alone. The figures change with it.",
                    date=snapshot.as_of,
                    entries=snapshot.entries,
                )
            )
        )
        if st.button(say(msg("Remove the list")), type="primary", key="snapshot_remove"):
            effect.save(
                ws,
                actor,
                PLACE,
                msg("The list of {date} was removed.", date=snapshot.as_of),
                lambda: registering.remove_snapshot(ws, actor, snapshot.snapshot_id),
            )

    confirm()
