"""What a supplier can be, how that can be known, and which kinds a standard scope holds. All of it is data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from socialimpact import knowledge
from socialimpact.errors import NotFound
from socialimpact.language import msg

EvidenceKey = Literal["registered", "documented", "confirmed", "declared", "suspected"]


# The law that a kind rests on, in brackets behind it: "(art. 8)", "(L. 381/1991)", "[D.Lgs. 112/2017]".
_LAW = re.compile(
    r"[(\[]\s*(?:(?:ai sensi|ex|in base)\b[^)\]]*?)?"
    r"(?:art|artt|articolo|l|legge|l\.?\s?r|d\.?\s?lgs|d\.?\s?m|section|law|reg)\b\.?[^)\]]*\d[^)\]]*[)\]]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Kind:
    """One kind of supplier. `precedence` counts from 1: a supplier of several kinds counts as the lowest.

    `label` and `sentence` are data entries by language; `source` is the law or text that defines the kind;
    `country` is the one whose law it is, None for any; `forms` are the families of legal form (`data/legal_forms.yml`)
    that such a body can have, empty for any.
    """

    key: str
    precedence: int
    family: str
    label: Mapping[str, str]
    sentence: Mapping[str, str]
    source: str
    country: str | None
    aliases: tuple[str, ...]
    sections: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """One way of knowing a tag. `counted`: `always`, `by_choice` of the organisation, or `never`."""

    key: EvidenceKey
    rank: int
    counted: Literal["always", "by_choice", "never"]
    label: Mapping[str, str]
    sentence: Mapping[str, str]


@dataclass(frozen=True)
class StandardScope:
    """A scope that comes with the program: which kinds count as social, in words and with its reference."""

    key: str
    name: Mapping[str, str]
    sentence: Mapping[str, str]
    reference: str
    kinds: tuple[str, ...]


@cache
def all_kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of precedence."""
    return tuple(
        Kind(
            entry["key"],
            place,
            entry["family"],
            entry["label"],
            entry["sentence"],
            entry["source"],
            entry.get("country"),
            tuple(_plain(text) for text in entry.get("aliases", ())),
            tuple(_plain(text) for text in entry.get("sections", ())),
            tuple(entry.get("forms", ())),
        )
        for place, entry in enumerate(knowledge.load("supplier_kinds")["kinds"], start=1)
    )


@cache
def _by_key() -> dict[str, Kind]:
    return {kind.key: kind for kind in all_kinds()}


def kind(key: str) -> Kind:
    """The kind with this key. Raises `NotFound`."""
    try:
        return _by_key()[key]
    except KeyError:
        raise NotFound(
            msg("There is no kind of supplier “{kind}”. Known are: {known}.", kind=key, known=", ".join(_by_key()))
        ) from None


@cache
def families() -> Mapping[str, Mapping[str, str]]:
    """The families that kinds belong to, each with its label."""
    return {key: entry["label"] for key, entry in knowledge.load("supplier_kinds")["families"].items()}


@cache
def all_evidence() -> tuple[Evidence, ...]:
    """Every way of knowing a tag, the best first."""
    return tuple(
        Evidence(entry["key"], rank, entry["counted"], entry["label"], entry["sentence"])
        for rank, entry in enumerate(knowledge.load("supplier_kinds")["evidence"], start=1)
    )


@cache
def evidence(key: str) -> Evidence:
    """The evidence with this key. Raises `NotFound`."""
    for entry in all_evidence():
        if entry.key == key:
            return entry
    known = ", ".join(entry.key for entry in all_evidence())
    raise NotFound(msg("There is no evidence “{evidence}”. Known are: {known}.", evidence=key, known=known))


def counted_evidence(*, declared: bool = False) -> tuple[str, ...]:
    """The evidence that enters the figures; `declared` where the organisation wants it."""
    return tuple(
        entry.key
        for entry in all_evidence()
        if entry.counted == "always" or (declared and entry.counted == "by_choice")
    )


@cache
def standard_scopes() -> tuple[StandardScope, ...]:
    """The scopes of `data/scopes.yml`, the default one first."""
    data = knowledge.load("scopes")
    scopes = [
        StandardScope(entry["key"], entry["name"], entry["sentence"], entry["reference"], tuple(entry["kinds"]))
        for entry in data["scopes"]
    ]
    return tuple(sorted(scopes, key=lambda scope: scope.key != data["default"]))


@cache
def kind_from_text(text: str) -> str | None:
    """The kind that a list means by `text`: a key, a label in any language, an alias or a RUNTS section."""
    words = _by_words()
    return words.get(_plain(text)) or (text if text in _by_key() else words.get(_plain(_LAW.sub(" ", text))))


@cache
def kind_from_section(text: str) -> str | None:
    """The kind of a RUNTS section, whatever its apostrophes and with or without its German name beside it."""
    plain = _plain(text)
    for entry in all_kinds():
        if any(section in plain for section in entry.sections):
            return entry.key
    return None


@cache
def _by_words() -> dict[str, str]:
    words: dict[str, str] = {}
    for entry in all_kinds():
        for text in (entry.key, *entry.label.values(), *entry.aliases, *entry.sections):
            words.setdefault(_plain(text), entry.key)
    return words


def _plain(text: str) -> str:
    """Small letters without accents, words parted by one blank: how texts of lists are compared."""
    folded = unicodedata.normalize("NFKD", text.replace("_", " ")).casefold()
    # an accent typed as an apostrophe (`SOCIETA'`) leaves no trace, like a real one
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c))))
