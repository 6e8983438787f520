"""Identity without identifiers: which of 6,817 real supplier names are the same bodies, told by their names alone.

`python -m benchmarks.identity [SAMPLES]`. The names are those of `matching/suppliers.csv`, one company a buyer; the tax
codes of `matching/truth.csv` are read by the judge alone. Pairs of rows of two buyers are counted: those that the
importer joins by itself, and those that it only proposes, joined where a person who knows the truth says yes. Pairs of
one buyer say nothing: the lists were published with one row a supplier, so two rows of a buyer never have one code.

How the bar is read. It allows one wrongly merged pair in two hundred and asks for 85 of 100 right pairs to be found;
names alone never merge. So nothing is *joined* by a name across buyers, and a pair is *found* where it is put before a
person as a proposal. Joining equal letters by itself would keep neither half of the bar.

The published codes tell many a body from itself: one list has its tax code, the next its VAT number, a third a slip of
the pen (one in five pairs of names that are equal to the letter has two codes). So both are said: the share against the
codes as published, and against bodies, where two codes that stand beside equal letters are one body if

- one publisher gives both to the very same spelling,
- one is of a body that is no company (it begins with 8 or 9), the other a VAT number,
- both come from the old and the new series of one province,
- they differ in two digits at most, or
- three publishers or more give one and a single publisher the other, which is not of the publisher's own province.

The rule looks at equal spellings only, never at what the program joins.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from socialimpact import knowledge
from socialimpact.actor import Actor
from socialimpact.store import Database
from socialimpact.suppliers import identity, proposals

_Key = TypeVar("_Key", int, str)
_JUDGE = Actor("judge", "owner")
# Of pairs that are joined without a person, and of true pairs that are joined or proposed to one.
MOST_WRONG, LEAST_FOUND = 0.005, 0.85
_MISTYPED = 2
_SEVERAL = 3
_EMPTY = ("ledger_code", "vat_number", "tax_code", "address", "municipality", "province", "postcode", "country")


@dataclass(frozen=True)
class Row:
    """One published name: who wrote it, in which province, and the code that the list gives it."""

    name: str
    buyer: str
    province: str
    code: str


@dataclass(frozen=True)
class Judged:
    """Pairs of rows: truly one, joined, and rightly joined."""

    true: int
    joined: int
    right: int

    @property
    def wrong_share(self) -> float:
        return (self.joined - self.right) / self.joined if self.joined else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.true


@dataclass(frozen=True)
class Measured:
    """`labels` is the supplier of each row; `proposed` pairs of suppliers, best first; seconds for both."""

    rows: list[Row]
    labels: list[int]
    proposed: list[tuple[int, int]]
    seconds: float


def read(samples: Path) -> list[Row]:
    """The published names with the code of each."""
    with (samples / "matching" / "suppliers.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (samples / "matching" / "truth.csv").open(encoding="utf-8") as file:
        codes = {row["row_id"]: row["tax_code"] for row in csv.DictReader(file)}
    return [Row(row["supplier_name"], row["buyer"], row["buyer_province"], codes[row["row_id"]]) for row in rows]


def measure(rows: list[Row]) -> Measured:
    """Import the names, a ledger a buyer, and propose what may be one."""
    identity.get_ready()
    buyers = {buyer: number for number, buyer in enumerate(dict.fromkeys(row.buyer for row in rows), start=1)}
    labels = [0] * len(rows)
    start = time.perf_counter()
    with Database(Path(":memory:")) as db, db.write(_JUDGE) as tx:
        for buyer, company in buyers.items():
            places = [place for place, row in enumerate(rows) if row.buyer == buyer]
            table = pa.table(
                {
                    "sighting": pa.array(places),
                    "name": pa.array([rows[place].name for place in places]),
                    **{column: pa.nulls(len(places), pa.string()) for column in _EMPTY},
                    "lines": pa.array([1] * len(places)),
                }
            )
            for place, supplier in identity.assign(tx, company, company, table).as_dict().items():
                labels[place] = supplier
        proposed = sorted(proposals.found(tx), key=lambda each: -each.strength)
        keeper = dict(tx.rows("select supplier_id, coalesce(same_as, supplier_id) from supplier"))
    seconds = time.perf_counter() - start
    return Measured(rows, [keeper[label] for label in labels], [(each.one, each.other) for each in proposed], seconds)


def judged(rows: Sequence[Row], labels: Sequence[Hashable], truth: Sequence[Hashable]) -> Judged:
    """Pairs of rows of two buyers with an equal label, against pairs with an equal truth."""
    sizes: list[dict[Hashable, int]] = [defaultdict(int) for _ in range(6)]
    for row, label, true in zip(rows, labels, truth, strict=True):
        keys: list[Hashable] = [true, label, (true, label)]
        for size, key in zip(sizes, [*keys, *((row.buyer, key) for key in keys)], strict=True):
            size[key] += 1
    counts = [sum(comb(number, 2) for number in size.values()) for size in sizes]
    return Judged(*(all_of - own for all_of, own in zip(counts[:3], counts[3:], strict=True)))


def confirmed(measured: Measured, truth: Sequence[str]) -> tuple[list[int], int]:
    """The labels after a person who knows the truth said yes to what is right; and how many proposals were right."""
    parent: dict[int, int] = {label: label for label in measured.labels}
    bodies: dict[int, set[str]] = defaultdict(set)
    for label, true in zip(measured.labels, truth, strict=True):
        bodies[label].add(true)
    right = 0
    for one, other in measured.proposed:
        if bodies[one] & bodies[other]:
            right += 1
            parent[_root(parent, one)] = _root(parent, other)
    return [_root(parent, label) for label in measured.labels], right


def bodies(rows: list[Row]) -> list[str]:
    """The body of each row: its published code, or another that is the same body by the rule above."""
    parent: dict[str, str] = {row.code: row.code for row in rows}
    spelled: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        spelled[_letters(row.name)][row.code].append(row)
    for codes in spelled.values():
        for one, other in combinations(sorted(codes), 2):
            if _are_one(codes[one], codes[other]):
                parent[_root(parent, one)] = _root(parent, other)
    return [_root(parent, row.code) for row in rows]


def _letters(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def _are_one(ones: list[Row], others: list[Row]) -> bool:
    one, other = ones[0].code, others[0].code
    said = {(row.buyer, row.name.casefold()) for row in ones} & {(row.buyer, row.name.casefold()) for row in others}
    if said or one.startswith(("8", "9")) != other.startswith(("8", "9")):
        return True
    series = knowledge.load("identifiers")["two_series"]
    if any({one[7:10], other[7:10]} == set(entry["offices"]) for entry in series):
        return True
    if len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) <= _MISTYPED:
        return True
    few, many = sorted((ones, others), key=lambda rows: len({row.buyer for row in rows}))
    if len({row.buyer for row in few}) > 1 or len({row.buyer for row in many}) < _SEVERAL:
        return False
    # the offices that gave out the numbers of a publisher's own neighbours
    return not any(row.code[7:10] in _OFFICES.get(row.province, ()) for row in few)


_OFFICES = {
    "BA": ["072"], "BO": ["037", "120"], "GE": ["010", "099"], "LI": ["049"], "LT": ["059"], "ME": ["083"],
    "MO": ["036"], "NO": ["003"], "PR": ["034"], "TN": ["022"], "TO": ["001"], "VE": ["027"],
}  # fmt: skip


def _root(parent: dict[_Key, _Key], key: _Key) -> _Key:
    while parent[key] != key:
        parent[key] = parent[parent[key]]
        key = parent[key]
    return key


def main(samples: Path) -> None:
    """Print both shares, with the names' letters alone beside ours."""
    rows = read(samples)
    measured = measure(rows)
    print(
        f"{len(rows):,} names, {len(set(measured.labels)):,} suppliers, {len(measured.proposed):,} proposals,"
        f" {measured.seconds:.1f} s"
    )
    letters = [_letters(row.name) for row in rows]
    for what, truth in (("codes as published", [row.code for row in rows]), ("bodies", bodies(rows))):
        joined, right = confirmed(measured, truth)
        ours, whole = judged(rows, measured.labels, truth), judged(rows, joined, truth)
        print(f"against {what}: {judged(rows, letters, truth).true:,} true pairs")
        for name, labels in (("equal letters", letters), ("joined by the importer", measured.labels)):
            found = judged(rows, labels, truth)
            print(f"  {name:<26}{found.joined:>6,} joined {found.wrong_share:>7.2%} wrong {found.recall:>6.1%} found")
        asked = f"{len(measured.proposed):>6,} proposals {right:>7,} right"
        print(f"  {'joined or proposed':<26}{asked} {whole.recall:>6.1%} found")
        print(
            f"  the bar: wrongly merged {ours.wrong_share:.2%} (at most {MOST_WRONG:.1%}); found, that is joined or"
            f" proposed to a person, {whole.recall:.1%} (at least {LEAST_FOUND:.0%});"
            f" names alone joined {ours.joined:,} pairs"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2] / "shared" / "samples")
