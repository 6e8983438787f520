"""Which columns are net, VAT and gross, by what their amounts add up to: names may be bad, sums are not.

Looked at in a sample of rows. Something holds if it does in nearly all of them; a few rows are always typed by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from socialimpact import knowledge
from socialimpact.columns import fixed
from socialimpact.language import Message, Share, msg
from socialimpact.tables.grid import CellKind
from socialimpact.tables.headings import says_gross, says_net, words
from socialimpact.tables.roles import IGNORE, Column

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from socialimpact.tables.content import Profile
    from socialimpact.tables.grid import Grid

    Figures = NDArray[np.float64]

LEAST_SHARE = 0.95
LEAST_ROWS = 8
LEAST_TAXED = 0.2  # of the rows must have VAT, or nothing is told apart
CENT = 0.0101
MOST_VAT = 0.31
MOST_ROWS = 400
MOST_COLUMNS = 8
SURE = 0.97
_LOOKED_AT = {"net_amount", "gross_amount", "vat_amount", "vat_rate", "unit_price", IGNORE}
_NOT_FIGURE = re.compile(r"[^0-9.,()\-]")


@dataclass(frozen=True)
class Sums:
    """The columns that were told apart, None for one that the file has not, and in which share of rows it holds."""

    net: int
    vat: int | None
    gross: int | None
    share: float


def sums(grid: Grid, columns: Sequence[Column], profiles: Sequence[Profile], start: int, mark: str) -> Sums | None:
    """The columns of net, VAT and gross, if the amounts tell; `start` is the place of the first row of the table."""
    figures = _figures(grid, columns, profiles, start, mark)
    if len(figures) < 2:  # noqa: PLR2004 - one column adds up to nothing
        return None
    best: Sums | None = None
    for net, vat, gross in permutations(figures, 3):
        share = _adds_up(figures[net], figures[vat], figures[gross])
        if share is not None and (best is None or share > best.share):
            best = Sums(net, vat, gross, share)
    if best:
        return best
    for net, other in permutations(figures, 2):
        share = _differ_by_a_rate(figures[net], figures[other])
        if share is not None and (best is None or share > best.share):
            best = Sums(net, None, other, share)
    return best


def settled(columns: tuple[Column, ...], found: Sums) -> tuple[Column, ...]:
    """The columns with the roles that their amounts give them; as they were where a name says the contrary."""
    roles = {found.net: "net_amount", found.vat: "vat_amount", found.gross: "gross_amount"}
    named = {index: set(words(columns[index].header or "")) for index in roles if index is not None}
    if says_gross(named[found.net]) or (found.gross is not None and says_net(named[found.gross])):
        return columns
    why = reason(columns, found)
    made = []
    for column in columns:
        role = roles.get(column.index)
        if role and role != column.role:
            made.append(replace(column, role=role, confidence=SURE, reason=why))
        elif role is None and column.role in roles.values():
            made.append(
                replace(column, role=IGNORE, confidence=0.0, reason=msg("Another column suits the role better."))
            )
        else:
            made.append(column)
    return tuple(made)


def reason(columns: Sequence[Column], found: Sums) -> Message:
    """What tells the columns apart, in words."""
    share = Share(round(found.share, 2), 0)
    net, gross = (columns[index].header or "–" for index in (found.net, found.gross or found.net))
    if found.vat is None:
        return msg("“{gross}” is “{net}” with VAT in {share} of the rows.", gross=gross, net=net, share=share)
    return msg(
        "“{net}” and “{vat}” add up to “{gross}” in {share} of the rows.",
        net=net,
        vat=columns[found.vat].header or "–",
        gross=gross,
        share=share,
    )


def holds_rates(profile: Profile, texts: Sequence[str]) -> bool:
    """Whether the cells of a column called VAT are rates: usual percentages, over and over."""
    if profile.count < LEAST_ROWS or profile.distinct * profile.count > len(_rates()):
        return False
    values = [_plain(text.replace("%", "")) for text in texts]
    known = {0.0, *(rate * 100 for rate in _rates())}
    percent = [value for value in values if value is not None]
    usual = sum(any(abs(value - rate) < 1e-9 for rate in known) for value in percent)  # noqa: PLR2004 - floats
    return len(percent) >= LEAST_SHARE * len(texts) and usual >= LEAST_SHARE * len(percent) and max(percent) >= 1


def _adds_up(net: Figures, vat: Figures, gross: Figures) -> float | None:
    there = ~np.isnan(net) & ~np.isnan(gross)
    tax = np.where(np.isnan(vat), 0.0, vat)[there]
    base, whole = net[there], gross[there]
    if not _enough(tax, base):
        return None
    fits = (np.abs(base + tax - whole) <= CENT) & (np.abs(tax) <= MOST_VAT * np.abs(base) + CENT)
    return _share(fits)


def _differ_by_a_rate(net: Figures, gross: Figures) -> float | None:
    there = ~np.isnan(net) & ~np.isnan(gross)
    base, whole = net[there], gross[there]
    if not _enough(whole - base, base):
        return None
    rates = np.array([0.0, *_rates()])
    off = np.abs(whole[:, None] - base[:, None] * (1 + rates[None, :]))
    return _share(off.min(axis=1) <= CENT)


def _enough(tax: Figures, base: Figures) -> bool:
    taxed = (np.abs(tax) > CENT) & (np.abs(base) > 1)
    return bool(len(base) >= LEAST_ROWS and taxed.sum() >= max(3, LEAST_TAXED * len(base)))


def _share(fits: NDArray[np.bool_]) -> float | None:
    share = float(fits.mean())
    return share if share >= LEAST_SHARE else None


def _figures(
    grid: Grid, columns: Sequence[Column], profiles: Sequence[Profile], start: int, mark: str
) -> dict[int, Figures]:
    """The amounts of the sampled rows by column, NaN where there is none, the likeliest columns first."""
    likely = [
        column.index
        for column, profile in zip(columns, profiles, strict=True)
        if column.role in _LOOKED_AT and profile.number > 0.7 and profile.date < 0.5 and not profile.running  # noqa: PLR2004
    ]
    likely.sort(key=lambda index: (columns[index].role == IGNORE, index))
    rows = grid.height - start
    if rows < LEAST_ROWS:
        return {}
    sampled = start + np.unique(np.linspace(0, rows - 1, min(rows, MOST_ROWS)).astype(np.int64))
    places = fixed(sampled, pa.int64())
    figures = {}
    for index in likely[:MOST_COLUMNS]:
        texts = grid.cells[f"c{index}"].take(places).to_pylist()
        is_number = grid.kinds[index] is CellKind.NUMBER
        values = [_number(text, is_number, mark) for text in texts]
        figures[index] = np.array([np.nan if value is None else value for value in values], dtype=np.float64)
    return figures


def _number(text: str | None, is_number: bool, mark: str) -> float | None:
    if not text:
        return None
    if is_number:
        return _plain(text)
    bare = _NOT_FIGURE.sub("", text)
    group = "." if mark == "," else ","
    negative = bare.startswith(("-", "(")) or bare.endswith("-")
    value = _plain(bare.strip("-()").replace(group, "").replace(mark, "."))
    return -value if negative and value is not None else value


def _plain(text: str) -> float | None:
    try:
        return float(text.replace(",", ".").strip())
    except ValueError:
        return None


@cache
def _rates() -> tuple[float, ...]:
    return tuple(float(rate) / 100 for rate in knowledge.load("vat_rates")["rates"])
