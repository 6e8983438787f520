"""Which ways of writing a supplier are one supplier: a pure question, apart from the store.

Identifiers decide first, then the ledger's own code within the company, then name and place. Two bodies with
different valid identifiers are never joined by a code or a name: a supplier has one identifier, or two (VAT number
and tax code) that stand together on one row. What people decided (`suppliers.decided`) outweighs all of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from socialimpact.suppliers.names import alike_in_form

# An account with more names than this is one for "other suppliers", not a supplier's.
MOST_NAMES_OF_A_CODE = 5


class Writing(NamedTuple):
    """One way of writing a supplier. `group`: the supplier that it belongs to already, None for a new sighting.

    `ids` are valid identifiers: one, or the VAT number and the tax code of one row, which may be equal; `code` is the
    company's ledger code; `key` and `family` come from the name; `place` is any text that is equal for equal places.
    `company` is the one whose ledger writes it so.
    """

    group: int | None = None
    ids: tuple[str, ...] = ()
    code: str | None = None
    key: str | None = None
    family: str | None = None
    place: str | None = None
    company: int | None = None


@dataclass(frozen=True)
class Contradiction:
    """Something that speaks for joining, and was not followed. `values` are what it contradicts."""

    code: Literal["identifier_with_several", "code_with_several_identifiers", "collective_code"]
    value: str
    values: tuple[str, ...]


@dataclass
class _Forest:
    """Union-find over writings; a tree knows its identifiers, and two trees that both have some are never joined.

    `apart` holds, for each supplier that people told from others, those others; `groups` the ones that a tree has.
    """

    parent: list[int]
    ids: dict[int, frozenset[str]] = field(default_factory=dict)
    apart: dict[int, set[int]] = field(default_factory=dict)
    groups: dict[int, set[int]] = field(default_factory=dict)

    def root(self, place: int) -> int:
        parent = self.parent
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    def join(self, one: int, other: int) -> None:
        """Join two trees unless each has identifiers of its own."""
        one, other = self.root(one), self.root(other)
        if one == other or (one in self.ids and other in self.ids) or self.are_apart(one, other):
            return
        low = self._unite(one, other)
        high = max(one, other)
        if high in self.ids:
            self.ids[low] = self.ids.pop(high)

    def identify(self, place: int, ids: Iterable[str]) -> None:
        """Let the tree have these identifiers, besides those that it has."""
        root = self.root(place)
        self.ids[root] = self.ids.get(root, frozenset()) | frozenset(ids)

    def join_all(self, places: Sequence[int]) -> None:
        """Join trees that are one by an identifier or by what the store knows, whatever identifiers they have."""
        for place in places[1:]:
            one, other = self.root(places[0]), self.root(place)
            if one != other and not self.are_apart(one, other):
                low = self._unite(one, other)
                together = self.ids.get(low, frozenset()) | self.ids.pop(max(one, other), frozenset())
                if together:
                    self.ids[low] = together

    def are_apart(self, one: int, other: int) -> bool:
        """Whether a person said that two trees are not one."""
        if not self.apart:
            return False
        theirs = self.groups.get(other, set())
        return any(not theirs.isdisjoint(self.apart.get(group, ())) for group in self.groups.get(one, ()))

    def _unite(self, one: int, other: int) -> int:
        low, high = min(one, other), max(one, other)
        self.parent[high] = low
        if high in self.groups:
            self.groups[low] = self.groups.get(low, set()) | self.groups.pop(high)
        return low


def cluster(
    writings: Sequence[Writing], apart: Collection[tuple[int, int]] = ()
) -> tuple[list[int], list[Contradiction]]:
    """The number of its cluster for each writing (the place of the cluster's first writing), and contradictions.

    `apart` are pairs of groups that are never one, whatever speaks for it. About 1 s for 100,000 writings. The order
    of the writings changes no cluster.
    """
    forest = _Forest(list(range(len(writings))))
    for one, other in apart:
        forest.apart.setdefault(one, set()).add(other)
        forest.apart.setdefault(other, set()).add(one)
    _keep_groups(forest, writings)
    contradictions = [
        *_by_identifier(forest, writings),
        *_by_code(forest, writings),
    ]
    _by_name(forest, writings)
    return [forest.root(place) for place in range(len(writings))], contradictions


def _keep_groups(forest: _Forest, writings: Sequence[Writing]) -> None:
    groups: dict[int, list[int]] = defaultdict(list)
    for place, writing in enumerate(writings):
        if writing.group is not None:
            groups[writing.group].append(place)
    for group, places in groups.items():
        forest.join_all(places)
        if group in forest.apart:
            forest.groups[forest.root(places[0])] = {group}


def _by_identifier(forest: _Forest, writings: Sequence[Writing]) -> Iterator[Contradiction]:
    """Join what shares an identifier, as long as no more than two identifiers come together.

    Three mean that a VAT number stands with two tax codes (a VAT group, or a wrong cell) or a tax code with two VAT
    numbers: then each pair is a supplier of its own. A number that stands alone joins its only partner, or the one
    that the store knows already; else it is a supplier of its own, too.
    """
    partners = _partners(writings)
    known = _partners([writing for writing in writings if writing.group is not None])
    together: dict[tuple[str, ...], list[int]] = defaultdict(list)
    homes: dict[str, set[int]] = defaultdict(set)
    for place, writing in enumerate(writings):
        if not writing.ids:
            continue
        if writing.group is not None:
            for value in writing.ids:
                homes[value].add(forest.root(place))
        those = set(writing.ids)
        if len(writing.ids) == 1:
            value = writing.ids[0]
            possible = partners.get(value, set())
            if len(possible) > 1:
                possible = known.get(value, set())
            if len(possible) == 1:
                those |= possible
        together[tuple(sorted(those))].append(place)
    for ids, places in together.items():
        if forest.apart:
            _to_their_names(forest, writings, places)
        forest.join_all(places)
        forest.identify(places[0], ids)
        # what a person declared to be one has all the identifiers of its parts
        if len(ids) == 1 and len(homes[ids[0]]) == 1:
            forest.join_all([*homes[ids[0]], places[0]])
    yield from _several(forest, writings, partners)


def _partners(writings: Iterable[Writing]) -> dict[str, set[str]]:
    """The numbers that stand beside each number."""
    partners: dict[str, set[str]] = defaultdict(set)
    for writing in writings:
        if len(writing.ids) > 1:
            one, other = writing.ids
            partners[one].add(other)
            partners[other].add(one)
    return partners


def _several(forest: _Forest, writings: Sequence[Writing], partners: Mapping[str, set[str]]) -> Iterator[Contradiction]:
    """The identifiers that stand beside several others, unless a person said that all of these are one."""
    several = {value for value, others in partners.items() if len(others) > 1}
    carried: dict[str, set[int]] = defaultdict(set)
    for place, writing in enumerate(writings if several else ()):
        for value in several.intersection(writing.ids):
            carried[value].add(forest.root(place))
    for value in sorted(several):
        if len(carried[value]) > 1:
            yield Contradiction("identifier_with_several", value, tuple(sorted(partners[value])))


def _to_their_names(forest: _Forest, writings: Sequence[Writing], places: Sequence[int]) -> None:
    """Of suppliers that share an identifier and are told apart, what is new joins the one that has its name."""
    named: dict[str, set[int]] = defaultdict(set)
    for place in places:
        writing = writings[place]
        if writing.group in forest.apart and writing.key:
            named[writing.key].add(forest.root(place))
    for place in places:
        writing = writings[place]
        if writing.group is None and writing.key and len(roots := named.get(writing.key, set())) == 1:
            forest.join_all([*roots, place])


def _by_code(forest: _Forest, writings: Sequence[Writing]) -> Iterator[Contradiction]:
    """Join what carries one ledger code, unless the code is plainly not one supplier's."""
    codes: dict[str, list[int]] = defaultdict(list)
    for place, writing in enumerate(writings):
        if writing.code:
            codes[writing.code].append(place)
    for code, places in sorted(codes.items()):
        roots = {forest.root(place) for place in places}
        if len(roots) == 1:
            continue
        identified = sorted(root for root in roots if root in forest.ids)
        names = {writings[place].key for place in places if writings[place].key}
        if len(identified) > 1:
            values = tuple(sorted("/".join(sorted(forest.ids[root])) for root in identified))
            yield Contradiction("code_with_several_identifiers", code, values)
        elif len(names) > MOST_NAMES_OF_A_CODE:
            yield Contradiction("collective_code", code, tuple(sorted(name for name in names if name)))
        else:
            for place in places[1:]:
                forest.join(places[0], place)


@dataclass
class _Side:
    """What the writings of one tree that carry one name say of form and place, and which companies write it so."""

    root: int
    families: set[str | None] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    companies: set[int | None] = field(default_factory=set)

    def may_be(self, other: _Side) -> bool:
        apart = self.places and other.places and self.places.isdisjoint(other.places)
        if apart or not any(alike_in_form(one, two) for one in self.families for two in other.families):
            return False
        return bool(self.places & other.places) or self.is_near(other)

    def is_near(self, other: _Side) -> bool:
        """Whether the name alone may speak: where one company writes both. What several write is proposed to a person:
        of equal names in the lists of several bodies one in four stands for another number (`benchmarks.identity`).
        """
        return not self.companies.isdisjoint(other.companies)


def _by_name(forest: _Forest, writings: Sequence[Writing]) -> None:
    """Let trees without identifier join the one tree of their name, and one another, unless something contradicts."""
    names: dict[str, list[int]] = defaultdict(list)
    nameless: list[int] = []
    for place, writing in enumerate(writings):
        if writing.key:
            names[writing.key.replace(" ", "")].append(place)
        elif not writing.ids and not writing.code:
            nameless.append(place)
    for place in nameless[1:]:
        forest.join(nameless[0], place)
    for _, places in sorted(names.items()):
        if len(places) > 1:
            _join_name(forest, _sides(forest, writings, places))


def _sides(forest: _Forest, writings: Sequence[Writing], places: list[int]) -> list[_Side]:
    sides: dict[int, _Side] = {}
    for place in places:
        root = forest.root(place)
        side = sides.setdefault(root, _Side(root))
        side.families.add(writings[place].family)
        side.companies.add(writings[place].company)
        if where := writings[place].place:
            side.places.add(where)
    return list(sides.values())


def _join_name(forest: _Forest, sides: list[_Side]) -> None:
    if len(sides) == 1:
        return
    identified = [side for side in sides if side.root in forest.ids]
    alone: list[_Side] = []
    for side in sides:
        if side.root in forest.ids:
            continue
        # A number may prove a tag: what another company writes without one has no part in it, even in the same town.
        candidates = [other for other in identified if side.companies <= other.companies and side.may_be(other)]
        if len(candidates) > 1 and side.places:
            candidates = [other for other in candidates if other.places & side.places] or candidates
        if len(candidates) == 1:
            forest.join(candidates[0].root, side.root)
        else:
            alone.append(side)
    # What says the very same of itself is the same, or next month's file would bring a new supplier.
    alone = _joined_twins(forest, alone)
    # What is left joins its like. Where two likes exclude one another it could be either, so it stays alone.
    likes = [[other for other in alone if other is not side and side.may_be(other)] for side in alone]
    clear = [
        side
        for side, others in zip(alone, likes, strict=True)
        if all(one is two or one.may_be(two) for one in others for two in others)
    ]
    for place, side in enumerate(clear):
        for other in clear[:place]:
            if side.may_be(other):
                forest.join(side.root, other.root)


def _joined_twins(forest: _Forest, sides: list[_Side]) -> list[_Side]:
    twins: dict[tuple[frozenset[str | None], frozenset[str]], list[_Side]] = defaultdict(list)
    for side in sides:
        alike = twins[frozenset(side.families), frozenset(side.places)]
        first = next((other for other in alike if side.places or side.is_near(other)), None)
        if first:
            forest.join(first.root, side.root)
            first.companies |= side.companies
        else:
            alike.append(side)
    return [side for alike in twins.values() for side in alike]
