"""Names of bodies that do not exist, as many as asked, by a seeded recipe: a register and a buyer's suppliers."""

from __future__ import annotations

import random
from collections.abc import Iterator

from socialimpact.places.municipalities import municipalities

SEED = 20260
# Syllables of which made-up roots are put together; no root is a word that anybody chose.
_SYLLABLES = ("ba", "bre", "ca", "cri", "da", "dol", "fa", "fio", "ga", "gri", "la", "lu", "ma", "mi", "na", "no", "ol",
              "or", "pa", "per", "ra", "ri", "sa", "sol", "ta", "tri", "va", "ver", "za", "zen")  # fmt: skip
_COMMON = ("amici", "arte", "assistenza", "casa", "centro", "comunita", "cultura", "danza", "fiume", "giovani",
           "gruppo", "insieme", "lavoro", "musica", "natura", "nuova", "oltre", "piccolo", "progetto", "scuola",
           "servizi", "sole", "solidarieta", "sport", "teatro", "terra", "verde", "vita", "volontari")  # fmt: skip
_SMALL = ("", "", "", "di", "del", "per la", "e", "in")
_FORMS = (
    ("SOCIETA' COOPERATIVA SOCIALE", "soc. coop. soc.", "Coop. Sociale", "S.C.S. ONLUS"),
    ("ASSOCIAZIONE DI PROMOZIONE SOCIALE", "APS", "Ass. prom. sociale"),
    ("ODV", "O.d.V.", "organizzazione di volontariato"),
    ("FONDAZIONE", "Fond.ne"),
    ("ASSOCIAZIONE", "Ass.", ""),
)
_BUSINESS = ("S.R.L.", "SRL", "S.p.A.", "snc", "")


def register(size: int) -> Iterator[tuple[str, str, str]]:
    """Name, town and province of `size` entries; the same for every call."""
    chance, towns = random.Random(SEED), list(municipalities().values())  # noqa: S311 - a recipe, no secret
    for _ in range(size):
        form = chance.choice(_FORMS)
        town = chance.choice(towns)
        yield f"{_root(chance)} {form[0]}".upper(), town.name.upper(), town.province


def suppliers(size: int, entries: list[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """Name, town and province of `size` suppliers: one in five is an entry written otherwise."""
    chance, towns = random.Random(SEED + 1), list(municipalities().values())  # noqa: S311 - as above
    for _ in range(size):
        if chance.random() < 1 / 5:
            name, town, province = chance.choice(entries)
            yield _otherwise(name, chance), town, province
        else:
            seat = chance.choice(towns)
            yield f"{_root(chance)} {chance.choice(_BUSINESS)}".strip(), seat.name, seat.province


def _root(chance: random.Random) -> str:
    made = "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))
    words = [made] if chance.random() < 2 / 3 else []
    words += chance.choices(_COMMON, k=chance.randint(1 if words else 2, 3))
    small = chance.choice(_SMALL)
    return " ".join([*words[:1], *([small] if small else []), *words[1:]])


def _otherwise(name: str, chance: random.Random) -> str:
    """The name as another clerk writes it: another spelling of the form, a slip, two words run together."""
    for form in _FORMS:
        name = name.replace(form[0], chance.choice(form))
    match chance.randrange(4):
        case 0:
            at = chance.randrange(max(len(name) - 1, 1))
            return name[:at] + name[at + 1 :]
        case 1:
            return name.replace(" ", "", 1)
        case 2:
            return name.lower()
    return name
