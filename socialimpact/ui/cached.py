"""Answers kept while the data is as it was: version of the data, day, companies of the actor and selection are the key.

Only functions of values are cached; nothing here reads the session, so nobody gets another one's answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from socialimpact.actor import Actor
from socialimpact.charts.province_map import province_map as draw_province_map
from socialimpact.charts.style import DARK, LIGHT
from socialimpact.figures.filters import Selection
from socialimpact.figures.periods import Grain
from socialimpact.language import Message
from socialimpact.services.dashboards.categories import CategoriesView
from socialimpact.services.dashboards.categories import categories as ask_categories
from socialimpact.services.dashboards.changing import ChangesView
from socialimpact.services.dashboards.changing import changes as ask_changes
from socialimpact.services.dashboards.concentration import ConcentrationView
from socialimpact.services.dashboards.concentration import concentration as ask_concentration
from socialimpact.services.dashboards.filtering import FilterChoices
from socialimpact.services.dashboards.filtering import filter_choices as ask_filter_choices
from socialimpact.services.dashboards.filtering import more_choices as ask_more_choices
from socialimpact.services.dashboards.naming import Named
from socialimpact.services.dashboards.naming import names_of as ask_names_of
from socialimpact.services.dashboards.overview import OverviewView
from socialimpact.services.dashboards.overview import overview as ask_overview
from socialimpact.services.dashboards.payment import PaymentView
from socialimpact.services.dashboards.payment import payment as ask_payment
from socialimpact.services.dashboards.trending import TrendsView
from socialimpact.services.dashboards.trending import trends as ask_trends
from socialimpact.services.local.page import LocalView
from socialimpact.services.local.page import local_economy as ask_local_economy
from socialimpact.services.local.places import MapView
from socialimpact.services.reporting import impact_report
from socialimpact.services.reporting.verifying import Verdict, verify_release
from socialimpact.services.workspace import Workspace

_Key = tuple[str, int, date, str, tuple[int, ...] | None]


def overview(ws: Workspace, actor: Actor, selection: Selection) -> OverviewView:
    """`services.overview.overview`, worked out once a version of the data."""
    return _overview(ws, actor, _key(ws, actor), selection)


def local_economy(ws: Workspace, actor: Actor, selection: Selection) -> LocalView:
    """`services.local.page.local_economy`, worked out once a version of the data."""
    return _local_economy(ws, actor, _key(ws, actor), selection)


def province_map(
    ws: Workspace, actor: Actor, selection: Selection, view: MapView, *, reader: str, dark: bool, near: bool
) -> go.Figure:
    """The drawn map of a view, once a language and theme: its outlines take long to check and are always alike."""
    return _province_map(view, _key(ws, actor), selection, reader, dark=dark, near=near)


def categories(ws: Workspace, actor: Actor, selection: Selection, *, by_ledger: bool) -> CategoriesView:
    """`services.categories.categories`, worked out once a version of the data."""
    return _categories(ws, actor, _key(ws, actor), selection, by_ledger=by_ledger)


def concentration(ws: Workspace, actor: Actor, selection: Selection) -> ConcentrationView:
    """`services.concentration.concentration`, worked out once a version of the data."""
    return _concentration(ws, actor, _key(ws, actor), selection)


def payment(ws: Workspace, actor: Actor, selection: Selection) -> PaymentView:
    """`services.payment.payment`, worked out once a version of the data."""
    return _payment(ws, actor, _key(ws, actor), selection)


def changes(ws: Workspace, actor: Actor, measure: str, selection: Selection, by: str) -> ChangesView:
    """`services.changing.changes`, worked out once a version of the data."""
    return _changes(ws, actor, _key(ws, actor), (measure, by), selection)


def trends(ws: Workspace, actor: Actor, measure: str, selection: Selection, *, grain: Grain, by: str) -> TrendsView:
    """`services.trending.trends`, worked out once a version of the data."""
    return _trends(ws, actor, _key(ws, actor), (measure, grain, by), selection)


def filter_choices(ws: Workspace, actor: Actor) -> FilterChoices:
    """`services.filtering.filter_choices`, worked out once a version of the data."""
    return _filter_choices(ws, actor, _key(ws, actor))


def more_choices(ws: Workspace, actor: Actor) -> Mapping[str, Mapping[Any, Message]]:
    """`services.filtering.more_choices`, worked out once a version of the data."""
    return _more_choices(ws, actor, _key(ws, actor))


def names_of(ws: Workspace, actor: Actor, selection: Selection) -> Named:
    """`services.naming.names_of`, worked out once a version of the data."""
    return _names_of(ws, actor, _key(ws, actor), selection)


def report_pages(
    ws: Workspace, actor: Actor, year: int, companies: tuple[int, ...], language: str
) -> tuple[bytes, ...]:
    """The pages of a year's impact report as pictures, set once a version of the data."""
    return _report_pages(ws, actor, _key(ws, actor), (year, companies, language))


def verdict(ws: Workspace, actor: Actor, number: str) -> Verdict:
    """How a release stands today, worked out once a version of the data."""
    return _verdict(ws, actor, _key(ws, actor), number)


def _key(ws: Workspace, actor: Actor) -> _Key:
    seen = None if actor.companies is None else tuple(sorted(actor.companies))
    return str(ws.home.path), ws.db.data_version(), datetime.now(UTC).date(), actor.role, seen


# As resources, not as data: the views are frozen, and their messages do not pickle.
@st.cache_resource(show_spinner=False, max_entries=64)
def _overview(_ws: Workspace, _actor: Actor, key: _Key, selection: Selection) -> OverviewView:  # noqa: ARG001 - the key of the cache
    return ask_overview(_ws, _actor, selection)


@st.cache_resource(show_spinner=False, max_entries=64)
def _local_economy(_ws: Workspace, _actor: Actor, key: _Key, selection: Selection) -> LocalView:  # noqa: ARG001 - the key of the cache
    return ask_local_economy(_ws, _actor, selection)


@st.cache_resource(show_spinner=False, max_entries=64)
def _province_map(_view: MapView, key: _Key, selection: Selection, reader: str, *, dark: bool, near: bool) -> go.Figure:  # noqa: ARG001 - the key of the cache
    return draw_province_map(
        _view.areas, _view.dots, _view.marks, palette=DARK if dark else LIGHT, language=reader, near=near
    )


@st.cache_resource(show_spinner=False, max_entries=64)
def _categories(_ws: Workspace, _actor: Actor, key: _Key, selection: Selection, *, by_ledger: bool) -> CategoriesView:  # noqa: ARG001 - the key of the cache
    return ask_categories(_ws, _actor, selection, by_ledger=by_ledger)


@st.cache_resource(show_spinner=False, max_entries=64)
def _concentration(_ws: Workspace, _actor: Actor, key: _Key, selection: Selection) -> ConcentrationView:  # noqa: ARG001 - the key of the cache
    return ask_concentration(_ws, _actor, selection)


@st.cache_resource(show_spinner=False, max_entries=64)
def _payment(_ws: Workspace, _actor: Actor, key: _Key, selection: Selection) -> PaymentView:  # noqa: ARG001 - the key of the cache
    return ask_payment(_ws, _actor, selection)


@st.cache_resource(show_spinner=False, max_entries=32)
def _changes(_ws: Workspace, _actor: Actor, key: _Key, asked: tuple[str, str], selection: Selection) -> ChangesView:  # noqa: ARG001 - the key of the cache
    return ask_changes(_ws, _actor, asked[0], selection, by=asked[1])


@st.cache_resource(show_spinner=False, max_entries=64)
def _trends(
    _ws: Workspace,
    _actor: Actor,
    key: _Key,  # noqa: ARG001 - the key of the cache
    asked: tuple[str, Grain, str],
    selection: Selection,
) -> TrendsView:
    return ask_trends(_ws, _actor, asked[0], selection, grain=asked[1], by=asked[2])


@st.cache_resource(show_spinner=False, max_entries=32)
def _filter_choices(_ws: Workspace, _actor: Actor, key: _Key) -> FilterChoices:  # noqa: ARG001 - the key of the cache
    return ask_filter_choices(_ws, _actor)


@st.cache_resource(show_spinner=False, max_entries=64)
def _names_of(_ws: Workspace, _actor: Actor, key: _Key, selection: Selection) -> Named:  # noqa: ARG001 - the key of the cache
    return ask_names_of(_ws, _actor, selection)


@st.cache_resource(show_spinner=False, max_entries=32)
def _verdict(_ws: Workspace, _actor: Actor, key: _Key, number: str) -> Verdict:  # noqa: ARG001 - the key of the cache
    return verify_release(_ws, _actor, number)


@st.cache_data(show_spinner=False, max_entries=8)
def _report_pages(
    _ws: Workspace,
    _actor: Actor,
    key: _Key,  # noqa: ARG001 - the key of the cache
    asked: tuple[int, tuple[int, ...], str],
) -> tuple[bytes, ...]:
    year, companies, language = asked
    return tuple(impact_report.pages(impact_report.made(_ws, _actor, year, companies=companies), language))


@st.cache_resource(show_spinner=False, max_entries=32)
def _more_choices(_ws: Workspace, _actor: Actor, key: _Key) -> Mapping[str, Mapping[Any, Message]]:  # noqa: ARG001 - the key of the cache
    return ask_more_choices(_ws, _actor)
