"""What is new in a list and what it changes for us, as the page shows it."""

from __future__ import annotations

import streamlit as st

from socialimpact.language import Message, msg, plural
from socialimpact.registers.news import SORTS, News
from socialimpact.services.registers import register_workbook
from socialimpact.services.registers.register_news import Rehearsed
from socialimpact.ui import formats, language
from socialimpact.ui.download import book_button
from socialimpact.ui.formats import literal
from socialimpact.ui.language import say
from socialimpact.ui.table_card import table

_SHOWN = 50


def rehearsed(seen: Rehearsed) -> None:
    """All that adding a list would change; nothing has been written yet."""
    title = msg("What this list would change")
    st.markdown(f"#### {say(title)}", anchors=False)
    if seen.since is None:
        st.caption(say(msg("It is the first list of this register: there is none before it to compare it with.")))
    else:
        news(seen.since, key="since")
    if seen.until is not None:
        with st.expander(say(msg("What the next list, of {date}, has new against it", date=seen.until.newer.as_of))):
            news(seen.until, key="until")
    _suppliers(seen)
    _years(seen)
    book_button(
        msg("Download all of it as Excel"),
        lambda actor, reader: register_workbook.news_workbook(actor, seen.since, reader, seen),
        file_name=f"{seen.register_key}-{seen.as_of}",
        key="register_news_excel",
    )


def news(found: News, *, key: str) -> None:
    """The counts of what is new, and the bodies of one sort at a time."""
    st.markdown(
        literal(
            say(
                msg(
                    "List of {now} ({n} bodies) against the list of {before} ({m} bodies):",
                    now=found.newer.as_of,
                    n=found.newer.bodies,
                    before=found.older.as_of,
                    m=found.older.bodies,
                )
            )
        )
    )
    with st.grid(6, min_column_width=120, key=f"news_{key}"):
        for sort in SORTS:
            st.metric(say(register_workbook.SORTS[sort]), formats.count(found.counts[sort]))
    some = [sort for sort in SORTS if found.counts[sort]]
    if not some:
        return
    with st.expander(say(msg("Who they are"))):
        picked = st.segmented_control(
            say(msg("What is new")),
            some,
            default=some[0],
            format_func=lambda each: say(register_workbook.SORTS[each]),
            key=f"news_{key}_sort",
            label_visibility="collapsed",
        )
        chosen = picked or some[0]
        rows = register_workbook.news_rows(found, chosen, language.current())[:_SHOWN]
        table(
            register_workbook.columns_of(chosen), rows, key=f"news_{key}_{chosen}", alt=msg("Examples of what is new")
        )
        if found.counts[chosen] > _SHOWN:
            st.caption(say(msg("The first {n} are shown; the Excel file has more.", n=_SHOWN)))


def download(found: News, name: str) -> None:
    """The news of a list that is there, as Excel."""
    book_button(
        msg("Download all of it as Excel"),
        lambda actor, reader: register_workbook.news_workbook(actor, found, reader),
        file_name=f"{name}-{found.newer.as_of}",
        key="register_news_excel",
    )


def _suppliers(seen: Rehearsed) -> None:
    """What becomes of our suppliers' tags."""
    counts = {sort: sum(change.sort == sort for change in seen.tags) for sort in register_workbook.CHANGES}
    if not seen.tags:
        st.markdown(say(msg("**Your suppliers**: no kind of any of them changes.")))
        return
    said: list[Message] = []
    if counts["begins"]:
        said.append(plural("{n} kind begins", "{n} kinds begin", counts["begins"]))
    if counts["ends"]:
        said.append(plural("{n} ends", "{n} end", counts["ends"]))
    if counts["changes"]:
        said.append(plural("{n} changes its dates", "{n} change their dates", counts["changes"]))
    st.markdown(say(msg("**Your suppliers**: {changes}.", changes=", ".join(say(each) for each in said))))
    rows = register_workbook.tag_rows(seen.tags[:_SHOWN], language.current())
    table(register_workbook.TAG_COLUMNS, rows, key="register_tags", alt=msg("What becomes of your suppliers"))
    if len(seen.tags) > _SHOWN:
        st.caption(say(msg("The first {n} are shown; the Excel file has more.", n=_SHOWN)))


def _years(seen: Rehearsed) -> None:
    """The figures of past years that move."""
    if not seen.years:
        st.markdown(say(msg("**Your figures**: social spend stays as it is in every year.")))
        return
    for year in seen.years:
        told = msg(
            "**{year}**: social spend {before} → {after}, share {share_before} → {share_after}",
            year=str(year.year),
            before=formats.euro(year.spend_before),
            after=formats.euro(year.spend_after),
            share_before=formats.share(year.share_before, 2),
            share_after=formats.share(year.share_after, 2),
        )
        st.markdown(f"- {say(told)}")
