"""`declare` on the command line."""

import json

import pytest

from socialimpact import cli
from tests.store_with import workspace_with


@pytest.fixture
def home(tmp_path):
    workspace_with(tmp_path / "home", "date | supplier | amount\n2025-03-01 | Verde | 300.00").close()
    return str(tmp_path / "home")


def run(home, capsys, *words):
    code = cli.main(["--home", home, "declare", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_it_writes_down_lists_and_refuses(home, capsys):
    assert run(home, capsys, "1") == (0, [])
    code, rows = run(
        home, capsys, "1", "--year", "2025", "--revenue", "1200000.50", "--outcome", "people_placed=12",
        "--source", "Bilancio 2025", "--stated-by", "Bo", "--stated-on", "2026-05-01",
    )  # fmt: skip
    assert code == 0
    assert [(row["outcome"], row["value"], row["unit"], row["stated_on"]) for row in rows] == [
        ("people_placed", "12.00", "people", "2026-05-01"),
        ("revenue", "1200000.50", "euro", "2026-05-01"),
    ]
    for wrong in (
        ["1", "--revenue", "5"],
        ["1", "--year", "2025", "--revenue", "much", "--source", "x"],
        ["1", "--year", "2025", "--outcome", "joy=5", "--source", "x"],
        ["7", "--year", "2025", "--revenue", "5", "--source", "x"],
    ):
        assert run(home, capsys, *wrong)[0] == 1
    assert len(run(home, capsys, "1")[1]) == 2
