"""What others make of the same names and register: Splink, trained without examples, and RapidFuzz alone."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rapidfuzz import fuzz, process

from benchmarks.suggestion_samples import Sample
from socialimpact.suppliers.suggestions.bodies import Bodies

MOST = 5
_LEAST = 1e-7


@dataclass(frozen=True)
class Found:
    """A row a pair of name and entry (places), the best of a name first, with its score; and the seconds it took."""

    name: npt.NDArray[np.int64]
    entry: npt.NDArray[np.int64]
    score: npt.NDArray[np.float64]
    seconds: float


def rapidfuzz(sample: Sample) -> Found:
    """Each name with each entry by `token_sort_ratio` of the names without legal form; places are not looked at."""
    start = time.perf_counter()
    mine, theirs = sample.bodies().key_texts.tolist(), sample.index.bodies.key_texts.tolist()
    names, entries, scores = [], [], []
    for first in range(0, len(mine), 500):
        part = process.cdist(mine[first : first + 500], theirs, scorer=fuzz.token_sort_ratio, dtype=np.uint8, workers=2)
        best = np.argpartition(-part.astype(np.int16), MOST, axis=1)[:, :MOST]
        names.append(np.repeat(np.arange(first, first + len(part)), MOST))
        entries.append(best.ravel())
        scores.append(np.take_along_axis(part, best, axis=1).ravel() / 100)
    return _sorted(np.concatenate(names), np.concatenate(entries), np.concatenate(scores), start)


def splink(sample: Sample) -> Found | None:
    """Splink without examples: blocked on the two rarest words; name, shared words, province, region. None without it.

    The weights come from expectation maximisation on the same names, as its documentation recommends.
    """
    try:
        import splink.comparison_library as comparisons  # noqa: PLC0415 - a package that not everybody has
        from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415 - as above
    except ImportError:
        return None
    start = time.perf_counter()
    here, there = sample.bodies(), sample.index.bodies
    counts = Counter(word for key in there.key_texts for word in set(key.split()))
    settings = SettingsCreator(
        link_type="link_only",
        probability_two_random_records_match=_LEAST,
        blocking_rules_to_generate_predictions=[
            block_on("first"), block_on("second"),
            "l.first = r.second", "l.second = r.first",
        ],
        comparisons=[
            comparisons.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85]).configure(term_frequency_adjustments=True),
            comparisons.ArrayIntersectAtSizes("words", [4, 3, 2, 1]),
            comparisons.ExactMatch("province"),
            comparisons.ExactMatch("region"),
        ],
    )  # fmt: skip
    api = DuckDBAPI()
    tables = [api.register(_table("n", here, counts)), api.register(_table("e", there, counts))]
    linker = Linker(tables, settings, log_level=None)
    linker.training.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("first"))
    found = linker.inference.predict(threshold_match_probability=0).as_record_list()
    left = [row["unique_id_l"] for row in found]
    right = [row["unique_id_r"] for row in found]
    mine = [int((a if a[0] == "n" else b)[1:]) for a, b in zip(left, right, strict=True)]
    theirs = [int((b if a[0] == "n" else a)[1:]) for a, b in zip(left, right, strict=True)]
    # a weight of evidence tells apart what a probability rounds to 1
    scores = 1 / (1 + np.exp2(-np.array([row["match_weight"] for row in found], np.float64)))
    weights = np.array([row["match_weight"] for row in found], np.float64)
    return _sorted(np.array(mine), np.array(theirs), scores, start, weights)


def _table(letter: str, bodies: Bodies, counts: Counter[str]) -> pa.Table:
    rows = []
    for place, key in enumerate(bodies.key_texts):
        words = sorted(set(key.split()), key=lambda word: (counts[word] or 1, word))
        rows.append((f"{letter}{place}", key, words, [*words, None, None][:2]))
    return pa.table(
        {
            "unique_id": [row[0] for row in rows],
            "name": [row[1] for row in rows],
            "words": pa.array([row[2] for row in rows], pa.list_(pa.string())),
            "first": [row[3][0] for row in rows],
            "second": pa.array([row[3][1] for row in rows], pa.string()),
            "province": bodies.province_codes,
            "region": pa.array([int(value) if value >= 0 else None for value in bodies.region], pa.int64()),
        }
    )


def _sorted(
    name: npt.NDArray[np.int64],
    entry: npt.NDArray[np.int64],
    score: npt.NDArray[np.float64],
    start: float,
    by: npt.NDArray[np.float64] | None = None,
) -> Found:
    order = np.lexsort((entry, -(score if by is None else by), name))
    return Found(name[order], entry[order], score[order], time.perf_counter() - start)
