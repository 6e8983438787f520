"""Which tables of a book hold the data: the best one and those like it, not the covers and summaries beside them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from socialimpact import knowledge
from socialimpact.errors import Problem
from socialimpact.language import Message, msg, plural
from socialimpact.tables.headings import names_organisation, names_summary, words
from socialimpact.tables.roles import AMOUNTS, DATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from socialimpact.tables.book import Book
    from socialimpact.tables.grid import Grid
    from socialimpact.tables.headings import Purpose
    from socialimpact.tables.layout import Layout

# Roles without which a table is no ledger or no register, with what each is worth when tables are compared.
_MAIN: dict[str, tuple[tuple[tuple[str, ...], float], ...]] = {
    "ledger": ((AMOUNTS, 0.4), (("supplier_name", "supplier_vat", "supplier_tax_code"), 0.3), (DATES, 0.3)),
    "register": ((("name",), 0.5), (("tax_code", "vat"), 0.5)),
}
Rank = tuple[bool, bool, bool, bool, float, int]


def choose(layouts: Sequence[Layout], book: Book, purpose: Purpose) -> tuple[Layout, ...]:
    """Mark the best table, and those that have all its main roles too; summaries and hidden sheets only for want
    of others. What is left out, and why, is said of its sheet; two sheets that say the same are read, with a warning.
    """
    grids = {grid.sheet: grid for grid in book.grids}
    ranks = [_rank(layout, grids[layout.sheet], purpose) for layout in layouts]
    best = max(range(len(layouts)), key=lambda place: ranks[place])
    if not layouts[best].rows:
        return tuple(layouts)
    wanted = [roles for roles, _ in _MAIN[purpose] if _knows(layouts[best], roles)]
    chosen = [best] + [
        place
        for place, layout in enumerate(layouts)
        if place != best
        and ranks[place][:4] == ranks[best][:4] == (True, True, True, True)
        and len(wanted) > 1
        and all(_knows(layout, roles) for roles in wanted)
    ]
    marked = [replace(layout, chosen=place in chosen) for place, layout in enumerate(layouts)]
    if purpose == "ledger":
        marked = _with_names_of_sheets(marked)
    sheets = {marked[place].sheet for place in chosen}
    if len(sheets) > 1:
        text = plural("{n} sheet holds data and is read.", "{n} sheets hold data and are read together.", len(sheets))
        marked[best] = _told(marked[best], "several_sheets", text)
    if len(chosen) > len(sheets):
        text = plural("{n} table holds data and is read.", "{n} tables hold data and are read together.", len(chosen))
        marked[best] = _told(marked[best], "several_tables", text)
    if purpose == "ledger":
        for place, layout in enumerate(marked):
            if (why := _why_not(layout, grids[layout.sheet], sheets)) is not None:
                marked[place] = _told(layout, *why)
        for place in _copies(sorted(chosen), layouts, grids):
            text = msg("The sheet “{sheet}” says the same as another one. Both are read: leave a copy out.",
                       sheet=layouts[place].sheet)  # fmt: skip
            told = Problem("warning", "copied_sheet", text, layouts[place].sheet)
            marked[place] = replace(marked[place], problems=(*marked[place].problems, told))
    return tuple(marked)


def _rank(layout: Layout, grid: Grid, purpose: Purpose) -> Rank:
    worth = sum(value for roles, value in _MAIN[purpose] if _knows(layout, roles))
    apart = purpose == "ledger" and _stands_apart(layout.sheet)
    return (
        layout.rows > 0,
        not grid.hidden,
        not _is_summary(layout),
        not apart,
        round(worth, 2),
        min(layout.rows, 1000),
    )


def _knows(layout: Layout, roles: Sequence[str]) -> bool:
    """Whether the rows of a table have one of `roles`, from a column or from what holds for several rows."""
    return bool(
        layout.column(*roles)
        or any(role in layout.constants for role in roles)
        or (layout.periods and "invoice_date" in roles)
        or ("invoice_date" in roles and layout.column("period", "year"))
        or (layout.headings == "supplier" and "supplier_name" in roles)
    )


def _is_summary(layout: Layout) -> bool:
    return any(names_summary(column.header) for column in layout.columns)


@cache
def _apart() -> frozenset[str]:
    return frozenset(knowledge.load("column_aliases")["words"]["apart"])


def _stands_apart(sheet: str | None) -> bool:
    """Whether a sheet's name says that it holds something else than the purchases."""
    return bool(sheet and _apart() & set(words(sheet)))


def _copies(places: Sequence[int], layouts: Sequence[Layout], grids: dict[str | None, Grid]) -> set[int]:
    """The tables that say the same, row by row, as an earlier one on another sheet."""
    seen: dict[tuple[object, ...], str | None] = {}
    copies = set()
    for place in places:
        layout = layouts[place]
        if layout.rows < 2:  # noqa: PLR2004 - one row may be the same by chance
            continue
        cells = grids[layout.sheet].cells
        body = cells.slice(cells.num_rows - layout.rows) if layout.last_row == grids[layout.sheet].last_row else cells
        key = (layout.fingerprint, layout.rows, tuple(map(str, body.slice(0, 50).drop_columns(["row"]).to_pylist())),
               tuple(map(str, body.slice(max(layout.rows - 50, 0)).drop_columns(["row"]).to_pylist())))  # fmt: skip
        if seen.setdefault(key, layout.sheet) != layout.sheet:
            copies.add(place)
    return copies


def _with_names_of_sheets(layouts: list[Layout]) -> list[Layout]:
    """Where several sheets are read and no column names the company, a sheet that is called after one names it."""
    chosen = {layout.sheet for layout in layouts if layout.chosen}
    named = {sheet for sheet in chosen if sheet and names_organisation(sheet)}
    if len(chosen) < 2 or named != chosen:  # noqa: PLR2004
        return layouts
    return [
        replace(layout, constants={**layout.constants, "company": layout.sheet or ""})
        if layout.chosen and not layout.column("company")
        else layout
        for layout in layouts
    ]


def _why_not(layout: Layout, grid: Grid, sheets: set[str | None]) -> tuple[str, Message] | None:
    """Code and sentence for a table with content that is not read."""
    if layout.chosen or not grid.height or grid.hidden:  # of hidden sheets the reader speaks itself
        return None
    if layout.sheet in sheets:
        return "table_left_out", msg(
            "A second table begins in row {row}: it is not read, because it is no list of purchases like the other.",
            row=str(layout.header_row or layout.first_row),
        )
    if _is_summary(layout):
        return "summary_sheet", msg("The sheet “{sheet}” is a summary and is not read.", sheet=layout.sheet)
    return "sheet_left_out", msg("The sheet “{sheet}” is no list of purchases and is not read.", sheet=layout.sheet)


def _told(layout: Layout, code: str, text: Message) -> Layout:
    told = Problem("info", code, text, layout.sheet, layout.header_row if code == "table_left_out" else None)
    return replace(layout, problems=(*layout.problems, told))
