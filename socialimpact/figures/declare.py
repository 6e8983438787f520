"""The form of a measure, and how the common ones are declared: sums of euro, numbers of suppliers or lines, shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from socialimpact.language import Message

Unit = Literal["euro", "share", "count", "days", "points"]
Step = Literal["lines", "suppliers"]

SOCIAL = "addressable and {social}"
LOCAL = "addressable and {local}"
# A town, or at least a province, or a country that is not ours: enough to say whether a supplier can be local.
PLACE_KNOWN = "(municipality_code is not null or province is not null or (country is not null and country <> 'IT'))"


@dataclass(frozen=True)
class Measure:
    """One figure. `condition` says which lines it is about: the lines that are shown behind it.

    `numerator` and `denominator` are the keys of the measures that a share divides. A measure of step
    `suppliers` aggregates one row a supplier (`supplier_total`, `supplier_social`, `supplier_place`: the rank by
    addressable spend within the group, `supplier_running` and `supplier_sum`: the sum from the largest on up to this
    one, and that of all above zero) instead of one row a line. `adds_up` is true where the values of the parts
    are the value of the whole.
    """

    key: str
    name: Message
    unit: Unit
    sql: str
    sentence: Message
    condition: str
    better: Literal["more", "less"] | None = None
    standards: tuple[str, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    step: Step = "lines"
    adds_up: bool = False


def euro(key: str, name: Message, condition: str, sentence: Message, **more: object) -> Measure:
    sql = f"coalesce(sum(case when {condition} then net_amount end), 0)"
    return Measure(key, name, "euro", sql, sentence, condition, adds_up=True, **more)  # type: ignore[arg-type]


def suppliers(key: str, name: Message, condition: str, sentence: Message, **more: object) -> Measure:
    sql = f"count(distinct case when {condition} then supplier_id end)"
    return Measure(key, name, "count", sql, sentence, condition, **more)  # type: ignore[arg-type]


def lines(key: str, name: Message, condition: str, sentence: Message, **more: object) -> Measure:
    sql = f"count(case when {condition} then 1 end)"
    return Measure(key, name, "count", sql, sentence, condition, adds_up=True, **more)  # type: ignore[arg-type]


def share(key: str, name: Message, top: Measure, bottom: Measure, sentence: Message, **more: object) -> Measure:
    sql = f"cast({top.sql} as double) / nullif(cast({bottom.sql} as double), 0)"
    return Measure(
        key, name, "share", sql, sentence, top.condition, numerator=top.key, denominator=bottom.key,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip
