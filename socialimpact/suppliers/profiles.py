"""How a supplier is shown: the name, identifiers and place that follow from every way in which it was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import NO_TEXT, array, mask, numbers, scalar
from socialimpact.places import municipalities
from socialimpact.places.provinces import province_code
from socialimpact.store import Transaction
from socialimpact.suppliers.sightings import comparable, each

_COLUMNS = {
    "supplier_id": pa.int32(),
    "name": pa.string(),
    "name_key": pa.string(),
    "vat_number": pa.string(),
    "tax_code": pa.string(),
    "country": pa.string(),
    "municipality_code": pa.string(),
    "municipality": pa.string(),
    "province": pa.string(),
    "place_source": pa.string(),
}
_PERSON_LENGTH = 16


@dataclass
class _Profile:
    """Votes by lines, gathered over the rows of one supplier."""

    names: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    keys: dict[str, str] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    vats: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    taxes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    homes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    places: dict[tuple[str | None, str | None, str | None], int] = field(default_factory=lambda: defaultdict(int))


def derive(tx: Transaction, supplier_ids: Sequence[int], *, place_source: str = "ledger") -> None:
    """Write the rows of `supplier` for these suppliers anew, from all their rows in `supplier_name`.

    - name: the spelling with most lines; of spellings that differ only in case, the one in small and capital letters
    - identifiers: valid ones only, each in the column in which it stands most
    - place: the one with most lines; a place that a person gave stays, one from a register stays until a ledger has one

    What a person joined to a supplier says only what that supplier itself does not.
    """
    with tx.frame("wanted", pa.table({"supplier_id": array(supplier_ids, pa.int32())})):
        spelled = tx.table(
            """
            select wanted.supplier_id as owner, n.name, n.name_key, n.ledger_code, n.vat_number, n.tax_code,
                cast(null as varchar) as address, n.municipality, n.province, n.postcode, n.country,
                coalesce(s.same_as is not null and s.same_as_import is null, false) as absorbed,
                cast(sum(n.lines) as bigint) as lines
            from supplier_name n
            left join supplier s on s.supplier_id = n.supplier_id
            inner join wanted on wanted.supplier_id = coalesce(s.same_as, n.supplier_id)
            group by all
            order by all
            """,
            step="spellings of suppliers",
        )
    frame = _shown(comparable(spelled, names=False), place_source)
    with tx.frame("shown", frame):
        tx.execute(
            """
            update supplier set
                name = shown.name, name_key = shown.name_key, vat_number = shown.vat_number,
                tax_code = shown.tax_code,
                country = case when held then coalesce(shown.country, supplier.country) else shown.country end,
                municipality_code = case when held then supplier.municipality_code else shown.municipality_code end,
                municipality = case when held then supplier.municipality else shown.municipality end,
                province = case when held then supplier.province else shown.province end,
                place_source = case when held or (supplier.place_source = 'invoice'
                        and supplier.municipality_code is not distinct from shown.municipality_code
                        and supplier.municipality is not distinct from shown.municipality)
                    then supplier.place_source else shown.place_source end
            from (
                select shown.*, coalesce(known.place_source = 'person'
                    or (known.place_source = 'register' and shown.place_source is null), false) as held
                from shown left join supplier known on known.supplier_id = shown.supplier_id
            ) as shown
            where supplier.supplier_id = shown.supplier_id
            """,
            step="update suppliers",
        )
        tx.execute(
            "insert into supplier by name select * from shown"
            " where supplier_id not in (select supplier_id from supplier)",
            step="insert suppliers",
        )


def _shown(table: pa.Table, place_source: str) -> pa.Table:
    """The rows of `supplier` that follow from spellings (sorted by `owner`)."""
    owners = numbers(table["owner"])
    first = np.ones(len(owners), bool)
    first[1:] = owners[1:] != owners[:-1]
    last = np.append(first[1:], True)
    lonely = mask(first & last)
    rows = [_row(owner, profile, place_source) for owner, profile in _gather(table.filter(pc.invert(lonely))).items()]
    several = pa.table({name: array([row[name] for row in rows], kind) for name, kind in _COLUMNS.items()})
    return pa.concat_tables([_written_once(table.filter(lonely), place_source), several])


def _written_once(table: pa.Table, place_source: str) -> pa.Table:
    """As `_row`, a column at a time, for suppliers that were written in one way only: most of them."""
    wrong = pc.if_else(
        pc.and_(pc.is_null(table["vat"]), pc.is_null(table["tax"])),
        pc.coalesce(table["vat_number"], table["tax_code"]),
        NO_TEXT,
    )
    name = pc.coalesce(table["name"], wrong, table["vat"], table["tax"], table["ledger_code"], scalar(""))
    keyed = pc.or_(pc.is_valid(table["name"]), pc.is_valid(wrong))
    code, town = table["municipality_code"], table["municipality"]
    province = pc.coalesce(each(code, _province_of), each(table["province"], province_code), table["province"])
    placed = pc.or_(pc.or_(pc.is_valid(code), pc.is_valid(town)), pc.is_valid(province))
    columns = {
        "supplier_id": table["owner"],
        "name": name,
        "name_key": pc.fill_null(pc.if_else(keyed, table["name_key"], scalar("")), scalar("")),
        "vat_number": table["vat"],
        "tax_code": table["tax"],
        "country": pc.coalesce(
            table["home"], pc.if_else(pc.is_valid(code), scalar("IT"), NO_TEXT), each(table["vat"], _country_of)
        ),
        "municipality_code": code,
        "municipality": pc.if_else(pc.is_valid(code), NO_TEXT, town),
        "province": province,
        "place_source": pc.if_else(placed, scalar(place_source), NO_TEXT),
    }
    return pa.table({name: pc.cast(column, _COLUMNS[name]) for name, column in columns.items()})


def _province_of(municipality_code: str) -> str | None:
    known = municipalities.by_code(municipality_code)
    return known.province if known else None


def _gather(table: pa.Table) -> dict[int, _Profile]:
    names = ("owner", "name", "name_key", "ledger_code", "vat", "tax", "vat_number", "tax_code", "home")
    where = ("municipality_code", "municipality", "province", "lines", "absorbed")
    profiles: dict[int, _Profile] = defaultdict(_Profile)
    joined: dict[int, _Profile] = defaultdict(_Profile)
    for owner, name, key, code, vat, tax, vat_text, tax_text, home, town_code, town, province, lines, absorbed in zip(
        *(table[column].to_pylist() for column in names + where), strict=True
    ):
        profile = (joined if absorbed else profiles)[owner]
        if name:
            profile.names[name] += lines
            profile.keys[name] = key or ""
        if code:
            profile.codes[code] += lines
        for votes, value in ((profile.vats, vat), (profile.taxes, tax)):
            if value:
                votes[value] += lines
        if not vat and not tax and (text := vat_text or tax_text):
            profile.wrong[text] += lines
            profile.keys[text] = key or ""
        if home:
            profile.homes[home] += lines
        if town_code or town or province:
            profile.places[(town_code, town, province)] += lines
    for owner, other in joined.items():
        own = profiles[owner]
        for part in fields(_Profile):
            if not getattr(own, part.name):
                setattr(own, part.name, getattr(other, part.name))
    return profiles


def _row(owner: int, profile: _Profile, place_source: str) -> dict[str, Any]:
    vat, tax = _identifiers(profile)
    name = _name(profile.names) or next(
        (text for text in (*profile.wrong, vat, tax, *sorted(profile.codes)) if text), ""
    )
    town_code, town, province = _place(profile)
    home = _most(profile.homes) or ("IT" if town_code else None) or _country_of(vat)
    return {
        "supplier_id": owner,
        "name": name,
        "name_key": profile.keys.get(name, ""),
        "vat_number": vat,
        "tax_code": tax,
        "country": home,
        "municipality_code": town_code,
        "municipality": None if town_code else town,
        "province": province,
        "place_source": place_source if town_code or town or province else None,
    }


def _name(names: dict[str, int]) -> str | None:
    """The spelling with most lines, counting those that differ only in case as one and showing the best cased."""
    folded: dict[str, int] = defaultdict(int)
    for name, lines in names.items():
        folded[name.casefold()] += lines
    if not folded:
        return None
    best = max(folded, key=lambda text: (folded[text], text))
    alike = [name for name in names if name.casefold() == best]
    return max(alike, key=lambda name: (not name.isupper() and not name.islower(), name.isupper(), names[name], name))


def _identifiers(profile: _Profile) -> tuple[str | None, str | None]:
    """VAT number and tax code: one number may be both; of two, each goes where it stands most."""
    ids = set(profile.vats) | set(profile.taxes)
    if len(ids) <= 1:
        return _most(profile.vats), _most(profile.taxes)
    taxes = sorted(ids, key=lambda value: (-_tax_vote(profile, value), value))
    tax = taxes[0]
    vat = max((value for value in ids if value != tax), key=lambda value: (profile.vats.get(value, 0), value))
    return vat, tax


def _tax_vote(profile: _Profile, value: str) -> float:
    if len(value) == _PERSON_LENGTH:
        return float("inf")
    return profile.taxes.get(value, 0) - profile.vats.get(value, 0)


def _place(profile: _Profile) -> tuple[str | None, str | None, str | None]:
    if not profile.places:
        return None, None, None
    best = max(
        profile.places,
        key=lambda place: (place[0] is not None, place[1] is not None, profile.places[place], str(place)),
    )
    town_code, town, province = best
    known = municipalities.by_code(town_code)
    return town_code, town, known.province if known else province_code(province) or province


def _most(votes: dict[str, int]) -> str | None:
    return max(votes, key=lambda value: (votes[value], value)) if votes else None


def _country_of(vat: str | None) -> str | None:
    if not vat:
        return None
    if vat[:2].isalpha():
        return {"EL": "GR", "XI": "GB"}.get(vat[:2], vat[:2])
    return "IT"
