"""Suppliers that may be one: pairs for a person to decide, with the reason in words.

Nothing here joins anything. Two suppliers with different valid numbers are never proposed for their names alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from socialimpact import knowledge
from socialimpact.language import Message, msg
from socialimpact.places import municipalities
from socialimpact.store.reader import Reader
from socialimpact.suppliers import decided, likeness
from socialimpact.suppliers.names import alike_in_form, family

# Of more suppliers that share something each is compared with the first alone.
_MOST_OF_ONE = 12
_NUMBER = 11
_BODIES = ("8", "9")


@dataclass
class _Body:
    """A supplier as the ledgers know it."""

    supplier_id: int
    name: str
    vat: str | None
    tax: str | None
    place: str | None
    country: str | None
    keys: set[str] = field(default_factory=set)
    families: set[str | None] = field(default_factory=set)
    codes: set[tuple[int, str]] = field(default_factory=set)

    @property
    def ids(self) -> set[str]:
        return {value for value in (self.vat, self.tax) if value}


@dataclass(frozen=True)
class Candidate:
    """Two suppliers that may be one. `why` is what speaks for it, and what against, the strongest first.

    `likely` says whether what is known speaks for one organisation; where it does not, the question is asked because
    the ledgers contradict themselves.
    """

    one: int
    other: int
    why: tuple[Message, ...]
    likely: bool
    strength: int


def found(reader: Reader) -> list[Candidate]:
    """All pairs of suppliers that may be one and that nobody has told apart, by their numbers."""
    bodies = _bodies(reader)
    apart = {tuple(sorted(pair)) for pair in decided.standing(reader).apart}
    pairs: dict[tuple[int, int], Candidate] = {}
    for one, other in (*_with_one_number(bodies), *_with_one_code(bodies), *_with_like_names(bodies)):
        pair = (min(one, other), max(one, other))
        if one == other or pair in pairs or pair in apart:
            continue
        candidate = judge(bodies[pair[0]], bodies[pair[1]])
        if candidate:
            pairs[pair] = candidate
    return [pairs[pair] for pair in sorted(pairs)]


def judge(one: _Body, other: _Body) -> Candidate | None:
    """What speaks for and against two suppliers being one; None where too little speaks for it."""
    like = _likeness(one, other)
    numbers, sure, likely = _of_numbers(one, other)
    code = one.codes & other.codes
    same_place = one.place is not None and one.place == other.place
    elsewhere = one.place is not None and other.place is not None and not same_place
    why = [*numbers]
    if like:
        why.append(_LIKE[like])
    if code:
        why.append(msg("The ledger gives both the code {code}.", code=min(code)[1]))
    if same_place:
        why.append(msg("Both are in {place}.", place=_place(one)))
    both_known = bool(one.ids and other.ids)
    if both_known and not (sure or code or (like in {"equal", "order"} and same_place)):
        return None
    if not both_known:
        if like is None and not code:
            return None
        if elsewhere and not code:
            return None
        if one.country and other.country and one.country != other.country:
            return None
        why.append(_unknown_words(one, other))
    formed = any(alike_in_form(a, b) for a in one.families for b in other.families)
    if like and not formed:
        why.append(msg("Their legal forms differ: a company may have changed its own, or they are two bodies."))
    if both_known and not sure:
        why.append(msg("Their numbers differ, and both are valid: most likely they are two bodies."))
        likely = False
    elif not sure and not code:
        likely = likely and formed and like != "more_words"
    strength = 4 * sure + 3 * bool(code) + 2 * same_place + _STRENGTH.get(like or "", 0) + formed
    return Candidate(one.supplier_id, other.supplier_id, tuple(why), likely, strength)


_LIKE: dict[str, Message] = {
    "equal": msg("Their names are the same."),
    "order": msg("Their names are the same words in another order."),
    "spelled": msg("Their names differ by a few letters."),
    "more_words": msg("One name has all the words of the other."),
}
_STRENGTH = {"equal": 4, "order": 3, "spelled": 2, "more_words": 1}


def _likeness(one: _Body, other: _Body) -> str | None:
    likes = {likeness.alike(*sorted((a, b))) if a != b else "equal" for a in one.keys for b in other.keys}
    return max(likes - {None}, key=lambda like: _STRENGTH[like or ""], default=None)


def _of_numbers(one: _Body, other: _Body) -> tuple[list[Message], bool, bool]:
    """What identifiers say in words, whether that is evidence of its own, and whether it speaks for one body."""
    if one.tax and one.tax == other.tax:
        return [
            msg("Both have the tax code {code}, with the VAT numbers {one} and {other}, as when a body has moved.",
                code=one.tax, one=one.vat or "–", other=other.vat or "–")
        ], True, True  # fmt: skip
    if one.vat and one.vat == other.vat:
        if one.tax and other.tax:
            return [
                msg("Both have the VAT number {number}, with the tax codes {one} and {other}: the members of a VAT"
                    " group share a number and are different bodies; only a body that changed its tax code is one.",
                    number=one.vat, one=one.tax, other=other.tax)
            ], True, False  # fmt: skip
        return [msg("Both have the VAT number {number}.", number=one.vat)], True, True
    if shared := one.ids & other.ids:
        return [msg("Both have the number {number}.", number=min(shared))], True, True
    if one.ids and other.ids and _likeness(one, other) in {"equal", "order"}:
        if _body_and_its_vat(one, other) or _body_and_its_vat(other, one):
            code, number = sorted((_plain(one), _plain(other)), reverse=True)
            return [
                msg("{code} is the tax code of a body that is no company, {number} a VAT number: one body can have"
                    " both.", code=code, number=number)
            ], True, True  # fmt: skip
        if series := _one_province(_plain(one), _plain(other)):
            return [
                msg("Both numbers were given out in the province of {province}, in its old and in its new series: one"
                    " may be the tax code, the other the VAT number of one body.", province=series)
            ], True, True  # fmt: skip
    return [], False, not (one.ids and other.ids)


def _plain(body: _Body) -> str:
    return body.tax or body.vat or ""


def _body_and_its_vat(one: _Body, other: _Body) -> bool:
    """Whether one has only the tax code of a body that is no company (it begins with 8 or 9), the other a company's."""
    mine, theirs = one.ids, other.ids
    return (
        len(mine) == 1 == len(theirs)
        and all(len(value) == _NUMBER and value.isdigit() for value in mine | theirs)
        and min(mine).startswith(_BODIES)
        and not min(theirs).startswith(_BODIES)
    )


def _one_province(one: str, other: str) -> str | None:
    """The province whose offices gave both numbers out, where it has two series (digits 8 to 10 of a number)."""
    if not (len(one) == len(other) == _NUMBER and one.isdigit() and other.isdigit()):
        return None
    offices = {one[7:10], other[7:10]}
    return next(
        (
            entry["province"]
            for entry in knowledge.load("identifiers")["two_series"]
            if offices == set(entry["offices"])
        ),
        None,
    )


def _unknown_words(one: _Body, other: _Body) -> Message:
    if one.ids or other.ids:
        return msg("Only one of them has a valid number, so nothing contradicts it.")
    return msg("Neither has a valid number, so only the names and places can tell.")


def _place(body: _Body) -> str:
    known = municipalities.by_code(body.place)
    return known.name if known else body.place or ""


def _bodies(reader: Reader) -> dict[int, _Body]:
    bodies = {
        row["supplier_id"]: _Body(
            row["supplier_id"], row["name"], row["vat_number"], row["tax_code"],
            row["municipality_code"] or (row["municipality"] or "").upper() or None, row["country"],
            {row["name_key"]}, {family(row["name"], row["country"])},
        )
        for row in reader.dicts(
            "select supplier_id, name, name_key, vat_number, tax_code, municipality_code, municipality, country"
            " from supplier where same_as is null and name <> '' and name_key <> ''",
            step="suppliers that may be one",
        )
    }  # fmt: skip
    for owner, key, company, code in reader.rows(
        "select distinct coalesce(s.same_as, s.supplier_id), n.name_key, n.company_id, n.ledger_code"
        " from supplier_name n inner join supplier s on s.supplier_id = n.supplier_id",
        step="spellings of suppliers that may be one",
    ):
        if body := bodies.get(owner):
            if key:
                body.keys.add(key)
            if code:
                body.codes.add((company, code))
    return bodies


def _with_one_number(bodies: dict[int, _Body]) -> Iterator[tuple[int, int]]:
    having: dict[str, list[int]] = defaultdict(list)
    for body in bodies.values():
        for value in body.ids:
            having[value].append(body.supplier_id)
    for those in having.values():
        yield from _pairs(those)


def _with_one_code(bodies: dict[int, _Body]) -> Iterator[tuple[int, int]]:
    having: dict[tuple[int, str], list[int]] = defaultdict(list)
    for body in bodies.values():
        for code in body.codes:
            having[code].append(body.supplier_id)
    for those in having.values():
        # an account of various suppliers says nothing
        if len(those) == 2:  # noqa: PLR2004 - a code that changed hands once
            yield from _pairs(those)


def _with_like_names(bodies: dict[int, _Body]) -> Iterator[tuple[int, int]]:
    having: dict[str, list[int]] = defaultdict(list)
    for body in bodies.values():
        for key in body.keys:
            having[key].append(body.supplier_id)
    for those in having.values():
        yield from _pairs(those)
    for one, other, _ in likeness.like_pairs(having):
        for mine in having[one][:_MOST_OF_ONE]:
            for theirs in having[other][:_MOST_OF_ONE]:
                yield mine, theirs


def _pairs(those: Iterable[Any]) -> Iterator[tuple[int, int]]:
    listed = sorted(set(those))
    several = len(listed) > _MOST_OF_ONE
    for place, one in enumerate(listed[:1] if several else listed):
        for other in listed[place + 1 :]:
            yield one, other
