"""The two levels of categories, as `data/categories.yml` declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from socialimpact import knowledge
from socialimpact.errors import Refused
from socialimpact.language import Message, labelled, msg, plain


@dataclass(frozen=True)
class Leaf:
    """A category of the lower level. `cpv` and `nace` are beginnings of codes; `words` recognise a text."""

    key: str
    group: str
    label: Mapping[str, str]
    sentence: Mapping[str, str]
    cpv: tuple[str, ...]
    nace: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """A category of the upper level with its leaves, in the order in which they are shown."""

    key: str
    label: Mapping[str, str]
    leaves: tuple[Leaf, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The groups in the order in which they are shown."""
    return tuple(
        Group(
            group["key"],
            group["label"],
            tuple(
                Leaf(
                    leaf["key"],
                    group["key"],
                    leaf["label"],
                    leaf["sentence"],
                    tuple(leaf["cpv"]),
                    tuple(leaf["nace"]),
                    tuple(leaf["words"]),
                )
                for leaf in group["leaves"]
            ),
        )
        for group in knowledge.load("categories")["groups"]
    )


@cache
def leaves() -> dict[str, Leaf]:
    """The leaves by key."""
    return {leaf.key: leaf for group in groups() for leaf in group.leaves}


def leaf(key: str) -> Leaf:
    """The declared leaf. Raises `Refused` that names those there are."""
    found = leaves().get(key)
    if found is None:
        raise Refused(
            msg("There is no category “{key}”. Those there are: {known}.", key=key, known=", ".join(leaves())),
            code="unknown_category",
        )
    return found


def name(key: str) -> Message:
    """The words for a leaf or a group; the key itself where it is neither."""
    if key in leaves():
        return labelled(leaves()[key].label)
    return next((labelled(group.label) for group in groups() if group.key == key), plain(key))


def key_of(word: str) -> str:
    """The leaf or group that a person names by its key, or by its label in any language. Raises `Refused`."""
    wanted = " ".join(word.split()).casefold()
    known = [(each.key, each.label) for each in groups()] + [(each.key, each.label) for each in leaves().values()]
    for key, label in known:
        if wanted in {key.casefold(), *(text.casefold() for text in label.values())}:
            return key
    return leaf(word).key


def leaves_of(key: str) -> tuple[str, ...]:
    """The leaves of a group; of any other key, itself."""
    return next((tuple(leaf.key for leaf in group.leaves) for group in groups() if group.key == key), (key,))


def confidence(name: str) -> float:
    """One of the stated confidences of `data/categories.yml`, between 0 and 1."""
    return float(knowledge.load("categories")["confidence"][name])
