"""Tax identifiers: what a text in a ledger or register says, and whether its check digit agrees.

An Italian company's VAT number (partita IVA) and tax code (codice fiscale) come from one series of 11-digit
numbers, so the same digits are the same body in either column. People have a tax code of 16 characters; where
two people would get the same one, letters replace digits (omocodia), and the codes stay different.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.fr import siren
from stdnum.util import get_cc_module

from socialimpact import knowledge
from socialimpact.columns import NO, NO_TEXT, fixed, flags, mask, numbers, scalar, whole
from socialimpact.columns import texts as texts_column

Vector: TypeAlias = "npt.NDArray[Any]"
Scheme = Literal["it_number", "it_person", "vat", "gb_company", "gb_charity", "unknown"]

_MODULE_OF = {"EL": "gr", "XI": "gb"}
_COUNTRY_OF = {"EL": "GR", "XI": "GB"}
# The shortest that is read as an Italian number whose zeros were lost: no longer run of leading zeros is in use.
_SHORTEST = 8
_FULL = 11
_PERSON = 16
_GB_COMPANY = re.compile(r"^(?:[A-Z]{2}\d{6}|\d{8}|[A-Z]{2}\d{5}[A-Z])$")
_GB_CHARITY = re.compile(r"^GBCHC(\d{6,7})$")
_SIREN, _SIRET = 9, 14
_SWISS = re.compile(r"^(CHE[0-9]{9})(?:MWST|TVA|IVA|TPV)?$")
_BETWEEN = "\x1f"
_PERSON_FORM = r"^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$"


@dataclass(frozen=True)
class Identifier:
    """`value` is canonical where `valid` (11 digits, 16 characters, prefix and number), else the cleaned text.

    `country` is ISO 3166 alpha-2, None where the text does not tell. `restored` says that leading zeros were lost.
    """

    value: str
    scheme: Scheme
    country: str | None
    valid: bool
    restored: bool = False


def italian_vat(text: str | None) -> str | None:
    """The 11 digits of an Italian VAT number or company tax code, or None where the check digit disagrees.

    Takes the prefix IT, apostrophes, blanks and dots, and restores leading zeros: `1234567890` is `01234567890`
    with its zero lost.
    """
    found = identify(text)
    return found.value if found and found.scheme == "it_number" and found.valid else None


def tax_code(text: str | None) -> str | None:
    """The Italian tax code in the text (11 digits, or a person's 16 characters), or None where it fails its check."""
    found = identify(text)
    return found.value if found and found.scheme in {"it_number", "it_person"} and found.valid else None


def identify(text: str | None, country: str | None = None) -> Identifier | None:
    """The identifier in one text; None where the text is empty or stands for "none" (`Non presente`, all zeros)."""
    row = identify_all([text], [country]).to_pylist()[0]
    return None if row["value"] is None else Identifier(**row)


def identify_all(
    texts: Sequence[str | None] | pa.Array | pa.ChunkedArray,
    countries: Sequence[str | None] | pa.Array | pa.ChunkedArray | None = None,
) -> pa.Table:
    """The identifiers of many texts: `value, scheme, country, valid, restored`, a row a text, in their order.

    `countries` (alpha-2) help where a number has no prefix: another country's number is not read as an Italian
    one. `value` is null where the text holds none. 50,000 different Italian texts take about 0.1 s.
    """
    column = _array(texts)
    nations = _array(countries) if countries is not None else pa.nulls(len(column), pa.string())
    joined = pc.binary_join_element_wise(
        column, pc.fill_null(nations, scalar("")), scalar(_BETWEEN)
    ).dictionary_encode()
    parts = pc.split_pattern(joined.dictionary, _BETWEEN)
    found = _identify_distinct(*(pc.list_element(parts, scalar(place, pa.int32())) for place in range(2)))
    rows = found.take(joined.indices)
    for place, name in ((3, "valid"), (4, "restored")):
        rows = rows.set_column(place, name, pc.fill_null(rows[name], NO))
    return rows


def _identify_distinct(texts: pa.Array, countries: pa.Array) -> pa.Table:
    """As `identify_all`, for distinct texts without nulls; an empty country is an unknown one."""
    clean = pc.replace_substring_regex(pc.utf8_upper(_plain(texts)), r"\.0+$", "")
    # Letters and digits of other scripts stay, so that what only looks like an identifier is none: left out, the rest
    # of it might be another's.
    clean = pc.replace_substring_regex(clean, r"[\s\p{P}\p{S}\p{Z}\p{C}\p{M}]", "")
    clean = pc.replace_substring_regex(clean, r"^IT([0-9]{8,11}|[A-Z0-9]{16})$", r"\1")
    abroad = flags(pc.and_(pc.not_equal(countries, scalar("")), pc.not_equal(countries, scalar("IT"))))
    size = len(clean)

    digits = flags(pc.match_substring_regex(clean, rf"^[0-9]{{{_SHORTEST},{_FULL}}}$"))
    padded = pc.utf8_lpad(clean, _FULL, "0")
    digits[digits] = _italian_number(padded.filter(mask(digits)))
    number = digits & ~abroad
    person = flags(pc.match_substring_regex(clean, _PERSON_FORM))
    person[person] = _italian_person(clean.filter(mask(person)))

    value = pc.if_else(mask(number), padded, clean)
    scheme = np.where(number, "it_number", np.where(person, "it_person", "unknown")).astype(object)
    country: Vector = np.full(size, None, dtype=object)
    country[number | person] = "IT"
    valid = number | person
    restored = number & (numbers(pc.utf8_length(clean)) < _FULL)
    nothing = _stands_for_nothing(clean) | (~_has_digit(clean) & ~person)

    # What is left is foreign or wrong: few, and each country has its own check.
    rest = np.nonzero(~valid & ~nothing)[0]
    if rest.size:
        left, homes = (part.take(fixed(rest, pa.int64())).to_pylist() for part in (clean, countries))
        values = value.to_pylist()
        for place, text, home in zip(rest.tolist(), left, homes, strict=True):
            values[place], scheme[place], country[place], valid[place] = _foreign(text, home)
            if not valid[place] and digits[place] and len(text) == _FULL:
                # a foreign company that is registered for VAT in Italy
                scheme[place], country[place], valid[place] = "it_number", "IT", True
        value = texts_column(values)
    return pa.table(
        {
            "value": pc.if_else(mask(nothing), NO_TEXT, value),
            "scheme": texts_column(scheme.tolist()),
            "country": texts_column(country.tolist()),
            "valid": mask(valid & ~nothing),
            "restored": mask(restored & ~nothing),
        }
    )


def _plain(texts: pa.Array) -> pa.Array:
    """Full-width and other compatible forms of letters and digits as the plain ones."""
    return texts if pc.all(pc.string_is_ascii(texts)).as_py() in {True, None} else pc.utf8_normalize(texts, form="NFKC")


_OFFICES = [*range(1, 101), 120, 121, 888, 999]


def _italian_number(texts: pa.Array) -> Vector:
    """Which texts of 11 digits agree with their check digit (Luhn) and hold an office that gives numbers out.

    The rule is that of `stdnum.it.iva`, a column at a time.
    """
    digits = _characters(texts, _FULL).astype(np.int64) - ord("0")
    doubled = digits[:, 1::2] * 2
    total = digits[:, 0::2].sum(axis=1) + (doubled - 9 * (doubled > 9)).sum(axis=1)  # noqa: PLR2004 - Luhn's nine
    office = digits[:, 7] * 100 + digits[:, 8] * 10 + digits[:, 9]
    known = np.isin(office, _OFFICES)
    agrees: Vector = (total % 10 == 0) & known & (digits[:, :7].sum(axis=1) > 0)
    return agrees


_ODD = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
_MONTHS = "ABCDEHLMPRST"
_DIGIT_LETTERS = "LMNPQRSTUV"


def _tables() -> tuple[Vector, ...]:
    odd, even, digit, month = (np.zeros(128, np.int64) for _ in range(4))
    for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        odd[ord(letter)], even[ord(letter)] = _ODD[place], place
    for place in range(10):
        odd[ord("0") + place], even[ord("0") + place] = _ODD[place], place
        digit[ord("0") + place] = digit[ord(_DIGIT_LETTERS[place])] = place
    for place, letter in enumerate(_MONTHS, start=1):
        month[ord(letter)] = place
    return odd, even, digit, month


_ODD_VALUES, _EVEN_VALUES, _DIGIT_VALUES, _MONTH_VALUES = _tables()
_MONTH_LENGTHS = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def _italian_person(texts: pa.Array) -> Vector:
    """Which texts of the form of a person's tax code have the right check letter and a birthday that exists."""
    letters = _characters(texts, _PERSON)
    total = _ODD_VALUES[letters[:, 0:15:2]].sum(axis=1) + _EVEN_VALUES[letters[:, 1:15:2]].sum(axis=1)
    year = _DIGIT_VALUES[letters[:, 6]] * 10 + _DIGIT_VALUES[letters[:, 7]]
    month = _MONTH_VALUES[letters[:, 8]]
    # women's days are counted from 41
    day = (_DIGIT_VALUES[letters[:, 9]] * 10 + _DIGIT_VALUES[letters[:, 10]]) % 40
    longest = _MONTH_LENGTHS[month] + ((month == 2) & (year % 4 == 0))  # noqa: PLR2004 - February
    agrees: Vector = (total % 26 == letters[:, 15] - ord("A")) & (day >= 1) & (day <= longest)
    return agrees


def _characters(texts: pa.Array, width: int) -> Vector:
    """ASCII texts of one width as a matrix of bytes, a row a text."""
    joined = "".join(texts.to_pylist()).encode("ascii")
    return np.frombuffer(joined, np.uint8).reshape(-1, width)


def _stands_for_nothing(clean: pa.Array) -> Vector:
    """Which cleaned texts say that there is no identifier: words for none, and one character over and over."""
    words = pc.is_in(clean, value_set=texts_column(_no_identifier_words()))
    same = pc.match_substring_regex(
        clean, "^(?:IT|OO|XX|GB|EU|EE)?(?:" + "|".join(f"{character}+" for character in "0123456789X") + ")$"
    )
    return flags(pc.or_(words, same))


def _has_digit(clean: pa.Array) -> Vector:
    """Every identifier has a digit, but for tax codes of people in which omocodia replaced them all."""
    return flags(pc.match_substring_regex(clean, "[0-9]"))


@cache
def _no_identifier_words() -> list[str]:
    return [re.sub(r"[^0-9A-Z]", "", word.upper()) for word in knowledge.load("identifiers")["no_identifier"]]


@cache
def _vat_prefixes() -> frozenset[str]:
    return frozenset(knowledge.load("identifiers")["vat_prefixes"])


@lru_cache(maxsize=100_000)
def _foreign(text: str, country: str) -> tuple[str, Scheme, str | None, bool]:
    """Value, scheme, country and validity of a cleaned text that is no Italian identifier."""
    if text.startswith("GBCOH") and _GB_COMPANY.match(text[5:]):
        return f"GB-COH-{text[5:]}", "gb_company", "GB", True
    if charity := _GB_CHARITY.match(text):
        return f"GB-CHC-{charity[1]}", "gb_charity", "GB", True
    if swiss := _SWISS.match(text):
        return swiss[1], "vat", "CH", _checks("CH", swiss[1] + "MWST")
    for prefix in dict.fromkeys((text[:2], country)):
        number = text.removeprefix(prefix)
        if prefix in _vat_prefixes() and _checks(prefix, number):
            return prefix + number, "vat", _COUNTRY_OF.get(prefix, prefix), True
    if country == "GB" and _GB_COMPANY.match(text.zfill(8)):
        # Companies House numbers have no check digit; with the prefix of org-id.guide no other number equals one
        return f"GB-COH-{text.zfill(8)}", "gb_company", "GB", True
    if country == "FR" and (found := _siren(text)):
        # A French VAT number is the SIREN behind a key that follows from it (python-stdnum, stdnum.fr.siren.to_tva).
        return f"FR{siren.to_tva(found)}", "vat", "FR", True
    return text, "unknown", country or None, False


def _siren(text: str) -> str | None:
    """The SIREN in a SIREN or SIRET whose check digits agree (Luhn)."""
    if not (text.isascii() and text.isdigit() and len(text) in {_SIREN, _SIRET} and luhn.is_valid(text[:_SIREN])):
        return None
    return text[:_SIREN] if len(text) == _SIREN or luhn.is_valid(text) else None


def _checks(prefix: str, number: str) -> bool:
    module: Any = get_cc_module(_MODULE_OF.get(prefix, prefix.lower()), "vat")
    if module is None:
        return False
    try:
        module.validate(number)
    except ValidationError:
        return False
    return True


def _array(values: Sequence[str | None] | pa.Array | pa.ChunkedArray) -> pa.Array:
    if isinstance(values, (pa.Array, pa.ChunkedArray)):
        return whole(values).cast(pa.string())
    return texts_column(values)
