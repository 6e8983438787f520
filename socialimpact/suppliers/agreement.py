"""What a supplier and a register entry have in common, point by point, as far as it can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from socialimpact.language import Message, labelled, msg
from socialimpact.places import municipalities
from socialimpact.places.provinces import province_code
from socialimpact.suppliers.names import alike_in_form, name_key, read_name, words

Verdict = Literal["agrees", "differs", "unknown"]
# How one word of a name stands to the other name; `form` is a word of the legal form.
Standing = Literal["shared", "own", "form"]


@dataclass(frozen=True)
class Known:
    """What is known of one side. `names`: every spelling, the one that is shown first."""

    names: tuple[str, ...]
    vat_number: str | None
    tax_code: str | None
    municipality_code: str | None
    municipality: str | None
    province: str | None
    country: str | None

    @property
    def town(self) -> str | None:
        known = municipalities.by_code(self.municipality_code)
        return known.name if known else self.municipality

    @property
    def province_code(self) -> str | None:
        known = municipalities.by_code(self.municipality_code)
        return known.province if known else province_code(self.province) or self.province


@dataclass(frozen=True)
class Point:
    """One point of comparison: what is compared, as each side has it (None: not known), and what follows."""

    key: Literal["name", "form", "identifier", "town", "province"]
    what: Message
    here: Message | str | None
    there: Message | str | None
    verdict: Verdict


def compare(supplier: Known, entry: Known) -> tuple[Point, ...]:
    """The points of comparison between a supplier and an entry, names first."""
    return (
        _name(supplier, entry),
        _form(supplier, entry),
        _identifier(supplier, entry),
        _point("town", msg("Town"), supplier.town, entry.town),
        _point("province", msg("Province"), supplier.province_code, entry.province_code),
    )


def closest(spellings: Sequence[str], other: str) -> str:
    """The spelling that shares the most of its words with another name; the first among equals."""
    theirs = set(words(other))
    return max(spellings, key=lambda name: len(theirs & set(words(name))) / max(len(set(words(name))), 1), default="")


def marked(name: str, other: str) -> tuple[tuple[str, Standing], ...]:
    """The words of a name as written, each with how it stands to the other name."""
    here, there = name_key(name).split(), set(words(other))
    joined = "".join(here) == "".join(name_key(other).split())
    found: list[tuple[str, Standing]] = []
    for chunk in name.split():
        parts = words(chunk)
        if not parts:
            found.append((chunk, "form"))
        elif all(part in there for part in parts):
            found.append((chunk, "shared"))
        elif not any(part in here for part in parts):
            found.append((chunk, "form"))
        else:
            found.append((chunk, "shared" if joined else "own"))
    return tuple(found)


def summary(points: Iterable[Point]) -> Message:
    """What was compared and what came of it, as the reason of an answer."""
    listed = tuple(points)
    agrees = _listed(point.what for point in listed if point.verdict == "agrees")
    differs = _listed(point.what for point in listed if point.verdict == "differs")
    if agrees and differs:
        return msg("Compared with the register entry. Equal: {agrees}. Different: {differs}.", agrees=agrees,
                   differs=differs)  # fmt: skip
    if agrees:
        return msg("Compared with the register entry. Equal: {agrees}.", agrees=agrees)
    if differs:
        return msg("Compared with the register entry. Different: {differs}.", differs=differs)
    return msg("Compared with the register entry.")


def _listed(parts: Iterable[Message]) -> Message | None:
    """`name, town, province` in any language."""
    named = {f"part{place}": part for place, part in enumerate(parts)}
    return Message(", ".join(f"{{{key}}}" for key in named), named) if named else None


def _name(supplier: Known, entry: Known) -> Point:
    there = entry.names[0]
    here = closest(supplier.names, there)
    same = {name_key(name).replace(" ", "") for name in supplier.names} & {name_key(there).replace(" ", "")}
    return Point("name", msg("Name"), here, there, "agrees" if same - {""} else "differs")


def _form(supplier: Known, entry: Known) -> Point:
    # one side says the country for both, where the other does not
    home, abroad = supplier.country or entry.country, entry.country or supplier.country
    read = (read_name(name).form_in(home) for name in supplier.names)
    here = next((form for form in read if form and form.family), None)
    there = read_name(entry.names[0]).form_in(abroad)
    one, other = (here.family if here else None), (there.family if there else None)
    verdict: Verdict = "unknown"
    if one and other:
        verdict = "agrees" if one == other else "differs"
    elif not alike_in_form(one, other):
        verdict = "differs"
    return Point(
        "form",
        msg("Legal form"),
        labelled(here.label) if here and one else None,
        labelled(there.label) if there and other else None,
        verdict,
    )


def _identifier(supplier: Known, entry: Known) -> Point:
    ours = [value for value in (supplier.tax_code, supplier.vat_number) if value]
    theirs = [value for value in (entry.tax_code, entry.vat_number) if value]
    verdict: Verdict = "unknown"
    if ours and theirs:
        verdict = "agrees" if set(ours) & set(theirs) else "differs"
    return Point(
        "identifier",
        msg("Tax code or VAT number"),
        " · ".join(dict.fromkeys(ours)) or None,
        " · ".join(dict.fromkeys(theirs)) or None,
        verdict,
    )


def _point(key: Literal["town", "province"], what: Message, here: str | None, there: str | None) -> Point:
    if not (here and there):
        return Point(key, what, here, there, "unknown")
    return Point(key, what, here, there, "agrees" if here.casefold() == there.casefold() else "differs")
