"""By which edition of the legal forms and words the stored names were read, and reading them anew by today's.

Keys of names are kept beside them, so that ledgers and registers are compared in one statement. Where a legal form is
added to `data/`, a supplier that was kept under its old key would not be met again by the next ledger.
"""

from __future__ import annotations

import hashlib
from functools import cache

import pyarrow.compute as pc

from socialimpact import settings
from socialimpact.store import Transaction
from socialimpact.store.reader import Reader
from socialimpact.suppliers.names import read_names

_READ_BY = ("legal_forms.yml", "name_words.yml")
# Where a name stands with its key: table, name, key.
_KEYED = (
    ("supplier", "name", "name_key"),
    ("supplier_name", "name", "name_key"),
    ("decided_spelling", "name", "name_key"),
    ("register_entry", "name", "name_key"),
    ("review_answer", "entry", "entry_key"),
)


@cache
def edition() -> str:
    """A text that changes with what names are read by."""
    return hashlib.sha256(b"".join((settings.DATA / name).read_bytes() for name in _READ_BY)).hexdigest()[:16]


def is_current(reader: Reader) -> bool:
    """Whether the stored names were read by the edition in force; where there are none, they were."""
    if reader.value("select count(*) from name_edition where edition = ?", [edition()]):
        return True
    return not any(reader.rows(f"select 1 from {table} limit 1") for table, _, _ in _KEYED)


def note(tx: Transaction) -> None:
    """Write down that the stored names were read by the edition in force."""
    if not tx.value("select count(*) from name_edition where edition = ?", [edition()]):
        tx.execute("delete from name_edition", step="names: edition")
        tx.insert("name_edition", {"edition": edition()})


def renew(tx: Transaction) -> None:
    """Read all stored names anew. Suggestions are to be made anew by the next match."""
    tx.execute(
        "create or replace temporary table read_anew (name varchar, before varchar, after varchar)",
        step="names: none read yet",
    )
    for table, name, key in _KEYED:
        # a key is empty where what stands as the name is none: a number, or nothing
        found = tx.table(
            f"select distinct {name} as name, {key} as before from {table}"
            f" where {name} is not null and {key} <> '' order by 1, 2",
            step="names as read before",
        )
        found = found.append_column("after", read_names(found["name"])["name_key"])
        with tx.frame("now_read", found.filter(pc.not_equal(found["before"], found["after"]))):
            tx.execute(
                f"update {table} set {key} = now_read.after from now_read"
                f" where now_read.name = {table}.{name} and now_read.before = {table}.{key}",
                step="names: read anew",
            )
            tx.execute("insert into read_anew select * from now_read", step="names: what is read otherwise")
    _in_answers(tx)
    tx.execute("delete from suggested_from", step="names: suggest anew")
    note(tx)


def _in_answers(tx: Transaction) -> None:
    """An answer holds for whoever is written as its supplier was: under the keys of before, and of now."""
    tx.execute(
        """
        with told as (select answer_id, unnest(name_keys) as key from review_answer),
        added as (
            select told.answer_id, list(distinct read_anew.after order by read_anew.after) as keys
            from told inner join read_anew on read_anew.before = told.key
            group by told.answer_id
        )
        update review_answer set name_keys = list_concat(name_keys, added.keys)
        from added where added.answer_id = review_answer.answer_id
        """,
        step="names: keys of answers",
    )
