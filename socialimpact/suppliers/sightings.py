"""How suppliers stand in a file: a table of the distinct ways of writing them, made comparable."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import NO, NO_TEXT, scalar, texts, whole
from socialimpact.places import municipalities
from socialimpact.places.countries import country_code
from socialimpact.suppliers.clusters import Writing
from socialimpact.suppliers.identifiers import identify_all
from socialimpact.suppliers.names import families_in, read_names

PLACE = ("municipality", "province", "postcode")
_BETWEEN = "\x1f"
TEXTS = ("name", "ledger_code", "vat_number", "tax_code", "address", *PLACE, "country")


def comparable(sightings: pa.Table, *, names: bool = True) -> pa.Table:
    """The sightings with what can be compared beside what was read.

    Takes the columns `TEXTS` (text as read, null where the file has none) and any others. Gives them all, with

    - `vat_number`, `tax_code`: canonical where valid, else the cleaned text, null where there is none
    - `vat`, `tax`: the same, but only where valid; a person's tax code in the VAT column changes its place
    - `name_key`, `family`: of the name, or of an invalid identifier where nothing else names the supplier (only
      with `names`, which take most of the time)
    - `home`: alpha-2 country as the ledger says it; `municipality_code`: ISTAT, where it is an Italian municipality
    """
    name = pc.replace_substring_regex(pc.cast(sightings["name"], pa.string()), r"\s+", " ")
    # a dash is no name
    name = _where(pc.match_substring_regex(name, r"[\pL\pN]"), name)
    table = sightings.set_column(sightings.column_names.index("name"), "name", name)
    homes = each(table["country"], country_code)
    vat = identify_all(table["vat_number"], homes)
    tax = identify_all(table["tax_code"], homes)
    right_vat, right_tax = _where(vat["valid"], vat["value"]), _where(tax["valid"], tax["value"])
    # a person's code of 16 characters is a tax code wherever it stands, and a VAT number with a prefix is none
    is_person = [pc.fill_null(pc.equal(found["scheme"], scalar("it_person")), NO) for found in (vat, tax)]
    swapped = pc.or_(
        pc.and_(pc.and_(vat["valid"], is_person[0]), pc.invert(is_person[1])),
        pc.and_(pc.is_null(right_vat), pc.fill_null(pc.equal(tax["scheme"], scalar("vat")), NO)),
    )
    new_vat, new_tax = pc.if_else(swapped, right_tax, right_vat), pc.if_else(swapped, right_vat, right_tax)
    wrong_vat, wrong_tax = (_where(pc.invert(found["valid"]), found["value"]) for found in (vat, tax))
    columns = {
        "vat_number": pc.coalesce(new_vat, wrong_vat),
        "tax_code": pc.coalesce(new_tax, wrong_tax),
    }
    for name, column in columns.items():
        table = table.set_column(table.column_names.index(name), name, column)
    added = {
        "vat": new_vat,
        "tax": new_tax,
        "home": homes,
        "municipality_code": _municipality_codes(table, homes),
    }
    if names:
        read = read_names(pc.coalesce(table["name"], wrong_vat, wrong_tax))
        added |= {"name_key": read["name_key"], "family": families_in(homes, table["name"], read["family"])}
    for name, column in added.items():
        table = table.append_column(name, column)
    return table


def writings(
    table: pa.Table, *, groups: Sequence[int | None] | None = None, company: int | None = None
) -> list[Writing]:
    """The rows of a comparable table as `Writing`s; `groups` are the suppliers that they belong to already.

    `company` is the one that writes them all; without it a column `company_id` says so row by row.
    """
    columns = [table[name].to_pylist() for name in ("vat", "tax", "ledger_code", "name_key", "family")]
    owners = groups if groups is not None else [None] * table.num_rows
    companies = table["company_id"].to_pylist() if company is None else [company] * table.num_rows
    return [
        Writing(group, tuple(value for value in (vat, tax) if value), code, key, family, where, by)
        for group, vat, tax, code, key, family, where, by in zip(
            owners, *columns, _whereabouts(table).to_pylist(), companies, strict=True
        )
    ]


def _whereabouts(table: pa.Table) -> pa.ChunkedArray:
    """A text that is equal for equal places: the municipality's code or name in Italy, else the country."""
    town = pc.coalesce(table["municipality_code"], pc.utf8_upper(pc.cast(table["municipality"], pa.string())))
    abroad = pc.fill_null(pc.not_equal(table["home"], scalar("IT")), NO)
    return pc.if_else(abroad, table["home"], town)


def each(column: pa.ChunkedArray, function: Callable[[str], str | None]) -> pa.ChunkedArray:
    """The column with a function of text applied to each distinct value."""
    coded = whole(pc.cast(column, pa.string())).dictionary_encode()
    values = [function(text) for text in coded.dictionary.to_pylist()]
    return pa.chunked_array([texts(values).take(coded.indices)])


def _where(condition: pa.ChunkedArray, column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column where the condition holds, null elsewhere."""
    return pc.if_else(condition, column, NO_TEXT)


def _municipality_codes(table: pa.Table, homes: pa.ChunkedArray) -> pa.ChunkedArray:
    """ISTAT codes of the rows whose country is Italy or unknown."""
    blank, between = scalar(""), scalar(_BETWEEN)
    parts = [pc.fill_null(pc.cast(table[name], pa.string()), blank) for name in PLACE]
    joined = pc.binary_join_element_wise(*parts, pc.fill_null(homes, blank), between)
    coded = whole(joined).dictionary_encode()
    distinct = [text.split(_BETWEEN) for text in coded.dictionary.to_pylist()]
    codes: list[str | None] = [None] * len(distinct)
    asked = [place for place, (*where, home) in enumerate(distinct) if any(where) and home in {"", "IT"}]
    answer = municipalities.resolve(
        pa.table({name: texts([distinct[at][place] for at in asked]) for place, name in enumerate(PLACE)})
    )
    for place, code in zip(asked, answer, strict=True):
        codes[place] = code
    return pa.chunked_array([texts(codes).take(coded.indices)])
