"""What a person, or a mapping that was remembered, says instead of what was proposed."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from socialimpact.errors import MappingRefused
from socialimpact.language import msg
from socialimpact.ledger.mapping import BOOKS, ROLES, Mapping, TableMapping, of_layout
from socialimpact.tables import currencies, presets
from socialimpact.tables.book import Book
from socialimpact.tables.corrections import column_index, known_role
from socialimpact.tables.layout import Layout
from socialimpact.tables.proposal import propose_at

_MOST_VAT = 30  # per cent; no country asks for more
_MOST_RATE = 10**9
_OF_TABLES = {"roles", "header_row"}


def corrected(
    mapping: Mapping, given: AnyMapping[str, Any], layouts: tuple[Layout, ...], book: Book | None = None
) -> Mapping:
    """`mapping` with what a person or a remembered mapping says instead.

    `given` has `amount_basis` and `tables` as in `Mapping.as_json`; a table without `sheet` speaks of the first
    one. `roles` may name columns by index or by header text. Another `header_row` has all else proposed anew
    from that row, if `book` is there to look at. An entry more than a sheet has tables is one more
    table. Unknown roles and columns are refused by name.
    """
    tables = list(mapping.tables)
    spoken = given.get("tables") or ([given] if _OF_TABLES & set(given) else [])
    for place, said in _places(tables, spoken):
        if place >= len(tables):
            tables.append(_changed(replace(tables[0], sheet=said.get("sheet"), header_row=None), said, layouts, book))
        elif not tables[place].fixed:
            tables[place] = _changed(tables[place], said, layouts, book)
    basis = given.get("amount_basis") or mapping.amount_basis
    if basis not in ("net", "gross"):
        raise MappingRefused(msg("The amount basis is “net” or “gross”, not “{basis}”.", basis=str(basis)))
    stated = given.get("assumed_vat_rate", mapping.assumed_vat_rate)
    return replace(
        mapping,
        tables=tuple(tables),
        amount_basis=basis,
        assumed_vat_rate=None if stated is None else _vat_rate(stated),
        default_currency=_currency(given.get("default_currency")) or mapping.default_currency,
    )


def _vat_rate(said: Any) -> Decimal:
    """The VAT rate that a person states, as a percentage; `MappingRefused` where it is none."""
    rate = _number(said)
    if rate is None or not 0 <= rate <= _MOST_VAT:
        raise MappingRefused(msg("A VAT rate is a percentage between 0 and 30, not “{rate}”.", rate=str(said)))
    return rate


def _rate(said: Any) -> Decimal:
    rate = _number(said)
    if rate is None or rate <= 0:
        raise MappingRefused(
            msg("An exchange rate says how many units are one euro, for example 0.85, not “{rate}”.", rate=str(said))
        )
    return rate


def _number(said: Any) -> Decimal | None:
    try:
        number = Decimal(str(said).replace("%", "").replace(",", ".").strip())
    except ArithmeticError:
        return None
    return round(number, 8) if number.is_finite() and abs(number) < _MOST_RATE else None


def _currency(said: Any) -> str | None:
    if said in (None, BOOKS):
        return BOOKS if said else None
    code = currencies.code_of().get(str(said).strip().upper(), str(said).strip().upper())
    if not (len(code) == 3 and code.isalpha() and code.isascii()):  # noqa: PLR2004 - ISO 4217
        raise MappingRefused(
            msg("A currency is a code of three letters, for example EUR or GBP, not “{currency}”.", currency=str(said))
        )
    return code


def _places(tables: list[TableMapping], spoken: Any) -> list[tuple[int, AnyMapping[str, Any]]]:
    """Which table each entry speaks of. On a sheet with as many entries as tables they come in order; else the
    header row decides, and what is left speaks of the tables that are left.
    """
    placed: list[tuple[int, AnyMapping[str, Any]]] = []
    new = len(tables)
    by_sheet: dict[str | None, list[AnyMapping[str, Any]]] = {}
    for said in spoken:
        by_sheet.setdefault(said.get("sheet"), []).append(said)
    for sheet, entries in by_sheet.items():
        own = [place for place, table in enumerate(tables) if table.sheet == sheet]
        if not own and sheet is not None:
            raise MappingRefused(msg("The mapping names a sheet “{sheet}” that this file has not.", sheet=sheet))
        left = own or [0]
        waiting = list(entries)
        if len(entries) != len(left):
            for said in entries:
                same = [place for place in left if said.get("header_row") == tables[place].header_row]
                if said.get("header_row") and same:
                    placed.append((same[0], said))
                    left = [place for place in left if place != same[0]]
                    waiting = [each for each in waiting if each is not said]
        for said in waiting:
            placed.append((left.pop(0) if left else new, said))
            new += placed[-1][0] == new
    return placed


def _changed(
    table: TableMapping, said: AnyMapping[str, Any], layouts: tuple[Layout, ...], book: Book | None
) -> TableMapping:
    """A table with what is said of it."""
    names: tuple[Layout, ...] = tuple(layout for layout in layouts if layout.sheet == table.sheet)
    row: int = said.get("header_row") or 0
    moved = row not in {0, table.header_row}
    if moved:
        if book is None:
            table = replace(table, header_row=row, first_row=row + 1)
        else:
            layout = propose_at(book, table.sheet, row, last_row=table.last_row)
            table = replace(of_layout(layout), used=table.used)
            names = (layout, *names)
    changes: dict[str, Any] = {key: said[key] for key in ("decimal_mark", "date_order") if said.get(key) is not None}
    if "preset" in said:
        changes["preset"] = presets.preset(said["preset"]).key if said["preset"] else None
    headers = {
        (column.header or "").strip().casefold(): column.index
        for layout in reversed(names)
        for column in layout.columns
    }
    if said.get("roles") or ("roles" in said and not moved):
        changes["roles"] = {column_index(key, headers): known_role(role, ROLES) for key, role in said["roles"].items()}
    if "carried" in said:
        changes["carried"] = tuple(sorted({column_index(key, headers) for key in said["carried"] or ()}))
    if "headings" in said:
        changes["headings"] = said["headings"] if said["headings"] == "supplier" else None
    if "constants" in said:
        changes["constants"] = {known_role(role, ROLES): str(text) for role, text in (said["constants"] or {}).items()}
    if said.get("currency", table.currency) != table.currency:
        changes |= {"currency": _currency(said["currency"]), "currency_stated": True}
    if "fixed_rate" in said:
        changes["fixed_rate"] = None if said["fixed_rate"] is None else _rate(said["fixed_rate"])
    if "periods" in said:
        changes["periods"] = {column_index(key, headers): str(text) for key, text in (said["periods"] or {}).items()}
    return replace(table, used=bool(said.get("used", True)), **changes)
