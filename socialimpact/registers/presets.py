"""The registers that the program knows by name, and any other list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from socialimpact import knowledge
from socialimpact.errors import NotFound
from socialimpact.language import msg


@dataclass(frozen=True)
class Preset:
    """What is known of a register beforehand. `title` is its own name, `name` that of the choice among registers."""

    key: str
    title: str | None
    name: Mapping[str, str]
    publisher: str | None
    licence: str | None
    start_binds: bool
    default_kind: str | None
    country: str | None


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
