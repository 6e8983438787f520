"""Which kinds count as social, and which evidence counts: the conditions behind every social figure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from socialimpact.errors import NotFound
from socialimpact.figures.labels import labelled, plain
from socialimpact.figures.literals import text_list
from socialimpact.language import Message, msg
from socialimpact.store.reader import Reader
from socialimpact.suppliers import kinds

# Design: società benefit and B Corp distribute profit; they are shown beside the social share, never inside it.
IMPACT_KINDS = ("b_corp", "societa_benefit")


@dataclass(frozen=True)
class Scope:
    """A set of kinds that counts as social. `own` is true for one that the organisation made itself."""

    key: str
    name: Message
    kinds: tuple[str, ...]
    sentence: Message
    reference: str | None = None
    own: bool = False


@cache
def standard_scopes() -> tuple[Scope, ...]:
    """The scopes that come with the program, the default one first."""
    return tuple(
        Scope(entry.key, labelled(entry.name), entry.kinds, labelled(entry.sentence), entry.reference)
        for entry in kinds.standard_scopes()
    )


def scopes(reader: Reader) -> tuple[Scope, ...]:
    """The standard scopes, then the organisation's own."""
    own = reader.rows("select scope_key, name, kinds from scope order by name, scope_key", step="scopes")
    return (
        *standard_scopes(),
        *(
            Scope(key, plain(name), tuple(chosen), msg("The kinds that this organisation has chosen."), own=True)
            for key, name, chosen in own
        ),
    )


def scope(reader: Reader, key: str) -> Scope:
    """The scope with this key. Raises `NotFound` that names those there are."""
    known = {each.key: each for each in scopes(reader)}
    if key not in known:
        raise NotFound(msg("There is no scope “{key}”. Those there are: {known}.", key=key, known=", ".join(known)))
    return known[key]


def predicate_sql(chosen: Scope, declared_counts: bool = False) -> str:
    """The condition on a line of `spend` that makes it social: never NULL."""
    return _either(kinds.counted_evidence(declared=declared_counts), chosen.kinds)


def possible_sql(chosen: Scope, declared_counts: bool = False) -> str:
    """The condition that makes a line possibly social: of a kind in the scope, by evidence that does not count."""
    counted = kinds.counted_evidence(declared=declared_counts)
    others = tuple(entry.key for entry in kinds.all_evidence() if entry.key not in counted)
    return _either(others, chosen.kinds)


def impact_sql(declared_counts: bool = False) -> str:
    """The condition that makes a line impact-driven spend: benefit corporations and B Corps."""
    return _either(kinds.counted_evidence(declared=declared_counts), IMPACT_KINDS)


def counted_sql(declared_counts: bool = False) -> str:
    """The condition that the supplier's kind, whichever it is, is known by evidence that counts."""
    return f"(evidence is not null and evidence in ({text_list(kinds.counted_evidence(declared=declared_counts))}))"


def _either(evidence: tuple[str, ...], chosen: tuple[str, ...]) -> str:
    # Never NULL, as `false and NULL` is false. Over ten million lines a coalesce around the whole takes twice as long.
    return (
        "(kind is not null and evidence is not null"
        f" and kind in ({text_list(chosen)}) and evidence in ({text_list(evidence)}))"
    )
