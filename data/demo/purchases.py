"""What the demo company bought: invoices, credit notes and other payments of three years, line by line."""

from __future__ import annotations

import calendar
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from data.demo.cast import Recipe, Supplier

CENT = Decimal("0.01")
HOLIDAYS = {(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)}
FRIDAY = 4
CLOSED = date(2026, 1, 12)  # the day on which the ledger was extracted: later payments are not known yet


@dataclass(frozen=True)
class Line:
    """One line: the net amount is signed, a credit note's below zero."""

    supplier: Supplier
    kind: str  # invoice, credit_note, fee, self_billed
    category: str
    nature: str
    text: str
    centre: str
    site: str
    issued: date
    net: Decimal
    vat_rate: int
    number: str = ""
    registered: date = date.min
    due: date | None = None
    paid: date | None = None
    again: bool = False  # entered a second time by mistake

    @property
    def vat(self) -> Decimal:
        return (self.net * self.vat_rate / 100).quantize(CENT)


def lines(recipe: Recipe, suppliers: list[Supplier], chance: random.Random) -> list[Line]:
    """Every line of the three years, in the order in which they were registered."""
    years = range(recipe["first_year"], recipe["last_year"] + 1)
    found = [line for year in years for line in _market(recipe, suppliers, year, chance)]
    found += [line for year in years for line in _told(recipe, suppliers, year, chance)]
    found += [line for year in years for line in _others(recipe, suppliers, year, chance)]
    found = [part for line in found for part in _parts(line, recipe, chance)]
    found += [note for line in found if (note := _credit_note(line, chance))]
    found += _entered_twice(found, chance)
    social = [line for year in years for line in _social(recipe, suppliers, year, found, chance)]
    return _registered([*found, *social], chance)


def _market(recipe: Recipe, suppliers: list[Supplier], year: int, chance: random.Random) -> Iterator[Line]:
    for category in recipe["categories"]:
        known = [s for s in suppliers if s.group == "market" and s.category == category["name"]]
        size = {s.number: 1 / (rank + 1) ** 0.75 for rank, s in enumerate(known)}
        drafts: list[tuple[Supplier, date, float]] = []
        if category.get("monthly"):
            for supplier in known:
                ends = [date(year, month, calendar.monthrange(year, month)[1]) for month in range(1, 13)]
                drafts += [
                    (supplier, _working(day), size[supplier.number] * _swing(category, chance))
                    for day in ends
                    if supplier.active(day)
                ]
        else:
            for _ in range(round(category["invoices"] * recipe["invoices"] * recipe["growth"][year])):
                day = _day(recipe, year, chance)
                active = [s for s in known if s.active(day)]
                supplier = chance.choices(active, [size[s.number] for s in active])[0]
                drafts.append((supplier, day, size[supplier.number] ** 0.4 * _swing(category, chance)))
        total = sum(weight for _, _, weight in drafts)
        budget = category["budget"] * 1000 * recipe["growth"][year]
        kind = "fee" if category.get("professional") else "invoice"
        for supplier, day, weight in drafts:
            yield Line(
                supplier=supplier,
                kind="self_billed" if supplier.country != "IT" else kind,
                category=category["name"],
                nature="purchase",
                text=chance.choice(category["texts"]),
                centre=category["centre"],
                site=_site(recipe, supplier, chance),
                issued=day,
                net=_cents(budget * weight / total),
                vat_rate=category["vat"][-1],
            )


def _told(recipe: Recipe, suppliers: list[Supplier], year: int, chance: random.Random) -> Iterator[Line]:
    """Suppliers with a story and a budget of their own; the social ones grow with the share instead."""
    for supplier in suppliers:
        if "budget" not in supplier.story or supplier.group == "other":
            continue
        months = [month for month in range(1, 13) if supplier.active(date(year, month, 28))]
        number = round(supplier.story["invoices"] * len(months) / 12)
        yield from _spread(recipe, supplier, year, months, number, len(months) / 12, chance)


def _others(recipe: Recipe, suppliers: list[Supplier], year: int, chance: random.Random) -> Iterator[Line]:
    for supplier in (s for s in suppliers if s.group == "other"):
        number = supplier.story["invoices"]
        months = [1 + round(place * 12 / number) % 12 for place in range(number)] if number < 12 else list(range(1, 13))
        yield from _spread(recipe, supplier, year, months, number, 1, chance)


def _spread(
    recipe: Recipe, supplier: Supplier, year: int, months: list[int], number: int, part: float, chance: random.Random
) -> Iterator[Line]:
    """`number` lines over `months` that add up to about `part` of the supplier's yearly budget."""
    for place in range(number):
        month = months[place * len(months) // number]
        amount = supplier.story["budget"] * 1000 * recipe["growth"][year] * part / number
        yield _line(recipe, supplier, _in_month(year, month, chance), amount * chance.uniform(0.82, 1.18))


def _social(
    recipe: Recipe, suppliers: list[Supplier], year: int, others: list[Line], chance: random.Random
) -> Iterator[Line]:
    """Lines of the registered social enterprises: each month's share rises, each year's is the recipe's."""
    of_year = [line for line in others if line.issued.year == year and line.nature == "purchase"]
    base = sum(line.net for line in of_year)
    struck_off = sum(line.net for line in of_year if line.supplier.group == "left" and counted(line))
    share = Decimal(str(recipe["social_share"][year]))
    wanted = (share * base - struck_off) / (1 - share)
    drafts: list[Line] = []
    for month in range(1, 13):
        active = [s for s in suppliers if s.group == "social" and s.active(date(year, month, 28))]
        weights = {s.number: s.story["weight"] * _swing({"spread": 0.12}, chance) for s in active}
        pace = _pace(recipe, year, month) * chance.uniform(0.93, 1.07) * (0.2 + 0.8 * recipe["season"][month - 1])
        for supplier in active:
            amount = pace * weights[supplier.number] / sum(weights.values()) * 1000
            drafts.append(_line(recipe, supplier, _in_month(year, month, chance), amount))
    drafts = [part for line in drafts for part in _parts(line, recipe, chance)]
    drafts += [note for line in drafts if chance.random() < 0.3 and (note := _credit_note(line, chance))]
    factor = wanted / sum(line.net for line in drafts)
    for line in drafts:
        yield replace(line, net=(line.net * factor).quantize(CENT))


def _pace(recipe: Recipe, year: int, month: int) -> float:
    """The share that a month aims at: straight between the middles of the years, and on at the ends."""
    shares: Mapping[int, float] = recipe["social_share"]
    middle = year + (month - 6.5) / 12
    first, last = min(shares), max(shares)
    left = min(max(int(middle), first), last - 1)
    return 100 * (shares[left] + (shares[left + 1] - shares[left]) * (middle - left))


def counted(line: Line) -> bool:
    """Whether the supplier was in a register of social enterprises on the day of the line."""
    if line.supplier.group == "left":
        return line.issued <= date.fromisoformat(str(line.supplier.story["left"]))
    return line.supplier.group == "social"


def _line(recipe: Recipe, supplier: Supplier, day: date, amount: float) -> Line:
    story = supplier.story
    centre = next((c["centre"] for c in recipe["categories"] if c["name"] == supplier.category), "Amministrazione")
    return Line(
        supplier=supplier,
        kind="invoice",
        category=supplier.category,
        nature=supplier.nature,
        text=story["text"],
        centre=centre,
        site=supplier.site,
        issued=day,
        net=_cents(amount),
        vat_rate=story.get("vat", [22])[-1],
    )


def _parts(line: Line, recipe: Recipe, chance: random.Random) -> Iterator[Line]:
    """The line, or its two parts: one a VAT rate, or one a cost centre."""
    rates = line.supplier.story.get("vat") or next(
        (category["vat"] for category in recipe["categories"] if category["name"] == line.category), [22]
    )
    by_rate = len(rates) > 1 and chance.random() < 0.45
    by_centre = not by_rate and line.centre == "Produzione" and chance.random() < 0.07
    if not (by_rate or by_centre) or line.net < 50:
        yield line
        return
    first = (line.net * Decimal(str(round(chance.uniform(0.55, 0.85), 3)))).quantize(CENT)
    other = {"vat_rate": rates[0]} if by_rate else {"centre": "Officina ricambi"}
    yield replace(line, net=first)
    yield replace(line, net=line.net - first, **other)


def _credit_note(line: Line, chance: random.Random) -> Line | None:
    """Now and then something is sent back."""
    if line.nature != "purchase" or line.kind != "invoice" or line.net < 80 or chance.random() > 0.018:
        return None
    part = Decimal(str(round(chance.uniform(0.05, 0.4), 3)))
    day = min(line.issued + timedelta(days=chance.randint(6, 25)), date(line.issued.year, 12, 30))
    return replace(
        line, kind="credit_note", net=-(line.net * part).quantize(CENT), issued=day, text=f"Reso: {line.text}"
    )


def _entered_twice(found: list[Line], chance: random.Random) -> list[Line]:
    plain = [line for line in found if line.kind == "invoice" and line.supplier.group == "market" and line.net < 3000]
    return [replace(line, again=True) for line in chance.sample(plain, 9)]


def _registered(found: list[Line], chance: random.Random) -> list[Line]:
    """Number the documents of each supplier in the order of their dates, and give them their other dates."""
    shapes: list[Callable[[int, int], str]] = [
        lambda number, _: str(number),
        lambda number, year: f"{number}/{year % 100}",
        lambda number, _: f"FT-{number:04d}",
        lambda number, _: f"{number}/A",
        lambda number, year: f"{year}/{number}",
        lambda number, year: f"{year % 100}V{number:05d}",
    ]
    by_supplier: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in found:
        by_supplier[line.supplier.number, line.issued.year].append(line)
    done: list[Line] = []
    last_day = date(max(line.issued.year for line in found), 12, 31)
    for (supplier, year), group in sorted(by_supplier.items()):
        shape = shapes[supplier % len(shapes)]
        number, before = chance.randint(1, 40) * (1 + supplier % 9), None
        for line in sorted(group, key=lambda one: (one.issued, one.kind, one.text, one.site)):
            # Parts of one invoice, and what was entered twice, keep its number.
            same = (line.issued, line.kind, line.text, line.site)
            if before is None or before[0] != same:
                number += chance.randint(1, 3 + supplier % 11)
                registered = min(_open(line.issued + timedelta(days=chance.randint(1, 12))), last_day)
                due = (
                    _end_of_month(line.issued + timedelta(days=line.supplier.terms))
                    if line.supplier.terms
                    else line.issued
                )
                late = chance.gauss(1 if line.supplier.group == "social" else 7 + supplier % 13, 5)
                paid = due + timedelta(days=max(-5, round(late)))
                before = (same, registered, due, paid if paid <= CLOSED and line.kind != "credit_note" else None)
            _, registered, due, paid_on = before
            if line.again:
                registered = min(_open(registered + timedelta(days=6)), last_day)
            done.append(replace(line, number=shape(number, year), registered=registered, due=due, paid=paid_on))
    return sorted(done, key=lambda line: (line.registered, line.supplier.number, line.number, line.again, line.net))


def _site(recipe: Recipe, supplier: Supplier, chance: random.Random) -> str:
    if chance.random() < 0.8:
        return supplier.site
    sites: Mapping[str, Any] = recipe["sites"]
    return chance.choices(list(sites), list(sites.values()))[0]


def _swing(category: Mapping[str, Any], chance: random.Random) -> float:
    return chance.lognormvariate(0, category["spread"])


def _day(recipe: Recipe, year: int, chance: random.Random) -> date:
    month = chance.choices(range(1, 13), recipe["season"])[0]
    return _in_month(year, month, chance)


def _in_month(year: int, month: int, chance: random.Random) -> date:
    return _working(date(year, month, chance.randint(1, calendar.monthrange(year, month)[1])))


def _working(day: date) -> date:
    """The day, or the Friday before it."""
    earlier = day - timedelta(days=max(0, day.weekday() - FRIDAY))
    return earlier if earlier.month == day.month else day + timedelta(days=7 - day.weekday())


def _open(day: date) -> date:
    """The day, or the next one on which the office works."""
    while day.weekday() > FRIDAY or (day.month, day.day) in HOLIDAYS:
        day += timedelta(days=1)
    return day


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _cents(amount: float) -> Decimal:
    return max(Decimal(str(amount)).quantize(CENT), Decimal("12.00"))
