"""Our own template for purchases, as the reader knows it: a sheet with its names needs no guess."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from socialimpact import knowledge, settings

if TYPE_CHECKING:
    from collections.abc import Sequence

# A person may take columns away that are not used; fewer than this, and the names are anybody's.
LEAST_COLUMNS = 6


def declared() -> dict[str, Any]:
    """The declaration of the template: `data/ledger_template.yml`."""
    template: dict[str, Any] = knowledge.load("ledger_template")
    return template


def certain_roles(headers: Sequence[str | None]) -> dict[int, str]:
    """Column index → role where the headers are those of the template, letter by letter; else nothing.

    All columns that must be filled have to be there, and `LEAST_COLUMNS` of all, in one language.
    """
    for language in settings.LANGUAGES:
        roles, needed = _names(language)
        texts = [(header or "").strip() for header in headers]
        found = {index: roles[text] for index, text in enumerate(texts) if text in roles}
        if len(found) >= LEAST_COLUMNS and needed <= set(found.values()) and len(found) == len(set(found.values())):
            return found
    return {}


@cache
def _names(language: str) -> tuple[dict[str, str], frozenset[str]]:
    columns = declared()["columns"]
    needed = frozenset(column["role"] for column in columns if column.get("needed"))
    return {column["name"][language]: column["role"] for column in columns}, needed


def is_unfilled(sheets: Sequence[tuple[Sequence[str | None], int]]) -> bool:
    """Whether a file is the template without a purchase. `sheets`: headers and number of rows of each sheet."""
    ours = [rows for headers, rows in sheets if certain_roles(headers)]
    return bool(ours) and not any(ours)
