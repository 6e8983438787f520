"""Mappings that were confirmed before, found again by the headers of a sheet: next month is one click.

Each is a layout of the company's own: the same names in the same order are read alike without asking; names that are
nearly the same are read alike too, and said, so that a person confirms.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from socialimpact.errors import Problem
from socialimpact.language import Message, msg
from socialimpact.ledger.corrected_mapping import corrected
from socialimpact.ledger.mapping import (
    AMOUNT_ROLES,
    DATE_ROLES,
    PERIOD_ROLES,
    SUPPLIER_ROLES,
    Basis,
    Mapping,
    proposed,
)
from socialimpact.services.workspace import Workspace
from socialimpact.store import Transaction
from socialimpact.store.reader import Reader
from socialimpact.tables import currencies
from socialimpact.tables.book import Book
from socialimpact.tables.headings import normal
from socialimpact.tables.layout import Layout
from socialimpact.tables.roles import IGNORE, Column

_SAID = ("header_row", "decimal_mark", "date_order", "carried", "headings", "preset", "currency", "fixed_rate")
_IN_ANY_FILE = ("decimal_mark", "date_order", "headings", "preset")  # of these, what holds for another order of columns
ALIKE = 0.75  # the share of names, of the longer list, that two layouts must have in common
LEAST_COLUMNS = 3
LIKE_CONFIDENCE = 0.55  # below what the screen takes for sure, so that it asks
_LONGEST_NAME = 80


@dataclass(frozen=True)
class Known:
    """A layout of the company's own: `headers` by column ("" for none); `corrected` if a person said otherwise than
    the proposal.
    """

    fingerprint: str
    name: str
    headers: tuple[str, ...]
    corrected: bool
    said: dict[str, Any]


@dataclass(frozen=True)
class Recalled:
    """How a file is to be read: `remembered` if all is as confirmed before; `like` says which own layouts it only
    resembles.
    """

    mapping: Mapping
    layouts: tuple[Layout, ...]
    remembered: bool
    like: tuple[Message, ...] = ()


def recall(
    ws: Workspace,
    company: int,
    book: Book,
    layouts: tuple[Layout, ...],
    *,
    given: dict[str, Any] | None,
    basis: Basis | None,
) -> Recalled:
    """The proposal, overlaid by what was confirmed for these headers before, overlaid by what the person says now."""
    own = known_layouts(ws.db, company)
    said: list[dict[str, Any]] = [{"sheet": layout.sheet, "used": layout.chosen} for layout in layouts]
    found = list(layouts)
    basis_then: Basis | None = None
    vat_rate_then: str | None = None
    remembered, like = False, []
    for place, layout in enumerate(layouts):
        if same := own.get(layout.fingerprint):
            said[place] |= {key: same.said[key] for key in ("roles", "used", *_SAID) if key in same.said}
            basis_then, remembered = same.said["amount_basis"], True
            vat_rate_then = same.said.get("assumed_vat_rate")
        elif not layout.fixed and (near := _nearest(layout, own.values())):
            found[place], reason = _read_like(layout, near)
            like.append(reason)
            said[place] |= {key: near.said[key] for key in ("used", *_IN_ANY_FILE) if key in near.said}
            basis_then, vat_rate_then = near.said["amount_basis"], near.said.get("assumed_vat_rate")
    layouts = tuple(found)
    country = ws.db.value("select country from company where company_id = ?", [company])
    mapping = replace(proposed(layouts), default_currency=currencies.of_country(country))
    if basis_then:
        known = {"amount_basis": basis_then, "assumed_vat_rate": vat_rate_then, "tables": said}
        mapping = corrected(mapping, known, layouts, book)
    if given:
        mapping = corrected(mapping, given, layouts, book)
    if basis and not any(layout.fixed for layout in layouts):  # electronic invoices know theirs
        mapping = replace(mapping, amount_basis=basis)
    return Recalled(mapping, layouts, remembered, tuple(like))


def remember(
    tx: Transaction, company: int, mapping: Mapping, layouts: tuple[Layout, ...], *, file: str, like: bool = False
) -> None:
    """Keep the confirmed mapping of each sheet under the fingerprint of its headers, by the file's name at first.

    `like` says that the proposal came from another layout of the company's own.
    """
    before = known_layouts(tx, company)
    proposal_of_all = proposed(layouts)
    proposals = proposal_of_all.as_json()["tables"]
    several = sum(layout.chosen for layout in layouts) > 1
    # A table that a person added has no proposal to compare with, and no fingerprint to be found by.
    for layout, told, proposal in zip(layouts, mapping.as_json()["tables"], proposals, strict=False):
        if not layout.fingerprint:
            continue
        otherwise = [key for key in _SAID if told[key] != proposal[key]]
        same = before.get(layout.fingerprint)
        kept = {
            "name": same.name if same else _first_name(file, layout.sheet if several else None),
            "headers": [column.header or "" for column in layout.columns],
            "corrected": bool(
                otherwise
                or like
                or told["roles"] != proposal["roles"]
                or mapping.amount_basis != proposal_of_all.amount_basis
                or mapping.assumed_vat_rate is not None
            ),
            "roles": told["roles"],
            "used": told["used"],
            "amount_basis": mapping.amount_basis,
            **({} if mapping.assumed_vat_rate is None else {"assumed_vat_rate": str(mapping.assumed_vat_rate)}),
            # Only what the person said otherwise than the file: next month's header may stand in another row.
            **{key: told[key] for key in otherwise},
        }
        keep(tx, company, layout.fingerprint, kept)


def known_layouts(reader: Reader, company: int) -> dict[str, Known]:
    """The layouts that were confirmed for a company, by fingerprint, the newest first."""
    rows = reader.rows(
        "select fingerprint, mapping from mapping where company_id = ? and purpose = 'ledger'"
        " order by saved_at desc, fingerprint",
        [company],
        step="own layouts",
    )
    found = {}
    for fingerprint, stored in rows:
        said = json.loads(stored)
        found[fingerprint] = Known(
            fingerprint,
            said.get("name") or fingerprint[:8],
            tuple(said.get("headers", ())),
            bool(said.get("corrected")),
            said,
        )
    return found


def keep(tx: Transaction, company: int, fingerprint: str, said: dict[str, Any]) -> None:
    """Write down what is said of a layout, in place of what was."""
    drop(tx, company, fingerprint)
    tx.insert(
        "mapping",
        {
            "company_id": company,
            "fingerprint": fingerprint,
            "purpose": "ledger",
            "mapping": json.dumps(said, ensure_ascii=False),
            "saved_by": tx.actor.name,
        },
    )


def drop(tx: Transaction, company: int, fingerprint: str) -> None:
    tx.execute(
        "delete from mapping where company_id = ? and purpose = 'ledger' and fingerprint = ?",
        [company, fingerprint],
        step="drop layout",
    )


def _first_name(file: str, sheet: str | None) -> str:
    stem = PurePath(file).stem
    return (f"{stem} · {sheet}" if sheet else stem)[:_LONGEST_NAME]


def _nearest(layout: Layout, own: Any) -> Known | None:
    """The own layout that shares the most names with this one, if it shares enough.

    A known export is read as such, unless a person had corrected how it is read.
    """
    names = _names(column.header for column in layout.columns)
    best, most = None, 0
    for each in own:
        if layout.preset and not each.corrected:
            continue
        theirs = _names(each.headers)
        common = (names & theirs).total()
        if common <= most or common < max(LEAST_COLUMNS, ALIKE * max(names.total(), theirs.total())):
            continue
        roles = set(_roles_by_place(layout, each).values())
        if all(roles & set(family) for family in (AMOUNT_ROLES, (*DATE_ROLES, *PERIOD_ROLES), SUPPLIER_ROLES)):
            best, most = each, common
    return best


def _read_like(layout: Layout, near: Known) -> tuple[Layout, Message]:
    """The layout with the roles of the own one that it resembles; columns that it has not keep what does not clash."""
    names, theirs = _names(column.header for column in layout.columns), _names(near.headers)
    reason = msg(
        "Like your layout “{name}”: {matched} of {columns} columns.",
        name=near.name,
        matched=(names & theirs).total(),
        columns=theirs.total(),
    )
    roles = _roles_by_place(layout, near)
    taken = {*roles.values(), *AMOUNT_ROLES}
    columns = []
    for column in layout.columns:
        if column.index in roles:
            columns.append(replace(column, role=roles[column.index], confidence=LIKE_CONFIDENCE, reason=reason))
        elif normal(column.header) in theirs or column.role in taken:
            columns.append(Column(column.index, column.header, IGNORE, 0.0, reason))
        else:
            columns.append(column)
    told = msg("{reason} Check the columns before you import.", reason=reason)
    problem = Problem("warning", "like_own_layout", told, layout.sheet)
    return replace(layout, columns=tuple(columns), problems=(*layout.problems, problem)), reason


def _roles_by_place(layout: Layout, near: Known) -> dict[int, str]:
    """The roles that an own layout gave, by the columns of this one that have the same names, in their order."""
    places: dict[str, list[int]] = {}
    for column in layout.columns:
        places.setdefault(normal(column.header), []).append(column.index)
    roles = {}
    for place, header in enumerate(near.headers):
        name = normal(header)
        index = places[name].pop(0) if name and places.get(name) else None
        role = near.said["roles"].get(str(place))
        if index is not None and role:
            roles[index] = role
    return roles


def _names(headers: Any) -> Counter[str]:
    return Counter(name for name in map(normal, headers) if name)
