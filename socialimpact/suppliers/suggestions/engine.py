"""From names to suggestions: candidates, features, probabilities, the best few with their reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from socialimpact.suppliers.suggestions.bodies import Bodies
from socialimpact.suppliers.suggestions.candidates import Candidates, candidates, steps
from socialimpact.suppliers.suggestions.features import FEATURES, measured
from socialimpact.suppliers.suggestions.index import Index
from socialimpact.suppliers.suggestions.model import Model, model, probabilities
from socialimpact.suppliers.suggestions.probes import probes

MOST = 5
_NONE = np.zeros(0)
_Values = TypeVar("_Values")
# Threads: most of the time goes to numpy and RapidFuzz, which work beside one another.
_BESIDE = 2
_COLUMNS = {
    "name": np.int32,
    "entry": np.int32,
    "agreed_here": np.int16,
    "agreed_there": np.int16,
    "near_here": np.int16,
    "near_there": np.int16,
}
_PLACE, _FIGURES = FEATURES.index("place"), FEATURES.index("figures")
# "Service 2005" is not "Service 2006", although nearly all of it agrees: the odds where both have another number.
_OTHER_FIGURES = 0.1
# The model has learnt from the places of buyers. Of the true entries there, by `place` 0 to 3: another region, the same
# region, province, town; beneath it what is taken for a body's own seat, which an entry rarely contradicts. The odds
# move by the ratio of the two.
_LEARNT = np.array([0.18, 0.175, 0.645, 0.645])
_OWN = np.array([0.02, 0.03, 0.95, 0.95])


@dataclass(frozen=True)
class Compared:
    """Every pair that was compared, sorted by name, and its features, a row a pair."""

    pairs: Candidates
    features: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Suggested:
    """Up to `MOST` entries a name, names in their order and the best entry first: a row a pair."""

    pairs: Candidates
    probability: npt.NDArray[np.float64]


def suggested(
    names: Bodies,
    index: Index,
    *,
    among: Callable[[npt.NDArray[np.int32], npt.NDArray[np.int32]], npt.NDArray[np.bool_]] | None = None,
    tell: Callable[[float], None] | None = None,
    weights: Model | None = None,
    member: npt.NDArray[np.integer] | None = None,
    seats: npt.NDArray[np.bool_] | None = None,
) -> Suggested:
    """The entries that each name may mean, the best first, each body once.

    `among` says which pairs (name, entry) may be at all; `tell` hears how far it is, between 0 and 1, and may raise to
    stop; `weights` and `member` (one a name) are for judging the model. `seats` says of which names the place
    is their own; of the others it may be that of who buys from them.
    """

    def judged(all_pairs: Candidates, measures: npt.NDArray[np.float32]) -> tuple[Candidates, npt.NDArray[np.float64]]:
        kept = among(all_pairs.name, all_pairs.entry) if among is not None else slice(None)
        pairs, features = _taken(all_pairs, kept), measures[kept]
        chosen = member[pairs.name] if member is not None else None
        chance = probabilities(weights or model(), pairs.name, features, chosen)
        factor = np.where(features[:, _FIGURES] > 1, _OTHER_FIGURES, 1.0)
        if seats is not None:
            factor *= _seated(seats[pairs.name], features[:, _PLACE])
        odds = chance / (1 - chance) * factor
        chance = odds / (1 + odds)
        best = _best(pairs.name, index.body[pairs.entry], chance)
        return _taken(pairs, best), chance[best]

    parts = list(_steps(names, index, tell, judged))
    return Suggested(
        _together([pairs for pairs, _ in parts]), np.concatenate([_NONE, *(chance for _, chance in parts)])
    )


def compared(names: Bodies, index: Index) -> Compared:
    """Every pair that is compared, with its features: what the model learns from."""
    parts = list(_steps(names, index, None, lambda pairs, features: (pairs, features)))
    return Compared(_together([pairs for pairs, _ in parts]), np.concatenate([features for _, features in parts]))


def get_ready(names: Bodies, index: Index) -> None:
    """Compute what is kept of names and entries once, before several threads ask for it."""
    for bodies in (names, index.bodies):
        _ = bodies.key_texts, bodies.run_together, bodies.forms, bodies.hints


def _steps(
    names: Bodies,
    index: Index,
    tell: Callable[[float], None] | None,
    finish: Callable[[Candidates, npt.NDArray[np.float32]], tuple[Candidates, _Values]],
) -> Iterator[tuple[Candidates, _Values]]:
    """What `finish` makes of the candidates and features of some names at a time."""
    if not names.size or not index.size:
        return
    asked = probes(names, index)
    get_ready(names, index)

    def step(part: tuple[int, int]) -> tuple[Candidates, _Values]:
        pairs = candidates(names, asked, index, part)
        return finish(pairs, measured(names, asked, index, pairs))

    parts = steps(names)
    if len(parts) == 1:
        yield step(parts[0])
        return
    pool = ThreadPoolExecutor(_BESIDE)
    try:
        for found, part in zip(pool.map(step, parts), parts, strict=True):
            yield found
            if tell is not None:
                tell(part[1] / names.size)
    finally:  # whoever stops does not wait for the names that nobody has begun with
        pool.shutdown(cancel_futures=True)


def _seated(seated: npt.NDArray[np.bool_], place: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """By how much the odds move where the supplier's own seat is known, which says more than a buyer's place."""
    level = np.maximum(place, 0).astype(np.int64)
    return np.where(seated & (place >= 0), _OWN[level] / _LEARNT[level], 1.0)


def _taken(pairs: Candidates, which: npt.NDArray[Any] | slice) -> Candidates:
    return Candidates(*(getattr(pairs, name)[which] for name in _COLUMNS))


def _together(parts: Sequence[Candidates]) -> Candidates:
    return Candidates(
        *(
            np.concatenate([np.zeros(0, kind), *(getattr(part, name) for part in parts)])
            for name, kind in _COLUMNS.items()
        )
    )


def _best(
    name: npt.NDArray[np.int32], body: npt.NDArray[np.int32], chance: npt.NDArray[np.float64]
) -> npt.NDArray[np.int64]:
    """The places of the best pairs, by name and then from the most probable on; of one body only the best."""
    order = np.lexsort((body, -chance, name))
    pair = name[order].astype(np.int64) << 32 | body[order]
    _, first = np.unique(pair, return_index=True)
    order = order[np.sort(first)]
    sorted_name = name[order]
    within = np.arange(len(order)) - np.searchsorted(sorted_name, sorted_name)
    return np.asarray(order[within < MOST])
