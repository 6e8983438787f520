"""What is new in a list, and what it changes, as an Excel workbook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from socialimpact.actor import Actor
from socialimpact.language import Message, label, msg
from socialimpact.registers.news import News
from socialimpact.services.registers.register_news import Rehearsed, TagChange
from socialimpact.services.spreadsheet import Column, Sheet, workbook_of
from socialimpact.suppliers import kinds

SORTS: dict[str, Message] = {
    "appeared": msg("Appeared"),
    "left": msg("Left"),
    "moved": msg("Moved"),
    "kind": msg("Changed kind"),
    "name": msg("Changed name"),
    "dates": msg("Changed dates"),
}
CHANGES: dict[str, Message] = {"begins": msg("Begins"), "ends": msg("Ends"), "changes": msg("Changes")}

_NAME = (Column("name", msg("Name")), Column("identifier", msg("Tax code or VAT number")))
_COLUMNS: dict[str, tuple[Column, ...]] = {
    "appeared": (Column("kind", msg("Kind")), Column("place", msg("Municipality"))),
    "left": (Column("kind_before", msg("Kind")), Column("place_before", msg("Municipality"))),
    "moved": (Column("place_before", msg("Before")), Column("place", msg("Now"))),
    "kind": (Column("kind_before", msg("Before")), Column("kind", msg("Now"))),
    "name": (Column("name_before", msg("Before")),),
    "dates": (
        Column("valid_from_before", msg("Valid from, before"), "date"),
        Column("valid_to_before", msg("Valid to, before"), "date"),
        Column("valid_from", msg("Valid from"), "date"),
        Column("valid_to", msg("Valid to"), "date"),
    ),
}
TAG_COLUMNS = (
    Column("supplier", msg("Supplier")),
    Column("change", msg("Change")),
    Column("kind", msg("Kind")),
    Column("evidence", msg("How it is known")),
    Column("before", msg("Before")),
    Column("after", msg("After")),
    Column("spend", msg("Spend"), "euro"),
)
YEAR_COLUMNS = (
    Column("year", msg("Year")),
    Column("spend_before", msg("Social spend before"), "euro"),
    Column("spend_after", msg("Social spend after"), "euro"),
    Column("share_before", msg("Share before"), "share"),
    Column("share_after", msg("Share after"), "share"),
)


def columns_of(sort: str) -> tuple[Column, ...]:
    """The columns in which one sort of news is told."""
    return (*_NAME, *_COLUMNS[sort])


def news_rows(news: News, sort: str, reader: str) -> list[dict[str, Any]]:
    """The bodies of one sort, with their kinds in the reader's language."""
    return [
        {**row, "kind": kind_labels(row["kind"], reader), "kind_before": kind_labels(row["kind_before"], reader)}
        for row in news.rows[sort]
    ]


def tag_rows(changes: Iterable[TagChange], reader: str) -> list[dict[str, Any]]:
    """What becomes of our suppliers' tags, in the reader's language."""
    return [
        {
            "supplier": change.supplier,
            "change": CHANGES[change.sort],
            "kind": kinds.kind(change.kind).label,
            "evidence": kinds.evidence(change.evidence).label,
            "before": spans(change.before, reader),
            "after": spans(change.after, reader),
            "spend": change.spend,
        }
        for change in changes
    ]


def year_rows(seen: Rehearsed) -> list[dict[str, Any]]:
    return [{**vars(year), "year": str(year.year)} for year in seen.years]


def spans(days: tuple[tuple[Any, Any], ...], reader: str) -> str:
    """From when to when, several parted by semicolons; a dash for never."""
    said = []
    for starts, ends in days:
        if starts and ends:
            said.append(msg("{first} to {last}", first=starts, last=ends))
        elif starts:
            said.append(msg("from {first}", first=starts))
        elif ends:
            said.append(msg("to {last}", last=ends))
        else:
            said.append(msg("always"))
    return "; ".join(message.to(reader) for message in said) or "–"


def kind_labels(keys: str | None, reader: str) -> str | None:
    return keys and ", ".join(label(kinds.kind(key).label, reader) for key in keys.split(","))


def news_workbook(actor: Actor, news: News | None, reader: str, seen: Rehearsed | None = None) -> bytes:
    """A sheet for each sort of news, and for our suppliers and the years where a list was rehearsed.

    Raises `NotAllowed` where the actor may not download.
    """
    actor.require_download()
    sheets = []
    if seen is not None and seen.tags:
        sheets.append(Sheet(msg("Our suppliers"), TAG_COLUMNS, tag_rows(seen.tags, reader)))
    if seen is not None and seen.years:
        sheets.append(Sheet(msg("Figures"), YEAR_COLUMNS, year_rows(seen)))
    for sort, title in SORTS.items():
        if news is not None and news.rows[sort]:
            sheets.append(Sheet(title, columns_of(sort), news_rows(news, sort, reader)))
    notes = []
    if news is not None:
        notes.append(
            msg(
                "What is new in the list of {now} against that of {before}.",
                now=news.newer.as_of,
                before=news.older.as_of,
            )
        )
        notes += [
            msg("{sort}: {n} in all, the first {shown} here.", sort=SORTS[sort], n=n, shown=len(news.rows[sort]))
            for sort, n in news.counts.items()
            if n > len(news.rows[sort])
        ]
    sheets = sheets or [Sheet(msg("Nothing new"), _NAME, [])]
    return workbook_of(sheets, reader=reader, notes=notes)
