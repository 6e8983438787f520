"""Rows of a ledger as a table of the page: letters above, row numbers beside, each column under what it is taken for.

A real table, not a drawing: it can be read aloud, searched and scrolled with the keyboard. Each family of roles has a
colour that colour-blind people tell apart, and always its name too.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from html import escape

import streamlit as st
from babel.numbers import format_decimal

from socialimpact.errors import Place
from socialimpact.language import Message, Share, locale, msg
from socialimpact.services.ledgers.sheet_view import Cell, ColumnView, RowView, SheetView
from socialimpact.ui.language import current, say
from socialimpact.ui.upload import roles

UNSURE = 0.6
_COMFORTABLE = 6  # columns that stand beside one another at their full width
_LONGEST_CELL, _LONGEST_TITLE = 48, 400

_FAMILIES: dict[str, tuple[str, ...]] = {
    "supplier": ("supplier_name", "supplier_vat", "supplier_tax_code", "supplier_code"),
    "place": (
        "supplier_address",
        "supplier_municipality",
        "supplier_province",
        "supplier_postcode",
        "supplier_country",
    ),
    "date": ("invoice_date", "posting_date", "due_date", "payment_date", "period", "year"),
    "document": ("document_number", "document_type"),
    "amount": ("net_amount", "vat_amount", "gross_amount", "debit", "credit", "vat_rate", "currency", "exchange_rate"),
    "what": ("description", "category", "category_code", "quantity", "unit_price"),
    "own": ("cost_centre", "site", "company"),
}
_FAMILY_OF = {role: family for family, members in _FAMILIES.items() for role in members}
_MONEY = ("net_amount", "vat_amount", "gross_amount", "debit", "credit")
_AMOUNT, _PLAIN = "#,##0.00######", "0.##########"
_FATES: dict[str, Message] = {
    "above": msg("above the table"),
    "header": msg("names of the columns"),
}


def show(view: SheetView, *, title: str) -> None:
    """Draw the rows. `title` says in words what is to be seen, for those who do not see it."""
    head = "".join((_letters(view), _meanings(view)))
    body = "".join(_row(view, row) for row in view.rows)
    many = " si-many" if len(view.columns) > _COMFORTABLE else ""
    st.html(
        f'<div class="si-sheet{many}" role="region" tabindex="0" aria-label="{_text(title)}">'
        f"<table><caption>{_text(title)}</caption><thead>{head}</thead><tbody>{body}</tbody></table></div>"
    )


def in_words(view: SheetView) -> str:
    """Which column is read as what, as one sentence."""
    told = [
        f"{column.letter} {column.name or ''}: {role_name(column)}".replace(" :", ":")
        for column in view.columns
        if column.role or column.period
    ]
    return say(msg("Columns: {columns}", columns="; ".join(told)))


def letter_of(view: SheetView, place: Place) -> str | None:
    """The letter of the column that a place names, if it is among those that are shown."""
    return next((column.letter for column in view.columns if column.index == place.column), None)


def role_name(column: ColumnView) -> str:
    """What a column is read as, in the reader's words."""
    if column.period:
        return say(msg("Amount of {period}", period=column.period))
    if column.role is None:
        return say(msg("not used"))
    return say(roles.NAMES.get(column.role, column.role))


def _letters(view: SheetView) -> str:
    cells = "".join(f'<th scope="col">{column.letter}</th>' for column in view.columns)
    corner = f'<th scope="col"><span class="si-unseen">{_text(say(msg("Row")))}</span></th>'
    return f'<tr class="si-letters">{corner}{cells}</tr>'


def _meanings(view: SheetView) -> str:
    cells = "".join(_meaning(column) for column in view.columns)
    corner = f'<th scope="row"><span class="si-unseen">{_text(say(msg("Read as")))}</span></th>'
    return f'<tr class="si-meanings">{corner}{cells}</tr>'


def _meaning(column: ColumnView) -> str:
    told = [f"<b>{_text(role_name(column))}</b>"]
    if column.certainty is not None:
        share = say(msg("{share} certain", share=Share(column.certainty, 0)))
        told.append(f"<small>{'<i>?</i> ' if column.certainty < UNSURE else ''}{_text(share)}</small>")
    elif column.by_person:
        told.append(_small(msg("chosen by you")))
    if column.repeats:
        told.append(_small(msg("blank: as above")))
    why = f' title="{_text(say(column.reason))}"' if column.reason else ""
    return f'<td class="{_classes(column)}"{why}>{"".join(told)}</td>'


def _small(said: Message) -> str:
    return f"<small>{_text(say(said))}</small>"


def _classes(column: ColumnView) -> str:
    family = "amount" if column.period else _FAMILY_OF.get(column.role or "")
    doubt = " si-doubt" if column.certainty is not None and column.certainty < UNSURE else ""
    return f"si-is-{family}{doubt}" if family else "si-unused"


def _row(view: SheetView, row: RowView) -> str:
    focus = view.focus
    mine = focus is not None and focus.row == row.number
    cells = "".join(
        _cell(text, column, marked=mine and focus is not None and focus.column == column.index)
        for text, column in zip(row.cells, view.columns, strict=True)
    )
    # A title or a heading alone in its row runs on over the empty cells beside it.
    alone = row.fate in {"above", "heading"} and sum(cell is not None for cell in row.cells) == 1
    kind = (" si-mine" if mine else "") + (" si-alone" if alone else "")
    number = f'<th scope="row">{row.number}</th>'
    drawn = f'<tr class="si-{row.fate}{kind}">{number}{cells}</tr>'
    note = row.reason or _FATES.get(row.fate)
    if note is None or row.fate == "above":
        return drawn
    word = say(msg("Row {row}: {what}", row=str(row.number), what=note))
    if row.fate == "aside":
        word = say(msg("Row {row} is set aside. {reason}", row=str(row.number), reason=note))
    span = len(view.columns)
    return f'{drawn}<tr class="si-note"><th></th><td colspan="{span}"><span>{_text(word)}</span></td></tr>'


def _cell(value: Cell, column: ColumnView, *, marked: bool) -> str:
    shown = " ".join(_written(value, column).split())
    full = f' title="{_text(shown[:_LONGEST_TITLE])}"' if len(shown) > _LONGEST_CELL else ""
    if len(shown) > _LONGEST_CELL:
        shown = f"{shown[:_LONGEST_CELL]}…"
    inside = _text(shown)
    if marked:
        inside = f"<mark>{inside or '&nbsp;'}</mark>"
    right = " si-number" if isinstance(value, Decimal) else ""
    return f'<td class="{_classes(column)}{right}{" si-marked" if marked else ""}"{full}>{inside}</td>'


def _written(value: Cell, column: ColumnView) -> str:
    """A cell as a spreadsheet of the reader's country shows it: amounts with their cents, short dates."""
    match value:
        case None:
            return ""
        case Decimal():
            is_money = column.role in _MONEY or column.period is not None
            return format_decimal(value, format=_AMOUNT if is_money else _PLAIN, locale=locale(current()))
        case datetime() if value.time():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case _:
            return value


def _text(text: str) -> str:
    return escape(text, quote=True)
