"""The impact report on the command line: written, verified, and no longer verified once the store has changed."""

from __future__ import annotations

import json

import pytest

from socialimpact.cli import main
from tests.homes import after_import

LEDGER = """Data;Fornitore;Partita IVA;Imponibile
01/03/2024;Officina Alfa srl;01004150882;1.000,00
01/02/2025;Officina Alfa srl;01004150882;1.234,57
01/06/2025;Coop Verde;08105198884;100,00
"""
MORE = """Data;Fornitore;Partita IVA;Imponibile
01/07/2025;Officina Alfa srl;01004150882;50,00
"""


def call(capsys, *arguments):
    code = main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def home(tmp_path):
    return after_import(tmp_path / "home", LEDGER)


def test_a_report_is_written_and_verified(capsys, home, tmp_path):
    code, out, _ = call(
        capsys, "--home", home, "report", 2025, "--language", "it", "--format", "json,docx", "--out", tmp_path / "out",
        "--json",
    )  # fmt: skip
    assert code == 0
    files = json.loads(out)["files"]
    assert [file.rsplit("/", 1)[1] for file in files] == [
        "acquisti-sociali-e-locali-2025.json", "acquisti-sociali-e-locali-2025.docx",
    ]  # fmt: skip
    code, out, _ = call(capsys, "--home", home, "verify", files[0], "--json")
    assert (code, json.loads(out)["holds"]) == (0, True)


def test_after_another_import_verify_says_what_differs_and_what_happened(capsys, home, tmp_path):
    call(capsys, "--home", home, "report", 2025, "--language", "en", "--format", "json", "--out", tmp_path)
    (tmp_path / "more.csv").write_text(MORE, encoding="utf-8")
    call(capsys, "--home", home, "import", tmp_path / "more.csv")
    code, out, _ = call(
        capsys, "--home", home, "--language", "en", "verify", tmp_path / "social-and-local-procurement-2025.json"
    )
    assert code == 1
    assert "Addressable spend, 2025: €1,334.57 → €1,384.57\n    more.csv was imported: 1 line." in out


def test_a_release_is_made_written_again_verified_and_listed(capsys, home, tmp_path):
    out = tmp_path / "out"
    code, said, _ = call(capsys, "--home", home, "report", 2025, "--release", "--language", "it", "--json")
    assert (code, json.loads(said)["number"], json.loads(said)["files"]) == (0, "2025-1", [])
    (tmp_path / "more.csv").write_text(MORE, encoding="utf-8")
    call(capsys, "--home", home, "import", tmp_path / "more.csv")
    code, said, _ = call(
        capsys, "--home", home, "report", "2025-1", "--format", "json", "--language", "en", "--out", out, "--json"
    )
    (file,) = json.loads(said)["files"]
    assert file.endswith("/acquisti-sociali-e-locali-2025-1.json")  # one file, in the language of the release
    code, by_file, _ = call(capsys, "--home", home, "verify", file, "--language", "en", "--json")
    assert (code, json.loads(by_file)["file"], json.loads(by_file)["release"]) == (1, "released", "2025-1")
    assert call(capsys, "--home", home, "verify", "2025-1", "--language", "en", "--json")[1] == by_file
    code, _, err = call(capsys, "--home", home, "--language", "en", "report", 2025, "--release")
    assert (code, "Say why" in err) == (1, True)
    assert call(capsys, "--home", home, "report", 2025, "--release", "--why", "One file was missing")[0] == 0
    code, said, _ = call(capsys, "--home", home, "--language", "en", "report", "releases")
    assert [line.split(",")[0] for line in said.splitlines()] == ["Release 2025-2", "Release 2025-1"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", 2031, "--out", "x"], "There is no line of 2031. Years with lines: 2025, 2024."),
        (["report", "soon", "--out", "x"], "“soon” is neither a year nor the number of a release, such as 2025-1."),
        (["report", 2025], "Name the folder to write to with --out."),
        (["report", "2025-1", "--out", "x"], "There is no release 2025-1."),
        (["report", 2025, "--out", "x", "--why", "z"], "Only a release is corrected or packed"),
        (["report", 2025, "--out", "x", "--format", "odt"], "There is no format “odt”."),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(capsys, home, arguments, words):
    code, _, err = call(capsys, "--home", home, "--language", "en", *arguments)
    assert code == 1
    assert words in err


def test_a_file_that_is_no_report_is_refused(capsys, home, tmp_path):
    (tmp_path / "other.json").write_bytes(b"\xff\xfe not json")
    assert call(capsys, "--home", home, "verify", tmp_path / "other.json")[0] == 1
