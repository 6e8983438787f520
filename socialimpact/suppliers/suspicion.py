"""Suppliers that may be social by their name: a register's entry of the same or nearly the same name, or telling words.

Nothing here ever counts. Homonyms are the rule among social bodies, so a name is dropped as soon as anything known
contradicts it: another valid identifier, another legal form, a seat in another province.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from rapidfuzz import fuzz, process

from socialimpact.columns import array, texts
from socialimpact.language import Message, msg
from socialimpact.places.provinces import province_code
from socialimpact.store import Transaction
from socialimpact.suppliers import kinds
from socialimpact.suppliers.identifiers import identify_all
from socialimpact.suppliers.names import Name, alike_in_form, family, read_name
from socialimpact.suppliers.registered import WantedTag

# A word that more entries share says nothing about which body is meant.
_RARE = 60
_NEAR, _EQUAL = 92.0, 100.0
_SHORTEST_NEAR = 8
# Tax codes of bodies that are no companies begin so; their VAT number, if they have one, is another number.
_NO_COMPANY = ("8", "9")


@dataclass
class _Supplier:
    supplier_id: int
    vat_number: str | None
    tax_code: str | None
    country: str | None
    municipality_code: str | None
    province: str | None
    names: dict[str, Name] = field(default_factory=dict)


@dataclass(frozen=True)
class _Entry:
    entry_id: int
    snapshot_id: int
    register_id: int
    register: str
    kind: str
    name: str
    tax_code: str | None
    vat_number: str | None
    country: str | None
    municipality_code: str | None
    province: str | None


def found(tx: Transaction, settled: Iterable[int]) -> list[WantedTag]:
    """At most one suspected tag a supplier, none for those in `settled`: what the best likeness suggests."""
    suppliers = _suppliers(tx, frozenset(settled))
    keys: dict[str, set[int]] = defaultdict(set)
    for supplier in suppliers.values():
        for name in supplier.names.values():
            keys[name.key].add(supplier.supplier_id)
    best: dict[int, WantedTag] = {}
    for tag in (*_by_entry(tx, suppliers, keys), *_by_words(suppliers)):
        known = best.get(tag.supplier_id)
        if known is None or tag.likeness > known.likeness:
            best[tag.supplier_id] = tag
    return [best[supplier_id] for supplier_id in sorted(best)]


def _suppliers(tx: Transaction, settled: frozenset[int]) -> dict[int, _Supplier]:
    suppliers: dict[int, _Supplier] = {}
    for row in tx.dicts(
        """
        select s.supplier_id, s.vat_number, s.tax_code, s.country, s.municipality_code, s.province, n.name
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
        if row["supplier_id"] in settled:
            continue
        name = row.pop("name")
        supplier = suppliers.get(row["supplier_id"]) or suppliers.setdefault(row["supplier_id"], _Supplier(**row))
        supplier.names[name] = read_name(name)
    return suppliers


def _by_entry(tx: Transaction, suppliers: dict[int, _Supplier], keys: dict[str, set[int]]) -> Iterator[WantedTag]:
    """What the newest list of each register suggests: equal names first, near ones only where no name is equal."""
    with tx.frame("wanted_key", pa.table({"name_key": texts(sorted(keys))})):
        tx.execute(f"create or replace temporary table listed as {_newest_sql()}", step="newest lists")
        equal = [
            (entry_id, key, _EQUAL)
            for entry_id, key in tx.rows(
                "select entry_id, name_key from listed where name_key in (select name_key from wanted_key)",
                step="equal names",
            )
        ]
    near = list(_near(tx, sorted(keys.keys() - {key for _, key, _ in equal})))
    entries = _entries(tx, {entry_id for entry_id, _, _ in (*equal, *near)})
    homonyms = Counter(key for _, key, _ in equal)
    for entry_id, key, score in (*equal, *near):
        for supplier_id in keys[key]:
            tag = _suggested(suppliers[supplier_id], entries[entry_id], key, score, homonyms[key])
            if tag:
                yield tag


def _near(tx: Transaction, wanted: list[str]) -> Iterator[tuple[int, str, float]]:
    """Entry, wanted key and likeness of names that are almost the same.

    Only entries that share one of the key's two rarest words, and nearly its length, are compared.
    """
    pairs = [(key, word) for key in wanted if len(key) >= _SHORTEST_NEAR for word in set(key.split())]
    words = pa.table({"name_key": texts([key for key, _ in pairs]), "word": texts([word for _, word in pairs])})
    if not pairs:
        return
    with tx.frame("wanted_word", words):
        found = tx.table(
            f"""
            with entry_word as (
                select entry_id, name_key, unnest(string_split(name_key, ' ')) as word from listed
            ),
            holder as (
                select entry_id, name_key, word from entry_word where word in (select word from wanted_word)
            ),
            rarity as (
                select word, count(*) as holders from holder group by word having count(*) <= {_RARE}
            ),
            ranked as (
                select w.name_key, w.word,
                    row_number() over (partition by w.name_key order by r.holders, w.word) as place
                from wanted_word w inner join rarity r on r.word = w.word
            ),
            final as (
                select distinct k.name_key, h.entry_id, h.name_key as other
                from ranked k inner join holder h on h.word = k.word
                where k.place <= 2
                    and abs(length(h.name_key) - length(k.name_key)) * 8 <= length(h.name_key) + length(k.name_key)
            )
            select * from final order by name_key, entry_id
            """,
            step="names to compare",
        )
    mine, others = found["name_key"].to_pylist(), found["other"].to_pylist()
    scores = process.cpdist(mine, others, scorer=fuzz.token_sort_ratio, score_cutoff=_NEAR)
    ids = found["entry_id"].to_pylist()
    for place in np.nonzero(scores)[0]:
        if _figures(mine[place]) == _figures(others[place]):
            yield ids[place], mine[place], float(scores[place])


def _figures(key: str) -> tuple[str, ...]:
    """The numbers in a name: "Service 2005" is not "Service 2006"."""
    return tuple(sorted(word for word in key.split() if word.isdigit()))


def _newest_sql() -> str:
    return """
        select e.entry_id, e.name_key
        from register_entry e
        inner join register_snapshot s on s.snapshot_id = e.snapshot_id
        where s.as_of = (select max(x.as_of) from register_snapshot x where x.register_id = s.register_id)
            and e.name_key <> ''
    """


def _entries(tx: Transaction, entry_ids: set[int]) -> dict[int, _Entry]:
    """The entries with these ids; of their identifiers only what has the right check digit."""
    with tx.frame("wanted_entry", pa.table({"entry_id": array(sorted(entry_ids), pa.int64())})):
        rows = tx.dicts(
            "select e.entry_id, e.snapshot_id, s.register_id, r.name as register, e.kind, e.name, e.tax_code,"
            " e.vat_number, e.country, e.municipality_code, e.province from register_entry e"
            " inner join wanted_entry w on w.entry_id = e.entry_id"
            " inner join register_snapshot s on s.snapshot_id = e.snapshot_id"
            " inner join register r on r.register_id = s.register_id",
            step="entries that resemble",
        )
    for column in ("tax_code", "vat_number"):
        read = identify_all([row[column] for row in rows])
        for row, value, valid in zip(rows, read["value"].to_pylist(), read["valid"].to_pylist(), strict=True):
            row[column] = value if valid else None
    return {row["entry_id"]: _Entry(**row) for row in rows}


def _suggested(supplier: _Supplier, entry: _Entry, key: str, score: float, homonyms: int) -> WantedTag | None:
    """The tag that an entry with the same or a near name suggests; None where something contradicts."""
    here, there = _province(supplier.province), _province(entry.province)
    if supplier.country and entry.country and supplier.country != entry.country:
        return None
    if here and there and here != there:
        return None
    forms = {name.family for name in supplier.names.values() if name.key == key}
    listed = family(entry.name)
    possible = [form for form in forms if alike_in_form(form, listed) and _can_be(entry.kind, form)]
    if not possible or _other_body(supplier, entry):
        return None
    town = supplier.municipality_code is not None and supplier.municipality_code == entry.municipality_code
    nearness = 2 if town else 1 if here and here == there else 0
    return WantedTag(
        supplier.supplier_id,
        entry.kind,
        "suspected",
        _why(entry, score, homonyms),
        register_id=entry.register_id,
        snapshot_id=entry.snapshot_id,
        entry_id=entry.entry_id,
        # the last two only make the choice among equals the same every time
        likeness=(score, nearness, -kinds.kind(entry.kind).precedence, entry.tax_code or entry.name),
    )


def _why(entry: _Entry, score: float, homonyms: int) -> Message:
    where = entry.tax_code or "–"
    if score < _EQUAL:
        return msg(
            "Its name resembles “{name}” ({code}) in the register {register}. Nobody has checked whether they are one.",
            name=entry.name,
            code=where,
            register=entry.register,
        )
    if homonyms > 1:
        return msg(
            "Its name is that of {n} entries in the register {register}, among them “{name}” ({code}). Nobody has"
            " checked which one it is, if any.",
            n=homonyms,
            name=entry.name,
            code=where,
            register=entry.register,
        )
    return msg(
        "Its name is that of “{name}” ({code}) in the register {register}. Nobody has checked whether they are one.",
        name=entry.name,
        code=where,
        register=entry.register,
    )


def _can_be(kind: str, form: str | None) -> bool:
    """Whether a body with this family of legal form can be of the kind: no S.p.A. is a voluntary organisation."""
    forms = kinds.kind(kind).forms
    return form is None or not forms or form in forms


def _other_body(supplier: _Supplier, entry: _Entry) -> bool:
    """Whether supplier and entry have identifiers that can be compared, and differ.

    Tax code with tax code, VAT number with VAT number. A company's VAT number and tax code are one number, so they
    are compared crosswise, too, unless the tax code is that of a body that is no company (it begins with 8 or 9).
    """
    tax, vat = entry.tax_code, entry.vat_number
    if supplier.tax_code and tax:
        return supplier.tax_code != tax
    if supplier.vat_number and vat:
        return supplier.vat_number != vat
    if supplier.vat_number and tax:
        return supplier.vat_number != tax and not tax.startswith(_NO_COMPANY)
    if supplier.tax_code and vat:
        return supplier.tax_code != vat and not supplier.tax_code.startswith(_NO_COMPANY)
    return False


def _province(text: str | None) -> str | None:
    return province_code(text) or text


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
