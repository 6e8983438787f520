"""Whatever rows a table is a mixture of, each is a line or set aside, once, and the sums agree to the cent."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socialimpact.actor import local_owner
from socialimpact.errors import MappingRefused
from socialimpact.ledger import lines
from socialimpact.ledger.mapping import proposed
from socialimpact.ledger.parts import parts
from socialimpact.store import Database
from socialimpact.tables.book import Book, read_book
from socialimpact.tables.grid import grid_from_rows
from socialimpact.tables.proposal import propose

HEADER = ["Data", "Numero", "Fornitore", "Descrizione", "Imponibile", ""]
MOVED = ["Data doc.", "Numero", "Ragione sociale", "Importo netto", "", "Descrizione"]
names = st.sampled_from(["Rossi srl", "Verdi spa", "Cooperativa Alba", "Total Gas", "J. Brown", ""])
amounts = st.decimals(-9999, 9999, places=2).map(lambda d: f"{d:.2f}".replace(".", ","))
days = st.dates(date(2023, 1, 1), date(2024, 12, 31)).map("{:%d/%m/%Y}".format)
purchase = st.tuples(
    days, st.integers(1, 99).map(str), names, st.sampled_from(["viti", "Bonifico", "resi", ""]), amounts
)
kinds = st.one_of(
    purchase.map(list),
    purchase.map(lambda row: [row[0], row[1], row[2], row[4], "", row[3]]),
    purchase.map(lambda row: ["", "", "", row[3] or "dadi", row[4]]),
    st.just([""]),
    st.just(HEADER),
    st.just(MOVED),
    names.map(lambda name: [f"Fornitore: 0001 {name}"]),
    amounts.map(lambda text: ["", "", "Totale", "", text]),
    amounts.map(lambda text: ["31/12/2023", "", "", "Saldo iniziale", text]),
    amounts.map(lambda text: ["", "", "", "", text]),
    st.just(["Stampa del 31/01/2024", "", "", "", "", "pag. 2"]),
    st.lists(
        st.sampled_from(["x", "12", "Categoria", "Totale", "", "£5", "1.000,00", "Gennaio"]), min_size=1, max_size=7
    ),
)
tables = st.tuples(
    st.lists(st.just(["Registro acquisti 2024"]), max_size=2),
    st.lists(kinds, min_size=1, max_size=25),
).map(lambda parts: [*parts[0], HEADER, *parts[1]])


def read(rows: list[list[str]]) -> Book:
    return Book("any.csv", "0" * 64, "csv", 1, (grid_from_rows(rows),), (), "utf-8", ";")


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    with Database(tmp_path_factory.mktemp("any") / "any.duckdb") as database:
        yield database


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=tables)
def test_every_row_of_any_mixture_is_accounted_for_once(database, rows):
    book = read(rows)
    mapping = proposed(propose(book))
    try:
        mapping.check()
    except MappingRefused:
        return
    with database.rehearse(local_owner()) as tx, lines.parsed(tx, book, mapping):
        found = tx.dicts("select row_number, reason, euro, grid from parsed")
        kept = tx.value("select count(*) from parsed where as_read is not null")
    first = next(part.table for part in parts(book, mapping) if part.leads)
    header = first.header_row if first.used else None
    last = book.grids[0].last_row
    filled = set(book.grids[0].cells["row"].to_pylist())
    periods = max((len(table.periods) for table in mapping.used), default=0)
    times = Counter(row["row_number"] for row in found)
    assert {row for row in times if row in filled} == filled - {header}
    assert set(times) >= set(range(first.first_row, last + 1))
    assert periods or set(times.values()) <= {1}
    assert kept == sum(row["reason"] != "blank" for row in found)
    loaded = sum((row["euro"] for row in found if row["reason"] is None), Decimal(0))
    aside = sum((row["euro"] or Decimal(0) for row in found if row["reason"] is not None), Decimal(0))
    assert sum((row["euro"] or Decimal(0) for row in found), Decimal(0)) == loaded + aside
    assert all(row["euro"] is not None for row in found if row["reason"] is None)


def purchases(count: int, first: int = 0) -> list[list[str]]:
    return [[f"{n % 28 + 1:02}/01/2024", f"F{n}", f"Ditta {n % 3} srl", "viti", f"{n},50", ""]
            for n in range(first, first + count)]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    noise=st.lists(
        st.sampled_from(
            [
                [""],
                HEADER,
                ["", "", "Totale pagina", "", "99,00"],
                ["", "", "", "nota del contabile"],
                ["", "", "", "a riportare", "12,00"],
                ["Stampa del 31/01/2024"],
            ]
        ),
        max_size=12,
    ),
    places=st.lists(st.integers(0, 20), min_size=12, max_size=12),
)
def test_what_stands_between_purchases_never_costs_or_adds_one(database, noise, places):
    rows = purchases(20)
    for place, row in sorted(zip(places, noise, strict=False), key=lambda pair: -pair[0]):
        rows.insert(place, row)
    book = read([["Registro acquisti"], HEADER, *rows])
    mapping = proposed(propose(book))
    with database.rehearse(local_owner()) as tx, lines.parsed(tx, book, mapping):
        count, total = tx.rows("select count(*), sum(euro) from parsed where reason is null")[0]
    assert (count, total) == (20, sum(Decimal(n) + Decimal("0.5") for n in range(20)))


# A second header in mid-sheet, a header of two rows, totals at the end, stray figures, thousands of blank rows.
ODD = {
    "fire-2022-23.xlsx",
    "salford_clean_2018-04.csv",
    "networkrail_clean_2021-04.csv",
    "CSV_GPC__25K_August_Data.csv",
    "gateshead_clean_2017-12.csv",
    "spend-june2011.csv",
    "Spend-Over-25k-June-2010.csv",
    "_25k_July_2015.csv",
    "national_20college_20spend_20_20november_202010.csv",
}


def test_real_ledgers_with_odd_rows_give_the_lines_and_the_sum_that_a_person_counts(database, samples):
    with (samples / "ledgers" / "truth.csv").open(encoding="utf-8") as file:
        truths = [truth for truth in csv.DictReader(file) if truth["file"] in ODD]
    assert {truth["file"] for truth in truths} == ODD
    for truth in truths:
        book = read_book(samples / "ledgers" / truth["publisher"] / truth["file"])
        mapping = proposed(propose(book))
        with database.rehearse(local_owner()) as tx, lines.parsed(tx, book, mapping):
            # pounds wait for a rate: they are purchases all the same
            count, total = tx.rows(
                "select count(*), sum(original_amount) from parsed where reason is null or reason = 'no_exchange_rate'"
            )[0]
        assert count == int(truth["n_lines"]), truth["file"]
        assert not truth["amount_sum"] or total == Decimal(truth["amount_sum"]), truth["file"]
