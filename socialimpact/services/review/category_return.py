"""The workbook of what has no category as it comes back: what it would decide, then deciding it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from socialimpact import settings
from socialimpact.actor import Actor
from socialimpact.categories import tree
from socialimpact.categories.rules import Field
from socialimpact.categories.words import NOTHING
from socialimpact.language import Message, msg
from socialimpact.services.review import categorising
from socialimpact.services.review.categorising import Decision
from socialimpact.services.review.category_book import CASE_FORM, CATEGORY, LEAVE, case_name, open_cases
from socialimpact.services.review.filled_in import both, filled_rows, plain
from socialimpact.services.workspace import Workspace
from socialimpact.tables.book import read_book

State = Literal["ready", "same", "conflict", "changed", "unclear", "twice"]
STATES: Mapping[State, Message] = {
    "ready": msg("will be decided"),
    "same": msg("decided like this already"),
    "conflict": msg("was decided otherwise meanwhile"),
    "changed": msg("is not open any more: it has a category by now, or its lines are gone"),
    "unclear": msg("the word is none of the categories in the list"),
    "twice": msg("the file answers it in two ways"),
}


@dataclass(frozen=True)
class CategoryRow:
    """One row that somebody filled in. `leaf` is None for "leave it unclassified"; `known` whether the word says one.

    `field`, `value` and `name` are of the group as it is now, empty where there is none.
    """

    row: int
    case: str
    name: str
    field: Field
    value: str
    written: str
    leaf: str | None
    known: bool
    why: str
    state: State


@dataclass(frozen=True)
class CategoriesReturned:
    """What a file would decide. `blank`: rows without an answer, which stay open."""

    file: str
    rows: tuple[CategoryRow, ...]
    blank: int

    @property
    def ready(self) -> tuple[CategoryRow, ...]:
        return tuple(row for row in self.rows if row.state == "ready")


def read(ws: Workspace, actor: Actor, path: Path, *, name: str | None = None) -> CategoriesReturned:
    """What the file at `path` would decide; writes nothing. Sorted, cut and half filled files are read alike.

    Raises `FileRefused` where it is no table, or none of ours.
    """
    actor.require("editor")
    book = read_book(path, name)
    given, blank = filled_rows(book, CASE_FORM, CATEGORY)
    words = _words()
    rows = [
        CategoryRow(each.row, each.case[0], "", "category", "", each.written, words.get(plain(each.written)),
                    plain(each.written) in words, each.why, "ready")
        for each in given
    ]  # fmt: skip
    return CategoriesReturned(book.name, _judged(ws, actor, rows), blank)


def apply(ws: Workspace, actor: Actor, returned: CategoriesReturned, why: str) -> list[int]:
    """Decide what is ready by now, all of it or nothing; the numbers of the decisions. `why`: where a row has none."""
    actor.require("editor")
    ready = [row for row in _judged(ws, actor, returned.rows) if row.state == "ready"]
    if not ready:
        return []
    said = [Decision(row.field, row.value, row.leaf, row.why) for row in ready]
    return categorising.decide(ws, actor, said, why)


def _judged(ws: Workspace, actor: Actor, rows: Sequence[CategoryRow]) -> tuple[CategoryRow, ...]:
    """Each row with its state now."""
    still_open = {case_name(case.field, case.value, case.name): case for case in open_cases(ws, actor)}
    decided = {
        case_name(rule.field, value, name): (name, rule.leaf)
        for rule, value, name in categorising.decided_about(ws, actor)
        if rule.field in {"category", "supplier"}
    }
    said: dict[str, set[str | None]] = {}
    for row in rows:
        said.setdefault(row.case, set()).add(row.leaf if row.known else row.written)
    judged: list[CategoryRow] = []
    seen: set[str] = set()
    for row in rows:
        case = still_open.get(row.case)
        told = {"name": case.name, "field": case.field, "value": case.value} if case else {}
        state: State = "ready"
        if not row.known:
            state = "unclear"
        elif len(said[row.case]) > 1:
            state = "twice"
        elif case is None and row.case in decided:
            name, leaf = decided[row.case]
            told, state = {"name": name}, "same" if leaf == row.leaf else "conflict"
        elif case is None:
            state = "changed"
        if state == "ready" and row.case in seen:
            continue
        seen.add(row.case)
        judged.append(replace(row, state=state, **told))  # type: ignore[arg-type]  # names of its own fields
    return tuple(judged)


@cache
def _words() -> dict[str, str | None]:
    """What people write for a category: its name in each language or its key; for none, the words of the list."""
    found: dict[str, str | None] = dict.fromkeys({*both(LEAVE), NOTHING})
    for key in tree.leaves():
        found[plain(key)] = key
        found |= {plain(tree.name(key).to(language)): key for language in settings.LANGUAGES}
    return found
