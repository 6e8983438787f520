"""Text files in every encoding, in two of them at once, and in those that another program has spoilt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialimpact.settings import READING
from socialimpact.tables.delimited import read_delimited
from socialimpact.tables.encoding import find_encoding, rewrite

TABLE = "Fornitore;Città\nCaffè più;Forlì\nPerché no;Cantù\n"


def read(tmp_path, content: bytes):
    file = tmp_path / "ledger.csv"
    file.write_bytes(content)
    return read_delimited(file, READING, lambda _share: None)


def codes(found) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    ("encoding", "guessed"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("utf-32", False),
        ("utf-16-le", True),
        ("utf-16-be", True),
        ("utf-32-le", True),
        ("utf-32-be", True),
        ("cp1252", True),
        ("cp850", True),
        ("mac_roman", True),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_encoding_with_every_line_end(tmp_path, encoding, guessed, ends):
    found = read(tmp_path, TABLE.replace("\n", ends).encode(encoding))
    assert found.grid.head(9) == [["Fornitore", "Città"], ["Caffè più", "Forlì"], ["Perché no", "Cantù"]]
    assert codes(found) == (["encoding_guessed"] if guessed else [])


def test_lines_and_cells_in_two_encodings(tmp_path):
    found = read(tmp_path, "nome;x\nCittà;1\n".encode() + "Società;".encode("cp1252") + "Perché\n".encode())
    assert [cells[0] for cells in found.grid.head(9)] == ["nome", "Città", "Società"]
    assert found.grid.head(9)[2][1] == "Perché"
    assert codes(found) == ["mixed_encoding", "letters_mended"]


def test_garbled_letters_are_put_right_and_told(tmp_path):
    found = read(tmp_path, TABLE.encode().decode("cp1252").encode())
    assert found.grid.head(9)[1:] == [["Caffè più", "Forlì"], ["Perché no", "Cantù"]]
    (problem,) = found.problems
    assert problem.code == "letters_mended"
    assert "6 letters" in problem.message.to("en")


def test_letters_that_are_lost_are_told(tmp_path):
    found = read(tmp_path, TABLE.replace("è", "\ufffd").encode())
    assert found.grid.head(9)[1][0] == "Caff\ufffd più"
    assert codes(found) == ["letters_lost"]


def test_files_that_were_put_together_keep_their_marks_out_of_the_cells(tmp_path):
    one = TABLE.encode("utf-8-sig")
    found = read(tmp_path, one + one.replace(b"Fornitore", b'"Fornitore"'))
    assert [cells[0] for cells in found.grid.head(9)] == ["Fornitore", "Caffè più", "Perché no"] * 2
    assert codes(found) == []


def test_zero_bytes_are_no_letters(tmp_path):
    assert read(tmp_path, b"a;b\n1\x00\x00;\x002\n").grid.head(9) == [["a", "b"], ["1", "2"]]


def test_a_plain_file_is_read_as_it_is(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(TABLE.encode())
    found = find_encoding(file)
    assert (found.plain, found.newlines, found.guessed) == (True, 3, False)


LETTERS = st.characters(exclude_characters="\ufeff\u00c2\u00c3\u00e2\u00ef", exclude_categories=["Cs", "Cc"])


@given(st.text(LETTERS | st.sampled_from("\n\t")))
def test_rewriting_keeps_every_letter(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("text")
    (folder / "a").write_bytes(text.encode("utf-16"))
    rewrite(folder / "a", find_encoding(folder / "a"), folder / "b")
    assert (folder / "b").read_bytes().decode() == text
