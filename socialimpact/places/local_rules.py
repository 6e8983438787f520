"""What counts as local: the rule, its sentence for the report (GRI 204-1 asks for it) and its SQL over `spend`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from socialimpact.errors import Refused
from socialimpact.language import Message, msg

RuleKind = Literal["municipality", "province", "region", "radius"]

LARGEST_RADIUS_KM = 2000.0  # beyond the length of the country

# The bands of distance: lower bound in km and key. Keys sort as the bands do.
DISTANCE_BANDS = (
    (0, "000-010"),
    (10, "010-030"),
    (30, "030-050"),
    (50, "050-100"),
    (100, "100-200"),
    (200, "200+"),
)

_AREAS: dict[str, RuleKind] = {"municipality": "municipality", "province": "province", "region": "region"}
_RADIUS = re.compile(r"(?:radius\s*:\s*)?(\d+(?:\.\d+)?)\s*(?:km)?")


@dataclass(frozen=True)
class LocalRule:
    """When a supplier is local to the site that buys: `km` only for `radius`."""

    kind: RuleKind
    km: float | None = None

    @property
    def key(self) -> str:
        """The rule as text that `parse` reads: `province`, `radius:50`."""
        return self.kind if self.km is None else f"radius:{self.km:g}"

    def name(self) -> Message:
        """The rule in a few words, for a list to choose from."""
        match self.kind:
            case "municipality":
                return msg("Same municipality")
            case "province":
                return msg("Same province")
            case "region":
                return msg("Same region")
            case "radius":
                return msg("Within {km} km", km=self._km())

    def sentence(self) -> Message:
        """The definition to print beside every local figure."""
        match self.kind:
            case "municipality":
                return msg("A supplier is local if its seat is in the same municipality as the site that buys.")
            case "province":
                return msg("A supplier is local if its seat is in the same province as the site that buys.")
            case "region":
                return msg("A supplier is local if its seat is in the same region as the site that buys.")
            case "radius":
                return msg(
                    "A supplier is local if its seat is within {km} km of the site that buys, as the crow flies.",
                    km=self._km(),
                )

    def predicate_sql(self) -> str:
        """The rule as a condition over the columns of `spend`; false, never NULL, where the place is not known."""
        if self.kind == "radius":
            return f"(distance_km is not null and distance_km <= {self.km:g})"
        return f"(same_{self.kind} is not null and same_{self.kind})"

    def _km(self) -> float | int:
        km = self.km or 0.0
        return int(km) if km.is_integer() else km


def parse(text: str) -> LocalRule:
    """The rule that a text names: `municipality`, `province`, `region`, `radius:50`, `50km`.

    Raises `Refused` (`unknown_local_rule`) for anything else.
    """
    wanted = text.strip().lower()
    if wanted in _AREAS:
        return LocalRule(_AREAS[wanted])
    found = _RADIUS.fullmatch(wanted)
    if found and (":" in wanted or wanted.endswith("km")) and 0 < float(found[1]) <= LARGEST_RADIUS_KM:
        return LocalRule("radius", float(found[1]))
    raise Refused(
        msg(
            "“{rule}” is no rule for what is local. Write municipality, province, region, or a radius such as radius:50"
            " (at most {most} km).",
            rule=text,
            most=int(LARGEST_RADIUS_KM),
        ),
        code="unknown_local_rule",
    )


def distance_band_sql(column: str = "distance_km") -> str:
    """The key of the band in which a distance lies, lower bound included; NULL where it is not known."""
    higher = reversed(DISTANCE_BANDS)
    branches = " ".join(f"when {column} >= {bound} then '{key}'" for bound, key in higher)
    return f"case {branches} end"


def distance_band_name(key: str) -> Message:
    """A band in words: `10–30 km`. Raises KeyError for a key that is no band's."""
    keys = [band for _, band in DISTANCE_BANDS]
    if key not in keys:
        raise KeyError(key)
    place = keys.index(key)
    lower = DISTANCE_BANDS[place][0]
    if place == len(keys) - 1:
        return msg("{km} km and more", km=lower)
    upper = DISTANCE_BANDS[place + 1][0]
    if lower == 0:
        return msg("Less than {km} km", km=upper)
    return msg("{lower}–{upper} km", lower=lower, upper=upper)
