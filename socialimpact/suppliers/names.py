"""Names of organisations: the key by which they are compared, their legal form, and what their words hint at.

`ROSSI & C. S.N.C.`, `Rossi e C snc` and `Rossi S.n.c.` have one key, `ROSSI`, and one legal form. A key never
proves that two bodies are one: homonyms are the rule among social bodies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from socialimpact import knowledge
from socialimpact.columns import NO, texts, whole
from socialimpact.suppliers import kinds

_WORD = re.compile(r"[^\W_]+|&")
# letters with dots between them are one word: S.N.C. is SNC, and S.C.AR.L. is SC AR L
_DOTTED = re.compile(r"(?<![^\W_])[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?")
# "e. V.", "E. M. Rossi": before another letter a dotted E is a letter too, not the Italian "and"
_DOTTED_E = re.compile(r"(?<![^\W_])E\.\s+(?=[A-Z](?![^\W_]))")
# What stands in brackets and is no part of a name: a province, a number, the role in a tender.
_ASIDE = re.compile(r"\(\s*(?:[A-Za-z]{2}|(?:in\s+)?[Rr]\.?\s*[Tt]\.?\s*[Ii]\.?|\d{11})\s*\)")
REMEMBERED = 20_000  # names, a few megabytes
_LETTERS = str.maketrans({"ß": "SS", "Ø": "O", "Đ": "D", "Ł": "L", "Æ": "AE", "Œ": "OE"})


@dataclass(frozen=True)
class LegalForm:
    """A legal form or qualification. `family` None says nothing about which body it is; `hint` is a kind's key."""

    key: str
    country: str
    family: str | None
    label: Mapping[str, str]
    hint: str | None
    stripped: bool
    abroad: Mapping[str, str]


@dataclass(frozen=True)
class Name:
    """What a name says: `key` in capitals without legal form, `form`, and the kind that its words hint at."""

    key: str
    form: LegalForm | None
    hint: str | None

    @property
    def family(self) -> str | None:
        return self.form.family if self.form else None

    def form_in(self, country: str | None) -> LegalForm | None:
        """The form as a country (alpha-2) reads it: SAS is a partnership in Italy and a share company in France."""
        other = self.form.abroad.get(country or "") if self.form else None
        return _form_of(other) if other else self.form

    def family_in(self, country: str | None) -> str | None:
        form = self.form_in(country)
        return form.family if form else None


def name_key(name: str | None) -> str:
    """The name in capitals without accents, punctuation and legal form; empty for no name."""
    return read_name(name).key if name else ""


def legal_form(name: str) -> LegalForm | None:
    """The legal form that the name states: a cooperative's before any other, else the last one that has a family."""
    return read_name(name).form


def family(name: str | None, country: str | None = None) -> str | None:
    """The family of the legal form that the name states in a country (alpha-2), None where it states none."""
    return read_name(name).family_in(country) if name else None


def families_in(homes: pa.ChunkedArray, names: pa.ChunkedArray, families: pa.ChunkedArray) -> pa.ChunkedArray:
    """The families of names as their countries read them; `families` as nobody knows the country."""
    elsewhere = pc.fill_null(pc.is_in(homes, texts(sorted(_countries_that_read_otherwise()))), NO)
    if not pc.any(elsewhere).as_py():
        return families
    there = [
        family(name, home)
        for name, home in zip(names.filter(elsewhere).to_pylist(), homes.filter(elsewhere).to_pylist(), strict=True)
    ]
    return pa.chunked_array([pc.replace_with_mask(whole(families), whole(elsewhere), texts(there))])


def kind_hint(name: str) -> str | None:
    """The kind of which the words of the name make think (`cooperativa sociale`); a hint, never a proof."""
    return read_name(name).hint


@lru_cache(maxsize=REMEMBERED)
def read_name(name: str) -> Name:
    """Everything the name says."""
    return _read(name)


def _read(name: str) -> Name:
    tokens = words(_ASIDE.sub(" ", name) if "(" in name else name)
    prefixes = _book().prefixes
    titles, streets = _around_a_name()
    kept: list[str] = []
    forms: list[LegalForm] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        form, length = _form_at(tokens, place, first=not kept) if token in prefixes else (None, 1)
        if form is None:
            if forms and kept and token in streets and _has_number(tokens[place + 1 :]):
                break
            if kept or token not in titles or place + 1 == len(tokens):
                kept.append(token)
            place += 1
            continue
        forms.append(form)
        if not form.stripped:
            kept.extend(tokens[place : place + length])
        place += length
    speaking = _speaking(forms)
    if speaking and speaking.abroad:
        # "SAS ESUS": what stands beside it says the country
        speaking = next((_form_of(key) for form in forms if (key := speaking.abroad.get(form.country))), speaking)
    return Name(" ".join(kept or tokens), speaking, _hint(forms, tokens))


def _has_number(tokens: list[str]) -> bool:
    """Whether what follows a street's word holds a number, as an address does."""
    return any(token.isdigit() for token in tokens)


def read_names(names: Sequence[str | None] | pa.Array | pa.ChunkedArray) -> pa.Table:
    """Many names at once: `name_key, family, hint`, a row a name, nulls where there is none. 50,000 in about 0.5 s."""
    column = whole(names).cast(pa.string()) if isinstance(names, (pa.Array, pa.ChunkedArray)) else texts(names)
    coded = column.dictionary_encode()
    keys: list[str | None] = []
    families: list[str | None] = []
    hints: list[str | None] = []
    # what fits is remembered: an import reads the names that it brings more than once
    reader = read_name if len(coded.dictionary) <= REMEMBERED else _read
    for name in coded.dictionary.to_pylist():
        read = reader(name)
        keys.append(read.key or None)
        families.append(read.family)
        hints.append(read.hint)
    distinct = pa.table({"name_key": texts(keys), "family": texts(families), "hint": texts(hints)})
    return distinct.take(coded.indices)


def alike_in_form(one: str | None, other: str | None) -> bool:
    """Whether two families of legal form can be one body: equal, or one name leaves out a form that is no part of it.

    "Tekne" may be "Tekne S.r.l.", which is not "Tekne cooperativa sociale"; "Sole" is not "Fondazione Sole".
    """
    if one == other:
        return True
    if one is not None and other is not None:
        return False
    return (one or other) not in _named_families()


# So many letters without the legal form that two companies hardly share them by chance: "Abaco" and "Gea" are many.
_LETTERS_OF_A_RARE_NAME = 9


def is_distinctive(key: str, family: str | None) -> bool:
    """Whether a key and a legal form that two ledgers have in common speak for one body without anything else.

    Only for companies: the law keeps the names of competing companies apart (Italy: civil code, article 2564), while
    among associations and cooperatives homonyms are the rule.
    """
    return family in _company_families() and len(key.replace(" ", "")) >= _LETTERS_OF_A_RARE_NAME


def words(name: str) -> list[str]:
    """The words of a name in capitals without accents: dotted and spaced letters joined, "and" left out."""
    text = name.upper()
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS)).upper()
        text = "".join(c for c in text if not unicodedata.combining(c))
    if "." in text:
        text = _DOTTED_E.sub("E.", text)
        text = _DOTTED.sub(lambda found: found[0].replace(".", "") + " ", text)
    ignored, partners, abbreviations = _vocabulary()
    tokens: list[str] = []
    letters = ""
    after_and = False
    for token in _WORD.findall(text):
        if token in ignored:
            after_and = True
            continue
        if after_and and token in partners and tokens:
            after_and = False
            continue
        after_and = False
        if len(token) == 1 and not token.isdigit():
            letters += token
            continue
        if letters:
            tokens.append(letters)
            letters = ""
        tokens.append(abbreviations.get(token, token))
    if letters:
        tokens.append(letters)
    return tokens


@dataclass(frozen=True)
class _Book:
    """Spellings without blanks → form; `prefixes` holds every beginning of one, to stop looking early."""

    anywhere: Mapping[str, LegalForm]
    at_end: Mapping[str, LegalForm]
    at_start: Mapping[str, LegalForm]
    prefixes: frozenset[str]


def _form_at(tokens: list[str], place: int, *, first: bool) -> tuple[LegalForm | None, int]:
    """The longest form that begins at `place`, and how many words it takes."""
    book = _book()
    found: LegalForm | None = None
    length = 0
    run = ""
    for stop in range(place, len(tokens)):
        run += tokens[stop]
        if run not in book.prefixes:
            break
        form = book.anywhere.get(run)
        if form is None and first and stop + 1 < len(tokens):
            form = book.at_start.get(run)
        if form is None and not first and run in book.at_end and _only_forms(tokens, stop + 1):
            form = book.at_end[run]
        if form is not None:
            found, length = form, stop + 1 - place
    return found, length


def _only_forms(tokens: list[str], place: int) -> bool:
    """Whether nothing but forms follows from `place` on."""
    while place < len(tokens):
        form, length = _form_at(tokens, place, first=False)
        if form is None:
            return False
        place += length
    return True


def _speaking(forms: list[LegalForm]) -> LegalForm | None:
    with_family = [form for form in forms if form.family]
    cooperative = [form for form in with_family if form.family == "cooperative"]
    # "cooperativa sociale … società cooperativa" is a social one
    social = [form for form in cooperative if form.hint and form.hint != "other_cooperative"]
    for choice in (social, cooperative, with_family, forms):
        if choice:
            return choice[-1]
    return None


def _hint(forms: list[LegalForm], tokens: list[str]) -> str | None:
    hints = {form.hint for form in forms if form.hint}
    if not hints:
        return None
    best = min(hints, key=lambda key: kinds.kind(key).precedence)
    if best == "social_cooperative" and not _consortium_words().isdisjoint(tokens):
        return "social_consortium"
    return best


@cache
def _book() -> _Book:
    found: dict[str, dict[str, LegalForm]] = {"spellings": {}, "at_end": {}, "at_start": {}}
    for entry in knowledge.load("legal_forms")["forms"]:
        form = LegalForm(
            entry["key"],
            entry["country"],
            entry["family"],
            entry["label"],
            entry.get("hint"),
            entry.get("stripped", True),
            entry.get("abroad", {}),
        )
        for where, spellings in found.items():
            for pattern in entry.get(where, ()):
                for spelling in _alternatives(pattern):
                    spellings.setdefault("".join(words(spelling)), form)
    known = [spelling for spellings in found.values() for spelling in spellings]
    prefixes = frozenset(spelling[:length] for spelling in known for length in range(1, len(spelling) + 1))
    return _Book(found["spellings"], found["at_end"], found["at_start"], prefixes)


@cache
def _form_of(key: str) -> LegalForm:
    book = _book()
    spelled = (*book.anywhere.values(), *book.at_end.values(), *book.at_start.values())
    return next(form for form in spelled if form.key == key)


@cache
def _countries_that_read_otherwise() -> frozenset[str]:
    return frozenset(code for entry in knowledge.load("legal_forms")["forms"] for code in entry.get("abroad", ()))


def _alternatives(pattern: str) -> Iterator[str]:
    """`(soc|societa|) coop` → `soc coop`, `societa coop`, ` coop`."""
    parts = [
        part.strip("()").split("|") if part.startswith("(") else [part]
        for part in re.findall(r"\([^)]*\)|[^(]+", pattern)
    ]
    for choice in product(*parts):
        yield "".join(choice)


@cache
def _named_families() -> frozenset[str]:
    families: dict[str, Any] = knowledge.load("legal_forms")["families"]
    return frozenset(key for key, entry in families.items() if entry.get("part_of_name"))


@cache
def _company_families() -> frozenset[str]:
    families: dict[str, Any] = knowledge.load("legal_forms")["families"]
    return frozenset(key for key, entry in families.items() if entry.get("company"))


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str], Mapping[str, str]]:
    data = knowledge.load("name_words")
    return frozenset(data["ignored"]), frozenset(data["partners"]), data["abbreviations"]


@cache
def _around_a_name() -> tuple[frozenset[str], frozenset[str]]:
    data = knowledge.load("name_words")
    return frozenset(data["titles"]), frozenset(data["streets"])


@cache
def _consortium_words() -> frozenset[str]:
    return frozenset(knowledge.load("name_words")["consortium"])
