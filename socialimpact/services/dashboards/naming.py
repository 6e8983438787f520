"""The names of what a selection chooses by number or code: companies, sites, suppliers, municipalities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import FILTERS, Selection, Value
from socialimpact.figures.query import query
from socialimpact.language import Message, plain
from socialimpact.places import municipalities
from socialimpact.services.workspace import Workspace

Named = Mapping[tuple[str, Value], Message]
_BY_NUMBER = ("company", "site", "supplier")


def names_of(ws: Workspace, actor: Actor, selection: Selection) -> Named:
    """The words for the numbers and codes in a selection, by filter and value. What the actor may not see has none."""
    actor.require("viewer")
    found: dict[tuple[str, Value], Message] = {}
    for each in FILTERS:
        chosen = tuple(value for value in getattr(selection, each.field) if value is not None)
        if chosen and each.key in _BY_NUMBER:
            by = DIMENSIONS[each.dimension]
            # a company that the actor may not see would be refused; among all companies it is just not found
            numbers: dict[str, Any] = {} if each.key == "company" else {each.field: chosen}
            only = replace(Selection(), **numbers)
            for row in query(ws.db, ["lines"], [each.dimension], only, actor=actor).rows:
                if row[by.id_column] in chosen:
                    found[each.key, row[by.id_column]] = by.label(row)
    for code in selection.municipalities:
        town = municipalities.by_code(code) if code else None
        if town:
            found["municipality", code] = plain(town.name)
    return found


def naming(named: Named) -> Callable[[str, Value], Message | None]:
    """The names as `Selection.sentence` and `drill.trails` ask for them."""
    return lambda key, value: named.get((key, value))
