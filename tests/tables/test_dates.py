from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialimpact.tables.dates import date_sql
from socialimpact.tables.grid import CellKind
from tests.tables.asking import ask


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("1/2/2013", "dmy", (2013, 2, 1)),
        ("1/2/2013", "mdy", (2013, 1, 2)),
        ("01.02.2013", "dmy", (2013, 2, 1)),
        ("01-02-13", "dmy", (2013, 2, 1)),
        ("01 02 2013", "dmy", (2013, 2, 1)),
        ("01/02/2013 00:00", "dmy", (2013, 2, 1)),
        ("01/13/2013", "dmy", (2013, 1, 13)),
        ("13/01/2013", "mdy", (2013, 1, 13)),
        ("2013-02-01", "dmy", (2013, 2, 1)),
        ("2013-02-01", "mdy", (2013, 2, 1)),
        ("2013/2/1", "ymd", (2013, 2, 1)),
        ("2013-02-01T10:00:00.000Z", "ymd", (2013, 2, 1)),
        ("2013-02-01 10:00:00", "ymd", (2013, 2, 1)),
        ("2015-09-29+02:00", "ymd", (2015, 9, 29)),
        ("20250131", "dmy", (2025, 1, 31)),
        ("01-gen-25", "dmy", (2025, 1, 1)),
        ("9-Oct-12", "dmy", (2012, 10, 9)),
        ("1 January 2020", "dmy", (2020, 1, 1)),
        ("1st May 2020", "dmy", (2020, 5, 1)),
        ("Wednesday, May 04, 2022", "mdy", (2022, 5, 4)),
        ("mar 4 maggio 2022", "dmy", (2022, 5, 4)),
        ("4 août 2021", "dmy", (2021, 8, 4)),
        ("5. März 2021", "dmy", (2021, 3, 5)),
        ("dicembre 2024", "dmy", (2024, 12, 1)),
        ("41456", "dmy", (2013, 7, 1)),
        ("41456.75", "dmy", (2013, 7, 1)),
        ("41456,75", "dmy", (2013, 7, 1)),
        ("39994", "serial1904", (2013, 7, 1)),
        ("31012025", "dmy", (2025, 1, 31)),
        ("1022025", "dmy", (2025, 2, 1)),
        ("02012025", "mdy", (2025, 2, 1)),
        ("20122025", "ymd", (2025, 12, 20)),
        ("20250131T101500", "ymd", (2025, 1, 31)),
        ("2025-01-31T10:15:00+01:00", "ymd", (2025, 1, 31)),
        ("2025-01-31Z", "dmy", (2025, 1, 31)),
        ("31.01.2025", "dmy", (2025, 1, 31)),
        ("2025/01/31", "dmy", (2025, 1, 31)),
        ("12. März 2025", "dmy", (2025, 3, 12)),
        ("Mi, 12. MÄRZ 2025", "dmy", (2025, 3, 12)),
        ("3 AOÛT 2024", "dmy", (2024, 8, 3)),
        ("1er février 2024", "dmy", (2024, 2, 1)),
        ("12 de marzo de 2025", "dmy", (2025, 3, 12)),
        ("5 dic. 2024", "dmy", (2024, 12, 5)),
        ("Sept-24", "dmy", (2024, 9, 1)),
        ("gen 25", "dmy", (2025, 1, 1)),
        ("5 May 2024 CEST", "dmy", (2024, 5, 5)),
        ("01/02/69", "dmy", (1969, 2, 1)),
        ("1-feb-69", "dmy", (1969, 2, 1)),
        ("01/02/68", "dmy", (2068, 2, 1)),
    ],
)
def test_dates(engine, text, order, day):
    assert ask(engine, date_sql("c0", CellKind.TEXT, order), text) == [date(*day)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "00:00:00",
        "31/02/2013",
        "13/13/2013",
        "01/02/0213",
        "TBC",
        "12345678",
        "abc 12",
        "5 May",
        "01/01/1900",
        "31 febbraio 2024",
        "1/2",
        "99999",
    ],
)
def test_what_is_no_date_is_null(engine, text):
    assert ask(engine, date_sql("c0", CellKind.TEXT, "dmy"), text) == [None]


def test_date_and_number_cells(engine):
    assert (
        ask(engine, date_sql("c0", CellKind.DATE, "serial"), "2024-05-06", "2024-05-06 01:00:00")
        == [date(2024, 5, 6)] * 2
    )
    assert ask(engine, date_sql("c0", CellKind.NUMBER, "serial"), "45418", "20240506", "7") == [
        date(2024, 5, 6),
        date(2024, 5, 6),
        None,
    ]
    assert ask(engine, date_sql("c0", "k0", "dmy"), "45418", kinds=CellKind.NUMBER) == [date(2024, 5, 6)]
    assert ask(engine, date_sql("c0", "k0", "dmy"), "06/05/2024") == [date(2024, 5, 6)]


MONTHS = {
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "it short": "gen feb mar apr mag giu lug ago set ott nov dic",
    "en": "January February March April May June July August September October November December",
    "en short": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "fr short": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "de short": "Jän. Feb. Mrz. Apr. Mai Jun. Jul. Aug. Sep. Okt. Nov. Dez.",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "es short": "ene feb mar abr may jun jul ago sep oct nov dic",
}


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(date(1990, 1, 1), date(2039, 12, 31)),
            st.sampled_from(sorted(MONTHS)),
            st.sampled_from(["{d} {m} {y}", "{d:02}-{m}-{s:02}", "{d}. {m} {y}", "{m} {d}, {y}", "{y} {m} {d}"]),
        ),
        min_size=1,
        max_size=8,
    ),
    st.booleans(),
)
def test_months_by_name_are_read_back_in_five_languages(engine, written, upper):
    cells = []
    for day, language, pattern in written:
        month = MONTHS[language].split()[day.month - 1]
        text = pattern.format(d=day.day, m=month, y=day.year, s=day.year % 100)
        cells.append(text.upper() if upper else text)
    assert ask(engine, date_sql("c0", CellKind.TEXT, "dmy"), *cells) == [day for day, _, _ in written]


PATTERNS = [
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%d %B %Y",
    "%d-%b-%y",
    "%Y-%m-%dT%H:%M:%S",
    "%d/%m/%y",
    "%d%m%Y",
    "%d.%m.%Y %H:%M",
]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 25_000), st.sampled_from(PATTERNS)), min_size=1, max_size=8))
def test_every_way_to_write_a_date_is_read_back_in_one_column(engine, written):
    days = [date(1995, 1, 1) + timedelta(days=shift % 18_000) for shift, _ in written]
    cells = [day.strftime(pattern) for day, (_, pattern) in zip(days, written, strict=True)]
    assert ask(engine, date_sql("c0", CellKind.TEXT, "dmy"), *cells) == days
