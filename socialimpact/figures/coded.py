"""Texts of `spend` that are few and repeated on many lines: held as numbers, read and written as texts.

For a hundred thousand lines it halves the memory that the table takes and the time to write it. Beyond a million the
engine's own compression does as well, and its filters are quicker on texts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from socialimpact import knowledge
from socialimpact.categories import placing, tree
from socialimpact.figures.literals import quoted
from socialimpact.store import Transaction
from socialimpact.suppliers import kinds

# Table of a step of spend.sql → its columns, and what they are called in `spend`.
SOURCES = {
    "spend_company": {"name": "company"},
    "spend_way": {"site": "site"},
    "spend_day": {"accrued_quarter": "quarter", "accrued_month": "month"},
    "spend_sort": {
        "ledger_category": "ledger_category",
        "leaf": "category",
        "group_key": "category_group",
        "basis": "category_basis",
        "cost_centre": "cost_centre",
        "nature": "nature",
    },
    "spend_gap": {"leaf": "category", "group_key": "category_group", "basis": "category_basis"},
    "spend_tag": {"kind": "kind", "evidence": "evidence"},
    "spend_supplier": {
        "country": "country",
        "region": "region",
        "province": "province",
        "municipality": "municipality",
        "municipality_code": "municipality_code",
    },
}
MOST_LINES = 1_000_000
MOST_VALUES = 1_000
_PLAIN = "varchar"


def code(tx: Transaction) -> dict[str, str]:
    """Code the texts in the tables that the steps have made; the type of each such column of `spend`."""
    if tx.value("select count(*) from line", step="lines to code") > MOST_LINES:
        return {name: _PLAIN for columns in SOURCES.values() for name in columns.values()}
    types: dict[str, str] = {}
    for table, columns in SOURCES.items():
        lists = ", ".join(f"list_sort(list(distinct {column}) filter ({column} is not null))" for column in columns)
        found = tx.rows(f"select {lists} from {table}", step="texts to code")[0]
        made = {
            column: _type(sorted({*(values or ()), *_closed().get(column, ())}))
            for column, values in zip(columns, found, strict=True)
        }
        cast = ", ".join(f"cast({column} as {kind}) as {column}" for column, kind in made.items())
        tx.execute(f"create or replace temp table {table} as select * replace ({cast}) from {table}", step="code texts")
        types |= {name: made[column] for column, name in columns.items()}
    return types


def fits(tx: Transaction) -> bool:
    """Whether `spend` as it stands has a code for every text in the tables that the steps have made."""
    held = dict(tx.rows("select name, type from pragma_table_info('spend')", step="columns of spend"))
    lost = [
        f"exists (select 1 from {table} where {column} is not null and try_cast({column} as {held[name]}) is null)"
        for table, columns in SOURCES.items()
        for column, name in columns.items()
        if held[name].startswith("ENUM")
    ]
    return not lost or not tx.value(f"select {' or '.join(lost)}", step="texts without a code")


def declaration(tx: Transaction, types: Mapping[str, str]) -> str:
    """The columns of `spend` as a declaration names them: the migrations' own, but for the `types` of coded ones."""
    columns = tx.rows(
        "select name, type, \"notnull\" from pragma_table_info('spend') order by cid", step="columns of spend"
    )
    return ", ".join(
        f'"{name}" {types.get(name, declared)}{" not null" if needed else ""}' for name, declared, needed in columns
    )


@cache
def _closed() -> dict[str, tuple[str, ...]]:
    """The columns whose texts are keys of our own: all of them, so that any may be written later."""
    return {
        "kind": tuple(kind.key for kind in kinds.all_kinds()),
        "evidence": tuple(each.key for each in kinds.all_evidence()),
        "nature": tuple(knowledge.load("natures")["natures"]),
        "leaf": tuple(tree.leaves()),
        "group_key": tuple(group.key for group in tree.groups()),
        "basis": placing.BASES,
    }


def _type(values: Sequence[str]) -> str:
    if len(values) > MOST_VALUES:
        return _PLAIN
    return f"enum({', '.join(map(quoted, values)) or quoted('')})"
