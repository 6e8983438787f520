"""Learn the weights of the suggestions anew: `python -m data.build_suggestion_model NAMES.csv REGISTER.csv TRUTH.csv`.

NAMES has `row_id`, `supplier_name` and a place (`buyer_municipality`, `buyer_province` or `municipality`,
`province`); REGISTER the entries; TRUTH says for each `row_id` the supplier's `tax_code` and its entry's
(`register_tax_code`, empty where it has none). Needs the development packages (scikit-learn).

Every name is learnt with its place and without it. Five members are learnt, each without the suppliers of one part
(by tax code, so that all spellings of a supplier are in one part); the scores of each member for the suppliers that
it has not seen calibrate the other members. What is written has weights and no names.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from benchmarks.suggestion_samples import Sample, read_sample
from socialimpact import settings
from socialimpact.suppliers.suggestions.engine import compared
from socialimpact.suppliers.suggestions.features import FEATURES
from socialimpact.suppliers.suggestions.model import FILE, best_rival, evaluated, from_json, part_of
from socialimpact.suppliers.suggestions.words import COMMON_WORDS

PARTS = 5
TREES, LEAVES, RATE = 90, 8, 0.1
# Pairs that hardly agree are learnt from a few of them, each for many.
HARD, THINNED = 0.9, 0.15
# The share of names from which on a word is common.
COMMON = 0.0006
# Of the calibrating curve: log-odds below which all is one group, and into how many the rest is cut.
IMPROBABLE, GROUPS = -4.0, 10
RISING = {
    "agreed_here", "agreed_there", "near_here", "near_there", "rarity_agreed", "rarity_near", "rarest_agreed",
    "same_key", "place", "form", "hint", "sorted_ratio", "ratio", "beginning",
}  # fmt: skip
FALLING = {
    "rarest_missing_here", "rarest_missing_there", "missing_here", "missing_there", "namesakes", "rivals",
    "nearer_rivals", "figures", "places_missing_here", "places_missing_there",
}  # fmt: skip


def main(paths: list[str]) -> None:
    sample = read_sample(*map(Path, paths))
    _common_words(sample)
    sets = [_pairs(sample, place=place) for place in (True, False)]
    part = np.array([part_of(code, PARTS) for code in sample.tax_codes])
    learnt = [_learn(sets, part, left_out) for left_out in range(PARTS)]
    document = {
        "about": "Weights of socialimpact.suppliers.suggestions, made by data/build_suggestion_model.py",
        "learnt_from": f"{len(sample.names)} names of suppliers, {int((sample.true >= 0).sum())} in the register",
        "sources": [
            "github.com/ondata/appaltipop, CC BY 4.0",
            "github.com/ondata/liberiamoli-tutti, CC BY 4.0 (Fonte: Liberiamoli tutti!)",
        ],
        "licence": "CC BY 4.0",
        "features": list(FEATURES),
        "members": [
            {**member, "calibration": {"slope": 1.0, "rival": 0.0, "constant": 0.0, "knots": []}} for member in learnt
        ],
    }
    for member, weights in zip(document["members"], _calibrations(document, sets, part), strict=True):
        member["calibration"] = weights
    (settings.DATA / FILE).write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")


def _common_words(sample: Sample) -> None:
    """Write down the words that many names of the register have, with the share of the names."""
    start = sample.index.start[: len(sample.index.vocabulary.words) + 1]
    shares = np.diff(start) / sample.index.size
    common = np.nonzero(shares >= COMMON)[0]
    words = sample.index.vocabulary.words.to_pylist()
    lines = [f"{words[place]},{shares[place]:.5f}" for place in common[np.argsort(-shares[common], kind="stable")]]
    (settings.DATA / COMMON_WORDS).write_text("\n".join(["word,share", *lines]) + "\n", encoding="utf-8")


def _pairs(sample: Sample, *, place: bool) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
    """Name, features and truth of every pair."""
    found = compared(sample.bodies(place=place), sample.index)
    name = found.pairs.name
    return name, found.features, found.pairs.entry == sample.true[name]


def _learn(sets: list[tuple[npt.NDArray[Any], ...]], part: npt.NDArray[Any], left_out: int) -> dict[str, Any]:
    random = np.random.default_rng(left_out)
    rows, labels, weights = [], [], []
    for name, features, right in sets:
        hard = right | (features[:, 2] + features[:, 3] > HARD)
        kept = (part[name] != left_out) & (hard | (random.random(len(name)) < THINNED))
        rows.append(features[kept])
        labels.append(right[kept])
        weights.append(np.where(hard[kept], 1, 1 / THINNED))
    trees = HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=RATE,
        max_leaf_nodes=LEAVES,
        min_samples_leaf=20,
        l2_regularization=5,
        early_stopping=False,
        monotonic_cst=[int(name in RISING) - int(name in FALLING) for name in FEATURES],
        random_state=left_out,
    )
    trees.fit(np.vstack(rows), np.concatenate(labels), sample_weight=np.concatenate(weights))
    fitted = vars(trees)
    return {
        "base": float(np.ravel(fitted["_baseline_prediction"])[0]),
        "trees": [_written(each[0].nodes) for each in fitted["_predictors"]],
    }


def _written(nodes: npt.NDArray[Any]) -> dict[str, Any]:
    """A tree as masks of leaves, numbered from left to right."""
    feature, threshold, left, values = [], [], [], []

    def walk(place: int) -> list[int]:
        node = nodes[place]
        if node["is_leaf"]:
            values.append(round(float(node["value"]), 6))
            return [len(values) - 1]
        at = len(feature)
        feature.append(int(node["feature_idx"]))
        # the trees compare in double precision; rounded up, no value of the features changes sides
        threshold.append(float(np.float32(node["num_threshold"])))
        left.append(0)
        below = walk(int(node["left"]))
        left[at] = sum(1 << leaf for leaf in below)
        return below + walk(int(node["right"]))

    walk(0)
    return {"feature": feature, "threshold": threshold, "left": left, "values": values}


def _calibrations(
    document: dict[str, Any], sets: list[tuple[npt.NDArray[Any], ...]], part: npt.NDArray[Any]
) -> list[dict[str, Any]]:
    """For each member what fits the others best, on the suppliers that those have not seen."""
    members = from_json(document).members
    rows, labels, parts, names = [], [], [], []
    for number, (name, features, right) in enumerate(sets):
        columns = [np.ascontiguousarray(features[:, place]) for place in range(features.shape[1])]
        scores = np.array([evaluated(member, columns) for member in members])
        score = scores[part[name], np.arange(len(name))]
        rows.append(np.column_stack([score, best_rival(name, score)]))
        labels.append(right)
        parts.append(part[name])
        names.append(name + number * len(part))
    x, y, of, name = (np.concatenate(each) for each in (rows, labels, parts, names))
    answers = []
    for left_out in range(PARTS):
        others = of != left_out
        fit = LogisticRegression(C=1e4, max_iter=1000).fit(x[others], y[others])
        straight = fit.decision_function(x[others])
        answers.append(
            {
                "slope": round(float(fit.coef_[0][0]), 4),
                "rival": round(float(fit.coef_[0][1]), 4),
                "constant": round(float(fit.intercept_[0]), 4),
                "knots": _knots(*_firsts(name[others], straight, y[others])),
            }
        )
    return answers


def _firsts(
    name: npt.NDArray[Any], score: npt.NDArray[Any], right: npt.NDArray[Any]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Score and truth of the best pair of each name: what a person reads first has to be calibrated."""
    order = np.lexsort((-score, name))
    first = order[np.concatenate([[True], name[order][1:] != name[order][:-1]])]
    return score[first], right[first]


def _knots(score: npt.NDArray[Any], right: npt.NDArray[Any]) -> list[list[float]]:
    """The mean score of groups of equal size, all that is improbable in one, and the log-odds of being right there."""
    order = np.argsort(score)
    score, right = score[order], right[order]
    low = int(np.searchsorted(score, IMPROBABLE))
    edges = [0, low, *(low + np.linspace(0, len(score) - low, GROUPS + 1)[1:]).astype(int)]
    groups = [slice(start, stop) for start, stop in pairwise(edges) if stop > start]
    means = np.array([score[group].mean() for group in groups])
    size = np.array([group.stop - group.start for group in groups])
    share = np.array([(right[group].sum() + 0.5) / (group.stop - group.start + 1) for group in groups])
    rising = IsotonicRegression().fit(means, share, sample_weight=size).predict(means)
    odds = np.log(rising / (1 - rising)) + 1e-3 * np.arange(len(rising))
    return [[round(float(a), 4), round(float(b), 4)] for a, b in zip(means, odds, strict=True)]


if __name__ == "__main__":
    main(sys.argv[1:])
