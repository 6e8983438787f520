"""Snapshots: their date, what is refused twice, and how fast a whole register is kept."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from socialimpact.errors import NotFound, Refused
from socialimpact.registers import presets, runts, snapshot
from socialimpact.registers.snapshot import RegisterName
from socialimpact.store import Database
from socialimpact.suppliers import kinds
from tests.registers.listed import add_list, add_runts, runts_book
from tests.suppliers.spelled import ACTOR, Town

LIST = "tax | name\n07643520567 | SOLE"


@pytest.mark.parametrize(
    ("file", "as_of"),
    [
        ("20250601_iscritti_v1.0.xlsx", date(2025, 6, 1)),
        ("elenco 2024-02-29.csv", date(2024, 2, 29)),
        ("albo_2023.12.31.ods", date(2023, 12, 31)),
        ("20251301_iscritti.xlsx", None),
        ("runts.xlsx", None),
        ("120250601.xlsx", None),
    ],
)
def test_the_date_in_a_files_name(file, as_of):
    assert snapshot.date_in_name(file) == as_of


def test_a_list_of_a_known_date_or_file_is_refused():
    town = Town()
    add_runts(town, "2024-06-01", LIST)
    with pytest.raises(Refused, match="list of 1 Jun 2024 already"):
        add_runts(town, "2024-06-01", LIST + "\n00743110157 | LUNA")
    book = runts_book(LIST)
    register = RegisterName("runts", "RUNTS", None, None, start_binds=False)
    with town.db.write(ACTOR) as tx:
        snapshot.keep(tx, register, date(2024, 7, 1), book, runts.read(book, tx))
    with town.db.write(ACTOR) as tx, pytest.raises(Refused, match="here already"):
        snapshot.keep(tx, register, date(2024, 8, 1), book, runts.read(book, tx))
    assert town.db.value("select count(*) from register_snapshot") == 2


def test_a_list_of_tomorrow_is_refused():
    tomorrow = datetime.now(UTC).date() + timedelta(days=2)
    with pytest.raises(Refused, match="future"):
        add_runts(Town(), tomorrow.isoformat(), LIST)


def test_one_date_may_have_a_list_of_each_register():
    town = Town()
    add_runts(town, "2024-06-01", LIST)
    add_list(town, "2024-06-01", "Nome | Partita IVA | Tipo\nSole | 07643520567 | B Corp")
    assert town.db.rows("select register_key, start_binds from register order by 1") == [
        ("list", True),
        ("runts", False),
    ]


def test_a_removed_list_leaves_nothing():
    town = Town()
    town.bring("name | tax\nSole | 07643520567")
    number = add_runts(town, "2024-06-01", LIST)
    town.match()
    with town.db.write(ACTOR) as tx:
        snapshot.remove(tx, number)
    town.match()
    assert town.db.value("select count(*) from register_entry") == 0
    assert town.db.value("select count(*) from tag where ended_at is null") == 0
    with town.db.write(ACTOR) as tx, pytest.raises(Refused, match="no list 99"):
        snapshot.remove(tx, 99)


def test_every_preset_is_complete():
    for preset in presets.presets().values():
        assert preset.name.keys() == preset.good_for.keys() == preset.get.keys() == {"it", "en"}, preset.key
        assert preset.source, preset.key
        if preset.default_kind:
            kinds.kind(preset.default_kind)
    with pytest.raises(NotFound, match="runts"):
        presets.preset("phone book")


def test_a_whole_register_is_kept_in_time(tmp_path):
    """146,000 rows, as many as the RUNTS has, in ten seconds on an idle machine, reading the file left out."""
    size = 146_000
    rows = "\n".join(f"{number:011} | COOPERATIVA NUMERO {number} | | TORINO | TO" for number in range(size))
    book = runts_book(f"tax | name | section | town | province\n{rows}")
    with Database(tmp_path / "db.duckdb") as db:
        start = time.process_time()
        reading = runts.read(book, db)
        with db.write(ACTOR) as tx:
            snapshot.keep(
                tx, RegisterName("runts", "RUNTS", None, None, start_binds=False), date(2024, 6, 1), book, reading
            )
        assert time.process_time() - start < 15
        assert db.value("select count(*) from register_entry") == size
    assert Path(tmp_path / "db.duckdb").stat().st_size > 0
