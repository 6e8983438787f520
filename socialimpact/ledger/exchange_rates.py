"""The European Central Bank's reference rates: their published file, read and kept.

The file (`eurofxref-hist.csv`, also as the bank's zip of it) has a line a day, newest first, and a column a currency:
units of the currency for one euro, `N/A` or nothing where there was none. The file of one day has the same shape.
Source: https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyarrow as pa

from socialimpact.errors import FileRefused
from socialimpact.language import Message, msg
from socialimpact.store import Transaction

MOST_BYTES = 64 * 1024 * 1024  # of text: twenty-five years are 2 MB
_MOST_RATE = Decimal(10) ** 9
_NONE = {"", "N/A", "-"}


@dataclass(frozen=True)
class Rates:
    """Rates of a file: `table` has the columns `currency`, `date` and `rate` (units for one euro), a row a rate."""

    table: pa.Table
    currencies: tuple[str, ...]
    first_date: date
    last_date: date


def read(path: Path) -> Rates:
    """The rates of a published file. Raises `FileRefused` where it is none, with the line that cannot be read."""
    lines = csv.reader(io.StringIO(_text(path)))
    header = [cell.strip() for cell in next(lines, [])]
    while header and not header[-1]:
        header.pop()
    codes = header[1:]
    if not header or header[0].casefold() != "date" or not codes or not all(_is_code(code) for code in codes):
        raise _refused()
    currencies: list[str] = []
    dates: list[date] = []
    rates: list[Decimal] = []
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        day = _day(cells[0].strip(), number)
        for code, cell in zip(codes, cells[1:], strict=False):
            if (text := cell.strip()) not in _NONE:
                currencies.append(code)
                dates.append(day)
                rates.append(_rate(text, number))
    if not rates:
        raise _refused()
    table = pa.table(
        {
            "currency": pa.array(currencies, pa.string()),
            "date": pa.array(dates, pa.date32()),
            "rate": pa.array(rates, pa.decimal128(18, 8)),
        }
    )
    return Rates(table, tuple(dict.fromkeys(currencies)), min(dates), max(dates))


def store(tx: Transaction, rate_file_id: int, rates: Rates) -> None:
    """Keep the rates of a file; where a day's rate is known, the newer file says it better."""
    with tx.frame("read_rate", rates.table):
        tx.execute(
            "delete from exchange_rate where exists (select 1 from read_rate"
            " where read_rate.currency = exchange_rate.currency and read_rate.date = exchange_rate.date)",
            step="rates: replace",
        )
        tx.execute(
            "insert into exchange_rate select currency, date, any_value(rate), ? from read_rate"
            " group by currency, date",
            [rate_file_id],
            step="rates: keep",
        )


def _text(path: Path) -> str:
    """The text of the file, out of its zip where it is in one."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                inside = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".csv")]
                if len(inside) != 1 or inside[0].file_size > MOST_BYTES or inside[0].flag_bits & 1:
                    raise _refused()
                with archive.open(inside[0]) as file:
                    content = file.read(MOST_BYTES + 1)
        else:
            with path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise _refused()
        return content.decode("utf-8-sig")
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError, OSError) as fault:
        raise _refused() from fault


def _is_code(text: str) -> bool:
    return len(text) == 3 and text.isascii() and text.isalpha() and text.isupper()  # noqa: PLR2004 - ISO 4217


def _day(text: str, number: int) -> date:
    for shape in ("%Y-%m-%d", "%d %B %Y"):
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise _unreadable(number, text, msg("day"))


def _rate(text: str, number: int) -> Decimal:
    try:
        rate = Decimal(text)
    except InvalidOperation as fault:
        raise _unreadable(number, text, msg("rate")) from fault
    if not rate.is_finite() or not 0 < rate < _MOST_RATE:
        raise _unreadable(number, text, msg("rate"))
    return round(rate, 8)


def _refused() -> FileRefused:
    return FileRefused(
        msg(
            "This is no file of exchange rates of the European Central Bank: its first line must say Date, then the"
            " codes of currencies. Download “eurofxref-hist.csv” (or its zip) from the bank's page of reference rates"
            " and add it as it is."
        ),
        code="no_rates",
    )


def _unreadable(number: int, value: str, what: Message) -> FileRefused:
    return FileRefused(
        msg(
            "Line {row} of this file of exchange rates cannot be read: “{value}” is no {what}. Download the file again"
            " and add it as it is.",
            row=str(number),
            value=value[:40],
            what=what,
        ),
        code="bad_rates",
    )
