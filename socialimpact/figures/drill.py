"""The ways down: from a year to its quarters, from a group of categories to its categories, their suppliers, the lines.

Each way is declared once, in `PATHS`. What is beneath its last level are the lines. Three questions are answered here:

- `deeper(dimension)`: into what a part of this dimension is split next; None where the lines come next.
- `narrowed(selection, dimension, value)`: the view of that one part. The figure of the part that was clicked is the
  figure of the narrowed view, to the cent: what the selection cut away stays cut away.
- `trails(selection)`: where one is, level by level, each with the selection that leads back to it.

`shown(selection, start)` is for a chart that begins at the dimension `start`: the level it shows now. A chart by kind
shows kinds; once one kind is chosen it shows that kind's suppliers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from socialimpact.categories import tree
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import FILTERS, Filter, Selection, Value, value_of
from socialimpact.figures.stretch import period
from socialimpact.language import Message, msg
from socialimpact.places import municipalities, provinces

Names = Callable[[str, Value], Message | None]


@dataclass(frozen=True)
class Path:
    """Dimensions from the coarsest to the finest, and the words for all of it: where the way back ends."""

    levels: tuple[str, ...]
    everything: Message


@dataclass(frozen=True)
class Crumb:
    """One level of the way down: its words, and the selection that shows it; None where one is there."""

    name: Message
    back: Selection | None


TIME = Path(("year", "quarter", "month"), msg("All dates"))
PATHS = (
    TIME,
    Path(("company", "site"), msg("All companies")),
    Path(("category_group", "category", "supplier"), msg("All categories")),
    Path(("region", "province", "municipality", "supplier"), msg("All places")),
    Path(("kind", "supplier"), msg("All kinds")),
    Path(("evidence", "supplier"), msg("All evidence")),
    Path(("cost_centre", "supplier"), msg("All cost centres")),
    Path(("distance_band", "supplier"), msg("All distances")),
    Path(("country", "supplier"), msg("All countries")),
    Path(("nature", "supplier"), msg("All natures")),
    Path(("ledger_category", "supplier"), msg("All categories of the ledger")),
    Path(("document_type", "supplier"), msg("All document types")),
    Path(("supplier",), msg("All suppliers")),
)
# One choice of the bar offers both levels of categories: a group stands there for all its leaves.
_FILTERS = {each.dimension: each for each in FILTERS} | {
    "category_group": next(each for each in FILTERS if each.key == "category")
}


def path_of(dimension: str) -> Path | None:
    """The way that a dimension is on; the supplier is at the end of many, and has one of its own."""
    found = [path for path in PATHS if dimension in path.levels]
    return found[-1] if dimension == "supplier" else found[0] if found else None


def deeper(dimension: str) -> str | None:
    """The next dimension down; None where there are only the lines."""
    path = path_of(dimension)
    if path is None or dimension == path.levels[-1]:
        return None
    return path.levels[path.levels.index(dimension) + 1]


def narrowed(selection: Selection, dimension: str, value: Value) -> Selection:
    """The selection for one part: `value` is the key of the dimension, as a result or a click gives it, or None.

    Raises `Refused` where a number is wanted and the text is none.
    """
    by = _FILTERS[dimension]
    chosen = value_of(by, str(value)) if isinstance(value, str) else value
    if dimension in TIME.levels:
        return _narrowed_in_time(selection, by, chosen)
    finer: dict[str, Any] = {}
    path = path_of(dimension)
    for level in path.levels if path else ():
        # what holds the part by nature need not be named beside it
        if level != "supplier" and (level == dimension or _inside(path, dimension, chosen, level)):
            finer[_FILTERS[level].field] = ()
    return replace(selection, **{**finer, by.field: (chosen,)})


def shown(selection: Selection, start: str) -> str:
    """The dimension that a chart which begins at `start` shows: the first one of which not one value is chosen."""
    path = path_of(start)
    if path is None:
        return start
    levels = path.levels[path.levels.index(start) :]
    chosen = dict(_chosen(selection, path))
    for level in reversed(levels):
        if level in chosen:
            return deeper(level) if deeper(level) in path.levels else level  # type: ignore[return-value]
    return start


def trails(selection: Selection, names: Names | None = None) -> tuple[tuple[Crumb, ...], ...]:
    """Where one is, a trail for each way that was gone down; the period only below the year, which the bar shows.

    A supplier stands at the end of the first trail that leads to suppliers.
    """
    found: list[tuple[Crumb, ...]] = []
    supplier = selection.suppliers
    for path in PATHS:
        chosen = _chosen(selection, path)
        if path.levels == ("supplier",):
            chosen = [("supplier", supplier[0])] if supplier and len(selection.suppliers) == 1 else []
        elif chosen and chosen[-1][0] == "supplier":
            chosen = chosen if len(chosen) > 1 and supplier else chosen[:-1]
            if chosen and chosen[-1][0] == "supplier":
                supplier = ()
        if chosen and not (path is TIME and chosen[-1][0] == "year"):
            found.append(_trail(selection, path, chosen, names))
    return tuple(found)


def _trail(selection: Selection, path: Path, chosen: list[tuple[str, Value]], names: Names | None) -> tuple[Crumb, ...]:
    crumbs = [Crumb(path.everything, _without(selection, path, path.levels))]
    for place, (level, value) in enumerate(chosen):
        by = DIMENSIONS[level]
        words = (names(level, value) if names and value is not None else None) or by.label(
            {by.id_column: value, by.label_column: value}
        )
        finer = path.levels[path.levels.index(level) + 1 :]
        back = narrowed(_without(selection, path, finer), level, value)
        crumbs.append(Crumb(words, back if place < len(chosen) - 1 else None))
    return tuple(crumbs)


def _without(selection: Selection, path: Path, levels: tuple[str, ...]) -> Selection:
    """The selection without these levels of a way."""
    if path is TIME:
        return replace(selection.without_period(), against=selection.against)
    gone: dict[str, Any] = {_FILTERS[level].field: () for level in levels if not _shares(path, level, levels)}
    return replace(selection, **gone)


def _shares(path: Path, level: str, levels: tuple[str, ...]) -> bool:
    """Whether a level's filter holds a coarser one that stays: both levels of categories are one choice."""
    return any(
        other not in levels and _FILTERS[other].field == _FILTERS[level].field
        for other in path.levels
        if other != level
    )


def _chosen(selection: Selection, path: Path) -> list[tuple[str, Value]]:
    """The levels of which one value is chosen, from the coarsest, with those that hold it by nature."""
    found: dict[str, Value] = {}
    for level in path.levels:
        values = getattr(selection, _FILTERS[level].field)
        if len(values) == 1 and _is_of(level, values[0]):
            found[level] = values[0]
    for level in reversed(path.levels):
        if level in found:
            for coarser in path.levels[: path.levels.index(level)]:
                holds = _inside(path, level, found[level], coarser)
                if holds is not None:
                    found.setdefault(coarser, holds)
    return [(level, found[level]) for level in path.levels if level in found]


def _is_of(level: str, value: Value) -> bool:
    """Whether a value of the one choice of categories is of this level."""
    if level == "category_group":
        return any(group.key == value for group in tree.groups())
    return level != "category" or not any(group.key == value for group in tree.groups())


def _inside(path: Path | None, level: str, value: Value, coarser: str) -> Value:
    """The value of the `coarser` level that holds this one by nature; None where it does not follow from it."""
    if path is None or value is None or coarser not in path.levels:
        return None
    if path.levels.index(coarser) >= path.levels.index(level):
        return None
    return _HOLDERS[level, coarser](str(value)) if (level, coarser) in _HOLDERS else None


def _group_of(leaf: str) -> str | None:
    found = tree.leaves().get(leaf)
    return found.group if found else None


def _year_of(key: str) -> int | None:
    return int(key[:4]) if key[:4].isdigit() else None


def _quarter_of(month: str) -> str | None:
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}" if month[5:7].isdigit() else None


def _town(code: str, field: str) -> str | None:
    found = municipalities.by_code(code)
    return getattr(found, field) if found else None


_HOLDERS: dict[tuple[str, str], Callable[[str], Value]] = {
    ("quarter", "year"): _year_of,
    ("month", "year"): _year_of,
    ("month", "quarter"): _quarter_of,
    ("category", "category_group"): _group_of,
    ("province", "region"): provinces.region_of,
    ("municipality", "province"): lambda code: _town(code, "province"),
    ("municipality", "region"): lambda code: _town(code, "region"),
}


def _narrowed_in_time(selection: Selection, by: Filter, value: Value) -> Selection:
    """The part of the period; days of one's own stay where they cut it."""
    part: Selection = replace(Selection(), **{by.field: (value,)})  # type: ignore[arg-type]
    inside = period(part)
    cut = inside is None or (
        bool(selection.date_from and selection.date_from > inside.first)
        or bool(selection.date_to and selection.date_to < inside.last)
    )
    days = {"date_from": selection.date_from, "date_to": selection.date_to} if cut else {}
    keeps = selection.against if not selection.against or ".." not in selection.against else None
    return replace(selection.without_period(), against=keeps, **{by.field: (value,)}, **days)  # type: ignore[arg-type]
