"""What every section of the chapter looks at: whose purchases, of which year, by which definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.choices import Definitions, definitions
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import Result, query
from socialimpact.store.database import Reader


@dataclass(frozen=True)
class Scene:
    """One look at the store. `selection` is the year's, `before` that of the year before."""

    reader: Reader
    actor: Actor
    year: int
    selection: Selection
    definitions: Definitions

    @property
    def before(self) -> Selection:
        return replace(self.selection, years=(self.year - 1,))

    def ask(self, measures: Sequence[str], by: Sequence[str] = (), **more: Any) -> Result:
        """The measures over the year; `where` among `more` stands in for its selection."""
        where = more.pop("where", self.selection)
        return query(self.reader, measures, by, where, actor=self.actor, **more)


def scene(reader: Reader, actor: Actor, year: int, companies: tuple[int, ...] = ()) -> Scene:
    """The look at a year, of some companies or of all that the actor may see."""
    selection = Selection(years=(year,), companies=companies)
    defined = definitions(reader, selection)
    # named, so that each figure can be asked again after the organisation has chosen other definitions
    named = replace(selection, scope=defined.scope.key, local_rule=defined.local_rule.key)
    return Scene(reader, actor, year, named, defined)
