"""The suppliers of the demo company: who they are, where, and from when to when the company buys from them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from stdnum import luhn
from stdnum.it import codicefiscale

# Office 888 is valid by the rule of the check digit, but no office of a province: no company seated in Italy has such a
# number. Birthplace Z999 is no country: no person has such a tax code. German numbers never begin with 9.
OFFICE = "888"
BIRTHPLACE = "Z999"

Recipe = Mapping[str, Any]


@dataclass(frozen=True)
class Supplier:
    """One invented supplier. `group` says which part of the recipe it comes from."""

    number: int
    name: str
    group: str
    category: str
    nature: str
    town: str | None
    province: str | None
    country: str
    site: str
    starts: date
    ends: date | None = None
    vat_number: str | None = None
    tax_code: str | None = None
    identified: bool = True  # the ledger has its identifiers
    terms: int = 30
    spellings: tuple[str, ...] = ()
    story: Mapping[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return f"F{10_000 + self.number * 7}"

    def active(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


class Names:
    """Invented roots and identifiers, each given out once."""

    def __init__(self, recipe: Recipe, chance: random.Random) -> None:
        parts = recipe["roots"]
        taken = " ".join(str(entry) for group in recipe["cast"].values() for entry in group)
        roots = ["".join(found) for found in itertools.product(parts["start"], parts["middle"], parts["end"])]
        self._roots = [root for root in roots if root not in taken]
        chance.shuffle(self._roots)
        self._companies = chance.sample(range(510_000, 1_190_000), 3000)
        self._bodies = chance.sample(range(9_000_000, 9_090_000), 3000)
        self._german = chance.sample(range(90_000_000, 99_900_000), 100)
        self._chance = chance

    def root(self) -> str:
        return self._roots.pop()

    def company(self) -> str:
        """A partita IVA, valid by its check digit."""
        return _checked(f"{self._companies.pop():07d}{OFFICE}")

    def body(self) -> str:
        """The tax code of an association or foundation, which has no partita IVA."""
        return _checked(f"{self._bodies.pop():07d}{OFFICE}")

    def german(self) -> str:
        first = str(self._german.pop())
        total = 10
        for digit in first:
            total = (total + int(digit)) % 10 or 10
            total = total * 2 % 11
        return f"DE{first}{(11 - total) % 10}"

    def person(self, family: str, given: str) -> str:
        """The tax code of an invented person, born in no country."""
        letters = _three(family) + _three(given)
        born = f"{self._chance.randint(55, 88)}{self._chance.choice('ABCDEHLMPRST')}{self._chance.randint(1, 28):02d}"
        return (first := f"{letters}{born}{BIRTHPLACE}") + codicefiscale.calc_check_digit(first)


def _checked(first: str) -> str:
    return first + luhn.calc_check_digit(first)


def _three(name: str) -> str:
    consonants = [letter for letter in name.upper() if letter not in "AEIOU"]
    vowels = [letter for letter in name.upper() if letter in "AEIOU"]
    return "".join([*consonants, *vowels, *"XXX"][:3])


def suppliers(recipe: Recipe, names: Names, chance: random.Random) -> list[Supplier]:
    """All suppliers of the recipe, numbered in a mixed order."""
    found = [*_market(recipe, names, chance), *_told(recipe, names), *_others(recipe, names)]
    chance.shuffle(found)
    return [_numbered(supplier, number) for number, supplier in enumerate(found, start=1)]


def _numbered(supplier: Supplier, number: int) -> Supplier:
    return Supplier(**{**vars(supplier), "number": number})


def _market(recipe: Recipe, names: Names, chance: random.Random) -> Iterator[Supplier]:
    """The suppliers that have no story: most of the spend."""
    first, last = recipe["first_year"], recipe["last_year"]
    for category in recipe["categories"]:
        for rank in range(category["suppliers"]):
            area, town, province = _seat(recipe, category["market"], chance)
            country = province if area == "abroad" else "IT"
            name, tax_code = _name(recipe, category, names, country, chance)
            vat_number = names.company() if country == "IT" else names.german() if country == "DE" else None
            # The larger a supplier, the longer it has been there.
            new = chance.random() < 0.1 + 0.25 * rank / category["suppliers"]
            starts = date(chance.randint(first, last), chance.randint(2, 10), 1) if new else date(first, 1, 1)
            gone = rank > 2 and chance.random() < 0.12
            yield Supplier(
                number=0,
                name=name,
                group="market",
                category=category["name"],
                nature="purchase",
                town=None if chance.random() < 0.02 else town,
                province=None if area == "abroad" else province,
                country=country,
                site={"ivrea": "Ivrea", "cuneo": "Cuneo"}.get(area) or _pick(recipe["sites"], chance),
                starts=starts,
                ends=date(last, chance.randint(1, 6), 28) if gone else None,
                vat_number=vat_number,
                tax_code=tax_code or (vat_number if country == "IT" else None),
                identified=chance.random() > 0.025,
                terms=category["terms"],
                spellings=_spellings(name, chance) if chance.random() < 0.22 else (),
            )


def _told(recipe: Recipe, names: Names) -> Iterator[Supplier]:
    """The suppliers with a story."""
    terms = {category["name"]: category["terms"] for category in recipe["categories"]}
    for group, entries in recipe["cast"].items():
        for entry in entries:
            town, province = entry["town"].split("|")
            year, month = map(int, entry["from"].split("-"))
            body = "section" in entry and "ETS" in entry["name"]
            number = names.body() if body else names.company()
            yield Supplier(
                number=0,
                name=entry["name"],
                group=group,
                category=entry["category"],
                nature="purchase",
                town=town,
                province=province,
                country="IT",
                site=entry["site"],
                starts=date(year, month, 1),
                vat_number=None if body else number,
                tax_code=number,
                identified=group != "possible",
                terms=30 if group == "social" else terms[entry["category"]],
                spellings=tuple(entry.get("spellings", ())),
                story=entry,
            )


def _others(recipe: Recipe, names: Names) -> Iterator[Supplier]:
    """Those who are paid for something that is no purchase."""
    for entry in recipe["other_natures"]:
        body = entry["nature"] in ("donation", "sponsorship", "membership_fee")
        number = None if entry.get("anonymous") else names.body() if body else names.company()
        yield Supplier(
            number=0,
            name=entry["supplier"].replace("_", names.root()),
            group="other",
            category=entry["category"],
            nature=entry["nature"],
            town=None if entry.get("anonymous") else "Torino",
            province=None if entry.get("anonymous") else "TO",
            country="IT",
            site="Cuneo" if "Cuneo" in entry["text"] else "Ivrea" if "Ivrea" in entry["text"] else "Torino",
            starts=date(recipe["first_year"], 1, 1),
            vat_number=None if body else number,
            tax_code=number,
            story=entry,
        )


def _name(
    recipe: Recipe, category: Mapping[str, Any], names: Names, country: str, chance: random.Random
) -> tuple[str, str | None]:
    """A supplier's name; for a sole trader also the tax code, which is the person's."""
    pattern = chance.choice(category["names"])
    if country != "IT":
        return f"{names.root()} {recipe['forms_abroad'][country]}", None
    trade = pattern.replace("_", names.root())
    if pattern.startswith(("Studio", "Hotel", "Ristorante")) and chance.random() < 0.6:
        return trade, None
    if category["market"] == "local" and chance.random() < 0.06:
        given, family = chance.choice(("Tazio", "Ermes", "Livia", "Oreste", "Nives", "Ivo")), names.root()
        return f"{trade} di {given} {family}", names.person(family, given)
    return f"{trade} {_pick(recipe['forms'], chance)}", None


def _seat(recipe: Recipe, market: str, chance: random.Random) -> tuple[str, str, str]:
    """Area, town, and province (or country, abroad)."""
    area = _pick(recipe["markets"][market], chance)
    town, where = _pick(recipe["towns"][area], chance).split("|")
    return area, town, where


def _spellings(name: str, chance: random.Random) -> tuple[str, ...]:
    """Other ways in which clerks wrote the same name."""
    plain = name.replace("S.r.l.", "SRL").replace("S.p.A.", "SPA").replace("S.n.c.", "SNC").replace("S.a.s.", "SAS")
    ways = [
        plain.upper(),
        name.replace(" S.", "  S.") + " ",
        plain.lower().title().replace("Srl", "srl"),
        f"{name.upper()}",
        name.replace("Meccanica", "Mecc.").replace("Manutenzioni", "Manut.").replace("Autotrasporti", "Autotrasp."),
    ]
    return tuple(chance.sample(ways, chance.randint(1, 3)))


def _pick(weights: Mapping[str, float], chance: random.Random) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
