r"""Amounts, rates, texts and identifiers out of cells, as SQL over the columns of `Grid.cells`; dates are in `dates`.

Every function returns an expression. `column` is SQL that names the cell (`c3`, `g.c3`); `kind` is the column's
`CellKind`, or SQL that names the column of kinds where they are mixed. What cannot be read is NULL, never a guess.

>>> amount_sql("c2", CellKind.NUMBER, ",")
'TRY_CAST(c2 AS DECIMAL(18,4))'
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from socialimpact import knowledge
from socialimpact.tables import currencies
from socialimpact.tables.cell_errors import cell_errors
from socialimpact.tables.dates import EXCEL_EPOCH, date_sql
from socialimpact.tables.grid import CellKind, Grid

__all__ = [
    "EXCEL_EPOCH", "DecimalMark", "amount_sql", "currency_sql", "date_sql", "identifier_sql", "lost_identifier_sql",
    "needs_tidying", "rate_sql", "text_sql", "vat_rate_sql",
]  # fmt: skip

DecimalMark = Literal[".", ","]

_AMOUNT = "DECIMAL(18,4)"
# Letters behind an amount: debit (Dare, Debit, Soll) leaves it, credit (Avere, Credit, Haben) makes it negative.
_DEBIT, _CREDIT = "D|DR|DARE|S", "A|AV|AVERE|CR|H"
_SPACE = r"[\s\x{a0}\x{2000}-\x{200b}\x{202f}\x{205f}\x{3000}\x{feff}]"
_SCIENTIFIC = "[0-9]+([.,][0-9]+)?E[+][0-9]+"


def amount_sql(column: str, kind: CellKind | str, decimal_mark: str) -> str:
    """DECIMAL(18,4) of an amount, NULL where it is none.

    Reads `1.234,56`, `1,234.56`, `1 234,56` with any space, `1'234.56`, `12,34,567.89`, zero padding, a sign before or
    behind, parentheses, `Cr` or `A` behind for negative, a currency before or behind, `1E+05`, and a lone dash as
    zero. `decimal_mark` decides what three digits behind a single mark mean; where the other reading is the only
    possible one (`12.5` among commas), it is taken.
    """
    number = f"TRY_CAST({column} AS {_AMOUNT})"
    if kind is CellKind.NUMBER:
        return number
    if isinstance(kind, CellKind) and kind is not CellKind.TEXT:
        return f"CAST(NULL AS {_AMOUNT})"
    text = _text_amount_sql(column, decimal_mark)
    if kind is CellKind.TEXT:
        return text
    return f"CASE {kind} WHEN {CellKind.NUMBER:d} THEN {number} WHEN {CellKind.TEXT:d} THEN {text} END"


def rate_sql(column: str) -> str:
    """DECIMAL(18,8) of an exchange rate, whatever the decimal mark of the amounts.

    A rate has no thousands: a single mark is the decimal one, so `1.085` is 1.085 among decimal commas too. With both
    marks the last one is it (`1.936,27`).
    """
    text = f"regexp_replace({column}, '{_SPACE}', '', 'g')"
    return (
        f"list_transform([{text}], lambda r: TRY_CAST(CASE"
        " WHEN regexp_full_match(r, '[0-9]*[.,]?[0-9]+') THEN replace(r, ',', '.')"
        " WHEN regexp_full_match(r, '[0-9]{1,3}([.][0-9]{3})+,[0-9]+') THEN replace(replace(r, '.', ''), ',', '.')"
        " WHEN regexp_full_match(r, '[0-9]{1,3}(,[0-9]{3})+[.][0-9]+') THEN replace(r, ',', '')"
        " WHEN regexp_full_match(r, '[0-9.]+E[+-]?[0-9]+') THEN r"
        " END AS DECIMAL(18,8)))[1]"
    )


def vat_rate_sql(column: str) -> str:
    """DECIMAL(9,6) of a VAT rate as a fraction: `22`, `22 %`, `22,00`, `0.22`, `IVA 10%` are 0.22 and 0.10.

    Codes that name no rate (`N4`, `Art. 15`) are NULL.
    """
    shape = "^(?:(?:IVA|VAT|TVA|MWST|UST|ALIQ[A-Z.]*)[^0-9A-Z]*)?([0-9]{1,2}([.,][0-9]+)?) ?%?$"
    text = f"replace(regexp_extract(upper({column}), '{shape}', 1), ',', '.')"
    return (
        f"list_transform([TRY_CAST({text} AS DECIMAL(9,6))],"
        " lambda r: CASE WHEN r < 1 THEN r WHEN r <= 30 THEN CAST(r * 0.01 AS DECIMAL(9,6)) END)[1]"
    )


def currency_sql(column: str) -> str:
    """The code of the currency that stands beside an amount (`£ 12`, `12 EUR`) or alone in a cell; else NULL."""
    mark = f"regexp_extract(upper({column}), '(?:^|[^A-Z])({currencies.pattern()})(?:[^A-Z]|$)', 1)"
    cases = " ".join(f"WHEN '{each}' THEN '{code}'" for each, code in currencies.code_of().items())
    return f"CASE {mark} {cases} END"


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
    """Amounts with currency, sign behind, parentheses, spaces, apostrophes, exponents, or the other style's marks."""
    bare = f"translate(upper({column}), '−–—‐‑﹣－`´’‘\"', '-------''''''''')"
    # a space between digits parts thousands, as an apostrophe does
    bare = f"regexp_replace({bare}, '([0-9]){_SPACE}+([0-9])', '\\1''\\2', 'g')"
    bare = f"regexp_replace({bare}, '{_SPACE}|{currencies.pattern()}', '', 'g')"
    digits = f"regexp_replace({bare}, '^[-+(]*|[-+)]*(({_DEBIT}|{_CREDIT})[.]?)?$', '', 'g')"
    negative = f"regexp_full_match({bare}, '-.*|.*-|[(].*[)]|.*[0-9.,)]({_CREDIT})[.]?')"
    power = "(E[+-]?[0-9]{1,2})?"
    shapes = (
        (f"[0-9]*([{mark}][0-9]*)?{power}", _dotted("d", mark)),
        (
            f"0?[{group}][0-9]+|[0-9]+[{group}]([0-9]{{1,2}}|[0-9]{{4,}})|[0-9]+[{group}][0-9]+E[+-]?[0-9]{{1,2}}",
            _dotted("d", group),
        ),
        (f"[0-9]{{1,3}}([{group}''][0-9]{{3}})+([{mark}][0-9]*)?", _dotted(_without(_without("d", group), "''"), mark)),
        (f"[0-9]{{1,3}}([{mark}''][0-9]{{3}})+[{group}][0-9]*", _dotted(_without(_without("d", mark), "''"), group)),
        (f"[0-9]{{1,3}}([{mark}][0-9]{{3}}){{2,}}", _without("d", mark)),
        ("[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}([.][0-9]*)?", _without("d", ",")),
    )
    cases = " ".join(f"WHEN regexp_full_match(d, '{shape}') THEN {number}" for shape, number in shapes)
    value = f"TRY_CAST(CASE {cases} END AS {_AMOUNT})"
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
    return f"TRY_CAST({text} AS {_AMOUNT})"


def needs_tidying(grid: Grid, index: int) -> bool:
    """Whether a text of column `index` may hold white space to join, apostrophes around it, or a formula's error."""
    return grid.may_hold(index, "  ", "\t", "\r", "\n", "\u00a0", "#", "'")


def text_sql(column: str, *, tidy: bool = False) -> str:
    """The text with runs of white space as one space; errors of a formula are NULL.

    Apostrophes around the whole (`'385/A'`, put there so that Excel leaves it alone) are no part of it.
    `tidy`: the column is known to have none of these (see `needs_tidying`), so it is taken as it is.
    """
    if tidy:
        return column
    listed = ", ".join(f"'{error}'" for error in cell_errors())
    return (
        f"CASE WHEN {column} IN ({listed}) THEN NULL"
        f" WHEN starts_with({column}, '''') AND regexp_full_match({column}, '''[^'']+''')"
        f" THEN nullif(trim({column}, ''' '), '')"
        f" WHEN contains({column}, '  ') OR regexp_matches({column}, '[\\t\\r\\n\\x{{a0}}]')"
        f" THEN nullif(trim(regexp_replace({column}, '[\\s\\x{{a0}}]+', ' ', 'g')), '') ELSE {column} END"
    )


def identifier_sql(column: str) -> str:
    """A tax identifier or code in capital letters and digits only; NULL for what stands for none
    (`data/missing_values.yml`), for one digit over and over, and in scientific notation, whose last digits are lost.

    `'01234567890'` loses its apostrophes and `1234567890.0` its tail. Lost leading zeros stay lost here.
    """
    bare = f"regexp_replace(upper(regexp_replace({column}, '^([0-9]+)[.,]0+$', '\\1')), '[^A-Z0-9]', '', 'g')"
    listed = ", ".join(f"'{word}'" for word in missing_identifiers())
    same = "|".join(f"{digit}*" for digit in "09")
    return (
        f"CASE WHEN contains({column}, 'E+') AND {_is_scientific(column)} THEN NULL"
        f" ELSE list_transform([{bare}], lambda i: CASE WHEN i IN ({listed})"
        f" OR regexp_full_match(i, '([A-Z]{{2}})?({same})') THEN NULL ELSE i END)[1] END"
    )


def lost_identifier_sql(column: str) -> str:
    """The text of an identifier in scientific notation (`1,23457E+10`), whose last digits are lost; else NULL."""
    return f"CASE WHEN contains({column}, 'E+') AND {_is_scientific(column)} THEN {column} END"


def _is_scientific(column: str) -> str:
    return f"regexp_full_match({column}, '{_SCIENTIFIC}')"


@cache
def missing_identifiers() -> tuple[str, ...]:
    """What stands in cells for a missing identifier, in capital letters and digits only."""
    said = knowledge.load("missing_values")["identifier"]
    bare = ("".join(letter for letter in str(word).upper() if letter.isalnum()) for word in said if word)
    return tuple(sorted(set(bare)))
