"""What a report is made of, before anybody writes it down: sections of paragraphs, tables and charts.

Every figure in it is a `Value` that says what was asked to get it, so that each can be asked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from socialimpact.figures.measures import Measure
from socialimpact.figures.query import Result
from socialimpact.language import Euro, Message, Share, msg, render
from socialimpact.report.look import Look

# `lead` is a title within a section.
_DIGEST_SHOWN = 16
Role = Literal["text", "note", "proposed", "lead"]


@dataclass(frozen=True)
class Value:
    """A figure: DECIMAL euro, a count, days or a share between 0 and 1; None is not known.

    `where` and `by` are what was asked, as `figures` on the command line takes them: the row is the one whose
    dimensions have the values of `row`.
    """

    measure: Measure
    value: Any
    where: Mapping[str, Any]
    row: Mapping[str, Any] = field(default_factory=dict)

    def shown(self) -> Any:
        """The value ready to stand in a message or cell."""
        if self.value is None:
            return msg("not known")
        match self.measure.unit:
            case "euro":
                return Euro(self.value)
            case "share":
                return Share(self.value)
            case "days":
                return round(float(self.value), 1)
            case _:
                return self.value


@dataclass(frozen=True)
class Change:
    """How much more (or less) one figure is than another: percent, points of a share, or pieces of a count."""

    unit: Literal["percent", "points", "pieces"]
    size: float

    def said(self) -> Message:
        """The change with its sign."""
        size = abs(self.size)
        match self.unit:
            case _ if not size:
                return msg("no change")
            case "percent":
                return msg("+{n} %", n=size) if self.size > 0 else msg("−{n} %", n=size)
            case "points":
                return msg("+{n} points", n=size) if self.size > 0 else msg("−{n} points", n=size)
            case _:
                return msg("+{n}", n=size) if self.size > 0 else msg("−{n}", n=size)


@dataclass(frozen=True)
class Digest:
    """A SHA-256. On paper its beginning is enough to tell files apart; JSON and Excel have all of it."""

    sha256: str

    def short(self) -> str:
        return f"{self.sha256[:_DIGEST_SHOWN]}…"


Cell = Value | Change | Digest | Message | Euro | Share | Decimal | int | float | str | date | datetime | None


@dataclass(frozen=True)
class Written:
    """What a person wrote in the place of a proposed text, in one language: by whom, and when (UTC)."""

    language: str
    body: str
    who: str
    when: datetime


@dataclass(frozen=True)
class Paragraph:
    """`proposed` texts have a `key` and are those that a person may put into words of their own (`written`).

    A text may have several paragraphs, parted by an empty line, and points: lines that begin with a dash.
    """

    text: Message
    role: Role = "text"
    key: str = ""
    written: tuple[Written, ...] = ()

    def own(self, language: str) -> Written | None:
        """What a person wrote for it in this language, or None where the proposal stands."""
        return next((each for each in self.written if each.language == language), None)

    def said(self, language: str) -> str:
        """What the report says here in this language."""
        own = self.own(language)
        return own.body if own else self.text.to(language)


@dataclass(frozen=True)
class Bullets:
    items: tuple[Message, ...]


@dataclass(frozen=True)
class Table:
    """`caption` says what the table shows; `titles` head its columns. `has_total`: the last row sums the others up."""

    key: str
    caption: Message
    titles: tuple[Message, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Message | None = None
    has_total: bool = False


@dataclass(frozen=True)
class Bars:
    """A chart of bars: one name and one value a row, the largest first."""

    key: str
    caption: Message
    names: tuple[Message, ...]
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Course:
    """A chart over months: single months thin, twelve months together bold, the target as a line where there is one."""

    key: str
    caption: Message
    months: tuple[date, ...]
    monthly: tuple[Value, ...]
    rolling: tuple[float | None, ...]
    target: float | None = None


@dataclass(frozen=True)
class Headline:
    """The few figures that a reader takes along: name and value, written large beside each other.

    Each stands in a table of the report too: `values` names it there.
    """

    key: str
    figures: tuple[tuple[Message, Value], ...]


Block = Paragraph | Bullets | Table | Bars | Course | Headline


@dataclass(frozen=True)
class Section:
    """A part with a title of its own; `annex` ones come last and are lettered."""

    key: str
    title: Message
    blocks: tuple[Block, ...]
    annex: bool = False


@dataclass(frozen=True)
class ReleaseMark:
    """What a released report bears: its number, who released it, and which release it corrects and why, if one."""

    number: str
    author: str
    corrects: str | None = None
    why: str | None = None


@dataclass(frozen=True)
class Report:
    """The whole. `data_version` is the state of the store that it speaks of and `last_event` the number of the newest
    event in it; `scope` and `local` hold for all figures that do not say otherwise. `look` is how it is dressed.
    """

    year: int
    organisation: str
    title: Message
    companies: tuple[str, ...]
    scope: str
    local: str
    data_version: int
    last_event: int
    made_on: date
    sections: tuple[Section, ...]
    look: Look = field(default_factory=Look)
    release: ReleaseMark | None = None

    def dated(self) -> Message:
        """The line under the title: the day it was made, or its number and the day on which it was released."""
        if self.release is None:
            return msg("Made on {day}", day=self.made_on)
        return msg("Release {number}, {day}", number=self.release.number, day=self.made_on)

    def values(self) -> Iterator[tuple[str, str, Value]]:
        """Every figure with its section and its table or chart."""
        for section in self.sections:
            for block in section.blocks:
                match block:
                    case Table():
                        found = [cell for row in block.rows for cell in row if isinstance(cell, Value)]
                    case Bars():
                        found = list(block.values)
                    case Course():
                        found = list(block.monthly)
                    case _:
                        continue
                for value in found:
                    yield section.key, block.key, value


def numbered(report: Report) -> list[tuple[str, Section]]:
    """The sections with what stands before their title: `1`, `2`, … and `A`, `B`, … for the annexes."""
    found, parts, annexes = [], 0, 0
    for section in report.sections:
        if section.annex:
            found.append((chr(ord("A") + annexes), section))
            annexes += 1
        else:
            parts += 1
            found.append((str(parts), section))
    return found


def words(cell: Cell, language: str) -> str:
    """A cell as the reader's language writes it; nothing for None."""
    if cell is None:
        return ""
    match cell:
        case Value():
            return render(cell.shown(), language)
        case Change():
            return cell.said().to(language)
        case Digest():
            return cell.short()
        case _:
            return render(cell, language)


def is_number(cell: Cell) -> bool:
    """Whether a cell stands at the right edge of its column."""
    if isinstance(cell, Message):  # a change as reports of older versions hold it: “+6.8 %”
        return cell.text.startswith(("+{", "−{"))
    return isinstance(cell, Value | Change | Euro | Share | Decimal | int | float)


def value_of(answer: Result, key: str, row: Mapping[str, Any] | None = None) -> Value:
    """The figure of a measure in an answer: in its only row, or in `row` of it."""
    asked = next(each for each in answer.measures if each.key == key)
    where = answer.selection.as_query()
    if row is None:
        return Value(asked, answer.value(key), where)
    return Value(asked, row[key], where, {by.key: row[by.id_column] for by in answer.by})
