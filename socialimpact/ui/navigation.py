"""The registry of pages: sections, titles, files, addresses. One line here puts a page into the menu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from socialimpact import settings
from socialimpact.language import Message, msg
from socialimpact.ui.language import say


@dataclass(frozen=True)
class Entry:
    """A page. `file` lies under `pages/<section>/`, never directly in `pages/`, where Streamlit would run it by
    its address without sign-in. `url` is stable: links in mails and reports keep working. One that is not `in_menu` is
    reached from the figures alone.
    """

    url: str
    file: str
    title: Message
    icon: str
    in_menu: bool = True


@dataclass(frozen=True)
class Section:
    title: Message
    entries: tuple[Entry, ...]


_NOW, _BEFORE = "page_now", "page_before"

SECTIONS = (
    Section(
        msg("Dashboards"),
        (
            Entry("overview", "pages/dashboards/overview.py", msg("Overview"), ":material/dashboard:"),
            Entry("trends", "pages/dashboards/trends.py", msg("Trends"), ":material/show_chart:"),
            Entry("changes", "pages/dashboards/changes.py", msg("What changed and why"), ":material/compare_arrows:"),
            Entry("categories", "pages/dashboards/categories.py", msg("Categories"), ":material/category:"),
            Entry("payment", "pages/dashboards/payment.py", msg("Payment times"), ":material/schedule:"),
            Entry("concentration", "pages/dashboards/concentration.py", msg("Concentration"), ":material/hub:"),
            Entry("local", "pages/dashboards/local.py", msg("Local economy"), ":material/location_on:"),
            Entry(
                "explain",
                "pages/dashboards/explain.py",
                msg("Where a figure comes from"),
                ":material/fact_check:",
                in_menu=False,
            ),
        ),
    ),
    Section(
        msg("Data"),
        (
            Entry("upload", "pages/data/upload.py", msg("Upload"), ":material/upload_file:"),
            Entry("suppliers", "pages/data/suppliers.py", msg("Suppliers"), ":material/storefront:"),
            Entry("review", "pages/data/review.py", msg("Review"), ":material/rule:"),
            Entry("registers", "pages/data/registers.py", msg("Registers"), ":material/menu_book:"),
        ),
    ),
    Section(
        msg("Act"),
        (Entry("initiatives", "pages/act/initiatives.py", msg("Initiatives"), ":material/rocket_launch:"),),
    ),
    Section(
        msg("Report"),
        (
            Entry("report", "pages/report/impact.py", msg("Impact report"), ":material/description:"),
            Entry("history", "pages/report/history.py", msg("Evidence and history"), ":material/history:"),
        ),
    ),
    Section(
        msg("Settings"),
        (
            Entry("organisation", "pages/settings/organisation.py", msg("Organisation"), ":material/apartment:"),
            Entry("access", "pages/settings/access.py", msg("Access"), ":material/key:"),
        ),
    ),
)


def entry(url: str) -> Entry:
    """The registered page of that address."""
    return next(page for section in SECTIONS for page in section.entries if page.url == url)


def works(page: Entry) -> bool:
    """Whether the page's file is there: only pages that work appear in the menu and as links."""
    return (settings.ROOT / page.file).exists()


def menu(*beside: Any) -> Any:
    """Register all pages with Streamlit, and those `beside` the menu; draw it, and return the page asked for."""
    return st.navigation(
        {"": [_front_door(), *beside]}
        | {
            say(section.title): [
                st.Page(
                    settings.ROOT / page.file,
                    title=say(page.title),
                    icon=page.icon,
                    url_path=page.url,
                    visibility="visible" if page.in_menu else "hidden",
                )
                for page in section.entries
                if works(page)
            ]
            for section in SECTIONS
        },
        expanded=True,
    )


def _front_door() -> Any:
    """The root of the app. Streamlit serves its default page there and nowhere else, so it is a page of its own that
    leads on to the first one: every page in the menu keeps an address.
    """
    return st.Page(_enter, title=say(SECTIONS[0].entries[0].title), url_path="home", default=True, visibility="hidden")


def _enter() -> None:
    go(SECTIONS[0].entries[0].url, **st.query_params.to_dict())


def remember(url: str) -> None:
    """Note which page this run shows, so that `stayed` can tell a reload from a step to another page."""
    st.session_state[_BEFORE] = st.session_state.get(_NOW)
    st.session_state[_NOW] = url


def stayed() -> bool:
    """Whether the run before this one showed the same page."""
    return st.session_state.get(_BEFORE) == st.session_state.get(_NOW)


def here() -> str:
    """The address of the page that this run shows."""
    return str(st.session_state.get(_NOW) or SECTIONS[0].entries[0].url)


def link(
    url: str,
    text: Message | str,
    *,
    icon: str | None = None,
    query: Mapping[str, str | Sequence[str]] | None = None,
    help: Message | None = None,  # noqa: A002 - as Streamlit calls it
) -> None:
    """A link to a page of the app, with values for its address: `link("suppliers", name, query={"supplier": "12"})`."""
    page = entry(url)
    if works(page):
        st.page_link(
            settings.ROOT / page.file,
            label=say(text),
            icon=icon or "",
            query_params=dict(query or {}),
            help=say(help) or None,
        )
    else:
        st.caption(say(text))


def go(url: str, **query: str) -> None:
    """Leave for another page at once; nothing after this call runs."""
    page = entry(url)
    if works(page):
        st.switch_page(settings.ROOT / page.file, query_params=query)
