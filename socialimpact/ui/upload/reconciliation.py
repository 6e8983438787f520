"""What was read, and what became of it: rows and euro that add up, what was left out and why, what to check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import PurePath
from typing import Any, Protocol

import streamlit as st

from socialimpact.language import Euro, Message, msg, plural
from socialimpact.ledger.judgement import REASONS
from socialimpact.services.ledgers.import_records import SetAside
from socialimpact.ui import formats
from socialimpact.ui.download import Column, excel_button
from socialimpact.ui.language import say
from socialimpact.ui.table_card import table

# Rows of one table on the page; Excel has them all.
SHOWN = 300

Row = Mapping[str, Any]
_LEFT_OUT = (
    Column("sheet", msg("Sheet")),
    Column("row", msg("Row"), "count"),
    Column("amount", msg("Amount"), "euro"),
    Column("reason", msg("Why")),
    Column("cells", msg("As written")),
)
_OVERLAPS = (
    Column("sheet", msg("Sheet")),
    Column("row_number", msg("Row"), "count"),
    Column("date", msg("Date"), "date"),
    Column("supplier_name", msg("Supplier")),
    Column("document_number", msg("Document number")),
    Column("euro", msg("Amount"), "euro"),
)


class Told(Protocol):
    """Rows and totals of an import, before it (`Reconciliation`) or after it (`ImportRecord`)."""

    @property
    def rows_read(self) -> int: ...
    @property
    def lines(self) -> int: ...
    @property
    def set_aside(self) -> int: ...
    @property
    def total_read(self) -> Decimal: ...
    @property
    def total_loaded(self) -> Decimal: ...
    @property
    def total_set_aside(self) -> Decimal: ...


def sums(told: Told, taken: Message, before: Told | None = None) -> None:
    """The reconciliation as an addition; `taken` names what is, or will be, in the figures. With `before`, what was
    counted until then, each number that differs says by how much.
    """
    rows = (
        ("", taken, "lines", "total_loaded"),
        ("+", msg("Set aside"), "set_aside", "total_set_aside"),
        ("=", msg("Read from the file"), "rows_read", "total_read"),
    )
    heads = (say(msg("Rows")), say(msg("Amount")))
    lines = [f"| | | {heads[0]} | {heads[1]} |", "|:-:|:--|--:|--:|"]
    for sign, name, count, amount in rows:
        rows_now, euro_now = getattr(told, count), getattr(told, amount)
        more_rows = _change(rows_now - getattr(before, count), formats.count) if before else ""
        more_euro = _change(euro_now - getattr(before, amount), _euro) if before else ""
        lines.append(f"| {sign} | {say(name)} | {formats.count(rows_now)}{more_rows} | {_euro(euro_now)}{more_euro} |")
    st.markdown("\n".join(lines))


def differs(told: Told, before: Told) -> bool:
    """Whether any sum is another than before."""
    return any(
        getattr(told, name) != getattr(before, name)
        for name in ("rows_read", "lines", "set_aside", "total_read", "total_loaded", "total_set_aside")
    )


def _change(by: Any, written: Callable[[Any], str]) -> str:
    if not by:
        return ""
    # The word joiner keeps the sign with its number.
    return f" **({'+' if by > 0 else '−'}\u2060{written(abs(by))})**"


def left_out(
    reasons: Sequence[SetAside], rows: Sequence[Row], *, key: str, file_name: str, load: Callable[[], Iterable[Row]]
) -> None:
    """What was set aside, by reason; the first rows on the page, and all that `load` gives in Excel."""
    st.markdown("\n".join(f"- {_reason(reason)}" for reason in reasons))
    if rows:
        told = [_left_out(row) for row in rows]
        alt = msg("The rows that were set aside, with the reason for each.")
        table(_with_sheets(_LEFT_OUT, told), told, key=key, alt=alt)
    # There may be very many: they are fetched when the button is pressed.
    excel_button(_LEFT_OUT, lambda: map(_left_out, load()), file_name=file_name, key=f"{key}_excel")


def _reason(reason: SetAside) -> str:
    number = say(plural("{n} row", "{n} rows", reason.rows))
    amount = f", {_euro(reason.amount)}" if reason.amount else ""
    return plain(f"{number}{amount}: {say(reason.sentence)}")


def _left_out(row: Row) -> dict[str, Any]:
    return {
        "sheet": row["sheet"],
        "row": row["row_number"],
        "amount": (row["amount"] if "amount" in row else row["euro"]) or None,
        "reason": REASONS[row["reason"]],
        "cells": " · ".join(cell for cell in row["as_read"] if cell),
    }


def overlaps(rows: Sequence[Row], *, key: str, file_name: str) -> None:
    """Lines that an earlier import has as well."""
    table(_with_sheets(_OVERLAPS, rows), rows, key=key, alt=msg("The purchases that an earlier import has as well."))
    excel_button(_OVERLAPS, rows, file_name=file_name, key=f"{key}_excel")


def _euro(amount: Decimal) -> str:
    return formats.euro(amount, cents=True)


def period(told: Any) -> Message | None:
    """From which day to which the lines go, None where no line has a date."""
    if told.first_date is None:
        return None
    if told.first_date == told.last_date:
        return msg("Purchases of {day}.", day=told.first_date)
    return msg("Purchases from {first} to {last}.", first=told.first_date, last=told.last_date)


def lines_and_amount(told: Told) -> dict[str, Any]:
    """Values for sentences such as “Import {lines}, {amount}”."""
    return {"lines": plural("{n} line", "{n} lines", told.lines), "amount": Euro(told.total_loaded)}


def file_name(file: str, what: Message) -> str:
    """The name of a download about a ledger."""
    return f"{PurePath(file).stem}-{say(what).replace(' ', '-')}"


def _with_sheets(columns: tuple[Column, ...], rows: Sequence[Row]) -> tuple[Column, ...]:
    """Without the column of sheets where there are none: text files have no sheets."""
    return columns if any(row.get("sheet") for row in rows) else tuple(each for each in columns if each.key != "sheet")


def plain(text: str) -> str:
    """A sentence that quotes cells, so that no cell is read as formatting."""
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>#|~$:" else letter for letter in text)
