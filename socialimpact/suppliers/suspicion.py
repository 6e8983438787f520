"""Suppliers that may be social by their name: what the best suggestion says, or telling words.

Nothing here ever counts. Homonyms are the rule among social bodies, so a name only ever suggests, and the reason says
how probable it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from socialimpact.columns import array
from socialimpact.language import Message, Share, msg
from socialimpact.store import Transaction
from socialimpact.suppliers import kinds
from socialimpact.suppliers.names import Name, read_name
from socialimpact.suppliers.registered import WantedTag

# A suggestion makes a tag where it is more probable than not.
PROBABLE = 0.5


@dataclass
class _Supplier:
    supplier_id: int
    country: str | None
    names: dict[str, Name] = field(default_factory=dict)

    @property
    def families(self) -> set[str | None]:
        return {name.family_in(self.country) for name in self.names.values()}


def found(tx: Transaction, settled: Iterable[int]) -> list[WantedTag]:
    """At most one suspected tag a supplier, none for those in `settled`: of its best suggestion, else of its words.

    The table `suggestion` is up to date.
    """
    suppliers = _suppliers(tx, frozenset(settled))
    best: dict[int, WantedTag] = {}
    for tag in (*_by_entry(tx, suppliers), *_by_words(suppliers)):
        best.setdefault(tag.supplier_id, tag)
    return [best[supplier_id] for supplier_id in sorted(best)]


def _suppliers(tx: Transaction, settled: frozenset[int]) -> dict[int, _Supplier]:
    suppliers: dict[int, _Supplier] = {}
    for supplier_id, country, name in tx.rows(
        """
        select s.supplier_id, s.country, n.name
        from supplier s
        inner join (
            select distinct coalesce(m.same_as, n.supplier_id) as supplier_id, n.name
            from supplier_name n inner join supplier m on m.supplier_id = n.supplier_id
            where n.name is not null
            union select supplier_id, name from supplier
        ) n on n.supplier_id = s.supplier_id
        where s.same_as is null and s.name_key <> ''
        order by s.supplier_id, n.name
        """,
        step="names of suppliers",
    ):
        if supplier_id in settled:
            continue
        supplier = suppliers.get(supplier_id) or suppliers.setdefault(supplier_id, _Supplier(supplier_id, country))
        supplier.names[name] = read_name(name)
    return suppliers


def _by_entry(tx: Transaction, suppliers: dict[int, _Supplier]) -> Iterator[WantedTag]:
    """What the suggestions say that are probable, and possible for the legal form of one of the names."""
    with tx.frame("unsettled", pa.table({"supplier_id": array(sorted(suppliers), pa.int32())})):
        rows = tx.dicts(
            "select g.supplier_id, g.register_id, g.snapshot_id, g.entry_id, g.probability, e.kind, e.name,"
            " e.tax_code, r.name as register"
            " from suggestion g inner join unsettled u on u.supplier_id = g.supplier_id"
            " inner join register_entry e on e.entry_id = g.entry_id"
            " inner join register r on r.register_id = g.register_id"
            " where g.probability >= ? order by g.supplier_id, g.place",
            [PROBABLE],
            step="probable suggestions",
        )
    for row in rows:
        if any(_can_be(row["kind"], form) for form in suppliers[row["supplier_id"]].families):
            yield WantedTag(
                row["supplier_id"],
                row["kind"],
                "suspected",
                _why(row["name"], row["tax_code"], row["register"], row["probability"]),
                register_id=row["register_id"],
                snapshot_id=row["snapshot_id"],
                entry_id=row["entry_id"],
            )


def _why(name: str, tax_code: str | None, register: str, probability: float) -> Message:
    return msg(
        "By its name it is with a probability of {probability} “{name}” ({code}) in the register {register}. Nobody has"
        " checked whether they are one.",
        probability=Share(round(probability, 2), 0),
        name=name,
        code=tax_code or "–",
        register=register,
    )


def _can_be(kind: str, form: str | None) -> bool:
    """Whether a body with this family of legal form can be of the kind: no S.p.A. is a voluntary organisation."""
    forms = kinds.kind(kind).forms
    return form is None or not forms or form in forms


def _by_words(suppliers: dict[int, _Supplier]) -> Iterator[WantedTag]:
    """What the words in the names alone make think of: the best kind of all spellings."""
    for supplier in suppliers.values():
        hints = {
            name.hint: text
            for text, name in reversed(supplier.names.items())
            if name.hint is not None and _can_be(name.hint, name.family)
        }
        if not hints:
            continue
        kind = min(hints, key=lambda key: kinds.kind(key).precedence)
        home = kinds.kind(kind).country
        if home and supplier.country and home != supplier.country:
            continue
        why = msg("The words in its name “{name}” say so; no register has it.", name=hints[kind])
        yield WantedTag(supplier.supplier_id, kind, "suspected", why)
