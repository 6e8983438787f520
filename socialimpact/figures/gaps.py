"""Months that a company's ledger lacks: a month without any line between months with lines is a gap, not a fall.

Whole months of one company count, whatever else is chosen: no line at all, of any nature or category, is an import
that is missing rather than a month in which nobody bought.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from socialimpact.actor import Actor
from socialimpact.figures.dimensions import DIMENSIONS
from socialimpact.figures.filters import Selection
from socialimpact.figures.query import visible_sql
from socialimpact.figures.stretch import Span, first_day, last_day, month_number, span
from socialimpact.language import Message, msg, plural
from socialimpact.store.reader import Reader

# With fewer lines in a usual month, one without any may well be one in which nothing was bought.
_USUAL_LINES = 5
# The last month is held against so many before it, and against no fewer than that.
_LOOK_BACK = 12
_FEWEST_MONTHS = 3
# A month that broke off has at most this share of a usual month's lines.
_PARTIAL_LINES = 0.6


@dataclass(frozen=True)
class CompanyMonths:
    """What a company's ledger covers. `missing` are the first days of the months without lines in between.

    `partial` is the first day of the last month, where its lines end earlier and are fewer than in any month before.
    """

    company_id: int
    name: str
    first: date
    last: date
    last_line: date
    missing: tuple[date, ...]
    partial: date | None


@dataclass(frozen=True)
class Gaps:
    """The gaps of all companies that are looked at, by month."""

    companies: tuple[CompanyMonths, ...]

    @property
    def missing(self) -> dict[date, tuple[str, ...]]:
        """The months that some company lacks, with the names of those companies."""
        found: dict[date, list[str]] = defaultdict(list)
        for company in self.companies:
            for month in company.missing:
                found[month].append(company.name)
        return {month: tuple(found[month]) for month in sorted(found)}

    @property
    def everywhere(self) -> frozenset[date]:
        """The months that all companies which bought before and after it lack: nothing is known about them."""
        return frozenset(
            month
            for month, names in self.missing.items()
            if len(names) == sum(each.first <= month <= each.last for each in self.companies)
        )

    @property
    def partial(self) -> date | None:
        """The last month of all, where it is not over in the ledger of some company."""
        last = max((each.last for each in self.companies), default=None)
        return last if any(each.partial == last for each in self.companies) else None

    @property
    def unsure(self) -> frozenset[date]:
        """The months whose sums say too little: a company lacks them, or they are not over."""
        return frozenset(self.missing) | ({self.partial} if self.partial else frozenset())

    def sentences(self) -> tuple[Message, ...]:
        """What to know before a fall is read out of a figure: a sentence a company with a gap, then the open month."""
        several = len(self.companies) > 1
        said = [_missing(each, named=several) for each in self.companies if each.missing]
        last = max((each.last for each in self.companies), default=None)
        said += [
            msg(
                "The last month is not over in the ledger: its lines end on {day}.",
                day=max(each.last_line for each in self.companies),
            )
        ] if self.partial else []  # fmt: skip
        said += [
            msg("The ledger of {company} ends on {day}, others go on.", company=each.name, day=each.last_line)
            for each in self.companies
            if last and each.last < last
        ]
        return tuple(said)


def gaps(reader: Reader, selection: Selection, *, actor: Actor) -> Gaps:
    """The gaps in the ledgers of the selection's companies, as far as the actor may see. Nothing else matters."""
    covered = span(reader, selection, actor=actor)
    if covered is None:
        return Gaps(())
    where, values = visible_sql(Selection(companies=selection.companies), actor)
    rows = reader.rows(
        "select company_id, min(company), month, count(*), max(date) from spend"
        f" where {where} and month is not null and date between ? and ?"
        " group by company_id, month order by company_id, month",
        [*values, covered.first, covered.last],
        step="months by company",
    )
    by_company: dict[int, list[tuple[str, int, int, date]]] = defaultdict(list)
    for company_id, name, month, lines, last in rows:
        by_company[company_id].append((name, month_number(month), lines, last))
    return Gaps(tuple(_company(company_id, months) for company_id, months in by_company.items()))


def _company(company_id: int, months: Sequence[tuple[str, int, int, date]]) -> CompanyMonths:
    numbers = [number for _, number, _, _ in months]
    usual = median(lines for _, _, lines, _ in months)
    between = sorted(set(range(numbers[0], numbers[-1])) - set(numbers)) if usual >= _USUAL_LINES else []
    return CompanyMonths(
        company_id,
        months[-1][0],
        first_day(numbers[0]),
        first_day(numbers[-1]),
        months[-1][3],
        tuple(first_day(number) for number in between),
        first_day(numbers[-1]) if _breaks_off(months) else None,
    )


def _breaks_off(months: Sequence[tuple[str, int, int, date]]) -> bool:
    """Whether the last month ends earlier than all months before it, and with far fewer lines than usual."""
    before = months[-1 - _LOOK_BACK : -1]
    if len(before) < _FEWEST_MONTHS:
        return False
    _, number, lines, last = months[-1]
    usual = median(count for _, _, count, _ in before)
    left = (last_day(number) - last).days
    return left > max((last_day(each) - day).days for _, each, _, day in before) and lines <= usual * _PARTIAL_LINES


def _missing(company: CompanyMonths, *, named: bool) -> Message:
    """The months of one company, as runs: `Mar 2025, Jun–Aug 2025`."""
    runs = [_Run(company.missing[0], company.missing[0])]
    for month in company.missing[1:]:
        follows = (month.year * 12 + month.month) - (runs[-1].last.year * 12 + runs[-1].last.month) == 1
        runs[-1:] = [_Run(runs[-1].first, month)] if follows else [runs[-1], _Run(month, month)]
    listed = runs[0].words()
    for run in runs[1:]:
        listed = msg("{first}, {second}", first=listed, second=run.words())
    number = len(company.missing)
    if named:
        return plural(
            "{company} has no lines for one month: {months}. A gap in the imports is not a fall.",
            "{company} has no lines for {n} months: {months}. A gap in the imports is not a fall.",
            number, company=company.name, months=listed,
        )  # fmt: skip
    return plural(
        "The ledger has no lines for one month: {months}. A gap in the imports is not a fall.",
        "The ledger has no lines for {n} months: {months}. A gap in the imports is not a fall.",
        number, months=listed,
    )  # fmt: skip


@dataclass(frozen=True)
class _Run(Span):
    """Months on end, by their first days."""

    def words(self) -> Message:
        first, last = (DIMENSIONS["month"].label({"month": f"{day:%Y-%m}"}) for day in (self.first, self.last))
        return first if self.first == self.last else msg("{first} to {last}", first=first, last=last)
