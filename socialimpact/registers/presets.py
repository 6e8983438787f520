"""The registers that the program knows by name (`data/registers.yml`), and any other list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from socialimpact import knowledge
from socialimpact.errors import NotFound
from socialimpact.language import msg
from socialimpact.tables.headings import normal


@dataclass(frozen=True)
class Preset:
    """What is known of a register beforehand. `title` is its own name, `name` that of the choice among registers.

    `good_for` and `get` tell what it is good for and how to get it. `columns` holds names of columns by role, as
    `headings.normal` makes them; `only` the words of which a row of its own contains one, by role or column; `ended`
    and `active` words of a status; `years` how long an entry holds where only its beginning is told. `columns_seen`
    says whether the names of columns were read anywhere (`source`) or are only expected.
    """

    key: str
    title: str | None
    name: Mapping[str, str]
    publisher: str | None
    licence: str | None
    start_binds: bool
    default_kind: str | None
    country: str | None
    good_for: Mapping[str, str]
    get: Mapping[str, str]
    columns_seen: bool
    source: str
    by_header: tuple[tuple[str, ...], ...] = ()
    by_name: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ended: tuple[str, ...] = ()
    active: tuple[str, ...] = ()
    years: int | None = None

    def role_of(self, header: str | None) -> str | None:
        """The role that this register gives to a column of that name; None where it has none for it."""
        text = normal(header)
        return next((role for role, names in self.columns.items() if text in names), None)


@dataclass(frozen=True)
class Losses:
    """What a new list may lose before it asks: shares of entries and of our suppliers, and how many at least."""

    entries: float
    suppliers: float
    least: int


@cache
def presets() -> Mapping[str, Preset]:
    """Every preset by its key; `generic` is any list of one's own."""
    return {
        key: Preset(
            key,
            entry["title"],
            entry["name"],
            entry["publisher"],
            entry["licence"],
            entry["start_binds"],
            entry.get("default_kind"),
            entry.get("country"),
            entry["good_for"],
            entry["get"],
            entry["columns_seen"],
            entry["source"],
            tuple(tuple(map(normal, line)) for line in entry.get("by_header", ())),
            tuple(map(normal, entry.get("by_name", ()))),
            _words(entry.get("columns", {})),
            _words(entry.get("only", {})),
            tuple(map(normal, entry.get("ended", ()))),
            tuple(map(normal, entry.get("active", ()))),
            entry.get("years"),
        )
        for key, entry in knowledge.load("registers")["presets"].items()
    }


def preset(key: str) -> Preset:
    """The preset with this key. Raises `NotFound`."""
    try:
        return presets()[key]
    except KeyError:
        raise NotFound(
            msg("There is no kind of register “{kind}”. Known are: {known}.", kind=key, known=", ".join(presets()))
        ) from None


@cache
def losses() -> Losses:
    """When a new list asks before it is added."""
    return Losses(**knowledge.load("registers")["losses"])


@cache
def country_of(header: str | None) -> str | None:
    """The country whose identifiers stand in a column of that name, where the name tells."""
    text = normal(header)
    return next((land for land, names in knowledge.load("registers")["identifiers_of"].items() if text in names), None)


def _words(named: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {role: tuple(normal(str(text)) for text in texts) for role, texts in named.items()}
