"""Who is who as people decided it, and how that is recognised again when the next ledger comes.

A decision remembers how its suppliers were written. Whatever is written so by the same company belongs to them, before
any rule is asked; and two suppliers that a person told apart are never joined, whatever speaks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pyarrow as pa

from socialimpact.store import Transaction
from socialimpact.store.reader import Reader

# A way of writing as `supplier_name` keeps it, and the part of it that does not say where.
SPELLING = ("company_id", "name", "ledger_code", "vat_number", "tax_code", "municipality", "province", "postcode",
            "country")  # fmt: skip
_WHO = 5
Spelling: TypeAlias = tuple[Any, ...]

STANDING = "select decision_id from identity_decision where undone_at is null"


@dataclass(frozen=True)
class Standing:
    """The decisions that stand. `apart` are pairs of suppliers, `settled` all suppliers that a decision is about.

    `whole` says which supplier a way of writing belongs to, `named` the same where the place is left out; `keepers`
    whom that supplier stands for.
    """

    apart: frozenset[tuple[int, int]] = frozenset()
    settled: frozenset[int] = frozenset()
    keepers: dict[int, int] = field(default_factory=dict)
    whole: dict[Spelling, int] = field(default_factory=dict)
    named: dict[Spelling, int] = field(default_factory=dict)

    def members(self, company_id: int, table: pa.Table) -> list[int | None]:
        """The supplier, or part of one, that a decision gives each row of a comparable table to."""
        if not self.whole:
            return [None] * table.num_rows
        columns = [table[name].to_pylist() for name in SPELLING[1:]]
        return [self.of((company_id, *row)) for row in zip(*columns, strict=True)]

    def of(self, spelling: Spelling) -> int | None:
        found = self.whole.get(spelling)
        return self.named.get(spelling[:_WHO]) if found is None else found


NONE = Standing()


def standing(reader: Reader) -> Standing:
    """Everything that people decided and did not take back, for the suppliers as they stand for one another now."""
    rows = reader.rows(
        """
        select d.decision_id, d.what, coalesce(s.same_as, s.supplier_id), coalesce(o.same_as, o.supplier_id)
        from identity_decision d
        inner join supplier s on s.supplier_id = d.supplier_id
        inner join supplier o on o.supplier_id = d.other_id
        where d.undone_at is null
        order by d.decision_id
        """,
        step="decisions about suppliers",
    )
    if not rows:
        return NONE
    whole, named = _spellings(reader, STANDING)
    return Standing(
        frozenset((one, other) for _, what, one, other in rows if what != "merge" and one != other),
        frozenset(supplier for row in rows for supplier in row[2:]),
        dict(
            reader.rows(
                "select supplier_id, coalesce(same_as, supplier_id) from supplier where supplier_id in"
                f" (select supplier_id from decided_spelling where decision_id in ({STANDING}))",
                step="suppliers of decisions",
            )
        ),
        whole,
        named,
    )


def spellings_of(reader: Reader, decision_id: int) -> Standing:
    """How the suppliers of one decision were written; `whole` and `named` lead to them as they were then."""
    whole, named = _spellings(reader, str(int(decision_id)))
    return Standing(whole=whole, named=named)


def remember(tx: Transaction, decision_id: int, supplier_ids: Sequence[int]) -> None:
    """Keep how these suppliers (with those that are part of them) are written now."""
    for supplier_id in supplier_ids:
        tx.execute(
            f"""
            insert into decided_spelling by name
            select distinct cast(? as integer) as decision_id, cast(? as integer) as supplier_id, n.name_key,
                {", ".join(f"n.{name}" for name in SPELLING)}
            from supplier_name n inner join supplier s on s.supplier_id = n.supplier_id
            where coalesce(s.same_as, s.supplier_id) = ?
            """,
            [decision_id, supplier_id, supplier_id],
            step="remember spellings",
        )


def _spellings(reader: Reader, decisions: str) -> tuple[dict[Spelling, int], dict[Spelling, int]]:
    """What is written how: with its place, and without it where that leaves one supplier. The latest decision holds."""
    whole: dict[Spelling, int] = {}
    named: dict[Spelling, set[int]] = {}
    for owner, *spelling in reader.rows(
        f"""
        select s.supplier_id, {", ".join(f"d.{name}" for name in SPELLING)}
        from decided_spelling d inner join supplier s on s.supplier_id = d.supplier_id
        where d.decision_id in ({decisions})
        order by d.decision_id
        """,
        step="spellings that were decided",
    ):
        whole[tuple(spelling)] = owner
    for known, owner in whole.items():
        # a row that says nothing names nobody
        if any(known[1:_WHO]):
            named.setdefault(known[:_WHO], set()).add(owner)
    return whole, {known: owners.pop() for known, owners in named.items() if len(owners) == 1}
