"""Answers kept while the data is as it was: version of the data, day, companies of the actor and selection are the key.

Only functions of values are cached; nothing here reads the session, so nobody gets another one's answer. What people
asked for lately is asked again after an import, before its version is shown: nobody waits for it, and twenty who look
at the same pages do not all wait at once.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from threading import Lock
from typing import Any, TypeVar

import plotly.graph_objects as go
import streamlit as st

from socialimpact.actor import Actor
from socialimpact.charts.province_map import province_map as draw_province_map
from socialimpact.charts.style import DARK, LIGHT
from socialimpact.figures.filters import Selection
from socialimpact.figures.periods import Grain
from socialimpact.language import Message
from socialimpact.report.document import Report
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
from socialimpact.services.dashboards.overview import has_lines as ask_has_lines
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
T = TypeVar("T")
# Told from others by its words: to go through all its fields costs more than the rest of a kept answer.
_TOLD: dict[str | type[Any], Callable[[Any], Any]] = {Selection: repr}
_LATELY = 60.0
_MOST_LATELY = 24
_MOST_SECONDS = 10.0
# What was asked lately: the kept answer, for whom and about what; when it was asked last, and how to ask it again.
_lately: OrderedDict[tuple[Any, ...], tuple[float, Callable[[int], Any]]] = OrderedDict()
_noting = Lock()


def has_lines(ws: Workspace, actor: Actor) -> bool:
    """`services.overview.has_lines`, asked once a version of the data."""
    return _asked(_has_lines, ws, actor)


def overview(ws: Workspace, actor: Actor, selection: Selection) -> OverviewView:
    """`services.overview.overview`, worked out once a version of the data."""
    return _asked(_overview, ws, actor, selection)


def local_economy(ws: Workspace, actor: Actor, selection: Selection) -> LocalView:
    """`services.local.page.local_economy`, worked out once a version of the data."""
    return _asked(_local_economy, ws, actor, selection)


def province_map(
    ws: Workspace, actor: Actor, selection: Selection, view: MapView, *, reader: str, dark: bool, near: bool
) -> go.Figure:
    """The drawn map of a view, once a language and theme: its outlines take long to check and are always alike."""
    return _province_map(view, _key(ws, actor, ws.db.shown_version()), selection, reader, dark=dark, near=near)


def categories(ws: Workspace, actor: Actor, selection: Selection, *, by_ledger: bool) -> CategoriesView:
    """`services.categories.categories`, worked out once a version of the data."""
    return _asked(_categories, ws, actor, selection, by_ledger=by_ledger)


def concentration(ws: Workspace, actor: Actor, selection: Selection) -> ConcentrationView:
    """`services.concentration.concentration`, worked out once a version of the data."""
    return _asked(_concentration, ws, actor, selection)


def payment(ws: Workspace, actor: Actor, selection: Selection) -> PaymentView:
    """`services.payment.payment`, worked out once a version of the data."""
    return _asked(_payment, ws, actor, selection)


def changes(ws: Workspace, actor: Actor, measure: str, selection: Selection, by: str) -> ChangesView:
    """`services.changing.changes`, worked out once a version of the data."""
    return _asked(_changes, ws, actor, (measure, by), selection)


def trends(ws: Workspace, actor: Actor, measure: str, selection: Selection, *, grain: Grain, by: str) -> TrendsView:
    """`services.trending.trends`, worked out once a version of the data."""
    return _asked(_trends, ws, actor, (measure, grain, by), selection)


def filter_choices(ws: Workspace, actor: Actor) -> FilterChoices:
    """`services.filtering.filter_choices`, worked out once a version of the data."""
    return _asked(_filter_choices, ws, actor)


def more_choices(ws: Workspace, actor: Actor) -> Mapping[str, Mapping[Any, Message]]:
    """`services.filtering.more_choices`, worked out once a version of the data."""
    return _asked(_more_choices, ws, actor)


def names_of(ws: Workspace, actor: Actor, selection: Selection) -> Named:
    """`services.naming.names_of`, worked out once a version of the data."""
    return _asked(_names_of, ws, actor, selection)


def report_pages(
    ws: Workspace, actor: Actor, year: int, companies: tuple[int, ...], language: str
) -> tuple[bytes, ...]:
    """The pages of a year's impact report as pictures, set once a version of the data."""
    return _report_pages(ws, actor, _key(ws, actor, ws.db.shown_version()), (year, companies, language))


def report_proposed(ws: Workspace, actor: Actor, year: int, companies: tuple[int, ...]) -> Report:
    """`services.reporting.impact_report.proposed`, put together once a version of the data."""
    return _report_proposed(ws, actor, _key(ws, actor, ws.db.shown_version()), (year, companies))


def verdict(ws: Workspace, actor: Actor, number: str) -> Verdict:
    """How a release stands today, worked out once a version of the data."""
    return _verdict(ws, actor, _key(ws, actor, ws.db.shown_version()), number)


def make_ready(ws: Workspace, version: int) -> None:
    """Answer what was asked lately for a version of the data that is not shown yet, as long as that takes no time."""
    now = time.monotonic()
    with _noting:
        noted = list(_lately.items())[::-1]
    for (_, home, *_rest), (asked, again) in noted:
        if home != str(ws.home.path) or now - asked > _LATELY:
            continue
        if time.monotonic() - now > _MOST_SECONDS or ws.db.shown_version() >= version:
            return
        again(version)


def _asked(kept: Callable[..., T], ws: Workspace, actor: Actor, *about: Any, **more: Any) -> T:
    """The kept answer for this reader, noted as one that is asked for."""
    key = _key(ws, actor, ws.db.shown_version())
    noted = (kept.__name__, key[0], *key[2:], about, tuple(more.items()))
    with _noting:
        _lately[noted] = time.monotonic(), lambda version: kept(ws, actor, _key(ws, actor, version), *about, **more)
        _lately.move_to_end(noted)
        if len(_lately) > _MOST_LATELY:
            _lately.popitem(last=False)
    return kept(ws, actor, key, *about, **more)


def _key(ws: Workspace, actor: Actor, version: int) -> _Key:
    seen = None if actor.companies is None else tuple(sorted(actor.companies))
    return str(ws.home.path), version, datetime.now(UTC).date(), actor.role, seen


# As resources, not as data: the views are frozen, and their messages do not pickle.
@st.cache_resource(show_spinner=False, max_entries=32)
def _has_lines(_ws: Workspace, _actor: Actor, key: _Key) -> bool:  # noqa: ARG001 - the key of the cache
    return ask_has_lines(_ws, _actor)


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=_TOLD)
def _overview(_ws: Workspace, _actor: Actor, key: _Key, selection: Selection) -> OverviewView:  # noqa: ARG001 - the key of the cache
    return ask_overview(_ws, _actor, selection)


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=_TOLD)
def _local_economy(_ws: Workspace, _actor: Actor, key: _Key, selection: Selection) -> LocalView:  # noqa: ARG001 - the key of the cache
    return ask_local_economy(_ws, _actor, selection)


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=_TOLD)
def _province_map(_view: MapView, key: _Key, selection: Selection, reader: str, *, dark: bool, near: bool) -> go.Figure:  # noqa: ARG001 - the key of the cache
    return draw_province_map(
        _view.areas, _view.dots, _view.marks, palette=DARK if dark else LIGHT, language=reader, near=near
    )


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=_TOLD)
def _categories(_ws: Workspace, _actor: Actor, key: _Key, selection: Selection, *, by_ledger: bool) -> CategoriesView:  # noqa: ARG001 - the key of the cache
    return ask_categories(_ws, _actor, selection, by_ledger=by_ledger)


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=_TOLD)
def _concentration(_ws: Workspace, _actor: Actor, key: _Key, selection: Selection) -> ConcentrationView:  # noqa: ARG001 - the key of the cache
    return ask_concentration(_ws, _actor, selection)


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=_TOLD)
def _payment(_ws: Workspace, _actor: Actor, key: _Key, selection: Selection) -> PaymentView:  # noqa: ARG001 - the key of the cache
    return ask_payment(_ws, _actor, selection)


@st.cache_resource(show_spinner=False, max_entries=32, hash_funcs=_TOLD)
def _changes(_ws: Workspace, _actor: Actor, key: _Key, asked: tuple[str, str], selection: Selection) -> ChangesView:  # noqa: ARG001 - the key of the cache
    return ask_changes(_ws, _actor, asked[0], selection, by=asked[1])


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=_TOLD)
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


@st.cache_resource(show_spinner=False, max_entries=64, hash_funcs=_TOLD)
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


@st.cache_resource(show_spinner=False, max_entries=8)
def _report_proposed(
    _ws: Workspace,
    _actor: Actor,
    key: _Key,  # noqa: ARG001 - the key of the cache
    asked: tuple[int, tuple[int, ...]],
) -> Report:
    year, companies = asked
    return impact_report.proposed(_ws, _actor, year, companies=companies)


@st.cache_resource(show_spinner=False, max_entries=32)
def _more_choices(_ws: Workspace, _actor: Actor, key: _Key) -> Mapping[str, Mapping[Any, Message]]:  # noqa: ARG001 - the key of the cache
    return ask_more_choices(_ws, _actor)
