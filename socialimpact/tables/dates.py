"""Dates out of cells, as SQL over the columns of `Grid.cells`: in every way that ledgers write them.

`column` is SQL that names the cell, `kind` the column's `CellKind` or SQL that names the column of kinds. What cannot
be read is NULL, never a guess. A year of two digits is one of 1969 to 2068.
"""

from __future__ import annotations

from functools import cache

from socialimpact import knowledge
from socialimpact.tables.grid import CellKind

# Excel counts days from here (its 1900 was a leap year, so this is right from March 1900 on); its older books for the
# Macintosh count from 1904.
EXCEL_EPOCH = "DATE '1899-12-30'"
MACINTOSH_EPOCH = "DATE '1904-01-01'"
FIRST_SERIAL, LAST_SERIAL = 18_264, 73_415  # 1950-01-01, 2100-12-31
FIRST_DATE, LAST_DATE = "DATE '1950-01-01'", "DATE '2100-12-31'"
FIRST_OLD_YEAR = 69

_PARTS = "[0-9]{1,2} ?[-/. ] ?[0-9]{1,2} ?[-/. ] ?"
_REST = "([ ,T+Z].*)?"


def date_sql(column: str, kind: CellKind | str, date_order: str) -> str:
    """DATE, NULL where the cell is none or lies before 1950 or after 2100.

    Reads ISO dates with or without time and zone, day/month/year in any order with `/`, `-`, `.` or spaces and two or
    four digits of the year, `20250131`, `31012025`, Excel's day numbers as numbers and as text, and month names in
    five languages (`01-gen-25`, `3 août 2024`; `Sept-24` is its first day). `date_order` (`dmy`, `mdy`, `ymd`,
    `serial`, `serial1904` for day numbers from 1904) decides between day/month and month/day; a day above 12 decides
    for itself.
    """
    iso = f"TRY_CAST(left({column}, 10) AS DATE)"
    serial = _serial_sql(column, date_order)
    if kind is CellKind.DATE:
        return _sensible(iso)
    if kind is CellKind.NUMBER:
        return _sensible(serial)
    if isinstance(kind, CellKind) and kind is not CellKind.TEXT:
        return "CAST(NULL AS DATE)"
    text = _text_date_sql(column, date_order, iso, serial)
    if kind is CellKind.TEXT:
        return _sensible(text)
    return _sensible(
        f"CASE {kind} WHEN {CellKind.DATE:d} THEN {iso} WHEN {CellKind.NUMBER:d} THEN {serial}"
        f" WHEN {CellKind.TEXT:d} THEN {text} END"
    )


def _serial_sql(column: str, date_order: str) -> str:
    """A day number, or a date of eight digits; Excel takes the zero away from `01022025`."""
    epoch = MACINTOSH_EPOCH if date_order == "serial1904" else EXCEL_EPOCH
    days = f"TRY_CAST(replace({column}, ',', '.') AS DOUBLE)"
    return (
        f"CASE WHEN {days} BETWEEN {FIRST_SERIAL - 1_462} AND {LAST_SERIAL}"
        f" THEN {epoch} + CAST(floor({days}) AS INTEGER)"
        f" WHEN regexp_full_match({column}, '[0-9]{{7,8}}([.]0+)?') THEN {_compact_sql(column, date_order)} END"
    )


def _compact_sql(column: str, date_order: str) -> str:
    """`20250131`, `31012025`, and `1022025` whose zero was lost."""
    digits = f"lpad(regexp_extract({column}, '^[0-9]+'), 8, '0')"
    day_first = "%m%d%Y" if date_order == "mdy" else "%d%m%Y"
    year_first = f"CASE WHEN regexp_full_match({column}, '(19|20)[0-9]{{6}}([.]0+)?') THEN {digits} END"
    ways = [f"TRY_STRPTIME({year_first}, '%Y%m%d')", f"TRY_STRPTIME({digits}, '{day_first}')"]
    if date_order in {"dmy", "mdy"}:
        ways.reverse()
    return f"COALESCE({', '.join(_sensible(f'CAST({way} AS DATE)') for way in ways)})"


def _text_date_sql(column: str, date_order: str, iso: str, serial: str) -> str:
    first, second = ("%m/%d", "%d/%m") if date_order == "mdy" else ("%d/%m", "%m/%d")
    year_last = f"regexp_replace(regexp_extract({column}, '^{_PARTS}[0-9]+'), ' ?[-. ] ?', '/', 'g')"
    year_first = (
        f"regexp_replace(regexp_extract({column}, '^[0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}'), '[-.]', '/', 'g')"
    )

    def parsed(text: str, year: str) -> str:
        return (
            f"COALESCE(CAST(TRY_STRPTIME({text}, '{first}/{year}') AS DATE),"
            f" CAST(TRY_STRPTIME({text}, '{second}/{year}') AS DATE))"
        )

    day = f"WHEN regexp_full_match({column}, '{_PARTS}[0-9]{{4}}{_REST}') THEN {parsed(year_last, '%Y')}"
    standard = f"WHEN regexp_full_match({column}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{_REST}') THEN {iso}"
    likely = f"{standard} {day}" if date_order == "ymd" else f"{day} {standard}"
    return (
        f"CASE {likely}"
        f" WHEN regexp_full_match({column}, '{_PARTS}[0-9]{{2}}{_REST}') THEN {parsed(year_last, '%y')}"
        f" WHEN regexp_full_match({column}, '[0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}{_REST}')"
        f" THEN CAST(TRY_STRPTIME({year_first}, '%Y/%m/%d') AS DATE)"
        f" WHEN regexp_full_match({column}, '[0-9]{{5}}([.,][0-9]+)?|[0-9]{{7,8}}') THEN {serial}"
        f" WHEN regexp_full_match({column}, '[0-9]{{8}}T[0-9]{{2,6}}.*')"
        f" THEN CAST(TRY_STRPTIME(left({column}, 8), '%Y%m%d') AS DATE)"
        f" WHEN regexp_matches({column}, '\\p{{L}}{{2}}') AND regexp_matches({column}, '[0-9]{{2}}')"
        f" THEN {_named_month_sql(column)} END"
    )


def _named_month_sql(column: str) -> str:
    """`1 January 2020`, `01-gen-25`, `Wednesday, May 04, 2022`, `2020 May 4`; a month and a year mean the first."""
    plain = f"strip_accents(lower({column}))"
    named = " ".join(f"WHEN {_begins(names)} THEN {number}" for number, names in enumerate(months(), start=1))
    numbers = f"list_transform(regexp_extract_all({column}, '[0-9]+'), lambda n: TRY_CAST(n AS INTEGER))"
    # of a weekday and a month the month comes last: "mar 4 maggio" is a Tuesday in May
    found = (
        f"list_filter(list_transform(regexp_extract_all({plain}, '[a-z]{{3,}}'), lambda w: CASE {named} END),"
        " lambda m: m IS NOT NULL)"
    )
    month_and_year = f"regexp_full_match({plain}, '[a-z]{{3,}}[-/. ''’]*[0-9]{{2}}')"
    made = (
        "CASE WHEN len(p.n) = 1 AND p.n[1] >= 1000 THEN [p.n[1], p.m, 1]"
        f" WHEN len(p.n) = 1 AND p.my THEN [{_whole_year('p.n[1]')}, p.m, 1]"
        " WHEN len(p.n) >= 2 AND p.n[1] >= 1000 THEN [p.n[1], p.m, p.n[2]]"
        f" WHEN len(p.n) >= 2 THEN [{_whole_year('p.n[2]')}, p.m, p.n[1]] END"
    )
    parts = f"[{{'n': {numbers}, 'm': list_extract({found}, -1), 'my': {month_and_year}}}]"
    return (
        f"list_transform(list_transform({parts}, lambda p: {made}),"
        " lambda q: TRY_CAST(format('{:04d}-{:02d}-{:02d}', q[1], q[2], q[3]) AS DATE))[1]"
    )


@cache
def months() -> tuple[tuple[str, ...], ...]:
    """How the twelve months begin (`data/months.yml`), in small letters without accents."""
    return tuple(tuple(names) for names in knowledge.load("months"))


def _begins(names: tuple[str, ...]) -> str:
    return " OR ".join(f"starts_with(w, '{name}')" for name in names)


def _whole_year(year: str) -> str:
    return (
        f"CASE WHEN {year} >= 100 THEN {year} WHEN {year} >= {FIRST_OLD_YEAR} THEN 1900 + {year} ELSE 2000 + {year} END"
    )


def _sensible(date: str) -> str:
    return f"list_transform([{date}], lambda d: CASE WHEN d BETWEEN {FIRST_DATE} AND {LAST_DATE} THEN d END)[1]"
