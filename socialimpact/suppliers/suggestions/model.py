"""From features to a probability: small boosted trees whose weights are data, calibrated.

`data/suggestion_model.json` holds several members, each learnt without one part of the suppliers. The product asks the
mean of all; whoever judges the model on suppliers that it has learnt from asks for each supplier only the member
that has not seen it (`part_of`).
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from socialimpact import settings
from socialimpact.suppliers.suggestions.features import FEATURES

FILE = "suggestion_model.json"
_NO_RIVAL = -8.0
_BEYOND = 0.3
_WHOLE_TREE = 0xFF


@dataclass(frozen=True)
class Tree:
    """A tree of up to eight leaves. Where `feature` > `threshold`, the leaves of `left` (a mask) are out of reach.

    What remains of all leaves is the way to one, that of the lowest bit; `values` has its value for every mask.
    """

    feature: tuple[int, ...]
    threshold: tuple[float, ...]
    left: tuple[int, ...]
    values: npt.NDArray[np.float32]


@dataclass(frozen=True)
class Calibration:
    """From a score and that of the best rival to log-odds that come true.

    First slope × score + rival × the best rival's score + constant; then a curve through `knots`, straight between
    two of them and beyond the ends (there with `_BEYOND` as its slope, so that no two scores become one).
    """

    slope: float
    rival: float
    constant: float
    knots: npt.NDArray[np.float64]  # a row a knot: before, after

    def joined(self, score: npt.NDArray[np.float64], rival: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        return np.asarray(self.slope * score + self.rival * rival + self.constant)

    def log_odds(self, score: npt.NDArray[np.float64], rival: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        straight = self.joined(score, rival)
        if not len(self.knots):
            return straight
        before, after = self.knots[:, 0], self.knots[:, 1]
        beyond = np.minimum(straight - before[0], 0) + np.maximum(straight - before[-1], 0)
        return np.asarray(np.interp(straight, before, after) + _BEYOND * beyond)


@dataclass(frozen=True)
class Member:
    """One set of trees, and what calibrates its score."""

    base: float
    trees: tuple[Tree, ...]
    calibration: Calibration


@dataclass(frozen=True)
class Model:
    members: tuple[Member, ...]


def part_of(tax_code: str, parts: int) -> int:
    """The part of the suppliers that one belongs to, 0 to `parts` - 1; all spellings of one belong to the same."""
    return zlib.crc32(tax_code.encode()) % parts


@cache
def model() -> Model:
    """The model that comes with the program."""
    return from_json(json.loads((settings.DATA / FILE).read_text(encoding="utf-8")))


def from_json(document: dict[str, Any]) -> Model:
    """The model of a document as `data/build_suggestion_model.py` writes it; its features must be those of today."""
    if tuple(document["features"]) != FEATURES:
        raise ValueError(f"{FILE} was learnt from other features: build it anew")
    return Model(
        tuple(
            Member(
                member["base"],
                tuple(_tree(tree) for tree in member["trees"]),
                _calibration(**member["calibration"]),
            )
            for member in document["members"]
        )
    )


def probabilities(
    model: Model,
    name: npt.NDArray[np.int32],
    features: npt.NDArray[np.float32],
    member: npt.NDArray[np.integer] | None = None,
) -> npt.NDArray[np.float64]:
    """That each pair is one body. `name` says which pairs are of one name (sorted); `member` asks one member a pair."""
    columns = [np.ascontiguousarray(features[:, place]) for place in range(features.shape[1])]
    answers = np.zeros((len(model.members), len(name)))
    for place, each in enumerate(model.members):
        score = evaluated(each, columns)
        answers[place] = each.calibration.log_odds(score, best_rival(name, score))
    if member is not None:
        return sigmoid(answers[member, np.arange(len(name))])
    return sigmoid(answers.mean(axis=0)) if len(model.members) else np.zeros(len(name))


def evaluated(member: Member, columns: list[npt.NDArray[np.float32]]) -> npt.NDArray[np.float64]:
    """The member's score of each pair, in log-odds before calibration."""
    size = len(columns[0])
    score = np.full(size, member.base)
    for tree in member.trees:
        reached = np.full(size, _WHOLE_TREE, np.uint8)
        for feature, threshold, left in zip(tree.feature, tree.threshold, tree.left, strict=True):
            above = columns[feature] > np.float32(threshold)
            reached &= ~(above.view(np.uint8) * np.uint8(left))
        score += tree.values[reached]
    return score


def best_rival(name: npt.NDArray[np.int32], score: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """For each pair the best score among the other pairs of its name."""
    if not len(name):
        return np.zeros(0)
    starts = np.nonzero(np.concatenate([[True], name[1:] != name[:-1]]))[0]
    row = np.repeat(np.arange(len(starts)), np.diff(np.append(starts, len(name))))
    best = np.maximum.reduceat(score, starts)
    is_best = score == best[row]
    alone = np.add.reduceat(is_best.astype(np.int64), starts) == 1
    others = np.where(is_best & alone[row], -np.inf, score)
    second = np.maximum.reduceat(others, starts)
    found = np.where(is_best & alone[row], second[row], best[row])
    return np.maximum(found, _NO_RIVAL)


def sigmoid(value: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.asarray(1 / (1 + np.exp(-value)))


def _calibration(slope: float, rival: float, constant: float, knots: list[list[float]]) -> Calibration:
    return Calibration(slope, rival, constant, np.array(knots, np.float64).reshape(-1, 2))


def _lowest(mask: int) -> int:
    """The place of the lowest bit; 0 for none."""
    return max((mask & -mask).bit_length() - 1, 0)


def _tree(document: dict[str, Any]) -> Tree:
    values = document["values"]
    return Tree(
        tuple(document["feature"]),
        tuple(document["threshold"]),
        tuple(document["left"]),
        np.array([values[min(_lowest(mask), len(values) - 1)] for mask in range(_WHOLE_TREE + 1)], np.float32),
    )
