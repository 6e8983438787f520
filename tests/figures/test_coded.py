"""Coded texts: read and written as texts, whatever the engine holds."""

from __future__ import annotations

import duckdb
import pytest

from socialimpact.figures import coded
from socialimpact.store import migrations
from tests.store_with import store_with


@pytest.mark.parametrize("most", [0, 1_000_000])
def test_the_table_keeps_the_columns_types_and_rules_that_the_migrations_declare(monkeypatch, most):
    """Texts may be coded: which are, the engine reads and writes as texts."""
    monkeypatch.setattr(coded, "MOST_LINES", most)
    store = store_with("date | supplier | amount\n2024-01-01 | Alfa | 1.00")
    fresh = duckdb.connect()
    migrations.migrate(fresh)
    described = "select column_name, regexp_replace(column_type, '^ENUM.*', 'VARCHAR'), \"null\" from (describe spend)"
    assert store.rows(described) == fresh.execute(described).fetchall()


def test_coded_texts_are_texts_to_whoever_asks(monkeypatch):
    ledger = "date | supplier | amount | category\n2024-01-01 | D'Alfa | 1.00 | l'x\n2024-02-01 | Beta | 2.00 |"
    coded_store = store_with(ledger)
    assert coded_store.value("select column_type like 'ENUM%' from (describe spend) where column_name = 'category'")
    monkeypatch.setattr(coded, "MOST_LINES", 0)
    plain = store_with(ledger)
    for asked in ("select * from spend order by line_id", "select category, month from spend where month > '2024-01'"):
        assert coded_store.table(asked).to_pylist() == plain.table(asked).to_pylist()
        assert coded_store.table(asked).schema == plain.table(asked).schema


def test_a_column_of_many_values_stays_as_it_is(monkeypatch):
    monkeypatch.setattr(coded, "MOST_VALUES", 1)
    store = store_with("date | supplier | amount\n2024-01-01 | Alfa | 1.00\n2024-02-01 | Beta | 1.00")
    types = dict(store.rows("select column_name, column_type from (describe spend)"))
    assert types["month"] == "VARCHAR"
    assert types["quarter"] == "ENUM('2024-Q1')"
