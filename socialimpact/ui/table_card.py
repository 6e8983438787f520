"""A table in the reader's locale that sorts by value and downloads as Excel."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

import pandas as pd
import streamlit as st
from babel.dates import format_skeleton
from babel.numbers import format_decimal

from socialimpact.language import Euro, Message, Share, locale, render
from socialimpact.ui import beyond, formats, language
from socialimpact.ui.download import Column, Unit, excel_button
from socialimpact.ui.language import say

_ROW_HEIGHT = 35
_TALLEST = 420
_PAGE = 50
_MOST_DECIMALS = 2
_MOST_FORMATTED_CELLS = 200_000


def table(
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: str,
    alt: Message | str | None = None,
    selectable: bool = False,
) -> int | None:
    """Show rows; with `selectable` a click on a row reruns the page and its place among `rows` is returned.

    Numbers sort as numbers and are written by the reader's locale. `alt` is the table's message for those who do
    not see it: a table on screen is a drawing, the download is the accessible form.
    """
    frame = as_frame(columns, rows)
    shown = styled(frame, columns) if frame.size <= _MOST_FORMATTED_CELLS else frame
    state = st.dataframe(
        shown,
        key=key,
        hide_index=True,
        width="stretch",
        height=min(_TALLEST, (len(frame) + 1) * _ROW_HEIGHT + 3),
        alt=say(alt) or None,
        placeholder="–",
        on_select="rerun" if selectable else "ignore",
        selection_mode="single-row",
        row_height=_ROW_HEIGHT,
    )
    beyond.told(columns, rows)
    if selectable:
        chosen = cast("dict[str, Any]", state)["selection"]["rows"]
        return int(chosen[0]) if chosen else None
    return None


def table_card(
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: str,
    file_name: str,
    alt: Message | str | None = None,
    notes: Sequence[Message | str] = (),
    selectable: bool = False,
) -> int | None:
    """A table with its Excel download beneath."""
    chosen = table(columns, rows, key=key, alt=alt, selectable=selectable)
    excel_button(columns, rows, file_name=file_name, key=f"{key}_excel", notes=notes)
    return chosen


def paged_table(
    columns: Sequence[Column],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: str,
    file_name: str,
    alt: Message | str | None = None,
    notes: Sequence[Message | str] = (),
) -> int | None:
    """A long table a page at a time: a click on a row returns its place among all `rows`; the Excel file has them all.

    Each cell on screen is written by the reader's locale in every run: five hundred rows would take a second.
    """
    pages = max(1, math.ceil(len(rows) / _PAGE))
    page = min(st.session_state.get(f"{key}_page", 1), pages)
    first = (page - 1) * _PAGE
    chosen = table(columns, rows[first : first + _PAGE], key=f"{key}_{page}", alt=alt, selectable=True)
    with st.container(horizontal=True, vertical_alignment="center"):
        if pages > 1:
            st.pagination(pages, key=f"{key}_page")
        excel_button(columns, rows, file_name=file_name, key=f"{key}_excel", notes=notes)
    return None if chosen is None else first + chosen


def as_frame(columns: Sequence[Column], rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Columns under their titles. Amounts become floats to sort by; what is read is their text, to the cent."""
    titles = _distinct([say(column.title) for column in columns])
    data = {
        title: [_sortable(row.get(column.key), column.unit) for row in rows]
        for title, column in zip(titles, columns, strict=True)
    }
    return pd.DataFrame(data, columns=titles)


def styled(frame: pd.DataFrame, columns: Sequence[Column]) -> Any:
    """The frame with each value's text in the reader's language beside it."""
    reader = language.current()
    writers: dict[Any, Any] = {
        title: _writer(column.unit, reader, _decimals(frame[title]) if column.unit == "number" else 0)
        for title, column in zip(frame.columns, columns, strict=True)
        if column.unit != "text"
    }
    return frame.style.format(writers)


def _sortable(value: Any, unit: Unit) -> Any:
    if unit == "text":
        if value is None:
            return ""
        return say(value) if isinstance(value, (str, Message, Mapping)) else formats.any_value(value)
    return float(value) if isinstance(value, Decimal) else value


def _decimals(values: Any) -> int:
    """As many as the column needs, two at most, for all of it: 0.10 beneath 0.27."""
    known = [round(float(value), _MOST_DECIMALS) for value in values if pd.notna(value)]
    return next(places for places in range(_MOST_DECIMALS + 1) if all(round(value, places) == value for value in known))


def _writer(unit: Unit, reader: str, decimals: int) -> Callable[[Any], str]:
    def write(value: Any) -> str:
        if value is None or value != value:  # noqa: PLR0124 - not-a-number is the only value that differs from itself
            return ""
        match unit:
            case "euro":
                return render(Euro(Decimal(str(round(value, 2)))), reader)
            case "share":
                return render(Share(value), reader)
            case "count":
                return render(int(value), reader)
            case "date":
                return render(value, reader)
            case "month":
                return format_skeleton("yMMM", value, locale=locale(reader))
            case _:
                # the zero that is added takes the sign from what rounds to a negative zero
                pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
                return format_decimal(round(float(value), decimals) + 0, pattern, locale=locale(reader))

    return write


def _distinct(titles: list[str]) -> list[str]:
    """Titles as columns need them: a second one of the same words gets a number."""
    seen: dict[str, int] = {}
    result = []
    for title in titles:
        seen[title] = seen.get(title, 0) + 1
        result.append(title if seen[title] == 1 else f"{title} ({seen[title]})")
    return result
