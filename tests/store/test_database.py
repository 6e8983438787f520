from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from socialimpact.errors import NotFound, Overtaken, StoreBusy, StoreFailed
from socialimpact.figures import spend
from socialimpact.store import Database, Home, database
from socialimpact.store.migrations import migrate
from socialimpact.store.reader import found
from tests.store_with import OWNER, store_with

ROOT = Path(__file__).resolve().parents[2]
LEDGER = "date | supplier | amount\n2024-01-01 | Alfa | 100.00\n2024-02-01 | Beta | 23.45"


@pytest.fixture
def store(tmp_path):
    with Database(Home(tmp_path).make().database) as made:
        yield made


def program(text: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", text, *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def test_a_transaction_is_kept_whole_and_raises_the_version(store):
    before = store.data_version()
    with store.write(OWNER) as tx:
        tx.insert("company", {"company_id": 1, "name": "Alba"})
        tx.event("saved", "company", 1, after={"name": "Alba", "spend": Decimal("1.20")})
    assert store.data_version() == before + 1
    assert store.value("select name from company") == "Alba"
    who, what, after = store.rows("select who, what, after from event")[0]
    assert (who, what, json.loads(after)) == ("test", "saved", {"name": "Alba", "spend": "1.20"})


def test_a_transaction_that_fails_leaves_nothing(store):
    before = store.data_version()

    def fail_halfway():
        with store.write(OWNER) as tx:
            tx.insert("company", {"company_id": 1, "name": "Alba"})
            spend.rebuild(tx)
            tx.execute("select * from no_such_table", step="looking for nothing")

    with pytest.raises(StoreFailed, match="looking for nothing"):
        fail_halfway()
    assert store.data_version() == before
    assert store.rows("select * from company") == []
    with store.write(OWNER) as tx:
        tx.insert("company", {"company_id": 1, "name": "Alba"})
    assert store.data_version() == before + 1


def test_what_is_not_committed_is_not_seen(store):
    with store.write(OWNER) as tx:
        tx.insert("company", {"company_id": 1, "name": "Alba"})
        assert tx.value("select count(*) from company") == 1
        assert store.value("select count(*) from company") == 0
    assert store.value("select count(*) from company") == 1


def test_a_rehearsal_leaves_nothing(store):
    before = store.data_version()
    with store.rehearse(OWNER) as tx:
        tx.insert("company", {"company_id": 1, "name": "Alba"})
        assert tx.value("select count(*) from company") == 1
    assert (store.value("select count(*) from company"), store.data_version()) == (0, before)


def test_amounts_stay_exact_in_every_form(store):
    sql = "select cast('12345678901234.56' as decimal(18, 2)) as amount"
    exact = Decimal("12345678901234.56")
    assert store.value(sql) == exact
    assert store.dicts(sql) == [{"amount": exact}]
    assert store.table(sql).column("amount").to_pylist() == [exact]
    with store.write(OWNER) as tx:
        assert (tx.value(sql), tx.dicts(sql)[0]["amount"], tx.table(sql)["amount"][0].as_py()) == (exact,) * 3


def test_a_frame_is_seen_by_its_transaction_alone(store):
    with store.write(OWNER) as tx, tx.frame("given", pa.table({"number": [1, 2, 3]})):
        assert tx.value("select sum(number) from given") == 6
        with pytest.raises(StoreFailed):
            store.value("select sum(number) from given")
    with pytest.raises(StoreFailed):
        store.value("select sum(number) from given")


def test_numbers_are_given_out_in_order(store):
    with store.write(OWNER) as tx:
        assert tx.next_id("company", "company_id") == 1
        tx.insert("company", {"company_id": 7, "name": "Alba"})
        assert tx.next_id("company", "company_id") == 8


def test_an_error_of_the_engine_names_the_step(store):
    with pytest.raises(StoreFailed, match=r"The step “counting the moon” failed"):
        store.rows("select count(*) from moon", step="counting the moon")
    with pytest.raises(NotFound, match="There is no company"):
        found(None, "company")
    assert found((1,), "company") == (1,)


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd'",
        "copy (select 1) to '/tmp/socialimpact_leak.csv'",
        "attach '/tmp/socialimpact_other.duckdb'",
        "install httpfs",
        "set enable_external_access = true",
        "set threads = 1",
        "select * from variable_of_this_test",
    ],
)
def test_the_open_file_reads_and_writes_nothing_else(store, statement):
    variable_of_this_test = pa.table({"number": [1]})
    assert variable_of_this_test.num_rows == 1
    with pytest.raises(StoreFailed):
        store.rows(statement)
    assert not Path("/tmp/socialimpact_leak.csv").exists()  # noqa: S108 - the very path of the statement above


def test_what_is_too_large_for_memory_is_put_aside_beside_the_file(tmp_path, monkeypatch):
    path = Home(tmp_path).make().database
    monkeypatch.setattr(database, "_TUNING", (*database._TUNING, "set memory_limit='40MB'"))
    with Database(path) as store:
        assert store.value("select value from duckdb_settings() where name = 'temp_directory'") == f"{path}.tmp"
        sorted_twice = (
            "select count(*), min(text) from (select distinct md5(range::varchar) as text from range(600000))"
        )
        assert store.rows(sorted_twice)[0][0] == 600_000
    assert [each.name for each in tmp_path.iterdir() if each.is_file()] == [path.name]


def test_a_file_of_the_version_before_opens_and_is_written_to(tmp_path):
    """Files were opened by themselves, with the engine's own size of row groups; a file does not remember which."""
    path = Home(tmp_path).make().database
    with duckdb.connect(str(path)) as before:
        migrate(before)
        before.execute("create table numbers as select range as number, 'n' || range as text from range(300000)")
    for _ in range(2):
        with Database(path) as store:
            rows = store.value("select count(*) from numbers")
            with store.write(OWNER) as tx:
                tx.execute("insert into numbers select number + 300000, text from numbers where number < 100000")
                tx.execute("update numbers set text = 'none' where number = 150000")
            assert store.value("select count(*) from numbers") == rows + 100_000
            assert store.rows("select text from numbers where number = 150000")[0] == ("none",)
    with duckdb.connect(str(path)) as after:
        assert after.execute("select count(*), count(distinct number) from numbers").fetchall() == [(500_000, 400_000)]
        assert after.execute("select version from data_version").fetchall() == [(2,)]


def test_a_closed_file_is_free_and_whole(tmp_path):
    path = Home(tmp_path).make().database
    store = Database(path)
    assert store.rows("select 1") == [(1,)]
    with store.write(OWNER) as tx:
        tx.insert("company", {"company_id": 1, "name": "Alba"})
    store.close()
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == [path.name]
    with duckdb.connect(str(path)) as plain:
        assert plain.execute("select name from company").fetchall() == [("Alba",)]


def test_it_is_open_once_in_a_process_too(store):
    with pytest.raises(StoreBusy, match="is open in another program"):
        Database(store.path)
    assert store.rows("select 1") == [(1,)]


def test_a_second_process_is_told_in_a_sentence(tmp_path):
    home = Home(tmp_path).make()
    text = (
        "import sys\nfrom pathlib import Path\nfrom socialimpact.errors import StoreBusy\n"
        "from socialimpact.store import Database\n"
        "try:\n    Database(Path(sys.argv[1]))\nexcept StoreBusy as refusal:\n    print(refusal.message.to('en'))\n"
    )
    with Database(home.database):
        answer = program(text, home.database).communicate(timeout=60)[0]
    assert answer.strip() == (
        f"The data in {tmp_path} is open in another program. Close the app or the other command, then try again."
    )
    Database(home.database).close()


def test_a_file_that_is_no_database_is_refused_in_a_sentence(tmp_path):
    home = Home(tmp_path).make()
    home.database.write_bytes(b"PK\x03\x04 this is no database" * 500)
    with pytest.raises(StoreFailed, match="cannot be opened"):
        Database(home.database)


KILLED = """
import sys, time
from pathlib import Path
from socialimpact.figures import spend
from socialimpact.store import Database
from tests.store_with import OWNER
with Database(Path(sys.argv[1])) as db:
    for turn in range(1000):
        with db.write(OWNER) as tx:
            tx.execute("insert into line by name select line.* replace (nextval('line_sequence') as line_id)"
                       " from line cross join range(1500) where line_id <= 2")
            tx.execute("update supplier set name = name || 'x'")
            spend.rebuild(tx)
            print("middle" if turn else "begun", flush=True)
"""


@pytest.mark.parametrize("wait", [0.0, 0.01, 0.05, 0.2, 0.35])
def test_a_process_killed_at_any_moment_leaves_the_last_commit(tmp_path, wait):
    store_with(LEDGER, folder=tmp_path).close()
    home = Home(tmp_path)
    process = program(KILLED, home.database)
    try:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "begun"
        time.sleep(wait)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=60)
        process.stdout.close()
    with Database(home.database) as store:
        commits = store.data_version() - 1
        # every commit adds 1,500 copies of both lines and a letter to both names
        lines = 2 + 3000 * commits
        total = Decimal("123.45") * (1 + 1500 * commits)
        names = [("Alfa" + "x" * commits,), ("Beta" + "x" * commits,)]
        assert store.rows("select count(*), sum(net_amount) from line") == [(lines, total)]
        assert store.rows("select count(*), sum(net_amount) from spend") == [(lines, total)]
        assert store.rows("select name from supplier order by name") == names
        assert store.rows("select distinct supplier from spend order by supplier") == names
        with store.write(OWNER) as tx:
            assert spend.rebuild(tx) == lines


def test_busy_is_a_refusal_with_a_code():
    assert StoreBusy.code == "store_busy"


def test_a_home_whose_first_program_was_killed_opens_again(tmp_path):
    """Killed right after the first start: what was written so far is all there, tables and their defaults too."""
    path = tmp_path / "socialimpact.duckdb"
    first = """
import os, sys
from pathlib import Path
from socialimpact.store import Database
kept = Database(Path(sys.argv[1]))
os._exit(9)
"""
    assert program(first, path).wait() == 9
    with Database(path) as database:
        assert database.value("select count(*) from line") == 0


def test_a_large_commit_is_shown_once_answers_are_ready(store):
    """Whoever keeps answers makes them anew while the version before is still the one that pages show."""
    told = []
    store.before_shown(lambda version: told.append((version, store.shown_version(), store.data_version())))
    begin = store.data_version()
    with store.write(OWNER, large=True) as tx:
        tx.event("noted", "test")
    assert told == [(begin + 1, begin, begin + 1)]
    assert store.shown_version() == begin + 1
    with store.write(OWNER) as tx:
        tx.event("noted", "test")
    assert len(told) == 1
    assert store.shown_version() == store.data_version() == begin + 2


def test_a_small_commit_meanwhile_is_shown_at_once(store):
    """Somebody decides something while answers are made: they see it, and the large commit with it."""
    shown = []

    def decide(_version: int) -> None:
        with store.write(OWNER) as tx:
            tx.event("noted", "test")
        shown.append(store.shown_version())

    store.before_shown(decide)
    with store.write(OWNER, large=True) as tx:
        tx.event("noted", "test")
    assert shown == [store.data_version()]
    assert store.shown_version() == store.data_version()


def test_answers_that_fail_or_a_commit_that_does_leave_nothing_behind(store):
    def fail(_version: int) -> None:
        raise ValueError

    store.before_shown(fail)
    with store.write(OWNER, large=True) as tx:
        tx.event("noted", "test")
    assert store.shown_version() == store.data_version()
    before = store.data_version()
    with pytest.raises(ValueError, match="stop"), store.write(OWNER, large=True):
        raise ValueError("stop")
    assert store.shown_version() == store.data_version() == before


def overtaken(db):
    with db.write_beside(OWNER) as late:
        late.insert("company", {"company_id": 1, "name": "Late"})
        with db.write(OWNER) as tx:
            tx.insert("company", {"company_id": 2, "name": "First"})


def test_who_writes_beside_others_lets_them_go_on_and_is_told_when_they_were_first(tmp_path):
    """The store keeps all of one and nothing of the other, who knew less."""
    with Database(Home(tmp_path).make().database) as db:
        with pytest.raises(Overtaken):
            overtaken(db)
        assert db.rows("select name from company") == [("First",)]
        version = db.data_version()
        with db.write_beside(OWNER) as alone:
            alone.insert("company", {"company_id": 3, "name": "Alone"})
        assert db.data_version() == version + 1
        assert db.rows("select name from company order by company_id") == [("First",), ("Alone",)]
