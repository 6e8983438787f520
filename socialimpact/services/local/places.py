"""Where the money goes: by province and town for the map, by country beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from socialimpact.charts import local_messages
from socialimpact.charts.province_map import Area, Dot, Mark
from socialimpact.figures import drill
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.language import Euro, Message, Share, msg, plain, plural
from socialimpact.places import boundaries
from socialimpact.places.municipalities import by_code
from socialimpact.places.provinces import provinces
from socialimpact.services import organisation
from socialimpact.services.local.look import Look, Part, PartsView, share_of

_MEASURES = ("addressable_spend", "social_spend", "suppliers")
# As many as a browser draws without a pause; those with the most spend.
MOST_DOTS = 2000
MOST_PARTS = 200
_HOME = "IT"
_WITHOUT_SITES = msg(
    "Addressable spend by the supplier's seat. Grey: the province. Discs: towns, hollow for all spend, green for its"
    " social part."
)
_WITH_SITES = msg(
    "Addressable spend by the supplier's seat. Grey: the province. Discs: towns, hollow for all spend, green for its"
    " social part. Diamonds: your sites."
)


@dataclass(frozen=True)
class MapView:
    """`areas` are the provinces with spend, the largest first. `notes` say what the map does not draw.

    `parts` is the list beside it, one level beneath what is chosen: provinces, towns of one, suppliers of a town.
    """

    title: Message
    under: Message
    areas: tuple[Area, ...]
    parts: PartsView
    dots: tuple[Dot, ...]
    marks: tuple[Mark, ...]
    notes: tuple[Message, ...]


def map_view(look: Look) -> MapView:
    """Provinces, towns and sites."""
    rows = [row for row in look.ask(_MEASURES, ["province"], order="-addressable_spend") if row["suppliers"]]
    areas = tuple(
        Area(row["province"], _name(row["province"]), *(row[key] for key in _MEASURES))
        for row in rows
        if row["province"] in boundaries.outlines()
    )
    total = sum((area.spend for area in areas), Decimal(0))
    dots, marks = _dots(look), _marks(look)
    return MapView(
        local_messages.provinces(
            [plain(area.name) for area in areas if area.spend > 0],
            [area.spend for area in areas if area.spend > 0],
            total,
        ),
        _WITH_SITES if marks else _WITHOUT_SITES,
        areas,
        _parts(look),
        dots[:MOST_DOTS],
        marks,
        tuple(_notes(look, total, dots)),
    )


def _name(code: str) -> str:
    found = provinces().get(code)
    return f"{found.name} ({code})" if found else code


def _parts(look: Look) -> PartsView:
    level = drill.shown(look.selection, "province")
    key = DIMENSIONS[level].id_column
    rows = look.ask(["addressable_spend"], [level], order="-addressable_spend", limit=MOST_PARTS)
    total = look.values["addressable_spend"]
    parts = tuple(
        Part(
            None if row[key] is None else str(row[key]),
            _label(level, row),
            row["addressable_spend"],
            share_of(row["addressable_spend"], total),
        )
        for row in rows
        if row["addressable_spend"]
    )
    title = {"province": msg("By province"), "municipality": msg("By municipality")}.get(level, msg("By supplier"))
    under = msg("Addressable spend by the supplier's seat.")
    if len(rows) == MOST_PARTS:
        under = msg("Addressable spend by the supplier's seat: the {n} largest.", n=MOST_PARTS)
    return PartsView(title, under, parts, level)


def _label(level: str, row: Mapping[str, Any]) -> Message:
    if level != "province":
        return DIMENSIONS[level].label(row)
    return plain(_name(row["province"])) if row["province"] else msg("abroad or not known")


def _dots(look: Look) -> tuple[Dot, ...]:
    rows = look.ask(_MEASURES, ["municipality"], order="-addressable_spend")
    return tuple(
        Dot(
            town.code, f"{town.name} ({town.province})", town.longitude, town.latitude, *(row[key] for key in _MEASURES)
        )
        for row in rows
        if (town := by_code(row["municipality_code"])) and row["suppliers"]
    )


def _marks(look: Look) -> tuple[Mark, ...]:
    """The sites that lie on the map: of the chosen companies and sites."""
    chosen, companies = set(look.selection.sites), set(look.selection.companies)
    marks = []
    for site in organisation.sites(look.ws, look.actor):
        if (chosen and site.site_id not in chosen) or (companies and site.company_id not in companies):
            continue
        town = by_code(site.municipality_code)
        if site.latitude is not None and site.longitude is not None:
            mark = Mark(site.name, site.longitude, site.latitude)
        elif town:
            mark = Mark(site.name, town.longitude, town.latitude)
        else:
            continue
        if boundaries.on_map(mark.longitude, mark.latitude):
            marks.append(mark)
    return tuple(marks)


def _notes(look: Look, on_map: Decimal, dots: Sequence[Dot]) -> list[Message]:
    whole, known = look.values["addressable_spend"], look.values["place_known_spend"]
    notes = []
    if outside := known - on_map:
        notes.append(
            msg("{amount} goes to places outside Italy, which are not drawn.", amount=Euro(outside, cents=False))
        )
    if missing := whole - known:
        share = share_of(missing, whole)
        text = msg("For {amount} of spend the supplier's place is not known.", amount=Euro(missing, cents=False))
        if share is not None and 0 <= share <= 1:
            text = msg("For {amount} of spend ({share}) the supplier's place is not known.",
                       amount=Euro(missing, cents=False), share=Share(share))  # fmt: skip
        notes.append(text)
    if len(dots) > MOST_DOTS:
        more = len(dots) - MOST_DOTS
        rest = Euro(sum((dot.spend for dot in dots[MOST_DOTS:]), Decimal(0)), cents=False)
        notes.append(
            plural(
                "{n} more town with {amount} in all has no disc.",
                "{n} more towns with {amount} in all have no disc.",
                more,
                amount=rest,
            )
        )
    return notes


def abroad_view(look: Look) -> PartsView:
    """Addressable spend by country, but for Italy and what is not known."""
    by = DIMENSIONS["country"]
    rows = [
        row
        for row in look.ask(["addressable_spend"], ["country"], order="-addressable_spend")
        if row["country"] not in {None, _HOME} and row["addressable_spend"]
    ]
    total = look.values["addressable_spend"]
    parts = tuple(
        Part(row["country"], by.label(row), row["addressable_spend"], share_of(row["addressable_spend"], total))
        for row in rows
    )
    amount = sum((part.amount for part in parts), Decimal(0))
    return PartsView(
        local_messages.abroad(amount, total, parts[0].name if parts else None),
        msg("Addressable spend with suppliers whose seat is in another country."),
        parts,
        "country",
    )
