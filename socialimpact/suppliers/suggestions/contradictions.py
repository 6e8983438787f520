"""What no likeness of names can outweigh: another valid identifier that cannot be the same body's, another country."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from socialimpact.columns import NO_TEXT, flags, numbers, scalar, whole
from socialimpact.suppliers.identifiers import identify_all

# Tax codes of bodies that are no companies begin so; their VAT number, if they have one, is another number.
_NO_COMPANY = "^[89]"
Pairs = npt.NDArray[np.integer]


def possible(names: pa.Table, entries: pa.Table) -> Callable[[Pairs, Pairs], npt.NDArray[np.bool_]]:
    """A function of two lists of places, in `names` and in `entries`: which of the pairs can be one body.

    Both tables have the columns `tax_code`, `vat_number` and `country` (text). Of the identifiers only those with the
    right check digit are compared: tax code with tax code, VAT number with VAT number. A company's VAT number and tax
    code are one number, so they are compared crosswise, too, unless the tax code is that of a body that is no company.
    """
    mine, theirs = (_Identified(table) for table in (names, entries))
    code = _codes([mine.tax, mine.vat, theirs.tax, theirs.vat])
    home = _codes([_text(names, "country"), _text(entries, "country")])
    no_company, listed_no_company = mine.no_company, theirs.no_company

    def fit(name: Pairs, entry: Pairs) -> npt.NDArray[np.bool_]:
        tax, vat, other_tax, other_vat = code[0][name], code[1][name], code[2][entry], code[3][entry]
        other = np.select(
            [
                (tax > 0) & (other_tax > 0),
                (vat > 0) & (other_vat > 0),
                (vat > 0) & (other_tax > 0),
                (tax > 0) & (other_vat > 0),
            ],
            [
                tax != other_tax,
                vat != other_vat,
                (vat != other_tax) & ~listed_no_company[entry],
                (tax != other_vat) & ~no_company[name],
            ],
            default=False,
        )
        abroad = (home[0][name] > 0) & (home[1][entry] > 0) & (home[0][name] != home[1][entry])
        return np.asarray(~other & ~abroad)

    return fit


class _Identified:
    """The valid identifiers of a table."""

    def __init__(self, table: pa.Table) -> None:
        homes = _text(table, "country")
        self.tax, self.vat = (_valid(_text(table, name), homes) for name in ("tax_code", "vat_number"))
        self.no_company = flags(pc.match_substring_regex(self.tax, _NO_COMPANY))


def _valid(column: pa.StringArray, homes: pa.StringArray) -> pa.StringArray:
    found = identify_all(column, homes)
    return whole(pc.if_else(found["valid"], found["value"], NO_TEXT))


def _text(table: pa.Table, name: str) -> pa.StringArray:
    if name not in table.column_names:
        return pa.nulls(table.num_rows, pa.string())
    return whole(table[name].cast(pa.string()))


def _codes(columns: list[pa.StringArray]) -> list[npt.NDArray[np.int64]]:
    """Each column as numbers: equal for equal texts, 0 for none."""
    coded = pa.concat_arrays(columns).dictionary_encode()
    number = numbers(pc.cast(pc.fill_null(coded.indices, scalar(-1, pa.int32())), pa.int32())).astype(np.int64) + 1
    return np.split(number, np.cumsum([len(column) for column in columns])[:-1])
