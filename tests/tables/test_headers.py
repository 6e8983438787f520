"""Names of columns from many publishers and programs: the role is found whatever the order and the neighbours."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from socialimpact.tables.proposal import propose
from tests.tables.headers import HEADERS
from tests.tables.making import book_of, grid_of
from tests.tables.test_exports import AMOUNTS, DATES

NAMES = ["Smith & Sons Ltd", "Rossi S.r.l.", "Verdi Impianti", "Martin SARL", "Meier GmbH", "Garcia SL", "Acme plc",
         "Cooperativa Alba", "Studio Neri", "Jones Catering", "Office World", "Imprimerie Centrale", "Bau Huber KG",
         "Talleres Ruiz", "Water Company", "Pulito Srl", "J Brown", "Big Skip Co", "Lidl", "Enel"]  # fmt: skip
UNITS = ["Housing Services", "Adult Care", "Parks", "Legal and Governance", "Highways Team"]
TEXTS = ["repair of the roof in the main hall", "stationery for the second quarter", "cleaning of the windows",
         "software licences, one year", "transport of pupils", "advice on the new contract"]  # fmt: skip
ROWS = 40


def cells_of(kind: str, chance: random.Random, comma: bool) -> Callable[[int], str]:
    """What stands under a name of some kind, by row."""

    def money(factor: float) -> str:
        text = f"{chance.lognormvariate(6, 1.2) * factor:,.2f}"
        return text.translate(str.maketrans(",.", ".,")) if comma else text

    base = chance.randrange(10_000, 90_000)
    return {
        "D": lambda _: f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/2023",
        "d": lambda _: f"{chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/2023",
        "S": lambda _: chance.choice(NAMES),
        "s": lambda _: chance.choice(UNITS),
        "A": lambda _: money(1),
        "a": lambda _: money(1.2),
        "v": lambda _: money(0.2),
        "b": lambda _: "Anytown Council",
        "c": lambda _: chance.choice(UNITS),
        "t": lambda _: chance.choice(TEXTS),
        "n": lambda row: f"{chance.choice(('', 'F', 'INV-'))}{base * 7 + row * 3}",
        "i": lambda row: str(row + 1),
        "k": lambda row: str(base + row % 9 * 10),
        "y": lambda row: str(2022 + row // 25),
        "p": lambda _: f"SW1A {chance.randrange(1, 9)}AA",
        "r": lambda _: chance.choice(("22", "10", "4")),
        "x": lambda _: "",
    }[kind]


def misses(line: str) -> list[str]:
    chance = random.Random(line)  # noqa: S311 - the same cells in every run
    columns = [part.rsplit(":", 1) for part in line.split("|")]
    comma = any(sign in line.casefold() for sign in ("fornit", "import", "fourn", "betrag", "€"))
    cells = [cells_of(kind, chance, comma) for _, kind in columns]
    rows = ["|".join(name for name, _ in columns), *("|".join(cell(row) for cell in cells) for row in range(ROWS))]
    layout = propose(book_of(grid_of("\n".join(rows), "|"), delimiter=";" if comma else ","))[0]
    missed = []
    for wanted, roles in (("D", DATES), ("S", ("supplier_name",)), ("A", AMOUNTS)):
        column = layout.column(*roles)
        if column is None or columns[column.index][1] != wanted:
            missed.append(f"{wanted}: {column and column.header}")
    return missed + (["header"] if layout.header_row != 1 else [])


@pytest.mark.parametrize("line", HEADERS)
def test_date_supplier_and_amount_are_found_under_any_name(line):
    assert misses(line) == []
