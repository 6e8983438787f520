"""Bodies as they are compared, suppliers and register entries alike: name, legal form and place as columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import numbers, scalar, texts, whole
from socialimpact.places import municipalities
from socialimpact.places.provinces import province_code, provinces, region_of, regions
from socialimpact.suppliers.kinds import all_kinds
from socialimpact.suppliers.names import read_names
from socialimpact.suppliers.sightings import each

UNKNOWN = -1
_FORMS = {
    "limited_company": 1,
    "share_company": 1,
    "partnership": 1,
    "public_body": 2,
    "cooperative": 3,
    "association": 5,
    "foundation": 6,
    "mutual": 7,
}
_SOCIAL_FORM = 4
_SOCIAL = ("social_cooperative", "social_consortium")


@dataclass(frozen=True)
class Bodies:
    """A row a body. `keys` are names without legal form, `leads` the initial of a form that the name begins with.

    `family` and `hint` are what the name says of the legal form (text, null for nothing). `town`, `province` and
    `region` are numbers, `UNKNOWN` where they are not known; equal numbers are equal places.
    `identity` is equal for rows that are one body for sure, null where nothing says so.
    """

    names: pa.StringArray
    keys: pa.StringArray
    leads: pa.StringArray
    family: pa.StringArray
    hint: pa.StringArray
    town_names: pa.StringArray
    province_codes: pa.StringArray
    identity: pa.StringArray
    town: npt.NDArray[np.int32]
    province: npt.NDArray[np.int32]
    region: npt.NDArray[np.int32]

    @property
    def size(self) -> int:
        return len(self.names)

    @cached_property
    def key_texts(self) -> npt.NDArray[np.object_]:
        return objects(self.keys)

    @cached_property
    def run_together(self) -> npt.NDArray[np.object_]:
        """The keys without blanks."""
        return objects(pc.replace_substring(self.keys, " ", ""))

    @cached_property
    def forms(self) -> npt.NDArray[np.int64]:
        """The legal form in a few classes, 0 where the name says none; social cooperatives are one of their own."""
        return np.where(
            _classes(self.hint, dict.fromkeys(_SOCIAL, 1)) == 1, _SOCIAL_FORM, _classes(self.family, _FORMS)
        )

    @cached_property
    def hints(self) -> npt.NDArray[np.int64]:
        """The kind that the name hints at as a number, 0 for none."""
        return _classes(self.hint, {kind.key: kind.precedence for kind in all_kinds()})


def plain_forms(forms: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The classes of `Bodies.forms` with all cooperatives in one."""
    return np.where(forms == _SOCIAL_FORM, _FORMS["cooperative"], forms)


def objects(column: pa.StringArray) -> npt.NDArray[np.object_]:
    """The texts of a column, to be taken by their places."""
    values = np.empty(len(column), object)
    values[:] = column.to_pylist()
    return values


def _classes(column: pa.StringArray, known: Mapping[str, int]) -> npt.NDArray[np.int64]:
    coded = pc.fill_null(column, scalar("")).dictionary_encode()
    classes = np.array([known.get(text, 0) for text in coded.dictionary.to_pylist()], np.int64)
    return classes[numbers(coded.indices)] if len(column) else np.zeros(0, np.int64)


def read_bodies(table: pa.Table) -> Bodies:
    """Bodies from the column `name` and, where they are known, `municipality_code`, `municipality`, `province` and
    `identity` (all text).

    A province is read in any usual way; without one it follows from the municipality's code.
    """
    names = whole(pc.fill_null(table["name"].cast(pa.string()), scalar("")))
    read = read_names(names)
    keys = whole(pc.fill_null(read["name_key"], scalar("")))
    codes = whole(each(_chunked(_column(table, "municipality_code")), _code_of_today))
    province = each(_chunked(_column(table, "province")), lambda text: province_code(text) or text.upper())
    home = each(_chunked(codes), _province_of)
    province = whole(pc.coalesce(home, province))
    region = whole(each(_chunked(province), region_of))
    towns = whole(pc.coalesce(each(_chunked(codes), _name_of), _chunked(_column(table, "municipality"))))
    return Bodies(
        names,
        keys,
        _leads(names, keys),
        whole(read["family"]),
        whole(read["hint"]),
        towns,
        province,
        _column(table, "identity"),
        _numbered(codes, _town_numbers()),
        _numbered(province, _province_numbers()),
        _numbered(region, _region_numbers()),
    )


def _leads(names: pa.StringArray, keys: pa.StringArray) -> pa.StringArray:
    first = pc.utf8_upper(pc.utf8_slice_codeunits(pc.utf8_ltrim(names, characters=" \"'"), 0, 1))
    same = pc.equal(first, pc.utf8_slice_codeunits(keys, 0, 1))
    letter = pc.match_substring_regex(first, "[A-Z]")
    return pc.if_else(pc.and_(letter, pc.invert(same)), first, scalar(""))


def _column(table: pa.Table, name: str) -> pa.Array:
    if name not in table.column_names:
        return pa.nulls(table.num_rows, pa.string())
    return whole(table[name].cast(pa.string()))


def _chunked(column: pa.Array) -> pa.ChunkedArray:
    return pa.chunked_array([column])


def _code_of_today(code: str) -> str | None:
    found = municipalities.by_code(code)
    return found.code if found else None


def _province_of(code: str) -> str | None:
    found = municipalities.by_code(code)
    return found.province if found else None


def _name_of(code: str) -> str | None:
    found = municipalities.by_code(code)
    return found.name if found else None


def _numbered(column: pa.Array, known: pa.StringArray) -> npt.NDArray[np.int32]:
    found = pc.index_in(column, value_set=known, skip_nulls=True)
    return numbers(pc.fill_null(found, scalar(UNKNOWN, pa.int32())))


@cache
def _town_numbers() -> pa.StringArray:
    return texts(list(municipalities.municipalities()))


@cache
def _province_numbers() -> pa.StringArray:
    return texts(list(provinces()))


@cache
def _region_numbers() -> pa.StringArray:
    return texts(list(regions()))
