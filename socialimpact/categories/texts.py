"""Many texts at once: the database takes them apart and joins, each different word is read once."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from socialimpact import columns
from socialimpact.categories import tree
from socialimpact.categories.words import Reading, judged, reading, words
from socialimpact.store import Transaction

_FOUND = pa.schema([("signature", pa.string()), ("leaf", pa.string()), ("confidence", pa.float64())])


def look_up(tx: Transaction, source: str, factor: str) -> None:
    """Add to `category_text` what the words of the texts in the table `source` (text_key, text) say.

    `factor` names the stated confidence by which that of the words is taken; in a long text it falls in proportion.
    A text that says nothing gets a row without a leaf, so that nobody reads it again.
    """
    tx.execute(
        f"""
        create or replace temp table category_word as
        with whole as (
            select text_key, unnest(string_split(lower(strip_accents(text)), ' ')) as word from {source}
        )
        select text_key, word from whole where regexp_matches(word, '[a-z][a-z]')""",
        step="categories: words",
    )
    different = tx.table("select distinct word from category_word", step="categories: different words")
    known, readings = _readings(different["word"].to_pylist())
    with tx.frame("category_reading", known):
        tx.execute(
            """
            create or replace temp table category_signature as
            select text_key, string_agg(distinct reading, ' ' order by reading) as signature
            from category_word
            inner join category_reading on category_reading.word = category_word.word
            group by text_key""",
            step="categories: what the words say",
        )
    signatures = tx.table("select distinct signature from category_signature", step="categories: signatures")
    with tx.frame("category_judged", _judged(signatures["signature"].to_pylist(), readings, factor)):
        tx.execute(
            f"""
            insert into category_text
            select
                source.text_key, category_judged.leaf,
                category_judged.confidence * least(1, {tree.confidence("words_of_text")} / len(string_split(text, ' ')))
            from {source} as source
            left join category_signature on category_signature.text_key = source.text_key
            left join category_judged on category_judged.signature = category_signature.signature""",
            step="categories: keep",
        )


def _readings(different: list[str]) -> tuple[pa.Table, Mapping[str, frozenset[Reading]]]:
    """Each written word that says something with the name of its reading, and the readings by that name."""
    named: dict[frozenset[Reading], str] = {}
    written: list[str] = []
    names: list[str] = []
    for text in different:
        said = frozenset(found for word in words(text) if (found := reading(word)))
        if said:
            written.append(text)
            names.append(named.setdefault(said, f"{len(named):06d}"))
    table = pa.table({"word": columns.texts(written), "reading": columns.texts(names)})
    return table, {name: said for said, name in named.items()}


def _judged(signatures: list[str], readings: Mapping[str, frozenset[Reading]], factor: str) -> pa.Table:
    by = tree.confidence(factor)
    found = [judged(frozenset[Reading]().union(*(readings[name] for name in each.split()))) for each in signatures]
    arrays = [
        columns.texts(signatures),
        columns.texts([each.leaf if each else None for each in found]),
        columns.array([each.confidence * by if each else None for each in found], pa.float64()),
    ]
    return pa.Table.from_arrays(arrays, schema=_FOUND)
