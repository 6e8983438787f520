"""One look at the local economy: who asks, over what, and the figures of the whole selection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.choices import Definitions
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import query
from socialimpact.language import Message
from socialimpact.services.workspace import Workspace


@dataclass(frozen=True)
class Look:
    """`values` holds the measures of the whole selection; `placed` says whether any of its sites has a place."""

    ws: Workspace
    actor: Actor
    selection: Selection
    definitions: Definitions
    values: Mapping[str, Any]
    placed: bool

    def ask(self, measures: Sequence[str], by: Sequence[str] = (), **more: Any) -> list[dict[str, Any]]:
        return query(self.ws.db, measures, by, self.selection, actor=self.actor, **more).rows


@dataclass(frozen=True)
class Part:
    """One bar of a chart: `key` leads one level deeper, where there is one; `share` of what the chart divides."""

    key: str | None
    name: Message
    amount: Decimal
    share: float | None
    chosen: bool = True


@dataclass(frozen=True)
class PartsView:
    """Bars under their message; no rows where there is nothing to show. `dimension` is what the parts are parts of,
    where they are values of one.
    """

    title: Message
    under: Message
    rows: tuple[Part, ...]
    dimension: str = ""


def share_of(amount: Decimal, whole: Decimal) -> float | None:
    """None where there is nothing to divide by."""
    return float(amount / whole) if whole else None
