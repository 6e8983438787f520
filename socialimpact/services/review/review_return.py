"""The workbook of open cases as it comes back: what it would decide, then deciding it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from socialimpact import settings
from socialimpact.actor import Actor
from socialimpact.language import Message, msg
from socialimpact.services.review import name_only, reviewing
from socialimpact.services.review.filled_in import filled_rows, plain
from socialimpact.services.review.review_book import ANSWER_WORDS, CASE_FORM, case_name
from socialimpact.services.review.review_queue import Answer, open_pairs
from socialimpact.services.review.to_fill import ANSWER
from socialimpact.services.workspace import Workspace
from socialimpact.tables.book import read_book

State = Literal["ready", "same", "conflict", "changed", "unclear", "twice", "unfounded"]
STATES: Mapping[State, Message] = {
    "ready": msg("will be decided"),
    "same": msg("decided like this already"),
    "conflict": msg("was decided otherwise meanwhile"),
    "changed": msg("is no open case of this organisation: export the list again"),
    "unclear": msg("the answer is none of the list"),
    "twice": msg("the file answers it in two ways"),
    "unfounded": msg("a yes by the name alone needs how you know it"),
}


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
    given, blank = filled_rows(book, CASE_FORM, ANSWER)
    filled = [
        ReturnedRow(each.row, each.case[0], int(each.case[1]), int(each.case[2]), "", "", each.written,
                    _answers().get(plain(each.written)), each.why, "ready")
        for each in given
    ]  # fmt: skip
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
    names = {(each.supplier_id, name_only.NAME_ALONE) for each in name_only.found(ws, actor)}
    still_open = open_pairs(ws, actor) | names
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
            state = "same" if given.get(pair) in _kept_as(row) else "conflict" if pair in given else "changed"
        elif pair in names and row.answer == "yes" and not row.why:
            state = "unfounded"
        if state == "ready" and row.case in seen:
            continue
        seen.add(row.case)
        told = {"supplier": found["supplier"], "entry": found["entry"]} if found else {}
        judged.append(replace(row, state=state, **told))
    return tuple(judged)


def _kept_as(row: ReturnedRow) -> set[Answer | None]:
    """How an answer is kept: a no to what the name alone says is none of all that may be meant."""
    return {row.answer, "none"} if row.entry_id == name_only.NAME_ALONE and row.answer == "no" else {row.answer}


def _pairs(ws: Workspace, rows: Sequence[ReturnedRow]) -> list[dict[str, Any]]:
    """Suppliers and entries of today with these numbers, with what the check of a case is made from."""
    return ws.db.dicts(
        "select s.supplier_id, s.name as supplier, s.name_key, e.entry_id, e.name as entry,"
        " coalesce(e.tax_code, e.vat_number, r.register_key || ' ' || e.name_key) as body"
        " from (select unnest(?) as supplier_id, unnest(?) as entry_id) w"
        " inner join supplier s on s.supplier_id = w.supplier_id and s.same_as is null"
        " inner join register_entry e on e.entry_id = w.entry_id"
        " inner join register_snapshot n on n.snapshot_id = e.snapshot_id"
        " inner join register r on r.register_id = n.register_id"
        " union all"
        " select s.supplier_id, s.name, s.name_key, ?, '', ? from (select distinct unnest(?) as supplier_id) w"
        " inner join supplier s on s.supplier_id = w.supplier_id and s.same_as is null",
        [
            [row.supplier_id for row in rows],
            [row.entry_id for row in rows],
            *name_only.ENTRY.values(),
            [row.supplier_id for row in rows if row.entry_id == name_only.NAME_ALONE],
        ],
        step="cases of the file",
    )


@cache
def _answers() -> dict[str, Answer]:
    """What people write for an answer, in both languages, with the shortest ways."""
    found: dict[str, Answer] = {}
    for key, words in ANSWER_WORDS.items():
        for language in settings.LANGUAGES:
            found[plain(words.to(language))] = key
    return found | {"s": "yes", "y": "yes", "n": "no", "nessuno": "none", "none": "none", "dopo": "later"}
