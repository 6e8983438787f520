r"""Amounts, dates, texts and identifiers out of cells, as SQL over the columns of `Grid.cells`.

Every function returns an expression. `column` is SQL that names the cell (`c3`, `g.c3`); `kind` is the column's
`CellKind`, or SQL that names the column of kinds where they are mixed. What cannot be read is NULL, never a guess.

>>> amount_sql("c2", CellKind.NUMBER, ",")
'TRY_CAST(c2 AS DECIMAL(18,4))'
"""

from __future__ import annotations

from typing import Literal

from socialimpact.tables.grid import CellKind, Grid

DecimalMark = Literal[".", ","]

# Excel counts days from here (its 1900 was a leap year, so this is right from March 1900 on).
EXCEL_EPOCH = "DATE '1899-12-30'"
FIRST_SERIAL, LAST_SERIAL = 18_264, 73_415  # 1950-01-01, 2100-12-31
FIRST_DATE, LAST_DATE = "DATE '1950-01-01'", "DATE '2100-12-31'"

_SPACES = " \u00a0\u2009\u202f\t"
_CURRENCY = "EUROS?|EUR|GBP|USD|CHF|LIT|€|£|[$]|¥"
_ERRORS = ("#REF!", "#N/A", "#N/D", "#VALUE!", "#VALORE!", "#DIV/0!", "#NAME?", "#NOME?", "#NULL!", "#NUM!")
_NO_IDENTIFIER = ("NONPRESENTE", "NA", "ND", "NULL", "NONE", "NIL", "ASSENTE", "NONDISPONIBILE", "NOTAVAILABLE")
_MONTHS = (
    ("jan", "gen", "ene"),
    ("feb", "fev", "fév"),
    ("mar", "mär", "mrz"),
    ("apr", "avr", "abr"),
    ("may", "mag", "mai"),
    ("jun", "giu", "juin"),
    ("jul", "lug", "juil"),
    ("aug", "ago", "aou", "aoû"),
    ("sep", "set"),
    ("oct", "ott", "okt"),
    ("nov",),
    ("dec", "dic", "dez", "déc"),
)


def amount_sql(column: str, kind: CellKind | str, decimal_mark: str) -> str:
    """DECIMAL(18,4) of an amount, NULL where it is none.

    Reads `1.234,56`, `1,234.56`, `1 234,56`, `1'234.56`, zero padding, a sign before or behind, parentheses and
    `CR` for negative, a currency before or behind, and a lone dash as zero. `decimal_mark` decides what three
    digits behind a single mark mean; where the other reading is the only possible one (`12.5` among commas), it
    is taken.
    """
    number = f"TRY_CAST({column} AS DECIMAL(18,4))"
    if kind is CellKind.NUMBER:
        return number
    if isinstance(kind, CellKind) and kind is not CellKind.TEXT:
        return "CAST(NULL AS DECIMAL(18,4))"
    text = _text_amount_sql(column, decimal_mark)
    if kind is CellKind.TEXT:
        return text
    return f"CASE {kind} WHEN {CellKind.NUMBER:d} THEN {number} WHEN {CellKind.TEXT:d} THEN {text} END"


def rate_sql(column: str, kind: CellKind | str, decimal_mark: str) -> str:
    """DECIMAL(18,8) of an exchange rate, read as `amount_sql` reads: four decimals would move a large amount."""
    return amount_sql(column, kind, decimal_mark).replace("DECIMAL(18,4)", "DECIMAL(18,8)")


def _text_amount_sql(column: str, decimal_mark: str) -> str:
    mark, group = (",", ".") if decimal_mark == "," else (".", ",")
    plain = f"-?[0-9]+([{mark}][0-9]+)?"
    grouped = f"-?[0-9]{{1,3}}([{group}][0-9]{{3}})+([{mark}][0-9]*)?"
    # the two shapes that nearly all cells have, then everything else
    return (
        f"CASE WHEN regexp_full_match({column}, '{plain}') THEN {_cast(_dotted(column, mark))}"
        f" WHEN regexp_full_match({column}, '{grouped}') AND NOT regexp_full_match({column}, '-?0[{group}][0-9]{{3}}')"
        f" THEN {_cast(_dotted(_without(column, group), mark))}"
        f" ELSE {_odd_amount_sql(column, mark, group)} END"
    )


def _odd_amount_sql(column: str, mark: str, group: str) -> str:
    """Amounts with currency, sign behind, parentheses, spaces, apostrophes, or the other style's marks."""
    bare = f"translate(upper({column}), '−–—`´’{_SPACES}\"', '---''''''')"
    bare = f"regexp_replace({bare}, '{_CURRENCY}', '', 'g')"
    digits = f"regexp_replace({bare}, '^[-+(]*|[-+)]*(CR|DR)?$', '', 'g')"
    negative = f"regexp_full_match({bare}, '-.*|.*-|[(].*[)]|.*CR')"
    shapes = (
        (f"[0-9]*([{mark}][0-9]*)?(E[+][0-9]+)?", _dotted("d", mark)),
        (f"0?[{group}][0-9]+|[0-9]+[{group}]([0-9]{{1,2}}|[0-9]{{4,}})", _dotted("d", group)),
        (f"[0-9]{{1,3}}([{group}''][0-9]{{3}})+([{mark}][0-9]*)?", _dotted(_without(_without("d", group), "''"), mark)),
        (f"[0-9]{{1,3}}([{mark}''][0-9]{{3}})+[{group}][0-9]*", _dotted(_without(_without("d", mark), "''"), group)),
        (f"[0-9]{{1,3}}([{mark}][0-9]{{3}}){{2,}}", _without("d", mark)),
    )
    cases = " ".join(f"WHEN regexp_full_match(d, '{shape}') THEN {number}" for shape, number in shapes)
    value = f"TRY_CAST(CASE {cases} END AS DECIMAL(18,4))"
    # a list of one struct names the two intermediate texts, so that they are computed once
    parts = f"[{{'b': {bare}, 'd': {digits}, 'n': {negative}}}]"
    chosen = value.replace("(d,", "(x.d,").replace("(d)", "(x.d)").replace("THEN d", "THEN x.d")
    return (
        f"list_transform({parts}, lambda x: CASE WHEN x.d = '' THEN CASE WHEN x.b = '-' THEN 0 END"
        f" WHEN x.n THEN -({chosen}) ELSE {chosen} END)[1]"
    )


def _dotted(text: str, mark: str) -> str:
    return text if mark == "." else f"replace({text}, '{mark}', '.')"


def _without(text: str, group: str) -> str:
    return f"replace({text}, '{group}', '')"


def _cast(text: str) -> str:
    return f"TRY_CAST({text} AS DECIMAL(18,4))"


def date_sql(column: str, kind: CellKind | str, date_order: str) -> str:
    """DATE, NULL where the cell is none or lies before 1950 or after 2100.

    Reads ISO dates with or without a time, day/month/year in any order with `/`, `-`, `.` or spaces and two or four
    digits of the year, `20250131`, Excel's day numbers, and month names in five languages. `date_order` decides
    between day/month and month/day; a day above 12 decides for itself.
    """
    iso = f"TRY_CAST(left({column}, 10) AS DATE)"
    compact = f"CASE WHEN regexp_full_match({column}, '(19|20)[0-9]{{6}}') THEN {column} END"
    serial = (
        f"CASE WHEN TRY_CAST({column} AS DOUBLE) BETWEEN {FIRST_SERIAL} AND {LAST_SERIAL}"
        f" THEN {EXCEL_EPOCH} + CAST(floor(TRY_CAST({column} AS DOUBLE)) AS INTEGER)"
        f" ELSE CAST(TRY_STRPTIME({compact}, '%Y%m%d') AS DATE) END"
    )
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


def _text_date_sql(column: str, date_order: str, iso: str, serial: str) -> str:
    first, second = ("%m/%d", "%d/%m") if date_order == "mdy" else ("%d/%m", "%m/%d")
    parts = "[0-9]{1,2} ?[-/. ] ?[0-9]{1,2} ?[-/. ] ?"
    rest = "([ ,T+Z].*)?"
    year_last = f"regexp_replace(regexp_extract({column}, '^{parts}[0-9]+'), ' ?[-. ] ?', '/', 'g')"
    year_first = (
        f"regexp_replace(regexp_extract({column}, '^[0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}'), '[-.]', '/', 'g')"
    )

    def parsed(text: str, year: str) -> str:
        return (
            f"COALESCE(CAST(TRY_STRPTIME({text}, '{first}/{year}') AS DATE),"
            f" CAST(TRY_STRPTIME({text}, '{second}/{year}') AS DATE))"
        )

    day = f"WHEN regexp_full_match({column}, '{parts}[0-9]{{4}}{rest}') THEN {parsed(year_last, '%Y')}"
    standard = f"WHEN regexp_full_match({column}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}{rest}') THEN {iso}"
    likely = f"{standard} {day}" if date_order == "ymd" else f"{day} {standard}"
    return (
        f"CASE {likely}"
        f" WHEN regexp_full_match({column}, '{parts}[0-9]{{2}}{rest}') THEN {parsed(year_last, '%y')}"
        f" WHEN regexp_full_match({column}, '[0-9]{{4}}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}{rest}')"
        f" THEN CAST(TRY_STRPTIME({year_first}, '%Y/%m/%d') AS DATE)"
        f" WHEN regexp_full_match({column}, '[0-9]{{5}}([.][0-9]+)?|[0-9]{{8}}') THEN {serial}"
        f" WHEN regexp_matches({column}, '[[:alpha:]]{{2}}') AND regexp_matches({column}, '[0-9]{{2}}')"
        f" THEN {_named_month_sql(column)} END"
    )


def _named_month_sql(column: str) -> str:
    """`1 January 2020`, `01-gen-25`, `Wednesday, May 04, 2022`, `2020 May 4`; a month and a year mean the first."""
    words = f"regexp_extract_all(lower({column}), '[[:alpha:]àâäáèéêëìíîïòóôöùúûü]{{3,}}')"
    cases = []
    for number, names in enumerate(_MONTHS, start=1):
        likes = " OR ".join(f"starts_with(w, '{name}')" for name in names)
        cases.append(f"WHEN {likes} THEN {number}")
    # of a weekday and a month the month comes last: "mar 4 maggio" is a Tuesday in May
    month = f"list_transform([list_extract({words}, -1)], lambda w: CASE {' '.join(cases)} END)[1]"
    numbers = f"list_transform(regexp_extract_all({column}, '[0-9]+'), lambda n: TRY_CAST(n AS INTEGER))"
    two = "CASE WHEN y >= 100 THEN y WHEN y >= 70 THEN 1900 + y ELSE 2000 + y END"

    def year(of: str) -> str:
        return two.replace("y ", f"{of} ").replace("+ y", f"+ {of}").replace("THEN y", f"THEN {of}")

    made = (
        "CASE WHEN len(p.n) = 1 AND p.n[1] >= 1000 THEN [p.n[1], p.m, 1]"
        " WHEN len(p.n) >= 2 AND p.n[1] >= 1000 THEN [p.n[1], p.m, p.n[2]]"
        f" WHEN len(p.n) >= 2 THEN [{year('p.n[2]')}, p.m, p.n[1]] END"
    )
    parts = f"[{{'n': {numbers}, 'm': {month}}}]"
    return (
        f"list_transform(list_transform({parts}, lambda p: {made}),"
        " lambda q: TRY_CAST(format('{:04d}-{:02d}-{:02d}', q[1], q[2], q[3]) AS DATE))[1]"
    )


def _sensible(date: str) -> str:
    return f"list_transform([{date}], lambda d: CASE WHEN d BETWEEN {FIRST_DATE} AND {LAST_DATE} THEN d END)[1]"


def needs_tidying(grid: Grid, index: int) -> bool:
    """Whether a text of column `index` may hold white space to join, or a formula's error."""
    return grid.may_hold(index, "  ", "\t", "\r", "\n", "\u00a0", "#")


def text_sql(column: str, *, tidy: bool = False) -> str:
    """The text with runs of white space as one space; errors of a formula are NULL.

    `tidy`: the column is known to have neither (see `needs_tidying`), so it is taken as it is.
    """
    if tidy:
        return column
    listed = ", ".join(f"'{error}'" for error in _ERRORS)
    return (
        f"CASE WHEN {column} IN ({listed}) THEN NULL"
        f" WHEN contains({column}, '  ') OR regexp_matches({column}, '[\\t\\r\\n\\x{{a0}}]')"
        f" THEN nullif(trim(regexp_replace({column}, '[\\s\\x{{a0}}]+', ' ', 'g')), '') ELSE {column} END"
    )


def identifier_sql(column: str) -> str:
    """A tax identifier or code in capital letters and digits only; NULL for placeholders and rows of zeros.

    `'01234567890'` loses its apostrophes and `1234567890.0` its tail. Lost leading zeros stay lost here.
    """
    bare = f"regexp_replace(upper(regexp_replace({column}, '^([0-9]+)[.,]0+$', '\\1')), '[^A-Z0-9]', '', 'g')"
    listed = ", ".join(f"'{word}'" for word in _NO_IDENTIFIER)
    return (
        f"list_transform([{bare}], lambda i: CASE WHEN i IN ({listed}) OR regexp_full_match(i, '0*') THEN NULL"
        " ELSE i END)[1]"
    )
