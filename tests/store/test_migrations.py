from __future__ import annotations

import duckdb
import pytest

from socialimpact.errors import StoreFailed
from socialimpact.store import Database
from socialimpact.store.migrations import Migration, available, migrate

FIRST = Migration(1, "first", "create table one (a integer); insert into one values (1);")
SECOND = Migration(2, "second", "alter table one add column b varchar;")


def tables(connection):
    return [name for (name,) in connection.execute("select table_name from duckdb_tables() order by 1").fetchall()]


def test_all_are_numbered_one_by_one_and_make_the_schema():
    assert [each.number for each in available()] == list(range(1, len(available()) + 1))
    connection = duckdb.connect()
    assert migrate(connection) == len(available())
    assert {"company", "site", "import", "line", "set_aside", "supplier", "tag", "register_entry", "spend", "event",
            "exclusion", "target", "scope", "setting", "data_version"} <= set(tables(connection))  # fmt: skip


def test_companies_are_in_the_keys_from_the_first_on():
    connection = duckdb.connect()
    migrate(connection)
    with_company = {
        name
        for (name,) in connection.execute(
            "select table_name from duckdb_columns() where column_name = 'company_id'"
        ).fetchall()
    }
    assert {
        "company",
        "site",
        "import",
        "line",
        "mapping",
        "spend",
        "exclusion",
        "target",
        "role_grant",
    } <= with_company


def test_each_is_done_once_with_its_record():
    connection = duckdb.connect()
    assert migrate(connection, [FIRST]) == 1
    assert migrate(connection, [FIRST, SECOND]) == 2
    assert migrate(connection, [FIRST, SECOND]) == 2
    assert connection.execute("select * from one").fetchall() == [(1, None)]
    records = connection.execute("select number, name, sha256 from migration order by number").fetchall()
    assert records == [(1, "first", FIRST.sha256), (2, "second", SECOND.sha256)]


def test_one_that_fails_is_taken_back_whole():
    connection = duckdb.connect()
    broken = Migration(2, "broken", "create table two (a integer); select * from nothing;")
    with pytest.raises(duckdb.Error):
        migrate(connection, [FIRST, broken])
    assert tables(connection) == ["migration", "one"]
    assert migrate(connection, [FIRST, SECOND]) == 2


def test_data_of_a_newer_program_is_refused_in_a_sentence():
    connection = duckdb.connect()
    migrate(connection, [FIRST, SECOND])
    with pytest.raises(StoreFailed, match="newer version of socialimpact"):
        migrate(connection, [FIRST])


def test_a_history_that_differs_is_refused():
    connection = duckdb.connect()
    migrate(connection, [FIRST])
    with pytest.raises(StoreFailed, match="differs"):
        migrate(connection, [Migration(1, "first", "create table other (a integer);")])


def test_numbers_with_a_gap_are_refused(tmp_path):
    for name in ("0001_one.sql", "0003_three.sql"):
        (tmp_path / name).write_text("select 1;", encoding="utf-8")
    with pytest.raises(StoreFailed, match="not numbered"):
        available(tmp_path)


def test_opening_twice_keeps_everything(tmp_path):
    path = tmp_path / "socialimpact.duckdb"
    with Database(path) as store:
        version = store.data_version()
    with Database(path) as store:
        assert store.data_version() == version
        assert store.value("select count(*) from migration") == len(available())


def test_rows_kept_as_lists_of_cells_become_one_text_each():
    connection = duckdb.connect()
    migrate(connection, available()[:4])
    connection.execute(
        "insert into set_aside values"
        " (1, 'Foglio1', 7, 'total', 0, ['Totale', null, '', 'a' || chr(31) || 'b', '1,00'])"
    )
    migrate(connection)
    assert connection.execute("select string_split(as_read, chr(31)) from set_aside").fetchall() == [
        (["Totale", "", "", "a␟b", "1,00"],)
    ]
