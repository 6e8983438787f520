"""What changed and why for the command line: one document, numbers as exact text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.errors import Refused
from socialimpact.figures.change_parts import Change, change_parts
from socialimpact.figures.decomposition import Invoice, Part, PartKey, Split
from socialimpact.figures.filters import Selection
from socialimpact.figures.one_offs import RULE
from socialimpact.figures.rounding import adding_up
from socialimpact.language import msg
from socialimpact.services import selecting
from socialimpact.services.dashboards.change_names import METHOD_AMOUNT, METHOD_SHARE, part_name
from socialimpact.services.dashboards.changing import compared, words_of
from socialimpact.services.workspace import Workspace

_EXACT = {"share": Decimal("1e-18"), "euro": Decimal("0.01")}
_PERIOD = ("date_from", "date_to", "years", "quarters", "months")


def changes_document(
    ws: Workspace,
    actor: Actor,
    *,
    key: str,
    where: Sequence[str] = (),
    against: Sequence[str] = (),
    by: str = "category",
    scope: str | None = None,
    local: str | None = None,
    language: str = "en",
) -> dict[str, Any]:
    """The change for the command line, numbers as exact text: the parts add up to the change to the last digit.

    `where` chooses what is looked at, `against` the period that it is held against (`year=2024`), by default the year
    before. Raises `Refused` where either names no period, or the change cannot be taken apart.
    """
    actor.require("viewer")
    now = selecting.selection(ws, actor, where=where, scope=scope, local=local)
    then = _against(selecting.selection(ws, actor, where=against), now) if against else None
    both = (now, then) if then else compared(ws, actor, now)
    if both is None or not now.has_period():
        raise Refused(msg("Say which period is looked at, and there must be one before it."), code="no_period")
    change = change_parts(ws.db, key, *both, by=by, actor=actor)
    if change.split is None:
        raise Refused(change.why_not or msg("The change cannot be taken apart."), code="cannot_be_split")
    return _document(change, change.split, language)


def _against(asked: Selection, now: Selection) -> Selection:
    """The choice of `now` over the period of `asked`."""
    if asked.without_period() != Selection() or not asked.has_period():
        raise Refused(
            msg("What a period is held against is another period: year=2024, quarter=2024-Q1, from=… or to=…."),
            code="bad_condition",
        )
    return replace(now.without_period(), **{name: getattr(asked, name) for name in _PERIOD})


def _document(change: Change, split: Split, language: str) -> dict[str, Any]:
    asked = change.measure
    step = _EXACT[asked.unit]
    before, after = split.then.quantize(step), split.now.quantize(step)
    values = adding_up([part.value for part in split.parts], after - before, step)
    return {
        "measure": asked.key,
        "by": change.by.key,
        "where": _query(change.now),
        "against": _query(change.then),
        "scope": change.definitions.scope.key,
        "local": change.definitions.local_rule.key,
        "before": f"{before:f}",
        "after": f"{after:f}",
        "change": f"{after - before:f}",
        "parts": [
            {
                "part": part.key,
                "name": part_name(part.key, asked, change.by).to(language),
                "value": f"{value:f}",
                "effects": _effects(change, part, value, step, language),
            }
            for part, value in zip(split.parts, values, strict=True)
        ],
        "one_off_rule": RULE.to(language),
        "method": (METHOD_SHARE if asked.denominator else METHOD_AMOUNT).to(language),
    }


def _query(selection: Selection) -> dict[str, list[str]]:
    return {key: values for key, values in selection.as_query().items() if key not in {"scope", "local", "against"}}


def _effects(change: Change, part: Part, value: Decimal, step: Decimal, language: str) -> list[dict[str, Any]]:
    kept = [each for each in part.effects if each.value]
    exact = adding_up([each.value for each in kept], value, step)
    return [
        {
            **_key(change, part.key, each.key),
            "name": words_of(change, part.key, each.key).to(language),
            "spend_before": f"{each.then.bottom if change.measure.denominator else each.then.top:.2f}",
            "spend_after": f"{each.now.bottom if change.measure.denominator else each.now.top:.2f}",
            "value": f"{effect:f}",
        }
        for each, effect in zip(kept, exact, strict=True)
    ]


def _key(change: Change, part: PartKey, key: Any) -> dict[str, Any]:
    if isinstance(key, Invoice):
        return {"company_id": key.company, "supplier_id": key.supplier, "date": key.day.isoformat()}
    return {change.by.id_column if part == "mix" else "supplier_id": key}
