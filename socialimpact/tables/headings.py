"""What the names of columns mean: the aliases of `data/column_aliases.yml`, compared without case and accents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from rapidfuzz import fuzz

from socialimpact import knowledge

Purpose = Literal["ledger", "register"]

KNOWN = 1.0  # the header is a name of the list
REORDERED = 0.95  # its words are, in another order or among words without meaning
WEAK = 0.6  # what a name counts for that means the role only for want of a better one
TRANSLATED = 0.9  # one of two names, as "Comune / Gemeinde" has them
LEAST_PART = 4
MISSPELT = 0.9
MISSPELT_RATIO = 88.0
LEAST_SCORE = 0.3
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_BILINGUAL = re.compile(r"[/|\n]")
_WORD = re.compile(r"[a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True)
class Meaning:
    """How well a header names a role, from 0 to 1; `known` if it is a name of the list as it stands."""

    role: str
    score: float
    known: bool


@dataclass(frozen=True)
class _Alias:
    role: str
    words: tuple[str, ...]
    core: frozenset[str]
    weight: float

    @cached_property
    def text(self) -> str:
        return " ".join(self.words)

    @cached_property
    def compact(self) -> str:
        return "".join(self.words)


def words(header: str) -> tuple[str, ...]:
    """The words of a header in small letters without accents: `N° Doc.(€)` gives ("n", "doc")."""
    plain = unicodedata.normalize("NFKD", header.replace("ł", "l").replace("ß", "ss"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(_WORD.findall(plain.lower()))


def normal(header: str | None) -> str:
    """A header as it is compared."""
    return " ".join(words(header or ""))


@cache
def meanings(header: str, purpose: Purpose) -> tuple[Meaning, ...]:
    """The roles that `header` may name, best first; at most one entry a role."""
    best: dict[str, Meaning] = {}
    header = header.replace("%", " perc ")  # "% IVA" is a rate, "IVA" an amount
    variants = {words(header): 1.0}
    variants.setdefault(words(_CAMEL.sub(" ", header)), 1.0)
    variants.setdefault(words(_BRACKETS.sub(" ", header)), REORDERED)
    parts = [words(part) for part in _BILINGUAL.split(header)]
    if len(parts) > 1 and all(sum(map(len, part)) >= LEAST_PART for part in parts):
        for part in parts:
            variants.setdefault(part, TRANSLATED)
    for short in knowledge.load("column_aliases")["words"]["short"].values():
        for variant in list(variants):
            variants.setdefault(tuple(short.get(word, word) for word in variant), REORDERED)
    for variant, worth in variants.items():
        if not variant:
            continue
        bare = tuple(word for word in variant if word not in _words_for("noise")) or variant
        fuzzy = " ".join(variant) not in _texts(purpose)
        for alias in _aliases(purpose):
            fit = _fit(variant, bare, alias, fuzzy=fuzzy)
            if alias.role == "ignore" and len(alias.words) == 1 and fit < MISSPELT_RATIO / 100 * MISSPELT:
                continue  # what is not needed is so by its whole name
            if alias.weight == WEAK and fit < MISSPELT_RATIO / 100 * MISSPELT:
                continue  # a weak name inside a longer one says nothing
            score = fit * worth * alias.weight
            if score >= LEAST_SCORE and score > best.get(alias.role, _NONE).score:
                best[alias.role] = Meaning(alias.role, score, known=fit >= REORDERED)
    if purpose == "ledger":
        _heed_the_buyer(set(words(header)), best)
        _heed_the_tax(set(words(header)), best)
    return tuple(sorted(best.values(), key=lambda meaning: -meaning.score))


_NONE = Meaning("", 0.0, known=False)


def _fit(header: tuple[str, ...], bare: tuple[str, ...], alias: _Alias, *, fuzzy: bool) -> float:
    """How well the words of a header, all and without those that mean nothing, match a name of the list; misspelt
    names only if `fuzzy`.
    """
    if header == alias.words:
        return KNOWN
    if len(alias.words) > 1 and len(header) == 1 and header[0] == alias.compact:
        return REORDERED
    if alias.core <= set(bare):
        if len(alias.core) == len(bare) or sorted(header) == sorted(alias.words):
            return REORDERED
        return float(0.85 * (sum(map(len, alias.core)) / sum(map(len, bare))) ** 0.5)
    if fuzzy and len(alias.text) > 5:  # noqa: PLR2004 - shorter names resemble each other by chance
        ratio = fuzz.ratio(" ".join(header), alias.text, score_cutoff=MISSPELT_RATIO)
        return MISSPELT * ratio / 100
    return 0.0


def _heed_the_buyer(found: set[str], best: dict[str, Meaning]) -> None:
    """A column about the buyer is never about the supplier, whatever else its name says."""
    if found & _words_for("buyer") and not found & _words_for("supplier"):
        for role in [role for role in best if role.startswith("supplier_") and not best[role].known]:
            del best[role]


def _heed_the_tax(found: set[str], best: dict[str, Meaning]) -> None:
    """`Amount incl. VAT` is gross and `Amount excl. VAT` is net, however close the names are."""
    gross, net = says_gross(found), says_net(found)
    if gross and "net_amount" in best:
        lost = best.pop("net_amount")
        kept = best.get("gross_amount", _NONE)
        best["gross_amount"] = max(kept, Meaning("gross_amount", lost.score, lost.known), key=lambda m: m.score)
    if net and "gross_amount" in best:
        del best["gross_amount"]
    if (gross or net) and "vat_amount" in best and not best["vat_amount"].known:
        del best["vat_amount"]


def says_gross(found: set[str]) -> bool:
    """Whether the words of a header say that VAT is included."""
    return bool(found & _words_for("gross")) and not found & {"netto", "net"}


def says_net(found: set[str]) -> bool:
    """Whether the words of a header say that VAT is left out."""
    return bool(found & _words_for("net")) and not says_gross(found)


@cache
def known_names(purpose: Purpose) -> frozenset[str]:
    """All names of the list, as `normal` gives them."""
    return frozenset(alias.text for alias in _aliases(purpose))


@cache
def _texts(purpose: Purpose) -> frozenset[str]:
    return frozenset(alias.text for alias in _aliases(purpose))


def names_summary(header: str | None) -> bool:
    """Whether a header is what a pivot table or summary calls its columns."""
    text = f" {normal(header)} "
    return any(f" {name} " in text for name in _words_for("summary"))


@cache
def organisation_words() -> frozenset[str]:
    """Words that stand in the names of organisations."""
    return frozenset(knowledge.load("column_aliases")["organisation"])


def names_organisation(text: str) -> bool:
    """Whether a text has a word that stands in the names of organisations: `Rossi S.r.l.`, `Trust for London`."""
    found = organisation_words()
    return not found.isdisjoint(words(text)) or ("." in text and not found.isdisjoint(words(text.replace(".", ""))))


@cache
def _words_for(what: str) -> frozenset[str]:
    return frozenset(knowledge.load("column_aliases")["words"][what])


@cache
def _aliases(purpose: Purpose) -> tuple[_Alias, ...]:
    aliases = []
    for role, lists in knowledge.load("column_aliases")[purpose].items():
        for place, name in enumerate(lists["names"]):
            # the order of the list decides between two known names, and nothing else
            aliases.append(_alias(role, name, 1.0 - 0.05 * place / len(lists["names"])))
        aliases += [_alias(role, name, WEAK) for name in lists["weak"]]
    return tuple(aliases)


def _alias(role: str, name: str, weight: float) -> _Alias:
    found = words(name)
    return _Alias(role, found, frozenset(found) - _words_for("noise") or frozenset(found), weight)
