"""The workbook of open cases as it comes back: what it would decide, then deciding it."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from socialimpact import settings
from socialimpact.actor import Actor
from socialimpact.errors import FileRefused
from socialimpact.language import Message, msg
from socialimpact.services.review import reviewing
from socialimpact.services.review.review_book import ANSWER, ANSWER_WORDS, CASE_FORM, REASON, case_name
from socialimpact.services.review.review_queue import open_pairs
from socialimpact.services.review.reviewing import Answer
from socialimpact.services.workspace import Workspace
from socialimpact.tables.book import Book, read_book
from socialimpact.tables.grid import Grid

State = Literal["ready", "same", "conflict", "changed", "unclear", "twice"]
STATES: Mapping[State, Message] = {
    "ready": msg("will be decided"),
    "same": msg("decided like this already"),
    "conflict": msg("was decided otherwise meanwhile"),
    "changed": msg("is no open case of this organisation: export the list again"),
    "unclear": msg("the answer is none of the list"),
    "twice": msg("the file answers it in two ways"),
}
_LONGEST_REASON = 500


@dataclass(frozen=True)
class ReturnedRow:
    """One row that somebody filled in. `answer` is None where the word says nothing; `supplier`, `entry` by name."""

    row: int
    case: str
    supplier_id: int
    entry_id: int
    supplier: str
    entry: str
    written: str
    answer: Answer | None
    why: str
    state: State


@dataclass(frozen=True)
class Returned:
    """What a file would decide. `blank`: rows without an answer, which stay open."""

    file: str
    rows: tuple[ReturnedRow, ...]
    blank: int

    @property
    def ready(self) -> tuple[ReturnedRow, ...]:
        return tuple(row for row in self.rows if row.state == "ready")

    def counts(self) -> dict[str, int]:
        """How many rows of each answer would be decided."""
        return dict(Counter(str(row.answer) for row in self.ready))


def read(ws: Workspace, actor: Actor, path: Path, *, name: str | None = None) -> Returned:
    """What the file at `path` would decide; writes nothing. Sorted, cut and half filled files are read alike.

    Raises `FileRefused` where it is no table, or none of ours.
    """
    actor.require("editor")
    book = read_book(path, name)
    grid, columns = _found(book)
    filled, blank = [], 0
    for row, cells in _cells(grid):
        told = CASE_FORM.fullmatch(cells[columns["case"]] or "")
        written = (cells[columns["answer"]] or "").strip()
        if told is None:
            continue
        if not written:
            blank += 1
            continue
        why = (cells[columns["reason"]] or "").strip().lstrip("'") if columns["reason"] is not None else ""
        filled.append(
            ReturnedRow(row, told[0], int(told[1]), int(told[2]), "", "", written[:_LONGEST_REASON],
                        _answers().get(_plain(written)), why[:_LONGEST_REASON], "ready")
        )  # fmt: skip
    return Returned(book.name, _judged(ws, actor, filled), blank)


def apply(ws: Workspace, actor: Actor, returned: Returned) -> int | None:
    """Decide what is ready by now, as one answer that can be taken back; its number, None where nothing is left."""
    actor.require("editor")
    ready = [row for row in _judged(ws, actor, returned.rows) if row.state == "ready" and row.answer]
    if not ready:
        return None
    default = msg("Answered by a colleague in the file {file}.", file=returned.file)
    answers: list[tuple[int, int, Answer, Message | str]] = [
        (row.supplier_id, row.entry_id, row.answer, row.why or default) for row in ready if row.answer
    ]
    return reviewing.answer_all(ws, actor, answers)


def _judged(ws: Workspace, actor: Actor, rows: Sequence[ReturnedRow]) -> tuple[ReturnedRow, ...]:
    """Each row with its state now."""
    known = {case_name(row): row for row in _pairs(ws, rows)}
    still_open = open_pairs(ws, actor)
    given = {
        (row["supplier_id"], row["entry_id"]): row["answer"]
        for row in ws.db.dicts(
            "select supplier_id, entry_id, answer from review_answer where ended_at is null and answer <> 'later'"
            " order by answer_id",
            step="answers meanwhile",
        )
    }
    said: dict[str, set[Answer | None]] = {}
    confirmed = Counter(row.supplier_id for row in {row.case: row for row in rows if row.answer == "yes"}.values())
    for row in rows:
        said.setdefault(row.case, set()).add(row.answer)
    judged: list[ReturnedRow] = []
    seen: set[str] = set()
    for row in rows:
        pair = (row.supplier_id, row.entry_id)
        found = known.get(row.case)
        state: State = "ready"
        if found is None:
            state = "changed"
        elif row.answer is None:
            state = "unclear"
        elif len(said[row.case]) > 1 or confirmed[row.supplier_id] > 1:
            state = "twice"
        elif pair not in still_open:
            state = "same" if given.get(pair) == row.answer else "conflict" if pair in given else "changed"
        if state == "ready" and row.case in seen:
            continue
        seen.add(row.case)
        names = {"supplier": found["supplier"], "entry": found["entry"]} if found else {}
        judged.append(replace(row, state=state, **names))
    return tuple(judged)


def _pairs(ws: Workspace, rows: Sequence[ReturnedRow]) -> list[dict[str, Any]]:
    """Suppliers and entries of today with these numbers, with what the check of a case is made from."""
    return ws.db.dicts(
        "select s.supplier_id, s.name as supplier, s.name_key, e.entry_id, e.name as entry,"
        " coalesce(e.tax_code, e.vat_number, r.register_key || ' ' || e.name_key) as body"
        " from (select unnest(?) as supplier_id, unnest(?) as entry_id) w"
        " inner join supplier s on s.supplier_id = w.supplier_id and s.same_as is null"
        " inner join register_entry e on e.entry_id = w.entry_id"
        " inner join register_snapshot n on n.snapshot_id = e.snapshot_id"
        " inner join register r on r.register_id = n.register_id",
        [[row.supplier_id for row in rows], [row.entry_id for row in rows]],
        step="cases of the file",
    )


def _found(book: Book) -> tuple[Grid, dict[str, Any]]:
    """The sheet with our cases, and where case, answer and reason stand."""
    titles = {"answer": _both(ANSWER), "reason": _both(REASON)}
    for grid in book.grids:
        where: dict[str, Any] = {"case": None, "answer": None, "reason": None}
        for _, cells in _cells(grid):
            for index, cell in enumerate(cells):
                for key, known in titles.items():
                    if where[key] is None and cell and _plain(cell) in known:
                        where[key] = index
                if where["case"] is None and cell and CASE_FORM.fullmatch(cell):
                    where["case"] = index
            if where["case"] is not None:
                break
        if where["case"] is not None and where["answer"] is not None:
            return grid, where
    raise FileRefused(
        msg(
            "This is not the list of open cases: the column “{case}” or “{answer}” is missing. Export the list anew"
            " and copy the answers into it.",
            case=msg("Case (do not change)"),
            answer=ANSWER,
        )
    )


def _cells(grid: Grid) -> Iterator[tuple[int, list[str | None]]]:
    columns = [grid.cells[f"c{index}"].to_pylist() for index in range(grid.width)]
    for number, *cells in zip(grid.cells["row"].to_pylist(), *columns, strict=True):
        yield number, cells


@cache
def _answers() -> dict[str, Answer]:
    """What people write for an answer, in both languages, with the shortest ways."""
    found: dict[str, Answer] = {}
    for key, words in ANSWER_WORDS.items():
        for language in settings.LANGUAGES:
            found[_plain(words.to(language))] = key
    return found | {"s": "yes", "y": "yes", "n": "no", "nessuno": "none", "none": "none", "dopo": "later"}


def _both(title: Message) -> set[str]:
    return {_plain(title.to(language)) for language in settings.LANGUAGES}


def _plain(text: str) -> str:
    """Small letters without accents and outer blanks."""
    folded = unicodedata.normalize("NFKD", text.strip().strip("'.").casefold())
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())
