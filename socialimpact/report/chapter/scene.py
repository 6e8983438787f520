"""What every section of the chapter looks at: whose purchases, of which year, by which definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from socialimpact.actor import Actor
from socialimpact.figures.choices import Definitions, OrganisationSettings, definitions, settings
from socialimpact.figures.comparison import Compared, compare
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import Result, query
from socialimpact.language import Message, msg
from socialimpact.store.reader import Reader

# What says nothing without a buying site that has a place.
_OF_PLACE = frozenset({"local_spend", "local_share", "social_local_share"})


@dataclass(frozen=True)
class Alike:
    """The year and the one before it, like for like: over the months and the companies that the ledgers have in both.

    `whole` is true where that is all of the year; then `now` is the year itself. `said` is what was left out, in words.
    """

    now: Selection
    then: Selection
    whole: bool
    said: Message | None


@dataclass(frozen=True)
class Scene:
    """One look at the store. `selection` is the year's; `alike` None where there is nothing to compare with.

    `companies`: number and name of each company with a line in the year.
    """

    reader: Reader
    actor: Actor
    year: int
    selection: Selection
    definitions: Definitions
    settings: OrganisationSettings
    companies: tuple[tuple[int, str], ...]
    alike: Alike | None

    def ask(self, measures: Sequence[str], by: Sequence[str] = (), **more: Any) -> Result:
        """The measures over the year; `where` among `more` stands in for its selection."""
        where = more.pop("where", self.selection)
        return query(self.reader, measures, by, where, actor=self.actor, **more)

    @cached_property
    def placed(self) -> frozenset[int]:
        """The sites that suppliers can be local to."""
        rows = self.reader.rows(
            "select site_id, company_id from site where municipality_code is not null"
            " or (latitude is not null and longitude is not null)",
            step="sites with a place",
        )
        mine = {number for number, _ in self.companies}
        return frozenset(site for site, company in rows if company is None or company in mine)

    @property
    def places_known(self) -> bool:
        """Whether anything can be local: without a place to be local to, nothing is and nothing is not."""
        return bool(self.placed)

    @cached_property
    def screened(self) -> bool:
        """Whether anybody has written down that a supplier was screened: else a share of none would say nothing."""
        return bool(self.reader.value("select count(*) from supplier where screened_on is not null", step="screening"))

    def known(self, measures: Sequence[str]) -> tuple[str, ...]:
        """The measures without those of local spend where nothing can be local."""
        return tuple(key for key in measures if self.places_known or key not in _OF_PLACE)

    def of(self, company: int) -> Scene:
        """The same look at one company alone."""
        return scene(self.reader, self.actor, self.year, (company,))


def scene(reader: Reader, actor: Actor, year: int, companies: tuple[int, ...] = ()) -> Scene:
    """The look at a year, of some companies or of all that the actor may see."""
    selection = Selection(years=(year,), companies=companies)
    defined = definitions(reader, selection)
    # named, so that each figure can be asked again after the organisation has chosen other definitions
    named = replace(selection, scope=defined.scope.key, local_rule=defined.local_rule.key)
    alike = _alike(reader, actor, named, year, compare(reader, named, actor=actor))
    return Scene(reader, actor, year, named, defined, settings(reader), _companies(reader, actor, named), alike)


def _companies(reader: Reader, actor: Actor, where: Selection) -> tuple[tuple[int, str], ...]:
    rows = query(reader, ["lines"], ["company"], where, actor=actor).rows
    names = dict(reader.rows("select company_id, name from company", step="companies of the report"))
    known = [row["company_id"] for row in rows if row["company_id"] in names]
    return tuple(sorted(((number, names[number]) for number in known), key=lambda each: each[1].casefold()))


def _alike(reader: Reader, actor: Actor, named: Selection, year: int, found: Compared | None) -> Alike | None:
    if found is None:
        return None
    now, then = (named, replace(named, years=(year - 1,))) if found.whole else found.selections(named)
    mine = dict(_companies(reader, actor, now))
    both = mine.keys() & dict(_companies(reader, actor, then)).keys()
    if not both:
        return None
    alone = sorted(name for number, name in _companies(reader, actor, named) if number not in both)
    gone = sorted(name for number, name in _companies(reader, actor, then) if number not in both)
    if alone or gone:
        now, then = (replace(each, companies=tuple(sorted(both))) for each in (now, then))
    said = _said(found, year, alone, gone)
    return Alike(now, then, found.whole and not alone and not gone, said)


def _said(found: Compared, year: int, alone: Sequence[str], gone: Sequence[str]) -> Message | None:
    """What is left out of the comparison so that both years are alike."""
    several = sorted({*alone, *gone})
    if several and not found.whole:
        return msg(
            "Compared like for like: {first} to {last} with the same months of {before}, and without {companies}, whose"
            " lines are in one of the two years only.",
            first=found.now.first, last=found.now.last, before=str(year - 1), companies=", ".join(several),
        )  # fmt: skip
    if several:
        return msg(
            "Compared like for like: without {companies}, whose lines are in one of the two years only.",
            companies=", ".join(several),
        )
    if not found.whole:
        return msg(
            "Compared like for like: {first} to {last} with the same months of {before}, as the ledgers cover no more"
            " in both years.",
            first=found.now.first, last=found.now.last, before=str(year - 1),
        )  # fmt: skip
    return None
