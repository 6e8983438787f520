"""How good the suggestions are: `python -m benchmarks.suggesting NAMES.csv REGISTER.csv TRUTH.csv [OPTION...]`.

NAMES has `row_id`, `supplier_name` and, where known, a place; TRUTH for each `row_id` the supplier's `tax_code` and its
entry's, `register_tax_code`. Any names will do. Prints how many true entries are among the first five, the average
precision of the first suggestion and the calibration error with its curve; with --rivals beside Splink and RapidFuzz.

The weights that come with the program were learnt from suppliers in five parts, by tax code. Without --unseen each
supplier is judged by the member of the model that has not seen it: a cross-validation grouped by supplier.
With --unseen, for names that are not the ones learnt from, the whole model judges, as in the product.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks import rivals
from benchmarks.rivals import Found
from benchmarks.suggestion_samples import Sample, read_sample
from socialimpact.suppliers.suggestions.engine import MOST, suggested
from socialimpact.suppliers.suggestions.model import model, part_of

BANDS = 10
# Below this a suggestion is not shown for review; the error of those above is told apart, since nearly all are below.
SHOWN = 0.05


@dataclass(frozen=True)
class Band:
    """Names whose first suggestion states a probability within a tenth: how many, what is stated, what came true."""

    names: int
    stated: float
    true: float


@dataclass(frozen=True)
class Judged:
    """`among_five` and `first` are shares of the names that have an entry; the rest speaks of all names.

    `average_precision` ranks the first suggestions by their probability and takes the mean, over those that are right,
    of the share of right ones up to there. `of_all` divides by all names with an entry instead, found or not.
    """

    names: int
    with_entry: int
    among_five: float
    first: float
    average_precision: float
    of_all: float
    error: float
    error_shown: float
    curve: tuple[Band, ...]
    seconds: float


def ours(sample: Sample, *, unseen: bool, place: bool = True) -> Found:
    """The suggestions of the product; of names that were learnt from, each by the member that has not seen it."""
    member = None
    if not unseen:
        parts = len(model().members)
        member = np.array([part_of(code, parts) for code in sample.tax_codes])
    index, names = sample.index, sample.bodies(place=place)
    start = time.perf_counter()
    found = suggested(names, index, member=member)
    took = time.perf_counter() - start
    return Found(found.pairs.name.astype(np.int64), found.pairs.entry.astype(np.int64), found.probability, took)


def judge(found: Found, true: npt.NDArray[np.int64]) -> Judged:
    """Hold suggestions against the truth: the place of each name's entry, -1 where it has none."""
    size, has = len(true), true >= 0
    right = found.entry == true[found.name]
    within = np.arange(len(found.name)) - np.searchsorted(found.name, found.name)
    among, first, stated = np.zeros(size, bool), np.zeros(size, bool), np.zeros(size)
    among[found.name[right & (within < MOST)]] = True
    first[found.name[right & (within == 0)]] = True
    stated[found.name[within == 0]] = found.score[within == 0]
    precision = np.cumsum(first[order := np.argsort(-stated, kind="stable")]) / np.arange(1, size + 1)
    total = float(precision[first[order]].sum())
    error, curve = _calibration(stated, first)
    shown = stated >= SHOWN
    return Judged(
        size,
        int(has.sum()),
        float(among[has].mean()),
        float(first[has].mean()),
        total / max(int(first.sum()), 1),
        total / max(int(has.sum()), 1),
        error,
        _calibration(stated[shown], first[shown])[0] if shown.any() else 0.0,
        curve,
        found.seconds,
    )


def _calibration(stated: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> tuple[float, tuple[Band, ...]]:
    """The expected calibration error over ten bands of equal width, and the bands."""
    band = np.minimum((stated * BANDS).astype(int), BANDS - 1)
    curve = []
    for number in range(BANDS):
        within = band == number
        if within.any():
            curve.append(Band(int(within.sum()), float(stated[within].mean()), float(right[within].mean())))
    return sum(abs(each.stated - each.true) * each.names for each in curve) / len(stated), tuple(curve)


def main(arguments: list[str]) -> int:
    paths = [Path(each) for each in arguments if not each.startswith("--")]
    sample = read_sample(*paths)
    unseen = "--unseen" in arguments
    found: dict[str, Found | None] = {
        "socialimpact": ours(sample, unseen=unseen),
        "socialimpact without place": ours(sample, unseen=unseen, place=False),
    }
    if "--rivals" in arguments:
        found |= {"Splink": rivals.splink(sample), "RapidFuzz token_sort_ratio": rivals.rapidfuzz(sample)}
    judged = {name: judge(each, sample.true) for name, each in found.items() if each is not None}
    print("\n".join(report(judged)))
    return 0


def report(judged: dict[str, Judged]) -> list[str]:
    """The figures as a table of Markdown, and the curve of the first."""
    lines = [
        "| | names | with entry | among five | first | average precision | of all | error | error ≥ 5 % | seconds |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {name} | {one.names:,} | {one.with_entry} | {one.among_five:.3f} | {one.first:.3f} |"
        f" {one.average_precision:.3f} | {one.of_all:.3f} | {one.error:.3f} | {one.error_shown:.3f} |"
        f" {one.seconds:.1f} |"
        for name, one in judged.items()
    ]
    lines += ["", "| stated | came true | names | |", "|---:|---:|---:|---|"]
    for band in next(iter(judged.values())).curve:
        lines.append(f"| {band.stated:.3f} | {band.true:.3f} | {band.names:,} | {'█' * round(20 * band.true)} |")
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
