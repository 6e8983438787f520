"""JSON that is a list of records is read as the table that it is; other JSON is refused in words."""

from __future__ import annotations

import json

import pytest

from socialimpact.errors import FileRefused
from socialimpact.tables.book import read_book


def book(tmp_path, content: str | bytes):
    path = tmp_path / "list.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_book(path)


def rows(found) -> list[list[str]]:
    (grid,) = found.grids
    return [list(row)[1:] for row in zip(*(column.to_pylist() for column in grid.cells.columns), strict=True)]


def test_the_fields_of_all_records_are_the_columns(tmp_path):
    records = [
        {"number": 7, "name": "Sole, “the” charity", "gift": True, "income": 1234.5},
        {"number": 8, "name": None, "removed": "2001-05-31T00:00:00", "more": {"a": [1]}},
    ]
    found = book(tmp_path, "\ufeff" + json.dumps(records, indent=1, ensure_ascii=False))
    assert found.format == "json"
    assert [[cell or "" for cell in row] for row in rows(found)] == [
        ["number", "name", "gift", "income", "removed", "more"],
        ["7", "Sole, “the” charity", "TRUE", "1234.5", "", ""],
        ["8", "", "", "", "2001-05-31T00:00:00", '{"a": [1]}'],
    ]


@pytest.mark.parametrize("text", ['[{"a": 1}', '[{"a": 1} {"a": 2}]', '[{"a": 1},\n{"a": tru'])
def test_one_that_breaks_off_is_refused_with_the_line(tmp_path, text):
    with pytest.raises(FileRefused) as refused:
        book(tmp_path, text)
    assert (refused.value.code, refused.value.details["line"]) == ("damaged", text.count("\n") + 1)


@pytest.mark.parametrize("text", ['[{"rows": []}]', '{"rows": [1]}', '[{"a": 1}, 2]', "[[1, 2]]", '[{"a": ' * 5000])
def test_what_is_no_list_of_records_is_refused(tmp_path, text):
    with pytest.raises(FileRefused) as refused:
        book(tmp_path, text)
    assert refused.value.code in {"json", "damaged"}
